"""GetReminders: which reminders wait, and which have come.

Source: web-service-reference/getreminders-operation, /remindertype, /maxitems, and the answer shown there.
Assumption: no more than 200 where no number is given, and times without an offset are UTC.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.reminders.errors import ENDS_BEFORE_BEGIN, NO_PERIOD
from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, content, integer_of
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, date_time, element, text
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.reminders import Reminder, ReminderKind, reminders_in_steps

_MOST: Final = 200
_TYPES: Final = ("All", "Current", "Old")
_GROUPS: Final = {ReminderKind.CALENDAR: "Calendar", ReminderKind.TASK: "Task"}
#: A task takes place at no time.
_NEVER: Final = datetime(1, 1, 2, tzinfo=UTC)


@operation(
    "GetReminders",
    answer=Flat("<m:Reminders/>"),
    since="Exchange2013",
    request=complex_type(elements=each("m:BeginTime m:EndTime m:MaxItems m:ReminderType", TEXT)),
)
def get_reminders(call: Call) -> XmlSteps:
    """Return the reminders of the caller's mailbox that come in a period, by their times; a series has one."""
    begin, end = (_time(call.parts.get(m(name))) for name in ("BeginTime", "EndTime"))
    most, wanted = _maximum(call.parts.get(m("MaxItems"))), _type(call.parts.get(m("ReminderType")))
    if begin is not None and end is not None and end < begin:
        raise EwsError(ENDS_BEFORE_BEGIN)
    if wanted == "Old" and (begin is None or end is None):
        raise EwsError(NO_PERIOD)
    return _found(call, _chosen(wanted, begin, end, call.tenant.clock.now()), most)


def _found(call: Call, is_wanted: Callable[[Reminder], bool], most: int) -> XmlSteps:
    reminders = yield from reminders_in_steps(call.mailbox, call.tenant.clock.now())
    return element("m:Reminders", *map(_written, list(filter(is_wanted, reminders))[:most]))


def _chosen(wanted: str, begin: datetime | None, end: datetime | None, now: datetime) -> Callable[[Reminder], bool]:
    """Return what says whether a reminder is asked for.

    The page says for each type which ones there are besides those of the period, or not.
    """

    def is_wanted(reminder: Reminder) -> bool:
        if end is not None and reminder.time > end:
            return False
        if begin is not None and reminder.time < begin:
            return wanted == "Current" and not reminder.is_over(now)
        return wanted != "Old" or reminder.is_over(now)

    return is_wanted


def _time(node: Element | None) -> datetime | None:
    return None if node is None else DATE_TIME.read(node)


def _maximum(node: Element | None) -> int:
    # The schema gives the type no name; .NET has this one for it.
    return _MOST if node is None else integer_of(node, "Int", 0, _MOST)


def _type(node: Element | None) -> str:
    if node is None:
        return "All"
    if (given := content(node)) not in _TYPES:
        raise schema.not_spelled(node, "String", schema.NO_SUCH_WORD)
    return given


def _written(reminder: Reminder) -> Xml:
    item = reminder.item
    starts, ends = (item.get("start") or _NEVER, item.get("end") or item.get("start") or _NEVER)
    master = NOTHING
    if isinstance(item, OccurrenceItem):
        master = element("t:RecurringMasterItemId", Id=item.master.item_id, ChangeKey=item.master.change_key)
    is_task = reminder.kind is ReminderKind.TASK
    return element(
        "t:Reminder",
        text("t:Subject", item.get("subject") or ""),
        text("t:Location", item.get("location") or ""),
        date_time("t:ReminderTime", reminder.time),
        date_time("t:StartDate", _NEVER if is_task else starts),
        date_time("t:EndDate", _NEVER if is_task else ends),
        item_id(item),
        master,
        text("t:ReminderGroup", _GROUPS[reminder.kind]),
        text("t:UID", item.item_id if is_task else item.get("uid") or ""),
    )
