"""Meetings between alice, who invites, and bob: requests, and what each of the two sees afterwards."""

from fakeserver.tenant.directory.users import User
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.requirements.asking import create, find, folder, get, ids, item_id, uri
from tests.protocols.ews.requirements.wire import EwsOverTls

TIMES = "<t:Start>2030-03-01T09:00:00Z</t:Start><t:End>2030-03-01T10:00:00Z</t:End>"
#: Four Fridays.
FRIDAYS = (
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Friday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2030-03-01</t:StartDate>"
    "<t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
)
#: What AllProperties of an appointment or of a meeting message does not have.
ASKED = "".join(
    map(
        uri,
        (
            "calendar:ConflictingMeetingCount",
            "calendar:AdjacentMeetingCount",
            "calendar:ConflictingMeetings",
            "calendar:AdjacentMeetings",
            "calendar:StartWallClock",
            "calendar:EndWallClock",
            "calendar:StartTimeZoneId",
            "calendar:EndTimeZoneId",
        ),
    )
)


def people(element: str, *addresses: str) -> str:
    """Return a list of attendees, or nothing for none."""
    listed = "".join(
        f"<t:Attendee><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:Attendee>"
        for address in addresses
    )
    return f"<t:{element}>{listed}</t:{element}>" if listed else ""


def appointment(inside: str = "", times: str = TIMES, subject: str = "Walk") -> str:
    """Return t:CalendarItem: its times, then what else it has, in the schema's order."""
    return f"<t:CalendarItem><t:Subject>{subject}</t:Subject>{times}{inside}</t:CalendarItem>"


def invited(ews: EwsOverTls, before: str = "", after: str = "", send: str = "SendToAllAndSaveCopy") -> str:
    """Let alice invite bob to a meeting; return her item's id.

    Args:
        before: elements between the end and the attendees.
        after: elements after these.
    """
    item = appointment(f"{before}{people('RequiredAttendees', ews.bob.address)}{after}")
    return ids(ews(create(item, invitations=send)))[0]


def within(ews: Ews, where: str, user: User | None = None) -> list[str]:
    """Return the ids of the items in somebody's folder; alice's unless said otherwise."""
    return ews(find(where, base="IdOnly"), user).attributes(".//t:ItemId", "Id")


def only(ews: Ews, where: str, user: User | None = None) -> str:
    """Return the id of the one item of a folder."""
    found = within(ews, where, user)
    assert len(found) == 1, found
    return found[0]


def seen(ews: Ews, where: str, user: User | None = None) -> Answer:
    """Return all that the one item of a folder has."""
    answer = ews(get(only(ews, where, user), more=ASKED), user)
    assert answer.codes == ["NoError"], answer.text
    return answer


def changed(item: str, path: str, element: str, send: str = "SendToAllAndSaveCopy", named: str = "") -> str:
    """Return an UpdateItem of a calendar item.

    Args:
        named: the item's element, where it is not named by its id.
    """
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"'
        f' SendMeetingInvitationsOrCancellations="{send}"><m:ItemChanges><t:ItemChange>{named or item_id(item)}'
        f"<t:Updates><t:SetItemField>{uri(path)}<t:CalendarItem>{element}</t:CalendarItem></t:SetItemField></t:Updates>"
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def removed(item: str, send: str = "SendToAllAndSaveCopy", how: str = "MoveToDeletedItems", named: str = "") -> str:
    """Return a DeleteItem of a calendar item."""
    return (
        f'<m:DeleteItem DeleteType="{how}" SendMeetingCancellations="{send}"><m:ItemIds>{named or item_id(item)}'
        "</m:ItemIds></m:DeleteItem>"
    )


def response(name: str, item: str, inside: str = "", how: str = "SendAndSaveCopy") -> str:
    """Return a CreateItem of a response object to an item."""
    return (
        f'<m:CreateItem MessageDisposition="{how}"><m:Items><t:{name}><t:ReferenceItemId Id="{item}"/>{inside}'
        f"</t:{name}></m:Items></m:CreateItem>"
    )


def occurrence(series: str, index: int) -> str:
    """Return t:OccurrenceItemId."""
    return f'<t:OccurrenceItemId RecurringMasterId="{series}" InstanceIndex="{index}"/>'


def master_of(one: str) -> str:
    """Return t:RecurringMasterItemId."""
    return f'<t:RecurringMasterItemId OccurrenceId="{one}"/>'


def named_get(named: str) -> str:
    """Return a GetItem of an item whose id is given as an element."""
    return (
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        f"<m:ItemIds>{named}</m:ItemIds></m:GetItem>"
    )


def named_to(operation: str, where: str, named: str) -> str:
    """Return a MoveItem or CopyItem of an item whose id is given as an element."""
    return f"<m:{operation}><m:ToFolderId>{folder(where)}</m:ToFolderId><m:ItemIds>{named}</m:ItemIds></m:{operation}>"
