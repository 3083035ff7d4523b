"""Named properties of MAPI that appointments, meeting messages and tasks have besides, worked out of what they are.

Programs look appointments up by PidLidCleanGlobalObjectId, DavMail by whether they recur, others by their times. What
a client sets under such a name is kept, and read as it was set. Assumption: really, it changes what the appointment is.
Sources: [MS-OXPROPS] for sets, ids and types; [MS-OXOCAL] 2.2.1 and 2.2.2, [MS-OXOTASK] 2.2.2.2 for the values.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.task import TaskStatus
from fakeserver.tenant.exchange.kinds.uids import global_object_id
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone
from fakeserver.tenant.exchange.mapi.own_names import PROPERTY_SETS
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

#: In MAPI, in order from 0.
_BUSY: Final = tuple(FreeBusyStatus)[:5]
_RESPONSES: Final = tuple(Response)
_STATUSES: Final = tuple(TaskStatus)


def _day(item: Item) -> date | None:
    """Return the date on which the pattern has an appointment of a series."""
    planned = item.get("recurrence_id")
    return None if planned is None else planned.astimezone(creation_zone(item)).date()


def _id(item: Item) -> bytes | None:
    uid = item.get("uid")
    return global_object_id(uid, _day(item)) if uid else None


def _clean_id(item: Item) -> bytes | None:
    uid = item.get("uid")
    return global_object_id(uid, None) if uid else None


def _minutes(item: Item) -> int | None:
    start, end = item.get("start"), item.get("end")
    return None if start is None or end is None else int((end - start).total_seconds() // 60)


def _recurs(item: Item) -> bool | None:
    if not (is_of(item.item_class, APPOINTMENT) or item.get("uid")):
        return None
    return item.get("recurrence") is not None or item.get("recurrence_id") is not None


def _part_done(item: Item) -> float | None:
    percent = item.get("percent_complete")
    return None if percent is None else percent / 100


def _own(name: str) -> Callable[[Item], Any]:
    return lambda item: item.get(name)


def _number(name: str, values: tuple[Any, ...]) -> Callable[[Item], Any]:
    def read(item: Item) -> int | None:
        value = item.get(name)
        return values.index(value) if value in values else None

    return read


_BOOLEAN, _INTEGER, _TIME = PropertyType.BOOLEAN, PropertyType.INTEGER_32, PropertyType.TIME
#: Set -> id -> the type, and what an item has.
_ROWS: Final[dict[str, dict[int, tuple[PropertyType, Callable[[Item], Any]]]]] = {
    "Meeting": {0x03: (PropertyType.BINARY, _id), 0x23: (PropertyType.BINARY, _clean_id)},
    "Appointment": {
        0x8201: (_INTEGER, _own("appointment_sequence_number")),
        0x8205: (_INTEGER, _number("free_busy_status", _BUSY)),
        0x820D: (_TIME, _own("start")),
        0x820E: (_TIME, _own("end")),
        0x8213: (_INTEGER, _minutes),
        0x8215: (_BOOLEAN, _own("is_all_day")),
        0x8217: (_INTEGER, _own("appointment_state")),
        0x8218: (_INTEGER, _number("my_response", _RESPONSES)),
        0x8223: (_BOOLEAN, _recurs),
    },
    "Common": {0x8516: (_TIME, _own("start")), 0x8517: (_TIME, _own("end"))},
    "Task": {
        0x8101: (_INTEGER, _number("status", _STATUSES)),
        0x8102: (PropertyType.FLOATING_64, _part_done),
        0x811C: (_BOOLEAN, _own("is_complete")),
    },
}
#: Key -> the value of an item.
NAMED: Final[dict[ExtendedPropertyKey, Callable[[Item], Any]]] = {
    ExtendedPropertyKey(PROPERTY_SETS[kind], which, property_type): read
    for kind, rows in _ROWS.items()
    for which, (property_type, read) in rows.items()
}
