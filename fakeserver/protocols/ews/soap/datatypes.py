"""What elements hold, as XML Schema describes it: from this the service's description of itself is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fakeserver.protocols.ews.soap.names import XSD


@dataclass(frozen=True, eq=False)
class Datatype:
    """The type of an element or attribute; one with a name and without words or children is defined elsewhere."""

    #: ``xs:string``, ``t:ItemIdType``; empty: it has no name
    name: str = ""
    #: an enumeration's values
    words: tuple[str, ...] = ()
    #: by their names, in order; without a prefix, but those of the other namespace. All may be missing
    children: Mapping[str, "Datatype"] = field(default_factory=dict)
    attributes: Mapping[str, "Datatype"] = field(default_factory=dict)
    #: the type that it extends, by its name; empty: none
    base: str = ""
    #: any number of the children, in any order
    many: bool = False
    #: children that may stand several times in a row
    repeated: frozenset[str] = frozenset()
    #: text beside the attributes
    text: bool = False
    #: an element of it may be xsi:nil
    nillable: bool = False


def simple(qualified: str, words: tuple[str, ...] = ()) -> Datatype:
    """Return the simple type whose name is given with its namespace and a colon."""
    namespace, _, name = qualified.rpartition(":")
    return Datatype(f"{'xs' if namespace == XSD else 't'}:{name}", words)


def named(name: str) -> Datatype:
    """Return a type that is defined elsewhere, by its name with a prefix."""
    return Datatype(name)


def holding(children: str, attributes: str = "", *, many: bool = False, text: bool = False, base: str = "") -> Datatype:
    """Return a type with children and attributes, each as ``name=type``, separated by blanks."""
    return Datatype(children=_pairs(children), attributes=_pairs(attributes), base=base, many=many, text=text)


def _pairs(text: str) -> dict[str, Datatype]:
    return {name: Datatype(of_type) for name, _, of_type in (pair.partition("=") for pair in text.split())}


XS_STRING: Final = Datatype("xs:string")
