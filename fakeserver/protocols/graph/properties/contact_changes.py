"""Contacts as clients write them: from JSON to the properties of a contact.

Source: learn.microsoft.com/graph/api/contact-update; msgraph-docs#15276 for how many entries a list may have.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.errors import NOT_PERFORMED, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.properties.contact import ADDRESSES, CONTACT, MAILS, PHONES, TEXTS
from fakeserver.protocols.graph.values.attendees import read_address
from fakeserver.protocols.graph.values.places import read_postal
from fakeserver.protocols.graph.values.reading import listed, text
from fakeserver.protocols.graph.values.times import read_utc
from fakeserver.protocols.graph.writing.extended import EXTENDED, extended_changes
from fakeserver.tenant.exchange.kinds.contact import ContactAddress, PhoneKind
from fakeserver.tenant.exchange.values import Body, TextFormat

TOO_MANY: Final = Row(
    400,
    "ErrorInvalidProperty",
    "The multi value property {name} has {count} entries, that exceeds the max allowed value of {most}.",
)
_MAILS: Final = 3
_IM_ADDRESSES: Final = 3

#: Gives a property that a contact has so far, None where there is none.
Before = Callable[[str], Any]


def read_contact(given: Mapping[str, Any], before: Before, ignored: Callable[[str], None]) -> dict[Any, Any]:
    """Return the properties of a new contact, or changes of one.

    Args:
        given: the JSON.
        ignored: told of members that change nothing.

    Raises:
        GraphError: there is something else than a contact has, or a value that it cannot have.
    """
    changes = _Changes(before)
    for name, value in members(dict(given)).items():
        if (read := _READERS.get(name)) is not None:
            read(changes, value, name)
        elif name in EXTENDED:
            changes.made |= extended_changes(value, multi=EXTENDED[name], so_far=before)
        elif name == "extensions" and value:
            raise GraphError(NOT_PERFORMED, what="open extensions in a contact's own JSON")
        elif CONTACT.property(name) is not None or name in CONTACT.navigation:
            ignored(name)
        else:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type=CONTACT.name)
    return changes.made


class _Changes:
    """Changes of a contact, some of which are entries of one property."""

    def __init__(self, before: Before) -> None:
        self._before = before
        self.made: dict[Any, Any] = {}

    def put(self, field: str, entries: Mapping[Any, Any]) -> None:
        """Change entries of a property with entries; None takes one out."""
        known = self.made[field] if field in self.made else self._before(field)
        merged = {**(known or {}), **entries}
        self.made[field] = {key: entry for key, entry in merged.items() if entry is not None} or None


_Read = Callable[[_Changes, Any, str], None]


def _text(field: str) -> _Read:
    def read(changes: _Changes, value: Any, name: str) -> None:
        changes.made[field] = text(value, name) or None

    return read


def _few(value: Any, name: str, most: int, read: Callable[[Any, str], Any]) -> list[Any]:
    entries = listed(value, name, read)
    if len(entries) > most:
        raise GraphError(TOO_MANY, name=name, count=len(entries), most=most)
    return entries


def _string(value: Any, name: str) -> str:
    return str(of_type(value, str, name))


def _numbered(entries: list[Any], most: int) -> dict[int, Any]:
    return {number: entries[number - 1] if number <= len(entries) else None for number in range(1, most + 1)}


def _phones(changes: _Changes, value: Any, name: str) -> None:
    kinds = PHONES[name]
    entries = [each for each in _few(value, name, len(kinds), _string) if each]
    changes.put("phone_numbers", {kind: entries[at] if at < len(entries) else None for at, kind in enumerate(kinds)})


def _mobile(changes: _Changes, value: Any, name: str) -> None:
    changes.put("phone_numbers", {PhoneKind.MOBILE: text(value, name) or None})


def _contact_address(value: Any, name: str) -> ContactAddress | None:
    if value is None:
        return None
    one = read_address(value, name)
    # Assumption: a name without an address is none.
    return ContactAddress(one.address, one.name or None, "SMTP") if one.address else None


def _mails(changes: _Changes, value: Any, name: str) -> None:
    entries = [each for each in _few(value, name, _MAILS, _contact_address) if each is not None]
    changes.put("email_addresses", _numbered(entries, _MAILS))


def _mail(changes: _Changes, value: Any, name: str) -> None:
    changes.put("email_addresses", {MAILS[name]: _contact_address(value, name)})


def _im_addresses(changes: _Changes, value: Any, name: str) -> None:
    changes.put("im_addresses", _numbered(_few(value, name, _IM_ADDRESSES, _string), _IM_ADDRESSES))


def _address(changes: _Changes, value: Any, name: str) -> None:
    changes.put("physical_addresses", {ADDRESSES[name]: read_postal(value, name)})


def _strings(field: str) -> _Read:
    def read(changes: _Changes, value: Any, name: str) -> None:
        changes.made[field] = listed(value, name, _string) or None

    return read


def _birthday(changes: _Changes, value: Any, name: str) -> None:
    changes.made["birthday"] = read_utc(value, name)


def _notes(changes: _Changes, value: Any, name: str) -> None:
    notes = text(value, name)
    changes.made["body"] = Body(TextFormat.PLAIN, notes) if notes else None


def _nothing(changes: _Changes, value: Any, name: str) -> None:
    if text(value, name):
        raise GraphError(NOT_PERFORMED, what=f"{name} of a contact")


_READERS: Final[dict[str, _Read]] = {
    **{name: _text(field) for name, field in TEXTS.items()},
    **dict.fromkeys(PHONES, _phones),
    **dict.fromkeys(ADDRESSES, _address),
    "emailAddresses": _mails,
    **dict.fromkeys(MAILS, _mail),
    "mobilePhone": _mobile,
    "imAddresses": _im_addresses,
    "categories": _strings("categories"),
    "children": _strings("children"),
    "birthday": _birthday,
    "personalNotes": _notes,
    "yomiCompanyName": _nothing,
}
