"""The properties of personas that say where each of their values comes from: GetPersona's lists.

Source: web-service-reference/getpersona-operation. Assumption: the words for kinds of numbers other than Mobile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.operations.people.persona import Persona, address_of_contact
from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.properties.folder import folder_id
from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, text
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PhoneKind, PostalAddress, PostalAddressKind

#: A persona here has one source.
_SOURCE: Final = "0"
_ATTRIBUTIONS: Final = element("t:Attributions", text("t:Attribution", _SOURCE))


@dataclass(frozen=True)
class Attributed:
    """A list of values, each with its sources; here it has one value."""

    element: str
    #: the value, None or empty where there is none
    values: Callable[[Persona], Any]
    #: ``StringAttributedValue`` and the like
    kind: str
    write_value: Callable[[str, Any], Xml]

    def write(self, name: str, value: Any) -> Xml:
        """Write the list."""
        return element(name, element(f"t:{self.kind}", self.write_value("t:Value", value), _ATTRIBUTIONS))


def write_attributions(name: str, item: Item) -> Xml:
    """Write where a persona's values come from: a contact in the mailbox, which is called by Outlook's name."""
    source = item_id(item).replace("t:ItemId", "t:SourceId")
    return element(
        name,
        element(
            "t:Attribution",
            text("t:Id", _SOURCE),
            Xml(source),
            text("t:DisplayName", "Outlook"),
            boolean("t:IsWritable", True),
            boolean("t:IsQuickContact", False),
            boolean("t:IsHidden", False),
            folder_id(item.folder),
        ),
    )


def _write_strings(name: str, values: list[str]) -> Xml:
    return element(name.replace("t:Value", "t:Values"), *(text("t:Value", value) for value in values))


def _write_postal(name: str, value: tuple[PostalAddressKind, PostalAddress]) -> Xml:
    kind, address = value
    parts = {
        "Street": address.street,
        "City": address.city,
        "State": address.state,
        "Country": address.country,
        "PostalCode": address.postal_code,
        "Type": kind.value.capitalize(),
    }
    return element(name, *(text(f"t:{part}", given) for part, given in parts.items() if given))


def _write_phone(name: str, value: tuple[str, str]) -> Xml:
    return element(name, text("t:Number", value[0]), text("t:Type", value[1]))


def _stored(persona: Persona, name: str) -> Any:
    """Return what a contact has; an entry of the directory has no sources, and so no such lists."""
    return None if persona.item is None else persona.get(name)


def _text(name: str, of_contact: str) -> Attributed:
    return Attributed(name, lambda persona: _stored(persona, of_contact), "StringAttributedValue", text)


def _phone(name: str, kind: PhoneKind, word: str) -> Attributed:
    def number(persona: Persona) -> tuple[str, str] | None:
        found = (_stored(persona, "phone_numbers") or {}).get(kind)
        return (found, word) if found else None

    return Attributed(name, number, "PhoneNumberAttributedValue", _write_phone)


def _email(number: int) -> Attributed:
    def entry(persona: Persona) -> Any:
        found = (_stored(persona, "email_addresses") or {}).get(number)
        return address_of_contact(found) if found and found.address else None

    return Attributed(f"Emails{number}", entry, "EmailAddressAttributedValue", ADDRESS_ENTRY.write)


def _im(name: str, number: int) -> Attributed:
    def address(persona: Persona) -> str | None:
        found: str | None = (_stored(persona, "im_addresses") or {}).get(number)
        return found

    return Attributed(name, address, "StringAttributedValue", text)


def _postal(name: str, kind: PostalAddressKind) -> Attributed:
    def address(persona: Persona) -> tuple[PostalAddressKind, PostalAddress] | None:
        found = (_stored(persona, "physical_addresses") or {}).get(kind)
        return (kind, found) if found else None

    return Attributed(name, address, "PostalAddressAttributedValue", _write_postal)


def _date(name: str, of_contact: str) -> Attributed:
    def day(persona: Persona) -> str | None:
        found = _stored(persona, of_contact)
        return found.isoformat(timespec="seconds").replace("+00:00", "Z") if found else None

    return Attributed(name, day, "StringAttributedValue", text)


def _display_name(persona: Persona) -> str | None:
    return persona.display_name if persona.item else None


#: In the schema's order.
ATTRIBUTED: Final = (
    Attributed("DisplayNames", _display_name, "StringAttributedValue", text),
    _text("FileAses", "file_as"),
    _text("GivenNames", "given_name"),
    _text("MiddleNames", "middle_name"),
    _text("Surnames", "surname"),
    _text("Generations", "generation"),
    _text("Nicknames", "nickname"),
    _text("Initials", "initials"),
    _text("YomiFirstNames", "yomi_first_name"),
    _text("YomiLastNames", "yomi_last_name"),
    _phone("BusinessPhoneNumbers", PhoneKind.BUSINESS, "Business"),
    _phone("BusinessPhoneNumbers2", PhoneKind.BUSINESS_2, "Business"),
    _phone("HomePhones", PhoneKind.HOME, "Home"),
    _phone("HomePhones2", PhoneKind.HOME_2, "Home"),
    _phone("MobilePhones", PhoneKind.MOBILE, "Mobile"),
    _phone("AssistantPhoneNumbers", PhoneKind.ASSISTANT, "Assistant"),
    _phone("CallbackPhones", PhoneKind.CALLBACK, "Callback"),
    _phone("CarPhones", PhoneKind.CAR, "Car"),
    _phone("HomeFaxes", PhoneKind.HOME_FAX, "HomeFax"),
    _phone("OrganizationMainPhones", PhoneKind.COMPANY_MAIN, "OrganizationMain"),
    _phone("OtherFaxes", PhoneKind.OTHER_FAX, "OtherFax"),
    _phone("OtherTelephones", PhoneKind.OTHER, "Other"),
    _phone("Pagers", PhoneKind.PAGER, "Pager"),
    _phone("RadioPhones", PhoneKind.RADIO, "Radio"),
    _phone("TelexNumbers", PhoneKind.TELEX, "Telex"),
    _phone("TTYTDDPhoneNumbers", PhoneKind.TTY_TDD, "TTYTDD"),
    _phone("WorkFaxes", PhoneKind.BUSINESS_FAX, "BusinessFax"),
    *map(_email, (1, 2, 3)),
    _text("BusinessHomePages", "business_home_page"),
    _text("OfficeLocations", "office_location"),
    _im("ImAddresses", 1),
    _im("ImAddresses2", 2),
    _im("ImAddresses3", 3),
    _postal("BusinessAddresses", PostalAddressKind.BUSINESS),
    _postal("HomeAddresses", PostalAddressKind.HOME),
    _postal("OtherAddresses", PostalAddressKind.OTHER),
    _text("Titles", "job_title"),
    _text("Departments", "department"),
    _text("CompanyNames", "company_name"),
    _text("Managers", "manager"),
    _text("AssistantNames", "assistant_name"),
    _text("Professions", "profession"),
    _text("SpouseNames", "spouse_name"),
    Attributed("Children", lambda persona: _stored(persona, "children"), "StringArrayAttributedValue", _write_strings),
    _date("WeddingAnniversaries", "wedding_anniversary"),
    _date("Birthdays", "birthday"),
)
