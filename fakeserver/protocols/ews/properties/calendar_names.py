"""What an appointment shows under MAPI's names, where nobody has set something there: read from what it is.

DavMail asks for appointments by whether they recur, and others by when they begin. Sources: [MS-OXOCAL] 2.2.1 and
2.2.4; [MS-OXPROPS] for ids and types. Assumption: what a client sets there is kept beside, and changes nothing else.
"""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.ews.properties.own_names import PROPERTY_SETS
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

#: [MS-OXOCAL] 2.2.1.2, in order from 0; of another word there is no number.
_BUSY: Final = ("free", "tentative", "busy", "out_of_office", "working_elsewhere")
#: [MS-OXOCAL] 2.2.1.11, in order from 0.
_RESPONSES: Final = ("unknown", "organizer", "tentative", "accepted", "declined", "none_received")
#: [MS-OXOCAL] 2.2.1.10: a meeting, one that was received, one that is called off.
_MEETING, _RECEIVED, _CANCELED = 1, 2, 4

_APPOINTMENT: Final = PROPERTY_SETS["Appointment"]


def _state(item: Item) -> int:
    received = item.get("my_response") not in ("organizer", "unknown", None)
    state = _MEETING if item.get("is_meeting") else 0
    return state | (_RECEIVED if state and received else 0) | (_CANCELED if item.get("is_cancelled") else 0)


def _number(words: tuple[str, ...], name: str) -> Callable[[Item], int | None]:
    def number(item: Item) -> int | None:
        word = str(item.get(name))
        return words.index(word) if word in words else None

    return number


def _minutes(item: Item) -> int | None:
    start, end = item.get("start"), item.get("end")
    return None if start is None or end is None else int((end - start).total_seconds() // 60)


_ROWS: Final[dict[int, tuple[PropertyType, Callable[[Item], Any]]]] = {
    0x8205: (PropertyType.INTEGER_32, _number(_BUSY, "free_busy_status")),
    0x820D: (PropertyType.TIME, lambda item: item.get("start")),
    0x820E: (PropertyType.TIME, lambda item: item.get("end")),
    0x8213: (PropertyType.INTEGER_32, _minutes),
    0x8215: (PropertyType.BOOLEAN, lambda item: bool(item.get("is_all_day"))),
    0x8217: (PropertyType.INTEGER_32, _state),
    0x8218: (PropertyType.INTEGER_32, _number(_RESPONSES, "my_response")),
    0x8223: (PropertyType.BOOLEAN, lambda item: bool(item.get("is_recurring"))),
}
_BY_KEY: Final = {ExtendedPropertyKey(_APPOINTMENT, which, kind): read for which, (kind, read) in _ROWS.items()}


def shown(key: ExtendedPropertyKey, item: Item) -> Any:
    """Return what an appointment shows under such a name; None for other names and items of other kinds."""
    read = _BY_KEY.get(key)
    return None if read is None or not item.item_class.startswith("IPM.Appointment") else read(item)
