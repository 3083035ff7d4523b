"""Values that are elements with child elements: a table of parts defines how they are read and written.

A child that is none of the parts, or not in the schema's order, is refused as the schema does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError, Row
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.datatypes import Datatype, simple
from fakeserver.protocols.ews.soap.long_lists import entry_of
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute, content
from fakeserver.protocols.ews.soap.writing import Xml, element, escape
from fakeserver.protocols.ews.values.simple import ValueType, parsed
from fakeserver.protocols.ews.values.spelling import Spelling
from fakeserver.protocols.ews.values.strict import check_attributes, check_complete, only


@dataclass(frozen=True)
class Part:
    """A child of a structure: always the same element, or one of several, depending on the type of the value."""

    #: the attribute of the structure's value that it is
    name: str
    elements: Mapping[str, ValueType]
    #: the value's element
    element_of: Callable[[Any], str]
    required: bool = False

    def write(self, value: Any, *, precise: bool = False) -> Xml:
        """Write the child, with times in milliseconds if they are to be ``precise``."""
        name = self.element_of(value)
        return self.elements[name].writer(precise=precise)(f"t:{name}", value)


def part(name: str, attribute: str, of_type: ValueType, *, required: bool = False) -> Part:
    """Return a child that is always the same element.

    Args:
        name: its element.
        attribute: the attribute of the structure's value that it is.
    """
    return Part(attribute, {name: of_type}, lambda value: name, required)


@dataclass(frozen=True)
class Attribute:
    """An attribute of a structure's element."""

    attribute: str
    name: str
    spelling: Spelling
    required: bool = False


def structure(
    make: Callable[..., Any],
    *parts: Part,
    attributes: Sequence[Attribute] = (),
    text: tuple[str, Spelling] | None = None,
    refused: Row = INVALID_VALUE,
) -> ValueType:
    """Return the type of an element whose children, attributes or text are the attributes of one value.

    Args:
        make: makes the value; raises ValueError where the parts do not fit together.
        parts: in the schema's order.
        text: the attribute of the value that is the element's text, where it has no children.
        refused: the error where ``make`` raises ValueError.
    """
    known = {row.attribute for row in attributes}
    children = Children(parts)
    # Of a part that is always the same element, that and its type; lists have thousands of them.
    rows = [(one, *(_only_element(one) or ("", None))) for one in parts]

    def write(name: str, value: Any, *, precise: bool = False) -> Xml:
        inside = [
            of_type.writer(precise=precise)(element_name, found)
            if of_type is not None
            else one.write(found, precise=precise)
            for one, element_name, of_type in rows
            if (found := getattr(value, one.name)) is not None and found != ()
        ]
        if text is not None:
            inside.append(escape(text[1].spell(getattr(value, text[0]))))
        return element(name, *inside, **written_attributes(attributes, value))

    def read(node: Element) -> Any:
        check_attributes(node, known)
        values = read_attributes(node, attributes)
        if text is not None:
            values[text[0]] = parsed(text[1], node, content(node))
        else:
            values |= children.read(node)
        try:
            return make(**values)
        except ValueError as error:
            raise EwsError(refused) from error

    datatype = Datatype(
        children={name: of_type.datatype for one in parts for name, of_type in one.elements.items()},
        attributes=attribute_types(attributes),
        text=text is not None,
    )
    return ValueType(write, read, write_precise=partial(write, precise=True), datatype=datatype)


def _only_element(one: Part) -> tuple[str, ValueType] | None:
    if len(one.elements) > 1:
        return None
    ((name, of_type),) = one.elements.items()
    return f"t:{name}", of_type


def attribute_types(attributes: Sequence[Attribute]) -> dict[str, Datatype]:
    """Return what attributes hold, by their names."""
    return {row.attribute: simple(row.spelling.datatype, row.spelling.words) for row in attributes}


class Children:
    """The children that an element has, as a table: lists have thousands of elements that are read by it."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Take the parts in the schema's order."""
        self._parts = tuple(parts)
        #: name in Clark notation -> the part's place, and how the element is read
        self._rows = {
            t(name): (place, of_type) for place, one in enumerate(parts) for name, of_type in one.elements.items()
        }
        self._required = [place for place, one in enumerate(parts) if one.required]

    def read(self, node: Element) -> dict[str, Any]:
        """Return the values of an element's children by the parts' names.

        Raises:
            Violation: there is another child, one out of order, or none where one is required.
        """
        values, behind = {}, 0
        for child in only(node, self._rows):
            place, of_type = self._rows[child.tag]
            if place < behind:
                raise schema.unexpected_element(child, list(map(t, self._names(range(behind, len(self._parts))))))
            self._check_complete(node, behind, place)
            values[self._parts[place].name] = of_type.read(child)
            behind = place + 1
        self._check_complete(node, behind, len(self._parts))
        return values

    def _check_complete(self, node: Element, start: int, stop: int) -> None:
        if self._required:
            check_complete(node, self._names(place for place in self._required if start <= place < stop))

    def _names(self, places: Iterable[int]) -> list[str]:
        return [name for place in places for name in self._parts[place].elements]


def sequence(one: Part, *, at_least_one: bool = True) -> ValueType:
    """Return the type of an element that contains any number of one kind of child; its values are tuples."""

    def write(name: str, values: tuple[Any, ...], *, precise: bool = False) -> Xml:
        return element(name, *(one.write(value, precise=precise) for value in values))

    def read(node: Element) -> tuple[Any, ...]:
        check_attributes(node)
        return read_children(node, one, at_least_one=at_least_one)

    children = {name: of_type.datatype for name, of_type in one.elements.items()}
    return ValueType(
        write, read, write_precise=partial(write, precise=True), datatype=Datatype(children=children, many=True)
    )


def items(name: str, of_type: ValueType) -> Part:
    """Return the child of a `sequence`, where it is always the same element."""
    return part(name, "", of_type)


def read_children(node: Element, one: Part, *, at_least_one: bool = True) -> tuple[Any, ...]:
    """Return the values of an element's children.

    Raises:
        Violation: there is another, or none where one is required.
    """
    readers = {t(name): of_type for name, of_type in one.elements.items()}
    given = only(node, readers)
    if at_least_one:
        check_complete(node, [] if given else list(one.elements))
    return tuple(entry_of(child, readers[child.tag].read) for child in given)


def written_attributes(attributes: Sequence[Attribute], value: Any) -> dict[str, str]:
    """Return the attributes that a value has."""
    found = ((row, getattr(value, row.name)) for row in attributes)
    return {row.attribute: row.spelling.spell(one) for row, one in found if one is not None}


def read_attributes(node: Element, attributes: Sequence[Attribute]) -> dict[str, Any]:
    """Return the values of the attributes that are there.

    Raises:
        Violation: a required one is missing, or a value is not valid.
    """
    values = {}
    for row in attributes:
        given = attribute(node, row.attribute) if row.required else node.get(row.attribute)
        if given is not None:
            values[row.name] = parsed(row.spelling, node, str(given), row.attribute)
    return values
