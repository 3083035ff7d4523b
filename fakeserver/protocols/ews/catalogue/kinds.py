"""The types that properties have: how a value of each is written, read, and compared.

Values are the mailstore's: str, bool, int, float, aware datetime, list[str], EmailAddress, list[EmailAddress], Body.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lxml import etree

from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.protocols.ews.names import TYPES, t
from fakeserver.protocols.ews.reading import (
    Element,
    attribute,
    boolean_value,
    children,
    content,
    date_time_value,
    tag,
    violation,
)
from fakeserver.protocols.ews.writing import NOTHING, Xml, boolean, element, escape, moment, text
from fakeserver.tenant.mailstore.values import EmailAddress

#: Longest text that FindItem, sorting and some properties hold (characters).
LONGEST_FOUND: Final = 255


@dataclass(frozen=True)
class Kind:
    """A type of properties."""

    name: str
    #: (element with prefix, value) -> the element
    write: Callable[[str, Any], Xml]
    #: the element of a request -> the value; raises EwsError where it has none. None: it is never read.
    read: Callable[[Element], Any] | None = None
    #: a constant of a restriction -> what `comparable` values compare with; None: not to be searched.
    constant: Callable[[str], Any] | None = None
    #: the value as it compares: one value or a list of which any may fit
    comparable: Callable[[Any], Any] = lambda value: value
    #: as `write`, where FindItem shows less than GetItem
    write_found: Callable[[str, Any], Xml] | None = None


def invalid_value() -> EwsError:
    """Return the error for a value that a property cannot have."""
    return EwsError(INVALID_VALUE)


def _boolean(value: str) -> bool:
    found = boolean_value(value)
    if found is None:
        raise invalid_value()
    return found


def _integer(value: str) -> int:
    try:
        return int(value.strip()) if len(value) < 25 else _fail()
    except ValueError as error:
        raise invalid_value() from error


def _fail() -> int:
    raise invalid_value()


def _float(value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise invalid_value() from error


def _date_time(value: str) -> datetime:
    # Assumption: without an offset it is UTC. Calendar items will bring the zones that TimeZoneContext names.
    found = date_time_value(value)
    if found is None:
        raise invalid_value()
    return found


def _base64(value: str) -> str:
    try:
        return base64.b64encode(base64.b64decode("".join(value.split()), validate=True)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise invalid_value() from error


def _simple(name: str, write: Callable[[str, Any], Xml], parse: Callable[[str], Any]) -> Kind:
    return Kind(name, write, lambda node: parse(content(node)), parse)


def write_string(name: str, value: str) -> Xml:
    """Write text."""
    return Xml(f"<{name}>{escape(value)}</{name}>" if value else f"<{name}/>")


def _write_string_found(name: str, value: str) -> Xml:
    return write_string(name, value[:LONGEST_FOUND])


def _write_plain(name: str, value: object) -> Xml:
    return Xml(f"<{name}>{value}</{name}>")


def _write_float(name: str, value: float) -> Xml:
    return Xml(f"<{name}>{value:g}</{name}>")


def _write_date_time(name: str, value: datetime) -> Xml:
    return Xml(f"<{name}>{moment(value)}</{name}>")


STRING = Kind("string", write_string, content, str, write_found=_write_string_found)
BOOLEAN = _simple("boolean", boolean, _boolean)
INTEGER = _simple("integer", _write_plain, _integer)
FLOAT = _simple("double", _write_float, _float)
DATE_TIME = _simple("dateTime", _write_date_time, _date_time)
BASE64 = _simple("base64Binary", _write_plain, _base64)


def _write_binary(name: str, value: bytes) -> Xml:
    return Xml(f"<{name}>{base64.b64encode(value).decode('ascii')}</{name}>")


def _octets(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid_value() from error


#: As BASE64, where the mailstore holds octets.
BINARY = _simple("base64Binary", _write_binary, _octets)


def enumeration(*values: str) -> Kind:
    """Return the type of properties that have one of some words; they sort in the order given."""

    def parse(value: str) -> str:
        if value not in values:
            raise invalid_value()
        return value

    return Kind("enumeration", write_string, lambda node: parse(content(node)), parse)


# --- several words -----------------------------------------------------------------------------------------------


def _write_strings(name: str, values: list[str]) -> Xml:
    return element(name, *(text("t:String", value) for value in values))


def _read_strings(node: Element) -> list[str]:
    return [content(child) for child in children(node) if child.tag == t("String")]


STRINGS = Kind("strings", _write_strings, _read_strings, str, list)


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


RECIPIENT = Kind(
    "recipient", _write_recipient, _read_recipient, str, _comparable_recipient, write_found=_write_recipient_found
)
RECIPIENTS = Kind("recipients", _write_recipients, _read_recipients, str, _comparable_recipients)


# --- entries with keys -------------------------------------------------------------------------------------------


def _write_dictionary(name: str, value: dict[str, str]) -> Xml:
    return _filled(name, [text("t:Entry", entry, Key=key) for key, entry in value.items() if entry])


def _filled(name: str, entries: list[Xml]) -> Xml:
    """Return an element with entries, or nothing: the schema has no empty ones."""
    return element(name, *entries) if entries else NOTHING


def _key(entry: Element) -> str:
    key = attribute(entry, "Key")
    if not key:
        raise violation(entry, "The 'Key' attribute is invalid - The Enumeration constraint failed.")
    return key


def _read_dictionary(node: Element) -> dict[str, str]:
    return {_key(child): content(child) for child in children(node) if child.tag == t("Entry")}


def _comparable_dictionary(value: dict[str, str]) -> list[str]:
    return list(value.values())


DICTIONARY = Kind("dictionary", _write_dictionary, _read_dictionary, str, _comparable_dictionary)


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


ADDRESSES = Kind("addresses", _write_addresses, _read_addresses)


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
FRAGMENT = Kind("fragment", _write_fragment, _read_fragment)


def _write_time_zone(name: str, value: str) -> Xml:
    return element(name, Id=value)


def _read_time_zone(node: Element) -> str:
    return str(node.get("Id", ""))


#: A time zone by its Windows id.
TIME_ZONE = Kind("timeZone", _write_time_zone, _read_time_zone, str)
