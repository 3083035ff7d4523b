"""Which appointments take place at the same time as a meeting, and which right before or behind it.

Source: web-service-reference/conflictingmeetingcount, /adjacentmeetingcount.
Assumption: what is cancelled, or shows as free, is neither.
"""

from typing import NamedTuple

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.mailbox import Mailbox


class Neighbours(NamedTuple):
    """Appointments by how they lie to a meeting, by their starts."""

    conflicting: list[Item]
    adjacent: list[Item]


def neighbours(mailbox: Mailbox, meeting: Item) -> Neighbours:
    """Return what lies beside a meeting in its calendar, or in the owner's where it is in no calendar.

    Args:
        meeting: an appointment, or a request for one.
    """
    start, end = meeting.get("start"), meeting.get("end")
    if start is None or end is None:
        return Neighbours([], [])
    folder = meeting.folder
    if not folder.folder_class.startswith("IPF.Appointment"):
        folder = mailbox.folders.distinguished("calendar")
    beside = [item for item in _around(mailbox, folder, meeting) if _takes_time(item) and not _is_same(item, meeting)]
    return Neighbours(
        [item for item in beside if item.get("start") < end and item.get("end") > start],
        [item for item in beside if item.get("end") == start or item.get("start") == end],
    )


def _around(mailbox: Mailbox, folder: Folder, meeting: Item) -> list[Item]:
    return [item for item in folder.items.values() if item.get("start") and item.get("end")]


def _takes_time(item: Item) -> bool:
    return not item.get("is_cancelled") and item.get("free_busy_status") is not FreeBusyStatus.FREE


def _is_same(item: Item, meeting: Item) -> bool:
    return item is meeting or (bool(item.get("uid")) and item.get("uid") == meeting.get("uid"))
