"""Where and how a meeting takes place, its zone and its recurrence (MS-OXWSMTGS, first scenario)."""

from base64 import b64encode

from tests.protocols.ews.requirements.asking import create, get, made, uri
from tests.protocols.ews.requirements.full_items import TASK_RANGES, TASK_RECURRENCES
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import (
    FRIDAYS,
    TIMES,
    appointment,
    changed,
    invited,
    named_get,
    occurrence,
    only,
    people,
    removed,
    response,
    seen,
    within,
)
from tests.protocols.ews.requirements.wire import EwsOverTls

PLACE = (
    "<t:EnhancedLocation><t:DisplayName>Lake</t:DisplayName><t:Annotation>by the hut</t:Annotation><t:PostalAddress>"
    "<t:City>Bath</t:City><t:Latitude>51.5</t:Latitude><t:LocationSource>PhonebookServices</t:LocationSource>"
    "</t:PostalAddress></t:EnhancedLocation>"
)
ZONE = (
    '<t:MeetingTimeZone TimeZoneName="Berlin"><t:BaseOffset>-PT1H</t:BaseOffset><t:Standard TimeZoneName="Winter">'
    "<t:Offset>PT0H</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek>"
    "<t:DayOfWeekIndex>Last</t:DayOfWeekIndex><t:Month>October</t:Month></t:RelativeYearlyRecurrence>"
    '<t:Time>03:00:00</t:Time></t:Standard><t:Daylight TimeZoneName="Summer"><t:Offset>-PT1H</t:Offset>'
    "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex>"
    "<t:Month>March</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time></t:Daylight></t:MeetingTimeZone>"
)
TEAMS = "https://teams.microsoft.com/l/meetup-join/x/0"


@holds("MS-OXWSMTGS", 169, 299, 1047)
def test_when_in_words_is_the_organizers_alone(ews: EwsOverTls) -> None:
    whom = people("RequiredAttendees", ews.bob.address)
    times = f"{TIMES}<t:When>After breakfast</t:When>"
    ews(create(appointment(whom, times=times), invitations="SendToAllAndSaveCopy"))
    assert seen(ews, "calendar").value(".//t:When") == "After breakfast"
    for where in ("inbox", "calendar"):
        assert seen(ews, where, ews.bob).texts(".//t:When") == []


@holds("MS-OXWSMTGS", 542, 543, 544, 696, 697, 707, 80003, 80011)
def test_a_place_is_told_to_all(ews: EwsOverTls) -> None:
    item = invited(ews, after=PLACE)
    shown = [ews(get(item)), seen(ews, "inbox", ews.bob), seen(ews, "calendar", ews.bob)]
    ews(response("AcceptItem", only(ews, "inbox", ews.bob)), ews.bob)
    shown.append(seen(ews, "inbox"))
    ews(removed(item))
    shown.append(seen(ews, "inbox", ews.bob))
    for answer in shown:
        assert answer.value(".//t:EnhancedLocation/t:DisplayName") == "Lake"
        assert answer.value(".//t:EnhancedLocation/t:Annotation") == "by the hut"
        assert answer.value(".//t:PostalAddress/t:City") == "Bath"
        assert answer.value(".//t:PostalAddress/t:Latitude") == "51.5"
        assert answer.value(".//t:PostalAddress/t:LocationSource") == "PhonebookServices"
        assert answer.value(".//t:Location") == "Lake"
    kinds = ("CalendarItem", "MeetingRequest", "CalendarItem", "MeetingResponse", "MeetingCancellation")
    assert all(answer.all(f".//t:{kind}/t:EnhancedLocation") for kind, answer in zip(kinds, shown, strict=True))


def test_another_location_is_another_place(ews: EwsOverTls) -> None:
    [item] = made(ews, appointment(PLACE))
    assert ews(changed(item, "calendar:Location", "<t:Location>Hall</t:Location>", "SendToNone")).codes == ["NoError"]
    shown = ews(get(item))
    assert (shown.value(".//t:Location"), shown.all(".//t:EnhancedLocation")) == ("Hall", [])
    nameless = PLACE.replace("<t:DisplayName>Lake</t:DisplayName>", "")
    refused = changed(item, "calendar:EnhancedLocation", nameless, "SendToNone")
    assert ews.faulted(refused) == "ErrorSchemaValidation"


@holds("MS-OXWSMTGS", 355, 35500, 35501, 35502, 361, 363, 767)
def test_a_request_says_how_the_meeting_is_held(ews: EwsOverTls) -> None:
    links = (
        "<t:MeetingWorkspaceUrl>http://lake.example/a,b</t:MeetingWorkspaceUrl>"
        "<t:NetShowUrl>http://net.example</t:NetShowUrl>"
    )
    for kind in ("0", "1", "2"):
        invited(ews, after=f"<t:ConferenceType>{kind}</t:ConferenceType>{links}")
    requests = [ews(get(one), ews.bob) for one in within(ews, "inbox", ews.bob)]
    assert sorted(one.value(".//t:MeetingRequest/t:ConferenceType") for one in requests) == ["0", "1", "2"]
    for one in requests:
        assert one.value(".//t:MeetingWorkspaceUrl") == "http://lake.example/a,b"
        assert one.value(".//t:NetShowUrl") == "http://net.example"
        assert one.value(".//t:MeetingRequest/t:IsOnlineMeeting") == "false"


@holds("MS-OXWSMTGS", 359, 746, 766)
def test_a_teams_meeting_is_online(ews: EwsOverTls) -> None:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Contoso//Tests//EN\r\nBEGIN:VEVENT\r\nUID:teams\r\n"
        f"DTSTAMP:20300101T000000Z\r\nSUMMARY:Walk\r\nX-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}\r\n"
        "DTSTART:20300301T090000Z\r\nDTEND:20300301T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    content = f"<t:MimeContent>{b64encode(event.encode()).decode()}</t:MimeContent>"
    whom = people("RequiredAttendees", ews.bob.address)
    item = f"<t:CalendarItem>{content}{whom}</t:CalendarItem>"
    assert ews(create(item, invitations="SendToAllAndSaveCopy")).codes == ["NoError"]
    for answer in (seen(ews, "calendar"), seen(ews, "inbox", ews.bob), seen(ews, "calendar", ews.bob)):
        assert answer.value(".//t:IsOnlineMeeting") == "true"
    for answer in (seen(ews, "calendar"), seen(ews, "calendar", ews.bob)):
        assert answer.value(".//t:JoinOnlineMeetingUrl") == TEAMS


@holds("MS-OXWSMTGS", 28502)
def test_nobody_knows_how_busy_they_will_be(ews: EwsOverTls) -> None:
    item = invited(ews, before="<t:LegacyFreeBusyStatus>NoData</t:LegacyFreeBusyStatus>")
    assert seen(ews, "calendar").value(".//t:LegacyFreeBusyStatus") == "NoData"
    ews(changed(item, "calendar:Location", "<t:Location>Hall</t:Location>", "SendOnlyToAll"))
    assert seen(ews, "inbox", ews.bob).value(".//t:IntendedFreeBusyStatus") == "NoData"


@holds("MS-OXWSMTGS", 399, 401, 403, 407, 409, 411, 585, 1053)
def test_a_series_has_the_zone_of_2007(ews: EwsOverTls) -> None:
    single, series = made(ews, appointment(ZONE), appointment(FRIDAYS + ZONE))
    shown = ews(get(series))
    zone = shown.find(".//t:MeetingTimeZone")
    assert zone.get("TimeZoneName") == "Berlin"
    assert shown.value(".//t:MeetingTimeZone/t:BaseOffset") == "-PT1H"
    for change, name, offset, time in (
        ("Standard", "Winter", "PT0S", "03:00:00"),
        ("Daylight", "Summer", "-PT1H", "02:00:00"),
    ):
        assert shown.attribute(f".//t:{change}", "TimeZoneName") == name
        assert shown.value(f".//t:{change}/t:Offset") == offset
        assert shown.value(f".//t:{change}/t:Time").startswith(time)
    for other in (ews(get(single)), ews(named_get(occurrence(series, 2)))):
        assert other.codes == ["NoError"]
        assert other.all(".//t:MeetingTimeZone") == []
    asked = ews(get(single, base="IdOnly", more=uri("calendar:MeetingTimeZone")))
    assert (asked.codes, asked.all(".//t:MeetingTimeZone")) == (["NoError"], [])


@holds("MS-OXWSMTGS", 390, 391)
def test_each_pattern_in_each_range(ews: EwsOverTls) -> None:
    patterns = [one for one in TASK_RECURRENCES if "Regeneration" not in one]
    times = TIMES.replace("2030-03-01", "2030-05-04")
    recurrences = [f"<t:Recurrence>{pattern}{end}</t:Recurrence>" for pattern in patterns for end in TASK_RANGES]
    series = made(ews, *(appointment(one, times=times) for one in recurrences))
    shown = ews(get(*series, base="IdOnly", more=uri("calendar:Recurrence") + uri("calendar:CalendarItemType")))
    assert shown.texts(".//t:CalendarItemType") == ["RecurringMaster"] * len(recurrences)
    kept = ["".join(child.tag.rpartition("}")[2] for child in one) for one in shown.all(".//t:Recurrence")]
    names = [one.partition(">")[0][3:] for pattern in patterns for one in [pattern] * len(TASK_RANGES)]
    ends = ["NoEndRecurrence", "EndDateRecurrence", "NumberedRecurrence"] * len(patterns)
    assert kept == [f"{name}{end}" for name, end in zip(names, ends, strict=True)]
    assert shown.texts(".//t:NumberedRecurrence/t:NumberOfOccurrences") == ["5"] * len(patterns)
    assert [day[:10] for day in shown.texts(".//t:EndDateRecurrence/t:EndDate")] == ["2031-05-04"] * len(patterns)


@holds("MS-OXWSMTGS", 345, 347)
def test_a_request_lists_what_differs_in_the_series(ews: EwsOverTls) -> None:
    series = invited(ews, after=FRIDAYS)
    later = "<t:End>2030-03-08T11:00:00Z</t:End>"
    assert ews(changed("", "calendar:End", later, "SendToNone", occurrence(series, 2))).codes == ["NoError"]
    assert ews(removed("", "SendToNone", named=occurrence(series, 3))).codes == ["NoError"]
    assert ews(changed(series, "calendar:Location", "<t:Location>Hall</t:Location>")).codes == ["NoError"]
    request = seen(ews, "inbox", ews.bob)
    assert request.texts(".//t:ModifiedOccurrences/t:Occurrence/t:End") == ["2030-03-08T11:00:00Z"]
    assert request.texts(".//t:DeletedOccurrences/t:DeletedOccurrence/t:Start") == ["2030-03-15T09:00:00Z"]


def test_an_update_says_what_was_before(ews: EwsOverTls) -> None:
    item = invited(ews, before="<t:Location>Lake</t:Location>")
    assert seen(ews, "inbox", ews.bob).all(".//t:ChangeHighlights") == []
    for path, element, expected in (
        ("calendar:Location", "<t:Location>Hall</t:Location>", ("true", "Lake", "false", "false")),
        ("item:Subject", "<t:Subject>Swim</t:Subject>", ("false", "", "false", "false")),
        ("calendar:End", "<t:End>2030-03-01T11:00:00Z</t:End>", ("false", "", "false", "true")),
    ):
        assert ews(changed(item, path, element)).codes == ["NoError"]
        shown = seen(ews, "inbox", ews.bob)
        names = ("HasLocationChanged", "Location", "HasStartTimeChanged", "HasEndTimeChanged")
        found = tuple("".join(shown.texts(f".//t:ChangeHighlights/t:{name}")) for name in names)
        assert found == expected
    assert shown.texts(".//t:ChangeHighlights/t:End") == ["2030-03-01T10:00:00Z"]
