"""What elements of requests may contain: each operation declares what it reads, and everything else is refused.

This is as strict as the service, not as its schema. A child stands once, unless it is declared as repeated. Order is
not checked: Exchange 2010 minds it, later versions do not (otris/ews-cpp#129, mustang-im/mustang#1098). What Exchange
Online accepts from real clients is declared even where the schema forbids it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import XSI, qualified
from fakeserver.protocols.ews.soap.reading import Element, tag
from fakeserver.steps import Pace, Steps

#: Attributes that every element may have: SOAP toolkits write them.
EVERYWHERE: Final = frozenset(f"{{{XSI}}}{name}" for name in ("type", "schemaLocation", "noNamespaceSchemaLocation"))


@dataclass(frozen=True, eq=False)
class ComplexType:
    """What an element may contain."""

    attributes: frozenset[str] = frozenset()
    #: by their names in Clark notation (``{namespace}name``), in the schema's order
    elements: Mapping[str, "ComplexType"] = field(default_factory=dict)
    #: what the schema allows besides and is not performed here: elements in Clark notation, attributes with ``@``
    #: before the name
    not_performed: frozenset[str] = frozenset()
    #: whether it holds text instead of elements
    text: bool = False
    #: elements that may stand several times
    repeated: Collection[str] = frozenset()

    @property
    def is_list(self) -> bool:
        """Whether it holds any number of each of its elements."""
        return self.repeated == self.elements.keys()


def complex_type(
    attributes: str = "",
    elements: Mapping[str, ComplexType] | None = None,
    not_performed: str = "",
    repeated: str = "",
) -> ComplexType:
    """Return the type of an element that contains other elements, attributes, or both.

    Args:
        attributes: their names.
        elements: by their names with the prefix ``m:`` or ``t:``, or in Clark notation.
        not_performed: names of elements with a prefix, and of attributes with ``@`` before them.
        repeated: names of the elements that may stand several times.
    """
    return ComplexType(
        frozenset(attributes.split()),
        {qualified(name): kind for name, kind in (elements or {}).items()},
        frozenset(qualified(name) for name in not_performed.split()),
        repeated=frozenset(qualified(name) for name in repeated.split()),
    )


def list_type(elements: Mapping[str, ComplexType], not_performed: str = "") -> ComplexType:
    """Return the type of an element that contains any number of others; arguments as those of `complex_type`."""
    return complex_type("", elements, not_performed, repeated=" ".join(elements))


def text_type(attributes: str = "", not_performed: str = "") -> ComplexType:
    """Return the type of an element that contains text; arguments as those of `complex_type`."""
    names = frozenset(qualified(name) for name in not_performed.split())
    return ComplexType(frozenset(attributes.split()), not_performed=names, text=True)


def each(names: str, kind: ComplexType) -> dict[str, ComplexType]:
    """Return elements of one type, by their names, for `complex_type`."""
    return dict.fromkeys(names.split(), kind)


TEXT: Final = text_type()
#: Not checked here: whoever reads such an element checks its content.
ANY: Final = ComplexType()
#: Elements that are checked before the clock is read again.
_BETWEEN_LOOKS: Final = 256


def check(root: Element, kind: ComplexType) -> Steps[None]:
    """Refuse what an element and its descendants may not contain; in steps, and in the order of the document.

    Raises:
        Violation: the schema does not allow it there.
        EwsError: the schema allows it, and this fake does not perform it.
    """
    pace, checked = Pace(), 0
    _check_own(root, kind)
    # Without recursion: a request may nest deeper than Python's calls can.
    inside = [(iter(root), root, kind, set[str]())]
    while inside:
        children, parent, kind, seen = inside[-1]
        for child in children:
            checked += 1
            if not checked % _BETWEEN_LOOKS and pace.is_over():
                yield
            inner = kind.elements.get(child.tag)
            if inner is None:
                _refuse_element(child, kind)
            elif child.tag not in kind.repeated:
                if child.tag in seen:
                    raise schema.unexpected_element(child)
                seen.add(child.tag)
            if inner is not None and inner is not ANY:
                _check_own(child, inner)
                if len(child):
                    inside.append((iter(child), child, inner, set()))
                    break
            _check_tail(child, parent)
        else:
            inside.pop()
            if inside:
                _check_tail(parent, inside[-1][1])


def _check_own(element: Element, kind: ComplexType) -> None:
    """Check an element's attributes, and the text before its first child."""
    for name in element.keys():  # noqa: SIM118  # an element iterates over its children
        if name not in kind.attributes:
            _refuse_attribute(element, str(name), kind)
    if not kind.text and (text := element.text) and not text.isspace():
        raise schema.unexpected_text(element)


def _check_tail(child: Element, parent: Element) -> None:
    """Check the text after a child."""
    if (text := child.tail) and not text.isspace():
        raise schema.unexpected_text(parent)


def _refuse_attribute(element: Element, name: str, kind: ComplexType) -> None:
    if name in EVERYWHERE:
        return
    if f"@{name}" in kind.not_performed:
        raise not_performed_here(name)
    raise schema.unexpected_attribute(element, name)


def _refuse_element(child: Element, kind: ComplexType) -> None:
    if child.tag in kind.not_performed:
        raise not_performed_here(tag(child))
    if kind.text:
        raise schema.text_only(child)
    raise schema.unexpected_element(child, kind.elements)
