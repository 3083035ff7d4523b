"""Values as text, in elements and in attributes: the simple types of XML Schema and enumerations.

A text that is not valid raises ValueError, which `simple.py` and `structure.py` turn into the schema's fault.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isinf
from typing import Any, Final
from uuid import UUID

from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import TYPES, XSD
from fakeserver.protocols.ews.soap.reading import boolean_value, integer_value, octets_value
from fakeserver.protocols.ews.soap.writing import moment
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.mapi.values import date_time_value


@dataclass(frozen=True)
class Spelling:
    """A simple type."""

    #: its name in the schema, with the namespace
    datatype: str
    #: text -> value; raises ValueError with the reason in the service's words
    parse: Callable[[str], Any]
    spell: Callable[[Any], str]
    #: an enumeration's values
    words: tuple[str, ...] = ()


_DOUBLE = re.compile(r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][+-]?[0-9]{1,3})?")
_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\.([0-9]{1,6})0*)?S)?)?"
)
#: Minutes that a reminder may come before the start: five years, or the one number that marks a reminder of its own.
_MAX_REMINDER, _REMINDER_MARKER = 2_629_800, 1_525_252_321
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_DATE = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_OFFSET}")
_TIME = re.compile(rf"([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})(\.[0-9]{{1,6}}0*)?{_OFFSET}")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def _wrong(given: str, what: str) -> ValueError:
    return ValueError(schema.bad_format(given, what))


def _boolean(given: str) -> bool:
    found = boolean_value(given)
    if found is None:
        raise _wrong(given, "Boolean")
    return found


def _integer(given: str) -> int:
    found = integer_value(given)
    if found is None:
        raise _wrong(given, "Int32")
    return found


def _long(given: str) -> int:
    text = given.strip()
    if not _WHOLE.fullmatch(text) or not -(2**63) <= (found := int(text)) < 2**63:
        raise _wrong(given, "Int64")
    return found


def _double(given: str) -> float:
    # The schema has INF and NaN too; no property here can be either.
    if not _DOUBLE.fullmatch(given.strip()) or isinf(found := float(given)):
        raise _wrong(given, "Double")
    return found


def _spell_double(value: float) -> str:
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _date_time(given: str) -> datetime:
    found = date_time_value(given)
    if found is None:
        raise _wrong(given, "AllXsd")
    return found


def _spell_date_time(value: datetime) -> str:
    return value.isoformat(timespec="seconds") if value.tzinfo is None else moment(value)


def _offset(given: str) -> timedelta:
    if given == "Z":
        return timedelta()
    hours, minutes = int(given[1:3]), int(given[4:])
    if hours > 14 or minutes > 59:
        raise _wrong(given, "offset")
    distance = timedelta(hours=hours, minutes=minutes)
    return -distance if given[0] == "-" else distance


def _spell_offset(offset: timedelta) -> str:
    if not offset:
        return "Z"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _date(given: str) -> ZonedDate | date:
    match = _DATE.fullmatch(given.strip())
    if match is None:
        raise _wrong(given, "Date")
    try:
        day = date.fromisoformat(match[1])
        return ZonedDate(day, _offset(match[2])) if match[2] else day
    except ValueError as error:
        raise _wrong(given, "Date") from error


def _spell_date(value: ZonedDate | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.day.isoformat()}{_spell_offset(value.offset)}"


def _time(given: str) -> time:
    match = _TIME.fullmatch(given.strip())
    if match is None:
        raise _wrong(given, "Time")
    try:
        return time.fromisoformat(f"{match[1]}{(match[2] or '')[:7]}{match[3] or ''}")
    except ValueError as error:
        raise _wrong(given, "Time") from error


def _duration(given: str) -> timedelta:
    match = _DURATION.fullmatch(given.strip())
    if match is None or given.strip().endswith(("P", "T")):
        raise _wrong(given, "TimeSpan")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:5])
    fraction = int((match[6] or "").ljust(6, "0"))
    found = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=fraction)
    return -found if match[1] else found


def _spell_duration(value: timedelta) -> str:
    seconds, fraction = divmod(abs(value) // timedelta(microseconds=1), 10**6)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = f"{hours}H" if hours else ""
    parts += f"{minutes}M" if minutes else ""
    if rest or fraction or not parts:
        parts += f"{rest}{f'.{fraction:06}'.rstrip('0') if fraction else ''}S"
    return f"{'-' if value < timedelta() else ''}PT{parts}"


def _octets(given: str) -> bytes:
    found = octets_value(given)
    if found is None:
        raise _wrong(given, "Base64")
    return found


def _guid(given: str) -> UUID:
    if not _GUID.fullmatch(given.strip()):
        raise _wrong(given, "Guid")
    return UUID(given.strip())


def _language(given: str) -> str:
    if not _LANGUAGE.fullmatch(given.strip()):
        # Assumption: .NET's words.
        raise ValueError(f"'{given}' is an invalid language identifier.")
    return given.strip()


def _reminder_minutes(given: str) -> int:
    minutes = _integer(given)
    if not 0 <= minutes <= _MAX_REMINDER and minutes != _REMINDER_MARKER:
        # Assumption: .NET's words for a union.
        raise ValueError(f"The value '{given}' is not valid according to any of the memberTypes of the union.")
    return minutes


TEXT: Final = Spelling(f"{XSD}:string", str, str)
BOOLEAN: Final = Spelling(f"{XSD}:boolean", _boolean, lambda value: "true" if value else "false")
INTEGER: Final = Spelling(f"{XSD}:int", _integer, str)
LONG: Final = Spelling(f"{XSD}:long", _long, str)
DOUBLE: Final = Spelling(f"{XSD}:double", _double, _spell_double)
#: Naive where no offset was given.
DATE_TIME: Final = Spelling(f"{XSD}:dateTime", _date_time, _spell_date_time)
#: A `ZonedDate`, or a date where no offset was given. Answers always have one, which exchangelib needs.
DATE: Final = Spelling(f"{XSD}:date", _date, _spell_date)
TIME: Final = Spelling(f"{XSD}:time", _time, lambda value: value.isoformat().replace("+00:00", "Z"))
DURATION: Final = Spelling(f"{XSD}:duration", _duration, _spell_duration)
OCTETS: Final = Spelling(f"{XSD}:base64Binary", _octets, lambda value: base64.b64encode(value).decode("ascii"))
LANGUAGE: Final = Spelling(f"{XSD}:language", _language, str)
REMINDER_MINUTES: Final = Spelling(f"{TYPES}:ReminderMinutesBeforeStartType", _reminder_minutes, str)
GUID: Final = Spelling(f"{TYPES}:GuidType", _guid, str)


def one_of(name: str, words: Mapping[str, Any]) -> Spelling:
    """Return an enumeration of the schema.

    Args:
        name: its type in types.xsd.
        words: its values, and the tenant's value for each.
    """
    spelled = {value: word for word, value in words.items()}

    def parse(given: str) -> Any:
        if given not in words:
            raise ValueError(schema.NO_SUCH_WORD)
        return words[given]

    return Spelling(f"{TYPES}:{name}", parse, lambda value: spelled[value], tuple(words))


def several(name: str, one: Spelling) -> Spelling:
    """Return a list type of the schema: values separated by spaces."""
    return Spelling(
        f"{TYPES}:{name}",
        lambda given: tuple(one.parse(word) for word in given.split()),
        lambda values: " ".join(one.spell(value) for value in values),
    )
