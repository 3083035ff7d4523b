"""Properties of appointments and meeting messages that are worked out: what they belong to, and what lies beside them.

Each function returns the element, or None where the item has no such property.
"""

from collections.abc import Callable, Iterable

from fakeserver.protocols.ews.properties.computed import View, item_id
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.protocols.ews.values.free_busy import FREE_BUSY
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus


def associated_calendar_item_id(item: Item, _view: View) -> Xml | None:
    """Write the id of the appointment in the reader's calendar that a message is about, where there is one."""
    found = item.mailbox.meetings.appointment_of(item)
    if found is None:
        return None
    return Xml(f'<t:AssociatedCalendarItemId Id="{found.item_id}" ChangeKey="{found.change_key}"/>')


def conflicting_meetings(item: Item, view: View, shows: Callable[[Item], bool] = lambda item: True) -> Xml | None:
    """Write the appointments that overlap, of those that are shown."""
    return _listed("t:ConflictingMeetings", filter(shows, item.mailbox.meetings.neighbours(item).conflicting), view)


def adjacent_meetings(item: Item, view: View, shows: Callable[[Item], bool] = lambda item: True) -> Xml | None:
    """Write the appointments right before and right behind, of those that are shown."""
    return _listed("t:AdjacentMeetings", filter(shows, item.mailbox.meetings.neighbours(item).adjacent), view)


def _listed(name: str, items: Iterable[Item], view: View) -> Xml | None:
    shown = [_summary(item, view) for item in items]
    return element(name, *shown) if shown else None


def _summary(item: Item, view: View) -> Xml:
    """Write what is told of an appointment beside another. Assumption: as Exchange 2007's documentation shows it."""
    write_time = DATE_TIME.writer(precise=view.milliseconds)
    location, subject = item.get("location"), item.get("subject")
    return element(
        "t:CalendarItem",
        item_id(item),
        text("t:Subject", subject) if subject else NOTHING,
        write_time("t:Start", item.get("start")),
        write_time("t:End", item.get("end")),
        FREE_BUSY.write("t:LegacyFreeBusyStatus", item.get("free_busy_status") or FreeBusyStatus.BUSY),
        text("t:Location", location) if location else NOTHING,
    )
