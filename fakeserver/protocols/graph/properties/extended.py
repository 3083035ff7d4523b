"""Extended properties of MAPI as Graph names them, and their values, which are always texts.

Source: learn.microsoft.com/graph/api/resources/extended-properties-overview; microsoft-graph-docs#2251 for the form in
which an id is echoed, and for the error of a type that does not go with it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mapi import property as mapi
from fakeserver.tenant.exchange.mapi.values import TYPE_NAMES, as_text, type_named
from fakeserver.tenant.exchange.values import ExtendedPropertyKey

SINGLE: Final = "singleValueExtendedProperties"
MULTIPLE: Final = "multiValueExtendedProperties"

#: The text is quoted in clients' source; the code is an assumption.
NO_ID: Final = Row(
    400,
    "ErrorInvalidProperty",
    "PropertyId values may only be in one of the following formats: 'MapiPropertyType namespaceGuid Name "
    "propertyName', 'MapiPropertyType namespaceGuid Id propertyId' or 'MapiPropertyType propertyTag'.",
    ASSUMED,
)
COMBINATION: Final = Row(400, "ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid.")

_TAG: Final = re.compile(r"0x[0-9a-f]{1,4}|[0-9]{1,5}", re.I)
#: A dispid has 32 bits, and the sign that EWS gives it.
_ID: Final = re.compile(r"0x[0-9a-f]{1,8}|[0-9]{1,10}", re.I)
_FORM: Final = re.compile(r"(\w{1,30})\s+(?:(\{[^{}\s]*\}|[^{}\s]+)\s+(Name|Id)\s+(.+)|(\S+))", re.I | re.S)
_TYPES: Final = {name.lower(): name for name in TYPE_NAMES}
_LAST_ID: Final = 0xFFFF_FFFF


@dataclass(frozen=True)
class ExtendedPath:
    """An extended property as a client named it."""

    key: ExtendedPropertyKey
    #: its id in answers: digits in lower-case hexadecimal, without zeros in front
    shown: str

    def write(self, owner: Item | Folder) -> dict[str, Any] | None:
        """Return its JSON; None where the owner has no such property."""
        value = mapi.value_of(owner, self.key)
        if value is None:
            return None
        return {"id": self.shown, "value": [as_text(one) for one in value] if self.key.multiple else as_text(value)}


@lru_cache(maxsize=512)
def read_id(given: str, *, multiple: bool) -> ExtendedPath:
    """Read the id of an extended property.

    Args:
        multiple: whether it is to be one of several values.

    Raises:
        GraphError: it is none, or the property has one value, or several, where the other is wanted.
    """
    match = _FORM.fullmatch(given.strip())
    kind = None if match is None else _TYPES.get(match[1].lower())
    if match is None or kind is None:
        raise GraphError(NO_ID)
    scalar, several = type_named(kind)
    if several != multiple:
        raise GraphError(COMBINATION)
    _, namespace, form, which, tag = match.groups()
    if tag is not None:
        number = _number(tag, _TAG, mapi.LAST_TAG)
        if number >= mapi.FIRST_CUSTOM_TAG:
            raise GraphError(COMBINATION)
        return ExtendedPath(ExtendedPropertyKey(None, number, scalar, several), f"{kind} 0x{number:x}")
    guid = namespace.removeprefix("{").removesuffix("}").lower()
    if not mapi.GUID.fullmatch(guid):
        raise GraphError(NO_ID)
    if form.lower() == "name":
        return ExtendedPath(ExtendedPropertyKey(guid, which, scalar, several), f"{kind} {{{guid}}} Name {which}")
    number = _number(which.strip(), _ID, _LAST_ID)
    return ExtendedPath(ExtendedPropertyKey(guid, number, scalar, several), f"{kind} {{{guid}}} Id 0x{number:x}")


def _number(text: str, form: re.Pattern[str], most: int) -> int:
    if not form.fullmatch(text):
        raise GraphError(NO_ID)
    hexadecimal = text[:2].lower() == "0x"
    number = int(text[2:], 16) if hexadecimal else number_in(text, 10)
    if number is None or number > most:
        raise GraphError(NO_ID)
    return number


def written(paths: list[ExtendedPath]) -> Callable[[Item | Folder], list[dict[str, Any]] | None]:
    """Return what writes those of the properties that an item or a folder has; None where it has none of them."""
    return lambda owner: [shown for path in paths if (shown := path.write(owner)) is not None] or None
