"""Appointments and meetings as their owners and those invited see them (MS-OXWSMTGS, first scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import create, get, ids, made, to_folder
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import (
    ASKED,
    FRIDAYS,
    TIMES,
    appointment,
    changed,
    invited,
    named_get,
    occurrence,
    people,
    removed,
    seen,
    within,
)
from tests.protocols.ews.requirements.wire import EwsOverTls

NOON = "<t:Start>2030-03-01T10:00:00Z</t:Start><t:End>2030-03-01T11:00:00Z</t:End>"
STATES = ("Busy", "Free", "NoData", "OOF", "Tentative", "WorkingElsewhere")


@holds("MS-OXWSMTGS", 53, 151, 157, 159, 163, 167, 720, 721, 699, 700, 701, 702)
@pytest.mark.parametrize("all_day", ["true", "false"])
def test_a_single_appointment(ews: EwsOverTls, all_day: str) -> None:
    midnight = TIMES.replace("01T09", "01T00").replace("01T10", "02T00") if all_day == "true" else TIMES
    [item] = made(
        ews,
        appointment(
            f"<t:IsAllDayEvent>{all_day}</t:IsAllDayEvent><t:Location>Lake</t:Location>", f"<t:UID>u1</t:UID>{midnight}"
        ),
    )
    shown = ews(get(item, more=ASKED))
    assert shown.value(".//t:CalendarItemType") == "Single"
    assert shown.value(".//t:UID") == "u1"
    assert f"<t:Start>{shown.value('.//t:Start')}</t:Start>" in midnight
    assert f"<t:End>{shown.value('.//t:End')}</t:End>" in midnight
    assert (shown.value(".//t:IsAllDayEvent"), shown.value(".//t:Location")) == (all_day, "Lake")
    assert shown.value(".//t:StartWallClock").startswith(shown.value(".//t:Start")[:-1])
    assert shown.value(".//t:EndWallClock").startswith(shown.value(".//t:End")[:-1])
    assert (shown.value(".//t:StartTimeZoneId"), shown.value(".//t:EndTimeZoneId")) == ("UTC", "UTC")


@holds("MS-OXWSMTGS", 16500, 16501, 16502, 16503, 16504)
@holds("MS-OXWSCDATA", 4001)
@pytest.mark.parametrize("state", STATES)
def test_each_state_of_a_time(ews: EwsOverTls, state: str) -> None:
    [item] = made(ews, appointment(f"<t:LegacyFreeBusyStatus>{state}</t:LegacyFreeBusyStatus>"))
    assert ews(get(item)).value(".//t:LegacyFreeBusyStatus") == state


@holds("MS-OXWSMTGS", 28500, 28501, 28503, 28504, 284)
@pytest.mark.parametrize("state", ["Busy", "Free", "OOF", "Tentative"])
def test_each_intended_state(ews: EwsOverTls, state: str) -> None:
    invited(ews, before=f"<t:LegacyFreeBusyStatus>{state}</t:LegacyFreeBusyStatus>")
    assert seen(ews, "inbox", ews.bob).value(".//t:IntendedFreeBusyStatus") == state


@holds("MS-OXWSMTGS", 171, 177, 185, 187, 189, 191, 209, 514, 555, 728, 729, 731, 734, 735, 738, 739, 18407)
@holds("MS-OXWSMTGS", 315, 317, 319, 313, 312)
def test_a_meeting_on_both_sides(ews: EwsOverTls) -> None:
    carol, room = (ews.tenant.add_user(name) for name in ("carol", "room"))
    [alone] = made(ews, appointment(times=NOON, subject="Alone"))
    answer = ews(get(alone))
    assert (answer.value(".//t:IsMeeting"), answer.value(".//t:AppointmentState")) == ("false", "0")
    assert answer.value(".//t:MeetingRequestWasSent") == "false"
    whom = {"RequiredAttendees": ews.bob, "OptionalAttendees": carol, "Resources": room}
    listed = "".join(people(name, user.address) for name, user in whom.items())
    [item] = ids(ews(create(appointment(listed), invitations="SendToAllAndSaveCopy")))
    mine = ews(get(item))
    assert (mine.value(".//t:IsMeeting"), mine.value(".//t:AppointmentState")) == ("true", "1")
    assert (mine.value(".//t:MeetingRequestWasSent"), mine.value(".//t:IsCancelled")) == ("true", "false")
    assert mine.value(".//t:Organizer/t:Mailbox/t:EmailAddress") == ews.alice.address
    for name, user in whom.items():
        assert mine.texts(f".//t:{name}//t:EmailAddress") == [user.address]
    theirs, request = seen(ews, "calendar", ews.bob), seen(ews, "inbox", ews.bob)
    for shown in (theirs, request):
        assert shown.value(".//t:AppointmentState") == "3"
        assert shown.texts(".//t:RequiredAttendees//t:EmailAddress") == [ews.bob.address]
        assert shown.texts(".//t:OptionalAttendees//t:EmailAddress") == [carol.address]
        assert shown.value(".//t:Organizer/t:Mailbox/t:EmailAddress") == ews.alice.address


@holds("MS-OXWSMTGS", 193, 195, 197, 199, 192, 194, 196, 198, 321, 323, 325, 327, 320, 322, 326)
@holds("MS-OXWSCDATA", 1205, 8852)
def test_what_lies_at_the_same_time_and_beside(ews: EwsOverTls) -> None:
    busy = [ids(ews(create(appointment(times=times), to="calendar"), ews.bob))[0] for times in (TIMES, NOON)]
    invited(ews)
    shown = seen(ews, "inbox", ews.bob)
    assert (shown.value(".//t:ConflictingMeetingCount"), shown.value(".//t:AdjacentMeetingCount")) == ("1", "1")
    assert shown.attributes(".//t:ConflictingMeetings//t:ItemId", "Id") == busy[:1]
    assert shown.attributes(".//t:AdjacentMeetings//t:ItemId", "Id") == busy[1:]
    own = ews(get(busy[0], more=ASKED), ews.bob)
    assert own.value(".//t:ConflictingMeetingCount") == "1"
    assert own.attributes(".//t:AdjacentMeetings//t:ItemId", "Id") == busy[1:]


@holds("MS-OXWSMTGS", 263, 267, 269, 274, 278, 282, 286, 287, 293, 296, 297, 300, 301, 302, 303, 304, 305, 306, 307)
@holds("MS-OXWSMTGS", 308, 309, 314, 316, 328, 329, 330, 334, 335, 336, 337, 499, 500, 755, 756, 759, 761, 762, 763)
@holds("MS-OXWSMTGS", 7561, 708, 709, 710, 711, 2189, 262, 281, 80004, 80049, 265, 749, 266)
def test_what_a_request_says(ews: EwsOverTls) -> None:
    item = invited(ews, before="<t:Location>Lake</t:Location>")
    shown = seen(ews, "inbox", ews.bob)
    [appointed] = within(ews, "calendar", ews.bob)
    assert shown.attribute(".//t:AssociatedCalendarItemId", "Id") == appointed
    expected = {
        "Start": "2030-03-01T09:00:00Z",
        "End": "2030-03-01T10:00:00Z",
        "Location": "Lake",
        "IsDelegated": "false",
        "IsOutOfDate": "false",
        "IsOrganizer": "false",
        "IsAllDayEvent": "false",
        "IsMeeting": "true",
        "IsCancelled": "false",
        "IsRecurring": "false",
        "MeetingRequestWasSent": "true",
        "CalendarItemType": "Single",
        "Duration": "PT1H",
        "TimeZone": "(UTC) Coordinated Universal Time",
        "StartWallClock": "2030-03-01T09:00:00Z",
        "EndWallClock": "2030-03-01T10:00:00Z",
        "StartTimeZoneId": "UTC",
        "EndTimeZoneId": "UTC",
        "AppointmentSequenceNumber": "0",
        "AppointmentState": "3",
        "UID": ews(get(item)).value(".//t:UID"),
    }
    assert {name: shown.value(f".//t:MeetingRequest/t:{name}") for name in expected} == expected


@holds("MS-OXWSMTGS", 900, 901, 902, 260)
def test_what_a_cancellation_says(ews: EwsOverTls) -> None:
    ews(removed(invited(ews, before="<t:Location>Lake</t:Location>")))
    shown = seen(ews, "inbox", ews.bob)
    assert shown.value(".//t:MeetingCancellation/t:Start") == "2030-03-01T09:00:00Z"
    assert shown.value(".//t:MeetingCancellation/t:End") == "2030-03-01T10:00:00Z"
    assert shown.value(".//t:MeetingCancellation/t:Location") == "Lake"


@holds("MS-OXWSMTGS", 903, 305, 339, 341, 343, 760, 338, 340, 342)
def test_a_series_is_sent_as_one(ews: EwsOverTls) -> None:
    item = invited(ews, after=FRIDAYS)
    shown = seen(ews, "inbox", ews.bob)
    assert shown.value(".//t:MeetingRequest/t:IsRecurring") == "true"
    assert shown.value(".//t:MeetingRequest/t:CalendarItemType") == "RecurringMaster"
    assert shown.value(".//t:MeetingRequest/t:Recurrence//t:DaysOfWeek") == "Friday"
    assert shown.value(".//t:FirstOccurrence/t:Start") == "2030-03-01T09:00:00Z"
    assert shown.value(".//t:LastOccurrence/t:Start") == "2030-03-22T09:00:00Z"
    ews(removed(item))
    assert seen(ews, "inbox", ews.bob).value(".//t:MeetingCancellation/t:Recurrence//t:DaysOfWeek") == "Friday"


@holds("MS-OXWSMTGS", 54, 55, 56, 161, 213, 215, 217, 219, 373, 377, 381, 383, 385, 387)
def test_a_series_lists_what_differs(ews: EwsOverTls) -> None:
    [series] = made(ews, appointment(FRIDAYS))
    later = "<t:End>2030-03-08T11:00:00Z</t:End>"
    answer = ews(changed("", "calendar:End", later, "SendToNone", occurrence(series, 2)))
    assert answer.codes == ["NoError"]
    assert ews(removed("", "SendToNone", named=occurrence(series, 3))).codes == ["NoError"]
    shown = ews(get(series))
    assert shown.value(".//t:CalendarItemType") == "RecurringMaster"
    assert shown.texts(".//t:ModifiedOccurrences/t:Occurrence/t:Start") == ["2030-03-08T09:00:00Z"]
    assert shown.texts(".//t:ModifiedOccurrences/t:Occurrence/t:End") == ["2030-03-08T11:00:00Z"]
    assert shown.texts(".//t:ModifiedOccurrences/t:Occurrence/t:OriginalStart") == ["2030-03-08T09:00:00Z"]
    assert shown.texts(".//t:DeletedOccurrences/t:DeletedOccurrence/t:Start") == ["2030-03-15T09:00:00Z"]
    assert shown.value(".//t:FirstOccurrence/t:Start") == "2030-03-01T09:00:00Z"
    assert shown.value(".//t:LastOccurrence/t:Start") == "2030-03-22T09:00:00Z"
    exception = ews(named_get(occurrence(series, 2)))
    assert exception.value(".//t:CalendarItemType") == "Exception"
    assert exception.value(".//t:OriginalStart") == "2030-03-08T09:00:00Z"
    [listed] = shown.attributes(".//t:ModifiedOccurrences/t:Occurrence/t:ItemId", "Id")
    assert listed == exception.attribute(".//t:ItemId", "Id")
    assert ews(named_get(occurrence(series, 4))).value(".//t:CalendarItemType") == "Occurrence"


@holds("MS-OXWSMTGS", 276, 277)
def test_a_message_names_its_occurrence(ews: EwsOverTls) -> None:
    series = invited(ews, after=FRIDAYS)
    location = "<t:Location>Bridge</t:Location>"
    ews(changed("", "calendar:Location", location, named=occurrence(series, 2)))
    named = [
        answer.value(".//t:RecurrenceId")
        for one in within(ews, "inbox", ews.bob)
        if (answer := ews(get(one), ews.bob)).all(".//t:RecurrenceId")
    ]
    assert named == ["2030-03-08T09:00:00Z"]


@holds("MS-OXWSMTGS", 1188, 1189, 1226, 1227, 602, 640)
@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_messages_and_appointments_go_elsewhere(ews: EwsOverTls, operation: str) -> None:
    invited(ews)
    for name in ("inbox", "calendar"):
        [one] = within(ews, name, ews.bob)
        answer = ews(to_folder(operation, "deleteditems", one), ews.bob)
        assert answer.codes == ["NoError"]
        [there] = ids(answer)
        assert ews(get(there), ews.bob).value(".//t:Subject") == "Walk"
        assert (one in within(ews, name, ews.bob)) == (operation == "CopyItem")


@holds("MS-OXWSMTGS", 233, 235, 231, 747)
def test_addresses_of_a_meeting(ews: EwsOverTls) -> None:
    links = (
        "<t:MeetingWorkspaceUrl>http://lake.example</t:MeetingWorkspaceUrl>"
        "<t:NetShowUrl>http://net.example</t:NetShowUrl>"
    )
    item = invited(ews, after=links)
    mine = ews(get(item))
    assert mine.value(".//t:MeetingWorkspaceUrl") == "http://lake.example"
    assert mine.value(".//t:NetShowUrl") == "http://net.example"
    assert mine.value(".//t:IsOnlineMeeting") == "false"


@holds("MS-OXWSMTGS", 516, 742, 743, 2184)
@pytest.mark.parametrize("kind", ["0", "1", "2"])
def test_each_kind_of_conference(ews: EwsOverTls, kind: str) -> None:
    [item] = made(ews, appointment(f"<t:ConferenceType>{kind}</t:ConferenceType>"))
    assert ews(get(item)).value(".//t:ConferenceType") == kind
