"""The properties of personas, as FindPeople and GetPersona show them.

Sources: t:PersonaType in types.xsd for names and order; web-service-reference/findpeople-operation and
/getpersona-operation for what is shown without a shape.
Assumption: IdOnly has the id alone, Default what FindPeople shows without a shape, and AllProperties everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.operations.people.attributed import ATTRIBUTED, write_attributions
from fakeserver.protocols.ews.operations.people.persona import Persona
from fakeserver.protocols.ews.properties.contact import FILE_AS
from fakeserver.protocols.ews.properties.folder import folder_id
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, joined, number, text
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.contact import PhoneKind, PostalAddress, PostalAddressKind

#: Of somebody of whom the service does not know how much they matter to the caller.
_RELEVANCE: Final = 2147483647
_TIME: Final = DATE_TIME.writer()
_FILE_AS: Final = FILE_AS.writer()
#: The numbers among which a persona's own is, with what each is called; the first that there is counts.
_NUMBERS: Final = {PhoneKind.MOBILE: "Mobile", PhoneKind.BUSINESS: "Business", PhoneKind.HOME: "Home"}


@dataclass(frozen=True)
class Property:
    """One property of personas."""

    element: str
    #: its value, None or empty where the persona has none
    value: Callable[[Persona], Any]
    write: Callable[[str, Any], Xml] = text
    by_default: bool = False
    #: the texts by which it is searched and sorted; None: it cannot be
    texts: Callable[[Persona], list[str]] | None = None

    def shown(self, persona: Persona) -> Xml:
        """Return its element; nothing where the persona has no such property."""
        value = self.value(persona)
        return NOTHING if value is None or value in ("", (), []) else self.write(f"t:{self.element}", value)


def _text(name: str, value: Callable[[Persona], str | None], *, by_default: bool = False) -> Property:
    def texts(persona: Persona) -> list[str]:
        found = value(persona)
        return [found] if found else []

    return Property(name, value, by_default=by_default, texts=texts)


def _own(name: str, of_contact: str, *, by_default: bool = False) -> Property:
    """Return a text that a contact has under a name of its own."""
    return _text(name, lambda persona: persona.get(of_contact), by_default=by_default)


def _city(persona: Persona, kind: PostalAddressKind) -> str:
    found: PostalAddress = (persona.get("physical_addresses") or {}).get(kind, PostalAddress())
    return found.city


def _phone(persona: Persona) -> tuple[str, str] | None:
    known = persona.get("phone_numbers") or {}
    return next(((known[kind], word) for kind, word in _NUMBERS.items() if known.get(kind)), None)


def _im_address(persona: Persona) -> str | None:
    return next((one for _, one in sorted((persona.get("im_addresses") or {}).items()) if one), None)


def _addresses(persona: Persona) -> list[str]:
    return [entry.address for entry in persona.addresses if entry.address]


def _write_phone(name: str, phone: tuple[str, str]) -> Xml:
    return element(name, text("t:Number", phone[0]), text("t:Type", phone[1]))


def _write_addresses(name: str, entries: tuple[AddressEntry, ...]) -> Xml:
    return element(name, *(ADDRESS_ENTRY.write("t:Address", entry) for entry in entries))


def _id(name: str, value: str) -> Xml:
    return element(name, Id=value)


#: In the schema's order. Not here: what no persona has, e.g. LastContactedDate.
PROPERTIES: Final = (
    Property("PersonaId", lambda persona: persona.persona_id, _id, by_default=True),
    _text("PersonaType", lambda persona: "DistributionList" if persona.is_group else "Person", by_default=True),
    Property("CreationTime", lambda persona: persona.item and persona.item.created_at, _TIME, by_default=True),
    _text("DisplayNameFirstLastSortKey", lambda persona: persona.names()),
    _text("DisplayNameLastFirstSortKey", lambda persona: persona.names(last_first=True)),
    _own("CompanyNameSortKey", "company_name"),
    _text("HomeCitySortKey", lambda persona: _city(persona, PostalAddressKind.HOME)),
    _text("WorkCitySortKey", lambda persona: _city(persona, PostalAddressKind.BUSINESS)),
    _text("DisplayNameFirstLastHeader", lambda persona: persona.names()[:1].upper()),
    _text("DisplayNameLastFirstHeader", lambda persona: persona.names(last_first=True)[:1].upper()),
    _text("DisplayName", lambda persona: persona.display_name, by_default=True),
    _text("DisplayNameFirstLast", lambda persona: persona.names(), by_default=True),
    _text("DisplayNameLastFirst", lambda persona: persona.names(last_first=True), by_default=True),
    _own("FileAs", "file_as", by_default=True),
    Property("FileAsId", lambda persona: persona.get("file_as_mapping"), _FILE_AS),
    _own("GivenName", "given_name", by_default=True),
    _own("MiddleName", "middle_name"),
    _own("Surname", "surname", by_default=True),
    _own("Generation", "generation"),
    _own("Nickname", "nickname"),
    _own("YomiFirstName", "yomi_first_name"),
    _own("YomiLastName", "yomi_last_name"),
    _own("Title", "job_title"),
    _own("Department", "department"),
    _own("CompanyName", "company_name"),
    _own("Location", "office_location"),
    Property(
        "EmailAddress",
        lambda persona: persona.addresses[0] if persona.addresses else None,
        ADDRESS_ENTRY.write,
        by_default=True,
        texts=lambda persona: _addresses(persona)[:1],
    ),
    Property("EmailAddresses", lambda persona: persona.addresses, _write_addresses, by_default=True, texts=_addresses),
    Property("PhoneNumber", _phone, _write_phone, texts=lambda persona: list((_phone(persona) or ())[:1])),
    _text("ImAddress", _im_address),
    _text("HomeCity", lambda persona: _city(persona, PostalAddressKind.HOME)),
    _text("WorkCity", lambda persona: _city(persona, PostalAddressKind.BUSINESS)),
    Property("RelevanceScore", lambda persona: _RELEVANCE, number, by_default=True),
    Property(
        "FolderIds",
        lambda persona: persona.item and persona.item.folder,
        lambda name, folder: element(name, folder_id(folder)),
    ),
    Property("Attributions", lambda persona: persona.item, write_attributions),
    *(Property(one.element, one.values, one.write) for one in ATTRIBUTED),
)
#: FieldURI -> property.
BY_URI: Final = {f"persona:{one.element}": one for one in PROPERTIES}
#: Base shape -> what it has.
SHAPES: Final = {
    "IdOnly": PROPERTIES[:1],
    "Default": tuple(one for one in PROPERTIES if one.by_default),
    "AllProperties": PROPERTIES,
}


def write_persona(name: str, persona: Persona, shape: tuple[Property, ...]) -> Xml:
    """Return a persona as an element with the properties of a shape."""
    return element(name, joined(one.shown(persona) for one in shape))
