"""Refusing attributes and elements that the schema does not allow in a structure."""

from collections.abc import Collection, Container, Sequence

from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import EVERYWHERE
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, children, content, has_text


def check_attributes(node: Element, known: Container[str] = ()) -> None:
    """Refuse attributes that an element does not have.

    Raises:
        Violation: there is one.
    """
    for key in node.attrib:
        name = str(key)
        if name not in known and name not in EVERYWHERE:
            raise schema.unexpected_attribute(node, name)


def plain_text(node: Element) -> str:
    """Return the text of an element that has neither attributes nor children.

    Raises:
        Violation: it has.
    """
    check_attributes(node)
    return content(node)


def only(node: Element, expected: Collection[str]) -> list[Element]:
    """Return an element's children; those with other names are refused.

    Args:
        expected: names in Clark notation.

    Raises:
        Violation: there is another, or text between them.
    """
    found = list(children(node))
    for child in found:
        if child.tag not in expected:
            raise schema.unexpected_element(child, list(expected))
    if has_text(node):
        raise schema.unexpected_text(node)
    return found


def check_complete(node: Element, missing: Sequence[str]) -> None:
    """Refuse an element that lacks children which the schema requires.

    Raises:
        Violation: there are such.
    """
    if missing:
        raise schema.incomplete(node, map(t, missing))
