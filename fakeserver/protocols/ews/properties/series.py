"""Properties of appointments that read otherwise in a series, computed as those in `computed`."""

from datetime import datetime
from typing import Final

from fakeserver.protocols.ews.properties.computed import View
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.protocols.ews.values.time_zones import BASIC_TIME_ZONE
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.kinds.series import series_of
from fakeserver.tenant.exchange.kinds.time_zones import BasicTimeZone
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem

_PLAIN: Final = DATE_TIME.writer()
_PRECISE: Final = DATE_TIME.writer(precise=True)


def reminder_due_by(item: Item, view: View) -> Xml | None:
    """Write what the reminder is about: the start of an appointment, and not so many minutes before.

    Recorded for a series: GetItem gives its next appointment, FindItem the first, also for each of the others.
    Assumption: one that is over has its first; an appointment that GetItem shows has its own start.
    """
    due = _due(item, view.finding)
    return None if due is None else (_PRECISE if view.milliseconds else _PLAIN)("t:ReminderDueBy", due)


def meeting_time_zone(item: Item, _view: View) -> Xml | None:
    """Write the zone that a client gave a series; [MS-OXWSMTGS] 2.2.4.6: no other appointment has one."""
    zone: BasicTimeZone | None = item.get("meeting_time_zone")
    if zone is None or item.get("recurrence") is None:
        return None
    return BASIC_TIME_ZONE.write("t:MeetingTimeZone", zone)


def reminder_next_time(item: Item, view: View) -> Xml | None:
    """Write when the reminder comes next; assumption: what has none says nothing, unless a client has given a time."""
    time: datetime | None = item.get("reminder_next_time")
    if time is None and item.get("reminder_is_set"):
        time = item.get("reminder_due_by")
    return None if time is None else (_PRECISE if view.milliseconds else _PLAIN)("t:ReminderNextTime", time)


def _due(item: Item, finding: bool) -> datetime | None:
    due: datetime | None
    if isinstance(item, OccurrenceItem):
        due = item.master.get("start") if finding else item.get("start")
        return due
    if not finding and is_of(item.item_class, APPOINTMENT) and (series := series_of(item)) is not None:
        due = series.next_start(item.mailbox.clock.now())
        return due or item.get("start")
    due = item.get("reminder_due_by")
    return due
