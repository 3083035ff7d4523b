"""Every FieldURI of appointments and of meeting messages: asked for, found, searched, sorted by, set and deleted."""

from collections.abc import Callable
from typing import Final

import pytest

from fakeserver.protocols.ews.properties.table import ALL_ROWS
from tests.protocols.ews.client import Answer
from tests.protocols.ews.requirements.asking import get, item_id, made, uri
from tests.protocols.ews.requirements.meetings import FRIDAYS, appointment, invited, only
from tests.protocols.ews.requirements.wire import EwsOverTls

_PREFIXES: Final = ("calendar:", "meeting:", "meetingRequest:", "meetingCancellation:", "meetingResponse:")
#: What a request may have of each: elements that are more than a text.
_PEOPLE = "<t:Attendee><t:Mailbox><t:EmailAddress>zoe@example.com</t:EmailAddress></t:Mailbox></t:Attendee>"
_MAILBOX = "<t:Mailbox><t:EmailAddress>zoe@example.com</t:EmailAddress></t:Mailbox>"
_OCCURRENCE = (
    '<t:ItemId Id="x"/><t:Start>2030-03-01T09:00:00Z</t:Start><t:End>2030-03-01T10:00:00Z</t:End>'
    "<t:OriginalStart>2030-03-01T09:00:00Z</t:OriginalStart>"
)
_TIME, _YES, _ONE = "2030-03-01T09:30:00Z", "true", "1"
VALUES: Final = {
    **dict.fromkeys(("RequiredAttendees", "OptionalAttendees", "Resources"), _PEOPLE),
    **dict.fromkeys(("FirstOccurrence", "LastOccurrence"), _OCCURRENCE),
    **dict.fromkeys(("StartWallClock", "EndWallClock", "DateTimeStamp", "OriginalStart", "RecurrenceId"), _TIME),
    **dict.fromkeys(("AppointmentReplyTime", "Start"), _TIME),
    "End": "2030-03-01T12:00:00Z",
    **dict.fromkeys(("IsAllDayEvent", "IsMeeting", "IsCancelled", "IsRecurring", "MeetingRequestWasSent"), _YES),
    **dict.fromkeys(("IsResponseRequested", "AllowNewTimeProposal", "IsOnlineMeeting", "IsOrganizer"), _YES),
    "DoNotForwardMeeting": _YES,
    **dict.fromkeys(("ConflictingMeetingCount", "AdjacentMeetingCount", "AppointmentSequenceNumber"), _ONE),
    **dict.fromkeys(("AppointmentState", "ConferenceType"), _ONE),
    "LegacyFreeBusyStatus": "OOF",
    "CalendarItemType": "Single",
    "MyResponseType": "Accept",
    "Organizer": _MAILBOX,
    "InboxReminders": "<t:InboxReminder><t:ReminderOffset>5</t:ReminderOffset></t:InboxReminder>",
    "ModifiedOccurrences": f"<t:Occurrence>{_OCCURRENCE}</t:Occurrence>",
    "DeletedOccurrences": f"<t:DeletedOccurrence><t:Start>{_TIME}</t:Start></t:DeletedOccurrence>",
    "Recurrence": FRIDAYS.removeprefix("<t:Recurrence>").removesuffix("</t:Recurrence>"),
    "MeetingTimeZone": "<t:BaseOffset>-PT1H</t:BaseOffset>",
    "EnhancedLocation": "<t:DisplayName>Lake</t:DisplayName>",
    "OnlineMeetingSettings": (
        "<t:LobbyBypass>Disabled</t:LobbyBypass><t:AccessLevel>Everyone</t:AccessLevel>"
        "<t:Presenters>Everyone</t:Presenters>"
    ),
    **dict.fromkeys(("ConflictingMeetings", "AdjacentMeetings"), "<t:CalendarItem/>"),
}
ZONES: Final = ("StartTimeZone", "EndTimeZone")
#: Not by a client: the service sets them, or works them out.
SETTABLE: Final = frozenset(
    "UID Start End IsAllDayEvent LegacyFreeBusyStatus Location When IsResponseRequested RequiredAttendees "
    "OptionalAttendees Resources InboxReminders Recurrence MeetingTimeZone StartTimeZone EndTimeZone ConferenceType "
    "AllowNewTimeProposal MeetingWorkspaceUrl NetShowUrl EnhancedLocation DoNotForwardMeeting".split()
)
#: Of these, what an appointment can be without.
DELETABLE: Final = frozenset(
    "Location When RequiredAttendees OptionalAttendees Resources InboxReminders Recurrence MeetingWorkspaceUrl "
    "NetShowUrl EnhancedLocation DoNotForwardMeeting".split()
)


ROWS: Final = {
    row.uri: row for row in ALL_ROWS if row.uri.startswith(_PREFIXES) and row.uri != "calendar:IntendedFreeBusyStatus"
}


def element(path: str) -> str:
    """Return the element that sets a property."""
    name = path.partition(":")[2]
    if name in ZONES:
        return f'<t:{name} Id="UTC"/>'
    return f"<t:{name}>{VALUES.get(name, 'x')}</t:{name}>"


def found(ews: EwsOverTls, paths: str = "", query: str = "") -> Answer:
    """Ask for what is in alice's calendar; ``query`` stands before the folder's id."""
    added = f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""
    return ews(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>'
        f'{added}</m:ItemShape>{query}<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/>'
        "</m:ParentFolderIds></m:FindItem>"
    )


def exists(path: str) -> str:
    """Return t:Exists."""
    return f"<t:Exists>{uri(path)}</t:Exists>"


def sorted_by(*paths: str) -> str:
    """Return m:SortOrder."""
    orders = "".join(f'<t:FieldOrder Order="Ascending">{uri(path)}</t:FieldOrder>' for path in paths)
    return f"<m:SortOrder>{orders}</m:SortOrder>"


def updated(ews: EwsOverTls, changes: dict[str, str]) -> dict[str, str]:
    """Make an appointment for each change, and make it; return the code of each."""
    items = made(ews, *[appointment()] * len(changes))
    listed = "".join(
        f"<t:ItemChange>{item_id(item)}<t:Updates>{change}</t:Updates></t:ItemChange>"
        for item, change in zip(items, changes.values(), strict=True)
    )
    answer = ews(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"'
        f' SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges>{listed}</m:ItemChanges></m:UpdateItem>'
    )
    return dict(zip(changes, answer.codes, strict=True))


def test_the_schema_has_no_other(schema_values: Callable[[str], set[str]]) -> None:
    assert {one for one in schema_values("UnindexedFieldURIType") if one.startswith(_PREFIXES)} == ROWS.keys()


def test_each_can_be_asked_for(ews: EwsOverTls) -> None:
    item = invited(ews)
    everything = "".join(map(uri, ROWS))
    asked = ((item, ews.alice), (only(ews, "inbox", ews.bob), ews.bob), (only(ews, "sentitems"), ews.alice))
    for one, user in asked:
        answer = ews(get(one, base="IdOnly", more=everything), user)
        assert answer.codes == ["NoError"]
        assert answer.value(".//t:IsOrganizer") == ("true" if user is ews.alice else "false")


def test_each_is_found_or_refused(ews: EwsOverTls) -> None:
    invited(ews)
    shown = found(ews, "".join(uri(path) for path, row in ROWS.items() if row.findable))
    assert (shown.codes, shown.value(".//t:MyResponseType")) == (["NoError"], "Organizer")
    for path in (path for path, row in ROWS.items() if not row.findable):
        assert found(ews, uri(path)).codes == ["ErrorInvalidPropertyForOperation"], path


def test_each_is_searched_and_sorted_by_or_refused(ews: EwsOverTls) -> None:
    invited(ews)
    # What has parts is compared with nothing.
    searched = [path for path, row in ROWS.items() if row.searchable and row.type.constant is not None]
    every = "".join(map(exists, searched))
    # No more than six of an order.
    orders = [sorted_by(*searched[start : start + 6]) for start in range(0, len(searched), 6)]
    for query in (f"<m:Restriction><t:Or>{every}</t:Or></m:Restriction>", *orders):
        answer = found(ews, query=query)
        assert (answer.codes, len(answer.all(".//t:CalendarItem"))) == (["NoError"], 1)
    for path in ROWS.keys() - set(searched):
        for query in (f"<m:Restriction>{exists(path)}</m:Restriction>", sorted_by(path)):
            [code] = found(ews, query=query).codes
            assert code in ("ErrorUnsupportedPathForQuery", "ErrorUnsupportedPathForSortGroup"), path


def test_each_is_set_or_refused(ews: EwsOverTls) -> None:
    changes = {
        path: f"<t:SetItemField>{uri(path)}<t:CalendarItem>{element(path)}</t:CalendarItem></t:SetItemField>"
        for path in ROWS
        if path.startswith("calendar:")
    }
    codes = updated(ews, changes)
    assert {path.partition(":")[2] for path, code in codes.items() if code == "NoError"} == SETTABLE
    assert {code for code in codes.values() if code != "NoError"} == {"ErrorInvalidPropertySet"}


def test_each_is_deleted_or_refused(ews: EwsOverTls) -> None:
    changes = {
        path: f"<t:DeleteItemField>{uri(path)}</t:DeleteItemField>" for path in ROWS if path.startswith("calendar:")
    }
    codes = updated(ews, changes)
    assert {path.partition(":")[2] for path, code in codes.items() if code == "NoError"} == DELETABLE
    assert {code for code in codes.values() if code != "NoError"} == {"ErrorInvalidPropertyDelete"}


@pytest.mark.parametrize(
    "path", ["calendar:HideAttendees", "meeting:Start", "meetingCancellation:Start", "Calendar:Start"]
)
def test_what_the_schema_does_not_have_is_refused(ews: EwsOverTls, path: str) -> None:
    assert ews.faulted(get("x", more=uri(path))) == "ErrorSchemaValidation"
