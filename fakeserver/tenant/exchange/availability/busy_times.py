"""When somebody is busy: what takes place in their calendar in a period.

Source: web-service-reference/getuseravailability-operation; what was cancelled or declined, and what others see of
private appointments: web-service-reference/freebusyviewtype ("unless private").
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fakeserver.steps import Pace, Steps
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import Sensitivity

_RECURRING: Final = (AppointmentType.OCCURRENCE, AppointmentType.EXCEPTION)


@dataclass(frozen=True, slots=True)
class Details:
    """What is shown of an appointment besides its time; of a private one less, to others than its owner."""

    #: the EWS id; empty where it is hidden
    item_id: str
    subject: str
    location: str
    is_meeting: bool
    is_recurring: bool
    is_exception: bool
    is_reminder_set: bool
    is_private: bool
    #: whether id, subject and location are left out
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class BusyTime:
    """One appointment: its time, also where it reaches out of the period, and what it does to the owner's time."""

    #: aware
    start: datetime
    end: datetime
    status: FreeBusyStatus
    #: None where only times were asked for
    details: Details | None = None


def busy_times(
    mailbox: Mailbox, start: datetime, end: datetime, *, with_details: bool = False, sees_private: bool = False
) -> Steps[list[BusyTime]]:
    """Return the appointments of a mailbox's own calendar that overlap a period, by their starts; in steps.

    Free ones are among them; those that were cancelled or declined are not.

    Args:
        start, end: aware.
        sees_private: whoever asks may read private appointments.
    """
    calendar = mailbox.folders.distinguished("calendar")
    items = yield from mailbox.calendar.view_in_steps(calendar, start, end)
    found, pace = list[BusyTime](), Pace()
    for item in items:
        if not item.get("is_cancelled") and item.get("my_response") is not Response.DECLINED:
            begins = item.get("start")
            status = item.get("free_busy_status") or FreeBusyStatus.BUSY
            details = _details(item, sees_private) if with_details else None
            found.append(BusyTime(begins, max(item.get("end") or begins, begins), status, details))
        if pace.is_over():
            yield
    return found


def _details(item: Item, sees_private: bool) -> Details:
    is_private = item.get("sensitivity") is Sensitivity.PRIVATE
    is_hidden = is_private and not sees_private
    kind = item.get("appointment_type")
    return Details(
        item_id="" if is_hidden else item.item_id,
        subject="" if is_hidden else item.get("subject") or "",
        location="" if is_hidden else item.get("location") or "",
        is_meeting=bool(item.get("is_meeting")),
        is_recurring=kind in _RECURRING,
        is_exception=kind is AppointmentType.EXCEPTION,
        is_reminder_set=bool(item.get("reminder_is_set")),
        is_private=is_private,
        is_hidden=is_hidden,
    )
