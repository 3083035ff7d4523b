"""Requests about reminders, and what has one."""

from datetime import datetime, timedelta

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.items.recurring import DAILY, appointment, created

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def iso(moment: datetime) -> str:
    """Return a time as requests have it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def soon(ews: Ews, after: timedelta = HOUR) -> datetime:
    """Return a whole second some time from now."""
    return ews.tenant.clock.now().replace(microsecond=0) + after


def meet(ews: Ews, start: datetime, *, minutes: int = 15, more: str = "") -> str:
    """Create an appointment of an hour; return its id."""
    item = (
        f"<t:CalendarItem><t:Subject>Walk</t:Subject><t:ReminderMinutesBeforeStart>{minutes}"
        f"</t:ReminderMinutesBeforeStart><t:Start>{iso(start)}</t:Start><t:End>{iso(start + HOUR)}</t:End>"
        f"<t:Location>Lake</t:Location>{more}</t:CalendarItem>"
    )
    return created(ews, f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{item}</m:Items></m:CreateItem>')


def do(ews: Ews, due: datetime, is_set: str = "true") -> str:
    """Create a task with a reminder; return its id."""
    item = (
        f"<t:Task><t:Subject>Count</t:Subject><t:ReminderDueBy>{iso(due)}</t:ReminderDueBy>"
        f"<t:ReminderIsSet>{is_set}</t:ReminderIsSet></t:Task>"
    )
    return created(ews, f"<m:CreateItem><m:Items>{item}</m:Items></m:CreateItem>")


def daily(ews: Ews, start: datetime, range_: str) -> str:
    """Create a series of appointments, one each day; return its id."""
    return created(ews, appointment(DAILY, range_, start=iso(start), end=iso(start + HOUR), zone="UTC"))


def reminders(ews: Ews, inside: str = "") -> Answer:
    """Ask for reminders."""
    answer = ews(f"<m:GetReminders>{inside}</m:GetReminders>")
    assert answer.codes == ["NoError"]
    return answer


def times(ews: Ews, inside: str = "") -> list[str]:
    """Ask for reminders; return their times."""
    return reminders(ews, inside).texts(".//t:ReminderTime")


def act(ews: Ews, action: str, item: str, until: datetime | str = "") -> Answer:
    """Dismiss or snooze by the id and the present change key of an item."""
    key = ews(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:GetItem>'
    ).attribute(".//t:ItemId", "ChangeKey")
    text = iso(until) if isinstance(until, datetime) else until
    time = f"<t:NewReminderTime>{text}</t:NewReminderTime>" if text else ""
    return ews(one_action(action, f'<t:ItemId Id="{item}" ChangeKey="{key}"/>', time))


def one_action(action: str, item_id: str, time: str = "") -> str:
    """Return a PerformReminderAction of one item."""
    return (
        "<m:PerformReminderAction><m:ReminderItemActions><t:ReminderItemAction>"
        f"<t:ActionType>{action}</t:ActionType>{item_id}{time}</t:ReminderItemAction>"
        "</m:ReminderItemActions></m:PerformReminderAction>"
    )


def updated(answer: Answer) -> list[str]:
    """Return the ids that an answer has."""
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Success", ["NoError"])
    return answer.attributes("m:UpdatedItemIds/t:ItemId", "Id")


def shown(ews: Ews, item: str, name: str) -> list[str]:
    """Return an item's property, as a list of one; empty where it has none."""
    answer = ews(
        f"<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI "
        f'FieldURI="item:{name}"/></t:AdditionalProperties></m:ItemShape>'
        f'<m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:GetItem>'
    )
    return answer.texts(f".//t:{name}")
