"""Collects the types of the description: from the catalogue, the declarations of requests, and the table of answers."""

from dataclasses import replace
from typing import Final

from fakeserver.protocols.ews.description.answer_types import TYPES_HOLD
from fakeserver.protocols.ews.description.answers import COMPUTED, HEADERS
from fakeserver.protocols.ews.description.names import (
    FOLDER_TYPES,
    ITEM_TYPES,
    REFERRED_TYPES,
    REQUEST_TYPES,
    SIMPLE_TYPES,
)
from fakeserver.protocols.ews.description.personas import PERSONA_TYPES
from fakeserver.protocols.ews.properties.folder import FOLDER_ELEMENTS, FOLDER_FIELDS
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS, fields_of
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, ComplexType
from fakeserver.protocols.ews.soap.datatypes import Datatype
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES, XSI_NIL, local
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY, ITEM_REFERENCE
from fakeserver.protocols.ews.values.attendees import ATTENDEES
from fakeserver.protocols.ews.values.change_highlights import CHANGE_HIGHLIGHTS
from fakeserver.protocols.ews.values.contacts import (
    CERTIFICATES,
    COMPLETE_NAME,
    EMAIL_ADDRESSES,
    IM_ADDRESSES,
    PHONE_NUMBERS,
    PHYSICAL_ADDRESSES,
)
from fakeserver.protocols.ews.values.follow_up import FOLLOW_UP
from fakeserver.protocols.ews.values.members import MEMBERS
from fakeserver.protocols.ews.values.occurrences import DELETED_OCCURRENCES, OCCURRENCE, OCCURRENCES
from fakeserver.protocols.ews.values.places import PLACE
from fakeserver.protocols.ews.values.recurrences import RECURRENCE, TASK_RECURRENCE
from fakeserver.protocols.ews.values.reminders import EMAIL_REMINDERS
from fakeserver.protocols.ews.values.time_zones import BASIC_TIME_ZONE, TIME_ZONE

_PREFIXES: Final = {MESSAGES: "m", TYPES: "t"}
_NAMESPACES: Final = {prefix: namespace for namespace, prefix in _PREFIXES.items()}
_ANYTHING: Final = Datatype("xs:anyType")
#: The names of the types of values that have several parts.
_VALUE_TYPES: Final = {
    value.datatype: f"t:{name}"
    for value, name in (
        (ADDRESS_ENTRY, "EmailAddressType"),
        (ATTENDEES, "NonEmptyArrayOfAttendeesType"),
        (BASIC_TIME_ZONE, "TimeZoneType"),
        (CERTIFICATES, "ArrayOfBinaryType"),
        (CHANGE_HIGHLIGHTS, "ChangeHighlightsType"),
        (COMPLETE_NAME, "CompleteNameType"),
        (DELETED_OCCURRENCES, "NonEmptyArrayOfDeletedOccurrencesType"),
        (EMAIL_ADDRESSES, "EmailAddressDictionaryType"),
        (EMAIL_REMINDERS, "ArrayOfInboxReminderType"),
        (FOLLOW_UP, "FlagType"),
        (IM_ADDRESSES, "ImAddressDictionaryType"),
        (ITEM_REFERENCE, "ItemIdType"),
        (MEMBERS, "MembersListType"),
        (OCCURRENCE, "OccurrenceInfoType"),
        (OCCURRENCES, "NonEmptyArrayOfOccurrenceInfoType"),
        (PHONE_NUMBERS, "PhoneNumberDictionaryType"),
        (PHYSICAL_ADDRESSES, "PhysicalAddressDictionaryType"),
        (PLACE, "EnhancedLocationType"),
        (RECURRENCE, "RecurrenceType"),
        (TASK_RECURRENCE, "TaskRecurrenceType"),
        (TIME_ZONE, "TimeZoneDefinitionType"),
    )
}


class DescribedTypes:
    """The types of all that is described.

    Attributes:
        named: the types of types.xsd, by name with the prefix ``t:``.
        elements: of types.xsd, which stand in the elements of operations: their types, by name.
        requests: the types of the operations' elements, by operation.
    """

    def __init__(self) -> None:
        self.named: dict[str, Datatype] = {}
        self.elements: dict[str, Datatype] = {}
        for element, name in ITEM_TYPES.items():
            self.named[f"t:{name}"] = self._named(Datatype(children=_of_item(element), repeated=_EXTENDED))
        for element, name in FOLDER_TYPES.items():
            self.named[f"t:{name}"] = self._named(Datatype(children=_of_folder(element), repeated=_EXTENDED))
        for name, one in (TYPES_HOLD | PERSONA_TYPES).items():
            self.named[f"t:{name}"] = one
        for header in HEADERS.values():
            self._named(header)
        self._named(TIME_ZONE.datatype)
        self.requests = {
            operation.name: self._of_request(operation.request, "m", operation.name)
            for operation in performed().values()
        }

    def _named(self, datatype: Datatype) -> Datatype:
        """Return a type with the names of all types in it, which are defined."""
        name = _VALUE_TYPES.get(datatype, datatype.name)
        if not datatype.children and not datatype.attributes and not datatype.words:
            return datatype
        whole = replace(
            datatype,
            name=name,
            children={child: self._named(one) for child, one in datatype.children.items()},
            attributes={attribute: self._named(one) for attribute, one in datatype.attributes.items()},
        )
        if name:
            self.named.setdefault(name, whole)
        return whole

    def _of_request(self, declared: ComplexType, prefix: str, operation: str) -> Datatype:
        """Return the type that an operation declares; the named types in it are defined.

        Raises:
            TypeError: an element of another namespace has a type without a name.
        """
        children = {}
        for qualified, kind in declared.elements.items():
            namespace, _, name = qualified[1:].rpartition("}")
            own = _PREFIXES[namespace]
            if own != prefix and f"{{{_NAMESPACES[prefix]}}}{name}" in declared.elements:
                # Taken as well from clients that write it otherwise than the schema has it.
                continue
            held = self._of_child(f"{own}:{name}", kind, operation, is_own=own == prefix)
            if own == prefix:
                children[name] = held
            elif held.name:
                self.elements[name] = held
                children[f"{own}:{name}"] = held
            else:
                raise TypeError(f"{name} is not in the namespace of the type that it stands in: give its type a name")
        known = sorted(declared.attributes - {XSI_NIL})
        attributes = {name: Datatype(SIMPLE_TYPES.get(name, "xs:string")) for name in known}
        repeated = frozenset() if declared.is_list else frozenset(map(local, declared.repeated))
        text = declared.text and not children
        return Datatype(children=children, attributes=attributes, text=text, repeated=repeated)

    def _of_child(self, element: str, kind: ComplexType, operation: str, *, is_own: bool) -> Datatype:
        # An item's element may have the name of a text.
        name = "" if kind is TEXT else REQUEST_TYPES.get(f"{operation} {element}") or REQUEST_TYPES.get(element, "")
        if not is_own:
            name = REFERRED_TYPES.get(element, name)
        if name:
            if kind is not ANY and name not in self.named:
                # Known from here on: an expression contains expressions.
                self.named[name] = Datatype()
                self.named[name] = replace(self._of_request(kind, name[0], operation), many=kind.is_list)
            return Datatype(name, nillable=XSI_NIL in kind.attributes)
        if kind is ANY:
            return _ANYTHING
        if kind.text and not kind.attributes:
            return Datatype(SIMPLE_TYPES.get(element, "xs:string"))
        return replace(self._of_request(kind, element[0], operation), many=kind.is_list)


_EXTENDED: Final = frozenset({"ExtendedProperty"})


def _of_item(element: str) -> dict[str, Datatype]:
    """Return what an item element holds, in the schema's order."""
    fields = fields_of(element)
    return {
        child: COMPUTED.get(child) or fields[child].type.datatype
        for child in ITEM_ELEMENTS[element]
        if child in fields or child in COMPUTED
    }


def _of_folder(element: str) -> dict[str, Datatype]:
    """Return what a folder element holds, in the schema's order."""
    fields = {field.element: field for field in FOLDER_FIELDS.values()}
    return {
        child: COMPUTED.get(child) or fields[child].type.datatype
        for child in FOLDER_ELEMENTS[element]
        if child in fields or child in COMPUTED
    }
