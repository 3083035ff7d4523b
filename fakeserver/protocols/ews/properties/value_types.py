"""The types that properties have: how a value of each is written, read, and compared.

Those with elements of their own inside are in `structures`. Values are the tenant's: str, bool, int, float, aware
datetime, list[str].
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_value, children, content, date_time_value
from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, escape, moment, text

#: Longest text that FindItem, sorting and some properties hold (characters).
LONGEST_FOUND: Final = 255


@dataclass(frozen=True)
class ValueType:
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


def _simple(name: str, write: Callable[[str, Any], Xml], parse: Callable[[str], Any]) -> ValueType:
    return ValueType(name, write, lambda node: parse(content(node)), parse)


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


STRING = ValueType("string", write_string, content, str, write_found=_write_string_found)
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


#: As BASE64, where the tenant holds octets.
BINARY = _simple("base64Binary", _write_binary, _octets)


def enumeration(*values: str) -> ValueType:
    """Return the type of properties that have one of some words; they sort in the order given."""

    def parse(value: str) -> str:
        if value not in values:
            raise invalid_value()
        return value

    return ValueType("enumeration", write_string, lambda node: parse(content(node)), parse)


# --- several words -----------------------------------------------------------------------------------------------


def _write_strings(name: str, values: list[str]) -> Xml:
    return element(name, *(text("t:String", value) for value in values))


def _read_strings(node: Element) -> list[str]:
    return [content(child) for child in children(node) if child.tag == t("String")]


STRINGS = ValueType("strings", _write_strings, _read_strings, str, list)
