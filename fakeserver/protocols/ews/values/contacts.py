"""Properties of contacts with entries by key (e-mail addresses, numbers, postal addresses), names and certificates."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any, Final

from fakeserver.protocols.ews.soap.datatypes import XS_STRING, Datatype
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.addresses import ADDRESS_KIND
from fakeserver.protocols.ews.values.simple import BINARY, STRING, ValueType, invalid_value, parsed
from fakeserver.protocols.ews.values.strict import check_attributes, check_complete, only
from fakeserver.protocols.ews.values.structure import (
    Attribute,
    Children,
    attribute_types,
    items,
    part,
    read_attributes,
    sequence,
    structure,
    written_attributes,
)
from fakeserver.tenant.exchange.kinds.addresses import AddressKind
from fakeserver.tenant.exchange.kinds.contact import (
    ContactAddress,
    PersonName,
    PhoneKind,
    PostalAddress,
    PostalAddressKind,
)

COMPLETE_NAME: Final = structure(
    PersonName,
    part("Title", "title", STRING),
    part("FirstName", "first", STRING),
    part("MiddleName", "middle", STRING),
    part("LastName", "last", STRING),
    part("Suffix", "suffix", STRING),
    part("Initials", "initials", STRING),
    part("FullName", "full", STRING),
    part("Nickname", "nickname", STRING),
    part("YomiFirstName", "phonetic_first", STRING),
    part("YomiLastName", "phonetic_last", STRING),
)
CERTIFICATES: Final = sequence(items("Base64Binary", BINARY), at_least_one=False)

# --- entries with keys -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entries:
    """A property of contacts with an entry for each of some keys; its values are dictionaries."""

    #: the keys as the schema and as the tenant have them
    keys: Mapping[str, Any]
    key_type: str
    #: what an entry holds besides its key
    entry: Datatype
    #: (key as the schema has it, entry) -> t:Entry
    write_entry: Callable[[str, Any], Xml]
    read_entry: Callable[[Element], Any]
    #: as `write_entry`, where FindItem shows less than GetItem
    write_entry_found: Callable[[str, Any], Xml] | None = None

    def write(self, name: str, value: Mapping[Any, Any]) -> Xml:
        """Write the entries; nothing where all are empty, which the schema does not allow."""
        return self._written(name, value, self.write_entry)

    def write_found(self, name: str, value: Mapping[Any, Any]) -> Xml:
        """Write the entries as FindItem shows them."""
        return self._written(name, value, self.write_entry_found or self.write_entry)

    def _written(self, name: str, value: Mapping[Any, Any], write_entry: Callable[[str, Any], Xml]) -> Xml:
        words = {key: word for word, key in self.keys.items()}
        entries = [write_entry(words[key], entry) for key, entry in value.items() if says(entry)]
        return element(name, *entries) if entries else NOTHING

    def read(self, node: Element) -> dict[Any, Any]:
        """Read the entries by their keys."""
        check_attributes(node)
        spelled = spelling.one_of(self.key_type, self.keys)
        entries = only(node, [t("Entry")])
        check_complete(node, [] if entries else ["Entry"])
        found: dict[Any, Any] = {}
        for entry in entries:
            key = parsed(spelled, entry, attribute(entry, "Key"), "Key")
            if key in found:
                # Assumption: the code; one of the two would be lost.
                raise invalid_value()
            found[key] = self.read_entry(entry)
        return found


def says(entry: Any) -> str:
    """Return an entry as the text by which it is compared; empty for an empty entry."""
    if isinstance(entry, PostalAddress):
        return " ".join(filter(None, astuple(entry)))
    return entry.address if isinstance(entry, ContactAddress) else str(entry)


def _write_text(key: str, entry: str) -> Xml:
    return text("t:Entry", entry, Key=key)


def _read_text(node: Element) -> str:
    check_attributes(node, ["Key"])
    return content(node)


_ADDRESS_ATTRIBUTES: Final = (
    Attribute("Name", "name", spelling.TEXT),
    Attribute("RoutingType", "routing_type", spelling.TEXT),
    Attribute("MailboxType", "kind", ADDRESS_KIND),
)


def _write_address(key: str, entry: ContactAddress) -> Xml:
    """Write one with all that is known of it; what was not given is as recorded."""
    shown = replace(
        entry,
        name=entry.name or entry.address,
        routing_type=entry.routing_type or "SMTP",
        kind=entry.kind or AddressKind.CONTACT,
    )
    return text("t:Entry", entry.address, Key=key, **written_attributes(_ADDRESS_ATTRIBUTES, shown))


def _write_address_found(key: str, entry: ContactAddress) -> Xml:
    return _write_text(key, entry.address)


def _read_address(node: Element) -> ContactAddress:
    check_attributes(node, ["Key", *(row.attribute for row in _ADDRESS_ATTRIBUTES)])
    return ContactAddress(content(node), **read_attributes(node, _ADDRESS_ATTRIBUTES))


#: Element -> the part of a PostalAddress, in the schema's order.
POSTAL_PARTS: Final = {
    "Street": "street",
    "City": "city",
    "State": "state",
    "CountryOrRegion": "country",
    "PostalCode": "postal_code",
}
_POSTAL_PARTS: Final = Children([part(name, field, STRING) for name, field in POSTAL_PARTS.items()])


def _write_postal(key: str, entry: PostalAddress) -> Xml:
    parts = ((name, getattr(entry, field)) for name, field in POSTAL_PARTS.items())
    return element("t:Entry", *(text(f"t:{name}", value) for name, value in parts if value), Key=key)


def _read_postal(node: Element) -> PostalAddress:
    check_attributes(node, ["Key"])
    return PostalAddress(**_POSTAL_PARTS.read(node))


_TEXT: Final = Datatype(text=True)
_ADDRESS: Final = Datatype(attributes=attribute_types(_ADDRESS_ATTRIBUTES), text=True)
_POSTAL: Final = Datatype(children=dict.fromkeys(POSTAL_PARTS, XS_STRING))

#: The properties whose entries IndexedFieldURI names, by their elements.
ENTRIES: Final[dict[str, Entries]] = {
    "EmailAddresses": Entries(
        {f"EmailAddress{number}": number for number in (1, 2, 3)},
        "EmailAddressKeyType",
        _ADDRESS,
        _write_address,
        _read_address,
        _write_address_found,
    ),
    "ImAddresses": Entries(
        {f"ImAddress{number}": number for number in (1, 2, 3)}, "ImAddressKeyType", _TEXT, _write_text, _read_text
    ),
    "PhoneNumbers": Entries(
        {
            "AssistantPhone": PhoneKind.ASSISTANT,
            "BusinessFax": PhoneKind.BUSINESS_FAX,
            "BusinessPhone": PhoneKind.BUSINESS,
            "BusinessPhone2": PhoneKind.BUSINESS_2,
            "Callback": PhoneKind.CALLBACK,
            "CarPhone": PhoneKind.CAR,
            "CompanyMainPhone": PhoneKind.COMPANY_MAIN,
            "HomeFax": PhoneKind.HOME_FAX,
            "HomePhone": PhoneKind.HOME,
            "HomePhone2": PhoneKind.HOME_2,
            "Isdn": PhoneKind.ISDN,
            "MobilePhone": PhoneKind.MOBILE,
            "OtherFax": PhoneKind.OTHER_FAX,
            "OtherTelephone": PhoneKind.OTHER,
            "Pager": PhoneKind.PAGER,
            "PrimaryPhone": PhoneKind.PRIMARY,
            "RadioPhone": PhoneKind.RADIO,
            "Telex": PhoneKind.TELEX,
            "TtyTddPhone": PhoneKind.TTY_TDD,
            "BusinessMobile": PhoneKind.BUSINESS_MOBILE,
            "IPPhone": PhoneKind.IP,
            "Mms": PhoneKind.MMS,
            "Msn": PhoneKind.MSN,
        },
        "PhoneNumberKeyType",
        _TEXT,
        _write_text,
        _read_text,
    ),
    "PhysicalAddresses": Entries(
        {
            "Home": PostalAddressKind.HOME,
            "Business": PostalAddressKind.BUSINESS,
            "Other": PostalAddressKind.OTHER,
        },
        "PhysicalAddressKeyType",
        _POSTAL,
        _write_postal,
        _read_postal,
    ),
}


def _searchable(entries: Entries) -> ValueType:
    def comparable(value: Mapping[Any, Any]) -> list[str]:
        return [says(entry) for entry in value.values()]

    return replace(_unsearchable(entries), constant=str, comparable=comparable, is_single=False)


def _unsearchable(entries: Entries) -> ValueType:
    key = Datatype(f"t:{entries.key_type}", tuple(entries.keys))
    entry = replace(entries.entry, attributes={"Key": key, **entries.entry.attributes})
    found = None if entries.write_entry_found is None else entries.write_found
    return ValueType(
        entries.write, entries.read, write_found=found, datatype=Datatype(children={"Entry": entry}, many=True)
    )


EMAIL_ADDRESSES: Final = _searchable(ENTRIES["EmailAddresses"])
IM_ADDRESSES: Final = _searchable(ENTRIES["ImAddresses"])
PHONE_NUMBERS: Final = _searchable(ENTRIES["PhoneNumbers"])
PHYSICAL_ADDRESSES: Final = _unsearchable(ENTRIES["PhysicalAddresses"])
