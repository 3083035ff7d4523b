"""The types of properties that have elements of their own inside: mailboxes, entries, what is kept as written.

Values are the tenant's: EmailAddress, list[EmailAddress], dictionaries, XML text.
"""

from typing import Final

from lxml import etree

from fakeserver.protocols.ews.properties.value_types import ValueType, invalid_value
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import TYPES, t
from fakeserver.protocols.ews.soap.reading import Element, attribute, children, content, tag
from fakeserver.protocols.ews.soap.schema import Enumeration
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, escape, text
from fakeserver.tenant.exchange.values import EmailAddress

# --- mailboxes ---------------------------------------------------------------------------------------------------


def write_mailbox(address: EmailAddress) -> Xml:
    """Write a t:Mailbox with all that is known of an address."""
    name = address.name or address.address
    shown = f"<t:Name>{escape(name)}</t:Name>" if name else ""
    if not address.address:
        return Xml(f"<t:Mailbox>{shown}</t:Mailbox>")
    return Xml(
        f"<t:Mailbox>{shown}<t:EmailAddress>{escape(address.address)}</t:EmailAddress>"
        "<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox>"
    )


def _write_recipient(name: str, value: EmailAddress) -> Xml:
    return Xml(f"<{name}>{write_mailbox(value)}</{name}>")


def _write_recipient_found(name: str, value: EmailAddress) -> Xml:
    # FindItem gives the name alone (exchange-web-services/email-properties-and-elements-in-ews).
    return Xml(f"<{name}><t:Mailbox><t:Name>{escape(value.display)}</t:Name></t:Mailbox></{name}>")


def _write_recipients(name: str, values: list[EmailAddress]) -> Xml:
    return element(name, *(write_mailbox(value) for value in values))


def read_mailbox(node: Element | None) -> EmailAddress:
    """Read a t:Mailbox."""
    if node is None:
        raise invalid_value()
    name = content(node.find(t("Name"))).strip()
    address = content(node.find(t("EmailAddress"))).strip()
    return EmailAddress(name, address)


def _read_recipient(node: Element) -> EmailAddress:
    return read_mailbox(node.find(t("Mailbox")))


def _read_recipients(node: Element) -> list[EmailAddress]:
    return [read_mailbox(child) for child in children(node) if child.tag == t("Mailbox")]


def _comparable_recipient(value: EmailAddress) -> list[str]:
    return [value.name, value.address, f"{value.name} <{value.address}>"]


def _comparable_recipients(values: list[EmailAddress]) -> list[str]:
    return [form for value in values for form in _comparable_recipient(value)]


RECIPIENT = ValueType(
    "recipient", _write_recipient, _read_recipient, str, _comparable_recipient, write_found=_write_recipient_found
)
RECIPIENTS = ValueType("recipients", _write_recipients, _read_recipients, str, _comparable_recipients)


# --- entries with keys -------------------------------------------------------------------------------------------


def _write_dictionary(name: str, value: dict[str, str]) -> Xml:
    return _filled(name, [text("t:Entry", entry, Key=key) for key, entry in value.items() if entry])


def _filled(name: str, entries: list[Xml]) -> Xml:
    """Return an element with entries, or nothing: the schema has no empty ones."""
    return element(name, *entries) if entries else NOTHING


def _key(entry: Element) -> str:
    key = attribute(entry, "Key")
    if not key:
        raise schema.attribute_not_of(entry, "Key", Enumeration("EmailAddressKeyType", ()))
    return key


def _read_dictionary(node: Element) -> dict[str, str]:
    return {_key(child): content(child) for child in children(node) if child.tag == t("Entry")}


def _comparable_dictionary(value: dict[str, str]) -> list[str]:
    return list(value.values())


DICTIONARY = ValueType("dictionary", _write_dictionary, _read_dictionary, str, _comparable_dictionary)


def _write_addresses(name: str, value: dict[str, dict[str, str]]) -> Xml:
    # xs:sequence: Street, City, State, CountryOrRegion, PostalCode
    return _filled(
        name,
        [
            element("t:Entry", *(text(f"t:{part}", entry[part]) for part in ADDRESS_PARTS if entry.get(part)), Key=key)
            for key, entry in value.items()
            if entry
        ],
    )


ADDRESS_PARTS: Final = ("Street", "City", "State", "CountryOrRegion", "PostalCode")


def _read_addresses(node: Element) -> dict[str, dict[str, str]]:
    return {
        _key(child): {tag(part): content(part) for part in children(child) if tag(part) in ADDRESS_PARTS}
        for child in children(node)
        if child.tag == t("Entry")
    }


ADDRESSES = ValueType("addresses", _write_addresses, _read_addresses)


# --- what is kept as it came -------------------------------------------------------------------------------------


def _read_fragment(node: Element) -> str:
    """Return the content of an element as XML text with the prefix ``t:``."""
    return content_as_written(node)


def content_as_written(node: Element) -> str:
    """Return what is inside an element as XML text; elements of the types namespace get the prefix ``t:``."""
    parts = [str(escape(node.text or ""))] if not len(node) else []
    parts.extend(_written(child) for child in children(node))
    return "".join(parts)


def _written(node: Element) -> str:
    if etree.QName(node).namespace != TYPES:
        raise invalid_value()
    attributes: dict[str, str | None] = {str(key): str(value) for key, value in node.attrib.items() if key[0] != "{"}
    return element(f"t:{tag(node)}", Xml(content_as_written(node)), **attributes)


def _write_fragment(name: str, value: str) -> Xml:
    return element(name, Xml(value))


#: Structures that nothing here looks into yet: what was written is read back.
FRAGMENT = ValueType("fragment", _write_fragment, _read_fragment)


def _write_time_zone(name: str, value: str) -> Xml:
    return element(name, Id=value)


def _read_time_zone(node: Element) -> str:
    return str(node.get("Id", ""))


#: A time zone by its Windows id.
TIME_ZONE = ValueType("timeZone", _write_time_zone, _read_time_zone, str)
