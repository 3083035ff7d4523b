"""Values of extended properties as text: how they are read and written."""

import base64
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

from fakeserver.protocols.ews.soap.writing import moment, precise_moment
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import MAX_FOUND
from fakeserver.tenant.exchange.values import PropertyType

#: Maximum of octets that FindItem and FindFolder return.
#: Source: https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2010/aa566107(v=exchg.140)
_MAX_OCTETS_FOUND: Final = 512
_DIGITS = re.compile(r"[+-]?[0-9]{1,19}")


def _integer(bits: int, given: str) -> int:
    if not _DIGITS.fullmatch(given.strip()) or not -(1 << (bits - 1)) <= (number := int(given)) < 1 << (bits - 1):
        raise ValueError(f"no integer of {bits} bits")
    return number


#: Type -> how its values are read from text, which raises ValueError; other types are text here.
READERS: Final[dict[PropertyType, Callable[[str], Any]]] = {
    PropertyType.INTEGER_16: partial(_integer, 16),
    PropertyType.INTEGER_32: partial(_integer, 32),
    PropertyType.INTEGER_64: partial(_integer, 64),
    PropertyType.CURRENCY: partial(_integer, 64),
    PropertyType.FLOATING_32: spelling.DOUBLE.parse,
    PropertyType.FLOATING_64: spelling.DOUBLE.parse,
    PropertyType.FLOATING_TIME: spelling.DOUBLE.parse,
    PropertyType.BOOLEAN: spelling.BOOLEAN.parse,
    PropertyType.TIME: spelling.DATE_TIME.parse,
    PropertyType.BINARY: spelling.OCTETS.parse,
    PropertyType.GUID: lambda given: str(spelling.GUID.parse(given.strip().removeprefix("{").removesuffix("}"))),
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


def written(value: Any, *, precise: bool, finding: bool) -> str:
    """Return a value as text; arguments as those of `ExtendedPath.write`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return precise_moment(value) if precise else moment(value)
    if isinstance(value, bytes):
        return base64.b64encode(value[:_MAX_OCTETS_FOUND] if finding else value).decode("ascii")
    return str(value)[:MAX_FOUND] if finding else str(value)
