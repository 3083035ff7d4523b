"""What names a property of personas in a request: in a shape, in a restriction, in a sort order."""

from dataclasses import replace
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.people.persona_properties import BY_URI, PROPERTIES, Property
from fakeserver.protocols.ews.properties.paths import FIELD_URI, PATH_TYPES, named_path
from fakeserver.protocols.ews.request.errors import INVALID_PROPERTY_REQUEST, UNSUPPORTED_PATH_FOR_QUERY
from fakeserver.protocols.ews.request.operands import Operand, read_item_operand
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import list_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, attribute

#: t:AdditionalProperties of personas. A contact's extended properties are not shown with it.
PERSONA_PATHS: Final = list_type(
    {"t:FieldURI": PATH_TYPES["t:FieldURI"]}, not_performed="t:IndexedFieldURI t:ExtendedFieldURI"
)
_PREFIX: Final = "persona:"


def with_additional(base: tuple[Property, ...], node: Element | None) -> tuple[Property, ...]:
    """Return the properties of a base shape and of t:AdditionalProperties, if there are any, in the schema's order.

    Raises:
        Violation: one names no property of the schema.
        EwsError: one is not a persona's.
    """
    asked = [] if node is None else [one for one in read_each(at_least_one(node), _additional) if one]
    return tuple(one for one in PROPERTIES if one in base or one in asked)


def _additional(node: Element) -> Property | None:
    """Return the property that is named; None for one that no persona has: any name is taken behind ``persona:``."""
    uri = attribute(node, "FieldURI")
    if not uri.startswith(_PREFIX):
        if ":" not in uri:
            raise schema.attribute_not_of(node, "FieldURI", FIELD_URI)
        raise EwsError(INVALID_PROPERTY_REQUEST, named_path(node))
    return BY_URI.get(uri)


def read_persona_operand(node: Element) -> Operand:
    """Read the element that names a property of personas, or of contacts, to search and to sort by it.

    exchangelib's test_find_people asks for contacts:DisplayName. Assumption: nobody of the directory has such.

    Raises:
        Violation: it names none.
        EwsError: it is a persona's and no text, or cannot be searched. Assumption: texts alone are searched.
    """
    if node.tag != t("FieldURI") or not attribute(node, "FieldURI").startswith(_PREFIX):
        return _of_contact(read_item_operand(node))
    found = BY_URI.get(attribute(node, "FieldURI"))
    if found is None or found.texts is None:
        raise EwsError(UNSUPPORTED_PATH_FOR_QUERY, named_path(node))
    texts = found.texts

    def values(persona: Any) -> list[Any]:
        return list(texts(persona))

    return Operand(values, str, folded=True, path=named_path(node))


def _of_contact(operand: Operand) -> Operand:
    values = operand.values

    def of_item(persona: Any) -> list[Any]:
        return [] if persona.item is None else values(persona.item)

    return replace(operand, values=of_item)
