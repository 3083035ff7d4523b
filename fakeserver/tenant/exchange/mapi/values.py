"""Types of MAPI properties by the names that EWS and Graph give them, and their values as text."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from math import isinf
from typing import Any, Final
from uuid import UUID

from fakeserver.tenant.exchange.values import PropertyType

#: MapiPropertyTypeType without its arrays. Source: web-service-reference/extendedfielduri;
#: learn.microsoft.com/graph/api/resources/extended-properties-overview has the same.
TYPES: Final = {
    "ApplicationTime": PropertyType.FLOATING_TIME,
    "Binary": PropertyType.BINARY,
    "Boolean": PropertyType.BOOLEAN,
    "CLSID": PropertyType.GUID,
    "Currency": PropertyType.CURRENCY,
    "Double": PropertyType.FLOATING_64,
    "Float": PropertyType.FLOATING_32,
    "Integer": PropertyType.INTEGER_32,
    "Long": PropertyType.INTEGER_64,
    "Short": PropertyType.INTEGER_16,
    "String": PropertyType.STRING,
    "SystemTime": PropertyType.TIME,
}
#: All names, those of several values too.
TYPE_NAMES: Final = frozenset(
    {*TYPES} | {f"{name}Array" for name, kind in TYPES.items() if kind is not PropertyType.BOOLEAN}
)

_DIGITS = re.compile(r"[+-]?[0-9]{1,19}")
_DOUBLE = re.compile(r"[+-]?([0-9]{1,350}(\.[0-9]{0,350})?|\.[0-9]{1,350})([eE][+-]?[0-9]{1,3})?")
_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_DATE_TIME = re.compile(
    r"(-?\d{4,9})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d{0,99})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def type_named(name: str) -> tuple[PropertyType, bool]:
    """Return the type that a name of `TYPE_NAMES` stands for, and whether it is of several values."""
    return TYPES[name.removesuffix("Array")], name.endswith("Array")


def date_time_value(value: str) -> datetime | None:
    """Return an xs:dateTime or xs:date, in UTC, or naive where it has no offset; None for any other text."""
    match = _DATE_TIME.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        naive = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
        )
        if offset is None:
            return naive
        if offset == "Z":
            return naive.replace(tzinfo=UTC)
        return datetime.fromisoformat(naive.isoformat() + offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _date_time(given: str) -> datetime:
    found = date_time_value(given)
    if found is None:
        raise ValueError("no date and time")
    return found


def _integer(bits: int, given: str) -> int:
    if not _DIGITS.fullmatch(given.strip()) or not -(1 << (bits - 1)) <= (number := int(given)) < 1 << (bits - 1):
        raise ValueError(f"no integer of {bits} bits")
    return number


def _double(given: str) -> float:
    if not _DOUBLE.fullmatch(given.strip()) or isinf(found := float(given)):
        raise ValueError("no number")
    return found


def _boolean(given: str) -> bool:
    found = _BOOLEANS.get(given.strip())
    if found is None:
        raise ValueError("neither true nor false")
    return found


def _octets(given: str) -> bytes:
    return base64.b64decode("".join(given.split()), validate=True)


def _guid(given: str) -> str:
    bare = given.strip().removeprefix("{").removesuffix("}").strip()
    if not _GUID.fullmatch(bare):
        raise ValueError("no GUID")
    return str(UUID(bare))


#: Type -> how its values are read from text, which raises ValueError; other types are text here. A time without an
#: offset is naive.
READERS: Final[dict[PropertyType, Callable[[str], Any]]] = {
    PropertyType.INTEGER_16: partial(_integer, 16),
    PropertyType.INTEGER_32: partial(_integer, 32),
    PropertyType.INTEGER_64: partial(_integer, 64),
    PropertyType.CURRENCY: partial(_integer, 64),
    PropertyType.FLOATING_32: _double,
    PropertyType.FLOATING_64: _double,
    PropertyType.FLOATING_TIME: _double,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.TIME: _date_time,
    PropertyType.BINARY: _octets,
    PropertyType.GUID: _guid,
}

#: Type -> the class of its values, where items and folders have some that nobody has set.
_CLASSES: Final[dict[PropertyType, type]] = {
    PropertyType.BINARY: bytes,
    PropertyType.BOOLEAN: bool,
    PropertyType.INTEGER_32: int,
    PropertyType.INTEGER_64: int,
    PropertyType.STRING: str,
    PropertyType.TIME: datetime,
}


def fits(value: Any, property_type: PropertyType) -> bool:
    """Say whether a value that nobody has set is one of a type."""
    wanted = _CLASSES.get(property_type)
    return wanted is not None and isinstance(value, wanted) and isinstance(value, bool) == (wanted is bool)


def parsed(given: str, property_type: PropertyType) -> Any:
    """Return a text as a value of a type.

    Raises:
        ValueError: it does not fit.
    """
    read = READERS.get(property_type)
    return given if read is None else read(given)


def as_text(value: Any) -> str:
    """Return a value as text: times in whole seconds of UTC, octets in base64."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        # strftime would not pad years before 1000.
        return value.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)
