"""Series of appointments as tests write them."""

from lxml import etree

from fakeserver.protocols.ews.soap.names import TYPES
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.items.finding import request

WEDNESDAYS = "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Wednesday</t:DaysOfWeek></t:WeeklyRecurrence>"
DAILY = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
NOBODY = 'SendMeetingInvitations="SendToNone"'
CALENDAR = '<t:DistinguishedFolderId Id="calendar"/>'


def numbered(count: int, start: str = "2025-07-02Z") -> str:
    """Return a range of so many."""
    return (
        f"<t:NumberedRecurrence><t:StartDate>{start}</t:StartDate>"
        f"<t:NumberOfOccurrences>{count}</t:NumberOfOccurrences></t:NumberedRecurrence>"
    )


def until(end: str, start: str = "2025-07-02Z") -> str:
    """Return a range up to a date."""
    return f"<t:EndDateRecurrence><t:StartDate>{start}</t:StartDate><t:EndDate>{end}</t:EndDate></t:EndDateRecurrence>"


def endless(start: str = "2025-07-02Z") -> str:
    """Return a range without end."""
    return f"<t:NoEndRecurrence><t:StartDate>{start}</t:StartDate></t:NoEndRecurrence>"


def appointment(
    pattern: str = WEDNESDAYS,
    range_: str = "",
    *,
    start: str = "2025-07-02T10:00:00Z",
    end: str = "2025-07-02T11:00:00Z",
    zone: str = "",
) -> str:
    """Return a CreateItem of an appointment; without a pattern, of a single one. ``zone`` is a Windows id."""
    recurrence = f"<t:Recurrence>{pattern}{range_ or numbered(4)}</t:Recurrence>" if pattern else ""
    zones = f'<t:StartTimeZone Id="{zone}"/><t:EndTimeZone Id="{zone}"/>' if zone else ""
    item = (
        f"<t:CalendarItem><t:Subject>Team</t:Subject><t:Start>{start}</t:Start><t:End>{end}</t:End>"
        f"<t:Location>Room A</t:Location>{recurrence}{zones}</t:CalendarItem>"
    )
    return f"<m:CreateItem {NOBODY}><m:Items>{item}</m:Items></m:CreateItem>"


def created(ews: Ews, body: str) -> str:
    """Create an appointment; return its id."""
    answer = ews(body)
    assert answer.codes == ["NoError"], answer.text
    return answer.attribute(".//t:ItemId", "Id")


def get(*ids: str, base: str = "AllProperties", paths: str = "") -> str:
    """Return a GetItem of ids as elements."""
    additional = f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""
    return (
        f"<m:GetItem><m:ItemShape><t:BaseShape>{base}</t:BaseShape>{additional}</m:ItemShape>"
        f"<m:ItemIds>{''.join(ids)}</m:ItemIds></m:GetItem>"
    )


def by_id(item_id: str) -> str:
    """Return a t:ItemId."""
    return f'<t:ItemId Id="{item_id}"/>'


def by_index(master_id: str, index: int) -> str:
    """Return a t:OccurrenceItemId."""
    return f'<t:OccurrenceItemId RecurringMasterId="{master_id}" InstanceIndex="{index}"/>'


def by_occurrence(occurrence_id: str) -> str:
    """Return a t:RecurringMasterItemId."""
    return f'<t:RecurringMasterItemId OccurrenceId="{occurrence_id}"/>'


def view(
    start: str = "2025-07-01T00:00:00Z",
    end: str = "2025-08-01T00:00:00Z",
    *,
    limit: int | None = None,
    base: str = "AllProperties",
    parents: str = CALENDAR,
    extra: str = "",
) -> str:
    """Return a FindItem of what takes place in a period."""
    most = "" if limit is None else f'MaxEntriesReturned="{limit}" '
    shown = f'<m:CalendarView {most}StartDate="{start}" EndDate="{end}"/>'
    return request(f"<t:BaseShape>{base}</t:BaseShape>", shown + extra, parents)


def update(of: str, **values: str) -> str:
    """Return an UpdateItem that sets properties of an appointment, each by its element; an empty one is deleted."""
    changes = "".join(_change(name, value) for name, value in values.items())
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f"<m:ItemChanges><t:ItemChange>{of}<t:Updates>{changes}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def _change(name: str, value: str) -> str:
    kind = "item" if name in ("Subject", "Body", "Categories", "ReminderIsSet", "Sensitivity") else "calendar"
    path = f'<t:FieldURI FieldURI="{kind}:{name}"/>'
    if not value:
        return f"<t:DeleteItemField>{path}</t:DeleteItemField>"
    element = f"<t:{name}>{value}</t:{name}>"
    return f"<t:SetItemField>{path}<t:CalendarItem>{element}</t:CalendarItem></t:SetItemField>"


def delete(*ids: str, mode: str = "HardDelete") -> str:
    """Return a DeleteItem."""
    return (
        f'<m:DeleteItem DeleteType="{mode}" SendMeetingCancellations="SendToNone"><m:ItemIds>{"".join(ids)}</m:ItemIds>'
        "</m:DeleteItem>"
    )


def starts(answer: Answer) -> list[str]:
    """Return the starts in an answer."""
    return answer.texts(".//t:CalendarItem/t:Start")


def ids(answer: Answer) -> list[str]:
    """Return the ids of the appointments in an answer."""
    return answer.attributes(".//t:CalendarItem/t:ItemId", "Id")


def children(answer: Answer, path: str = ".//t:CalendarItem") -> list[str]:
    """Return the names of an element's children, in order."""
    return [etree.QName(child).localname for child in answer.find(path) if etree.QName(child).namespace == TYPES]
