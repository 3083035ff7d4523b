"""vCard files (RFC 2426, RFC 6350): cards become contacts.

The package icalendar reads the lines, which are written alike. What a contact cannot hold is named in the remarks.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fakeserver.tenant.exchange.icalendar.component import Entry
from fakeserver.tenant.exchange.kinds.contact import ContactAddress, PhoneKind, PostalAddress, PostalAddressKind
from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.exchange.values import Body, TextFormat

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PLACES = {"WORK": "BUSINESS", "HOME": "HOME"}
#: Types of a number, the first that fits counts -> its kinds, the second where the first is taken.
_PHONES: tuple[tuple[frozenset[str], tuple[PhoneKind, ...]], ...] = (
    (frozenset({"FAX", "WORK"}), (PhoneKind.BUSINESS_FAX,)),
    (frozenset({"FAX", "HOME"}), (PhoneKind.HOME_FAX,)),
    (frozenset({"FAX"}), (PhoneKind.OTHER_FAX,)),
    (frozenset({"CELL"}), (PhoneKind.MOBILE,)),
    (frozenset({"PAGER"}), (PhoneKind.PAGER,)),
    (frozenset({"CAR"}), (PhoneKind.CAR,)),
    (frozenset({"ISDN"}), (PhoneKind.ISDN,)),
    (frozenset({"WORK"}), (PhoneKind.BUSINESS, PhoneKind.BUSINESS_2)),
    (frozenset({"HOME"}), (PhoneKind.HOME, PhoneKind.HOME_2)),
    (frozenset({"PREF"}), (PhoneKind.PRIMARY,)),
    (frozenset(), (PhoneKind.OTHER, PhoneKind.PRIMARY)),
)
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(T.*)?")
#: Say how the card is written, not who it is about.
_ABOUT_THE_CARD = {"BEGIN", "END", "VERSION", "PRODID", "REV", "PROFILE"}
_VERSIONS = ("3.0", "4.0")


class _Card:
    """A contact that is being read."""

    def __init__(self) -> None:
        self.entry = Entry("IPM.Contact")

    @property
    def properties(self) -> dict[str, Any]:
        """What is known of it."""
        return self.entry.properties

    def add(self, name: str, text: str) -> None:
        """Set a property that a card may have once."""
        if not text:
            return
        if name in self.properties:
            raise ValueError("said twice")
        self.properties[name] = text

    def numbered(self, name: str, value: object) -> None:
        """Set one of three."""
        values = self.properties.setdefault(name, {})
        if len(values) == 3:
            raise ValueError("there is room for three")
        values[len(values) + 1] = value


def read_vcards(path: Path, remarks: list[str]) -> Iterator[Entry]:
    """Yield what the cards of a file are in a mailbox.

    Raises:
        NotLoaded: the file is none of its kind.
    """
    from icalendar import parser

    card: _Card | None = None
    name = ""
    for line in parser.Contentlines.from_ical(path.read_bytes()):
        if not line:
            continue
        try:
            labelled, parameters, _ = line.parts()
        except ValueError as problem:
            raise NotLoaded(f"{path} is no vCard file of version 3.0 or 4.0: {problem}") from problem
        property_name, value = labelled.rpartition(".")[2].upper(), _value(str(line))
        if property_name == "BEGIN":
            card, name = _Card(), ""
        elif card is None:
            raise NotLoaded(f"{path} is no vCard file: it does not begin with BEGIN:VCARD")
        elif property_name == "END":
            yield card.entry
            card = None
        elif property_name == "VERSION" and value not in _VERSIONS:
            raise NotLoaded(f"{path} is written as vCard {value}; {' and '.join(_VERSIONS)} are taken")
        elif property_name not in _ABOUT_THE_CARD:
            name = name or value
            try:
                _TABLE[property_name](card, value, _types(parameters))
            except (KeyError, ValueError) as problem:
                why = "" if isinstance(problem, KeyError) else f": {problem}"
                remarks.append(f"{path}: {card.properties.get('display_name', name)!r}: {labelled} is not taken{why}")
    if card is not None:
        raise NotLoaded(f"{path} is no vCard file: its last card does not end")


def _value(line: str) -> str:
    """Return what stands behind the first colon outside of quotes, as it is written."""
    is_quoted = False
    for at, character in enumerate(line):
        if character == '"':
            is_quoted = not is_quoted
        elif character == ":" and not is_quoted:
            return line[at + 1 :]
    return ""


def _types(parameters: Any) -> frozenset[str]:
    given = parameters.get("TYPE", [])
    words = [given] if isinstance(given, str) else given
    types = {word.upper() for each in words for word in each.split(",")}
    encoding = str(parameters.get("ENCODING", "")).upper()
    return frozenset(types | ({"BASE64"} if encoding in ("B", "BASE64") else set()))


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)


def _parts(value: str, separator: str = ";") -> list[str]:
    written = re.findall(rf"(?:^|{separator})((?:\\.|[^{separator}])*)", value)
    return [_plain(part).strip() for part in written]


def _text(name: str) -> Callable[[_Card, str, frozenset[str]], None]:
    return lambda card, value, types: card.add(name, _plain(value))


def _name(card: _Card, value: str, types: frozenset[str]) -> None:
    surname, given, middle, title, generation = (*_parts(value), "", "", "", "", "")[:5]
    for name, text in (
        ("surname", surname),
        ("given_name", given),
        ("middle_name", middle),
        ("title", title),
        ("generation", generation),
    ):
        card.add(name, text)


def _organization(card: _Card, value: str, types: frozenset[str]) -> None:
    company, *departments = _parts(value)
    card.add("company_name", company)
    card.add("department", ", ".join(filter(None, departments)))


def _email(card: _Card, value: str, types: frozenset[str]) -> None:
    address = _plain(value)
    card.numbered("email_addresses", ContactAddress(address.removeprefix("mailto:"), routing_type="SMTP"))


def _chat(card: _Card, value: str, types: frozenset[str]) -> None:
    card.numbered("im_addresses", _plain(value))


def _phone(card: _Card, value: str, types: frozenset[str]) -> None:
    numbers = card.properties.setdefault("phone_numbers", {})
    kinds = next(kinds for wanted, kinds in _PHONES if wanted <= types)
    for kind in kinds:
        if kind not in numbers:
            numbers[kind] = _plain(value).removeprefix("tel:")
            return
    raise ValueError("a contact has no more numbers of this kind")


def _address(card: _Card, value: str, types: frozenset[str]) -> None:
    box, extended, street, city, state, code, country = (*_parts(value), *[""] * 7)[:7]
    place = next((place for word, place in _PLACES.items() if word in types), "OTHER")
    addresses, kind = card.properties.setdefault("physical_addresses", {}), PostalAddressKind[place]
    if kind in addresses:
        raise ValueError("a contact has one address of a kind")
    lines = "\n".join(filter(None, (box, extended, street)))
    addresses[kind] = PostalAddress(lines, city, state, country, code)


def _day(name: str) -> Callable[[_Card, str, frozenset[str]], None]:
    def read(card: _Card, value: str, types: frozenset[str]) -> None:
        found = _DATE.fullmatch(value)
        if found is None:
            raise ValueError("no whole date")
        card.properties[name] = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)

    return read


def _photo(card: _Card, value: str, types: frozenset[str]) -> None:
    head, comma, data = value.partition(",")
    if comma and head.startswith("data:") and head.endswith(";base64"):
        value = data
    elif "BASE64" not in types:
        raise ValueError("only a picture in the card itself is")
    card.entry.picture = b64decode(value, validate=True)


_TABLE: dict[str, Callable[[_Card, str, frozenset[str]], None]] = {
    "N": _name,
    "FN": _text("display_name"),
    "NICKNAME": _text("nickname"),
    "ORG": _organization,
    "TITLE": _text("job_title"),
    "ROLE": _text("profession"),
    "URL": _text("business_home_page"),
    "EMAIL": _email,
    "IMPP": _chat,
    "TEL": _phone,
    "ADR": _address,
    "BDAY": _day("birthday"),
    "ANNIVERSARY": _day("wedding_anniversary"),
    "PHOTO": _photo,
    "NOTE": lambda card, value, types: card.properties.update(body=Body(TextFormat.PLAIN, _plain(value))),
    "CATEGORIES": lambda card, value, types: card.properties.update(categories=_parts(value, ",")),
    "X-SPOUSE": _text("spouse_name"),
    "X-MS-SPOUSE": _text("spouse_name"),
    "X-ASSISTANT": _text("assistant_name"),
    "X-MS-ASSISTANT": _text("assistant_name"),
    "X-MANAGER": _text("manager"),
    "X-MS-MANAGER": _text("manager"),
}
