"""Reading requests: elements, attributes, and values of simple types.

What cannot be read raises the service's schema fault (see `schema`).
"""

import base64
import re
from collections.abc import Callable, Iterator

from lxml import etree

from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.faults import invalid_request
from fakeserver.protocols.ews.soap.names import local
from fakeserver.protocols.http import request_xml
from fakeserver.steps import Steps

Element = etree._Element
#: Finds the first child of an element with a name in Clark notation.
Find = Callable[[str], Element | None]

_INTEGER = re.compile(r"[+-]?\d{1,10}", re.ASCII)


def parse(body: bytes) -> Steps[Element]:
    """Return the root element of a request, in steps.

    Raises:
        SoapFault: there is nothing.
        Violation: it is not XML, has a document type, or nests too deeply.
    """
    if not body:
        # OfficeDev/ews-managed-api#243
        raise invalid_request()
    try:
        return (yield from request_xml.parse(body))
    except request_xml.NotXmlError as problem:
        raise schema.not_xml(str(problem), problem.line, problem.position) from problem


def tag(element: Element) -> str:
    """Return an element's name without its namespace."""
    return local(str(element.tag))


def children(parent: Element | None) -> Iterator[Element]:
    """Yield the child elements, none for None; comments and other nodes are skipped."""
    if parent is not None:
        for child in parent:
            if isinstance(child.tag, str):
                yield child


def has_text(parent: Element) -> bool:
    """Say whether something but white space stands between an element's children."""
    text = parent.text
    if text and not text.isspace():
        return True
    for child in parent:
        text = child.tail
        if text and not text.isspace():
            return True
    return False


def by_name(parent: Element) -> dict[str, Element]:
    """Return the children of an element that was checked, by their names in Clark notation; of equal ones the first.

    For whoever looks for several: `find` reads each name as a path, and walks through all of them each time.
    """
    return {child.tag: child for child in reversed(parent)}


def at_least_one(parent: Element) -> Iterator[Element]:
    """Return the child elements of a list that the schema wants filled, to be gone through once.

    Raises:
        Violation: there are none.
    """
    if next(children(parent), None) is None:
        raise schema.incomplete(parent)
    return children(parent)


def required(parent: Element, qualified: str) -> Element:
    """Return a child that the schema requires; its name is in Clark notation.

    Raises:
        Violation: it is missing.
    """
    child = parent.find(qualified)
    if child is None:
        raise schema.incomplete(parent, (qualified,))
    return child


def required_one(parent: Element, *expected: str) -> Element:
    """Return the first child, where the schema requires one of several; their names are in Clark notation.

    Raises:
        Violation: there is none, or another of them.
    """
    found = children(parent)
    child = next(found, None)
    if child is None:
        raise schema.incomplete(parent, expected)
    for other in found:
        if other.tag in expected:
            raise schema.unexpected_element(other)
    return child


def content(element: Element | None) -> str:
    """Return the text of an element, empty for None.

    Raises:
        Violation: there are elements in it.
    """
    if element is None:
        return ""
    inner = next(children(element), None)
    if inner is not None:
        raise schema.text_only(inner)
    return element.text or ""


def non_empty(element: Element | None) -> str:
    """Return the text of an element that has to have one, empty for None.

    Raises:
        Violation: it is empty, or there are elements in it.
    """
    value = content(element)
    if element is not None and not value:
        raise schema.too_short(element)
    return value


def attribute(element: Element, name: str) -> str:
    """Return an attribute that the schema requires.

    Raises:
        Violation: it is missing.
    """
    value = element.get(name)
    if value is None:
        raise schema.missing_attribute(element, name)
    return str(value)


# --- values of simple types ------------------------------------------------------------------------------------------


def word(element: Element | None, kind: Enumeration, default: str = "") -> str:
    """Return an element's value of an enumeration; for None the default.

    Raises:
        Violation, SoapFault: the enumeration has no such value.
    """
    if element is None:
        return default
    value = content(element)
    if value not in kind.words:
        raise schema.not_of(element, kind)
    return value


def word_attribute(element: Element, name: str, kind: Enumeration, default: str | None = None) -> str:
    """Return an attribute's value of an enumeration; the default where it is missing. Without a default it is required.

    Raises:
        Violation, SoapFault: it is missing, or the enumeration has no such value.
    """
    if default is not None and name not in element.attrib:
        return default
    value = attribute(element, name)
    if value not in kind.words:
        raise schema.attribute_not_of(element, name, kind)
    return value


def boolean_value(value: str) -> bool | None:
    """Return the value of an xs:boolean (clients write ``1`` as well as ``true``), or None for any other text."""
    return {"true": True, "1": True, "false": False, "0": False}.get(value.strip())


def boolean_of(element: Element | None, default: bool = False) -> bool:
    """Return an element's xs:boolean.

    Raises:
        Violation: its text is not one.
    """
    if element is None:
        return default
    value = boolean_value(content(element))
    if value is None:
        raise schema.not_boolean(element)
    return value


def boolean_attribute(element: Element, name: str, default: bool | None = None) -> bool:
    """Return an attribute's xs:boolean; the default where it is missing. Without a default it is required.

    Raises:
        Violation: it is not one, or missing.
    """
    if default is not None and name not in element.attrib:
        return default
    value = boolean_value(attribute(element, name))
    if value is None:
        raise schema.attribute_not_boolean(element, name)
    return value


def integer_of(element: Element, datatype: str, minimum: int, maximum: int) -> int:
    """Return an element's integer.

    Args:
        datatype: the type that has these bounds, with its namespace.

    Raises:
        Violation: it is not an integer, or out of bounds.
    """
    value = integer_value(content(element))
    if value is None:
        raise schema.not_integer(element)
    if not minimum <= value <= maximum:
        raise schema.out_of_bounds(element, datatype, below=value < minimum)
    return value


def integer_attribute(element: Element, name: str, default: int | None = None) -> int:
    """Return an attribute's integer; the default where it is missing. Without a default it is required.

    Raises:
        Violation: it is not one, or missing.
    """
    if default is not None and name not in element.attrib:
        return default
    value = integer_value(attribute(element, name))
    if value is None:
        raise schema.attribute_not_integer(element, name)
    return value


def integer_value(value: str) -> int | None:
    """Return the value of an xs:int, or None for any other text."""
    number = int(value) if _INTEGER.fullmatch(value.strip()) else None
    return number if number is not None and -(2**31) <= number < 2**31 else None


def octets_of(element: Element | None) -> bytes:
    """Return an element's xs:base64Binary, empty for None.

    Raises:
        Violation: its text is not one.
    """
    if element is None:
        return b""
    value = octets_value(content(element))
    if value is None:
        raise schema.not_base64(element)
    return value


def octets_value(value: str) -> bytes | None:
    """Return the value of an xs:base64Binary, or None for any other text."""
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except ValueError:
        return None
