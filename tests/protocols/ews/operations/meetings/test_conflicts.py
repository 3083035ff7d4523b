"""ConflictingMeetingCount, AdjacentMeetingCount and the lists beside them."""

from tests.protocols.ews.operations.meetings.meetings import BOB, Meetings


def other(meetings: Meetings, subject: str, start: str, end: str, more: str = "") -> None:
    answer = meetings.ews(
        f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>{subject}</t:Subject>'
        f"<t:Start>2027-01-05T{start}:00Z</t:Start><t:End>2027-01-05T{end}:00Z</t:End>{more}</t:CalendarItem></m:Items>"
        "</m:CreateItem>",
        meetings.bob,
    )
    assert answer.codes == ["NoError"]


def test_what_lies_beside_a_request_and_its_appointment(meetings: Meetings) -> None:
    other(meetings, "overlaps", "10:30", "12:00")
    other(meetings, "within", "10:15", "10:30")
    other(meetings, "before", "09:00", "10:00")
    other(meetings, "after", "11:00", "11:30")
    other(meetings, "elsewhere", "12:00", "13:00")
    other(meetings, "free", "10:00", "11:00", "<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus>")
    meetings.invite(BOB)
    request = meetings.the(meetings.bob)
    appointment = next(one for one in meetings.items(meetings.bob, "calendar") if one.subject == "Plan")
    for item in (request, appointment):
        answer = meetings.get(item, meetings.bob)
        assert answer.value(".//t:ConflictingMeetingCount") == "2"
        assert answer.value(".//t:AdjacentMeetingCount") == "2"
        assert answer.texts(".//t:ConflictingMeetings/t:CalendarItem/t:Subject") == ["within", "overlaps"]
        assert answer.texts(".//t:AdjacentMeetings/t:CalendarItem/t:Subject") == ["before", "after"]
        assert answer.texts(".//t:AdjacentMeetings/t:CalendarItem/t:Start") == [
            "2027-01-05T09:00:00Z",
            "2027-01-05T11:00:00Z",
        ]


def test_one_of_a_series_lies_beside_a_meeting(meetings: Meetings) -> None:
    daily = (
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
        "<t:StartDate>2027-01-01Z</t:StartDate><t:NumberOfOccurrences>10</t:NumberOfOccurrences>"
        "</t:NumberedRecurrence></t:Recurrence>"
    )
    answer = meetings.ews(
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>daily</t:Subject>'
        f"<t:Start>2027-01-01T10:30:00Z</t:Start><t:End>2027-01-01T10:45:00Z</t:End>{daily}</t:CalendarItem></m:Items>"
        "</m:CreateItem>",
        meetings.bob,
    )
    assert answer.codes == ["NoError"]
    meetings.invite(BOB)
    answer = meetings.get(meetings.the(meetings.bob), meetings.bob)
    assert answer.texts(".//t:ConflictingMeetings/t:CalendarItem/t:Start") == ["2027-01-05T10:30:00Z"]


def test_a_meeting_alone_in_its_time_has_none(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    assert not meetings.get(item).all(".//t:ConflictingMeetings")
    answer = meetings.get(meetings.the(meetings.bob), meetings.bob)
    assert answer.value(".//t:ConflictingMeetingCount") == "0"
    assert not answer.all(".//t:AdjacentMeetings")
