"""GetUserAvailability: when people could meet."""

import pytest
from lxml import etree

from fakeserver import WorkingHours
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.availability.asking import (
    BERLIN_ZONE,
    UTC_ZONE,
    appointment,
    asked,
    free_busy,
    mailbox_data,
    suggestions,
)


def of(ews: Ews, *addresses: str, before: str = "", excluded: str = "false", zone: str = UTC_ZONE) -> Answer:
    return ews(asked(mailbox_data(*addresses, excluded=excluded), suggestions(before=before), zone=zone))


def options(**values: object) -> str:
    return "".join(f"<t:{name}>{value}</t:{name}>" for name, value in values.items())


def both(ews: Ews, **values: object) -> Answer:
    return of(ews, ews.alice.address, ews.bob.address, before=options(**values))


def test_the_first_times_that_suit_both(ews: Ews) -> None:
    # The documentation's sample: exchange-web-services/how-to-get-free-busy-information-by-using-ews-in-exchange.
    ews.bob.working_hours = WorkingHours(start="09:00")
    appointment(ews.mailbox, "2026-02-13 08:00", "2026-02-13 10:00", free_busy_status=FreeBusyStatus.FREE)
    appointment(ews.mailbox, "2026-02-13 11:00", "2026-02-13 12:00")
    before = options(
        GoodThreshold=49,
        MaximumResultsByDay=2,
        MaximumNonWorkHourResultsByDay=0,
        MeetingDurationInMinutes=60,
        MinimumSuggestionQuality="Good",
    )
    answer = ews(
        asked(mailbox_data(ews.alice.address, ews.bob.address), free_busy(view="FreeBusy"), suggestions(before=before))
    )
    assert [etree.QName(part).localname for part in answer.element] == ["FreeBusyResponseArray", "SuggestionsResponse"]
    assert answer.codes == ["NoError"] * 3
    (day,) = answer.all(".//m:SuggestionDayResultArray/t:SuggestionDayResult")
    assert [part.text for part in day][:2] == ["2026-02-13T00:00:00", "Excellent"]
    assert answer.texts(".//t:MeetingTime") == ["2026-02-13T09:00:00", "2026-02-13T09:30:00"]
    assert answer.texts(".//t:IsWorkTime") == ["true", "true"]
    assert answer.texts(".//t:SuggestionQuality") == ["Excellent", "Excellent"]
    assert answer.texts(".//t:IndividualAttendeeConflictData/t:BusyType") == ["Free"] * 4


def test_suggestions_alone(ews: Ews) -> None:
    answer = both(ews)
    assert [etree.QName(part).localname for part in answer.element] == ["SuggestionsResponse"]
    # By default an hour is looked for, ten times a day, from 8:00 to 17:00.
    assert answer.texts(".//t:MeetingTime") == [
        f"2026-02-13T{8 + half // 2:02}:{half % 2 * 30:02}:00" for half in range(10)
    ]


@pytest.mark.parametrize(
    ("threshold", "busy", "quality"),
    [
        (25, 0, "Excellent"),
        (25, 1, "Good"),
        (26, 1, "Fair"),
        (50, 1, "Fair"),
        (0, 2, "Good"),
        (25, 2, "Fair"),
        (25, 3, "Poor"),
    ],
)
def test_how_many_are_free_makes_the_quality(ews: Ews, threshold: int, busy: int, quality: str) -> None:
    people = [ews.alice, ews.bob, ews.tenant.add_user("carol"), ews.tenant.add_user("dora")]
    for person in people[:busy]:
        appointment(person.mailbox, "2026-02-13 00:00", "2026-02-14 00:00")
    before = options(GoodThreshold=threshold, MaximumResultsByDay=1, MinimumSuggestionQuality="Poor")
    answer = of(ews, *(person.address for person in people), before=before)
    assert answer.texts(".//t:SuggestionQuality") == [quality]
    assert answer.texts(".//t:DayQuality") == [quality]
    assert answer.texts(".//t:BusyType") == ["Busy"] * busy + ["Free"] * (4 - busy)


def test_a_poor_day_has_no_times(ews: Ews) -> None:
    for person in (ews.alice, ews.bob):
        appointment(person.mailbox, "2026-02-13 00:00", "2026-02-14 00:00")
    answer = both(ews)
    assert answer.texts(".//t:DayQuality") == ["Poor"]
    assert len(answer.find(".//t:SuggestionArray")) == 0


def test_the_best_come_first_and_then_the_earliest(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 08:00", "2026-02-13 16:00", free_busy_status=FreeBusyStatus.TENTATIVE)
    answer = both(ews, MaximumResultsByDay=3)
    assert answer.texts(".//t:MeetingTime") == [
        "2026-02-13T16:00:00", "2026-02-13T08:00:00", "2026-02-13T08:30:00",
    ]  # fmt: skip
    assert answer.texts(".//t:SuggestionQuality") == ["Excellent", "Fair", "Fair"]
    assert answer.texts(".//t:BusyType")[2:4] == ["Tentative", "Free"]


def test_a_meeting_must_fit_before_the_next_appointment(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 09:31", "2026-02-13 16:00")
    answer = both(ews, MeetingDurationInMinutes=90, MaximumResultsByDay=48, MinimumSuggestionQuality="Excellent")
    assert answer.texts(".//t:MeetingTime") == ["2026-02-13T08:00:00"]
    answer = both(ews, MeetingDurationInMinutes=30, MaximumResultsByDay=48, MinimumSuggestionQuality="Excellent")
    assert answer.texts(".//t:MeetingTime") == [
        f"2026-02-13T{time}:00" for time in ("08:00", "08:30", "09:00", "16:00", "16:30")
    ]


def test_times_outside_working_hours(ews: Ews) -> None:
    ews.bob.working_hours = WorkingHours(["Monday"])
    assert both(ews).texts(".//t:MeetingTime") == []
    assert both(ews).texts(".//t:DayQuality") == ["Poor"]
    answer = both(ews, MaximumNonWorkHourResultsByDay=2)
    assert answer.texts(".//t:MeetingTime") == ["2026-02-13T00:00:00", "2026-02-13T00:30:00"]
    assert answer.texts(".//t:IsWorkTime") == ["false", "false"]
    ews.bob.working_hours = None
    assert len(both(ews).texts(".//t:MeetingTime")) == 10


def test_working_hours_are_by_each_owners_clocks(ews: Ews) -> None:
    ews.alice.time_zone, ews.bob.time_zone = "W. Europe Standard Time", "Eastern Standard Time"
    answer = of(ews, ews.alice.address, ews.bob.address, before=options(MaximumResultsByDay=48), zone=BERLIN_ZONE)
    # 8:00 in New York is 14:00 in Berlin, where work ends at 17:00.
    assert answer.texts(".//t:MeetingTime") == [
        f"2026-02-13T{time}:00" for time in ("14:00", "14:30", "15:00", "15:30", "16:00")
    ]


def test_conflicts_of_some_rule_a_time_out(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 08:00", "2026-02-13 16:00")
    before = options(MinimumSuggestionQuality="Poor", MaximumResultsByDay=48)
    addresses = (ews.alice.address, ews.bob.address)
    assert len(of(ews, *addresses, before=before).texts(".//t:MeetingTime")) == 17
    assert of(ews, *addresses, before=before, excluded="true").texts(".//t:MeetingTime") == ["2026-02-13T16:00:00"]


def test_groups_and_those_whom_nobody_knows(ews: Ews) -> None:
    appointment(ews.mailbox, "2026-02-13 00:00", "2026-02-14 00:00")
    team = ews.tenant.add_distribution_group("team", [ews.alice, ews.bob, "x@elsewhere.example"])
    large = ews.tenant.add_distribution_group("large", [f"x{number}@elsewhere.example" for number in range(101)])
    hidden = ews.tenant.add_user("carol")
    ews.tenant.rights.add_folder_permission(hidden, "calendar", "Default", "None")
    answer = of(
        ews, team.address, "nobody@contoso.onmicrosoft.com", large.address, hidden.address, ews.bob.address,
        before=options(MinimumSuggestionQuality="Poor", MaximumResultsByDay=1),
    )  # fmt: skip
    conflicts = answer.find(".//t:AttendeeConflictDataArray")
    assert [(etree.QName(each).localname, [part.text for part in each]) for each in conflicts] == [
        ("GroupAttendeeConflictData", ["3", "1", "1", "1"]),
        ("UnknownAttendeeConflictData", []),
        ("TooBigGroupAttendeeConflictData", []),
        ("IndividualAttendeeConflictData", ["NoData"]),
        ("IndividualAttendeeConflictData", ["Free"]),
    ]
    # Two of seven are free.
    assert answer.texts(".//t:SuggestionQuality") == ["Poor"]


def test_every_day_of_the_period_has_a_result(ews: Ews) -> None:
    request = asked(
        mailbox_data(ews.alice.address),
        suggestions("2026-02-13T12:00:00", "2026-02-16T10:00:00", options(MaximumResultsByDay=48)),
    )
    answer = ews(request)
    assert answer.texts(".//t:Date") == [f"2026-02-{day}T00:00:00" for day in (13, 14, 15, 16)]
    counts = [len(day) for day in answer.all(".//t:SuggestionArray")]
    # A Friday from noon, a weekend, and a Monday until ten.
    assert counts == [9, 0, 0, 4]


@pytest.mark.parametrize(
    "before",
    [
        options(GoodThreshold=51),
        options(GoodThreshold=-1),
        options(MaximumResultsByDay=49),
        options(MaximumNonWorkHourResultsByDay=-1),
        options(MeetingDurationInMinutes=29),
        options(MeetingDurationInMinutes=1441),
    ],
)
def test_numbers_out_of_bounds(ews: Ews, before: str) -> None:
    answer = of(ews, ews.alice.address, before=before)
    assert (answer.status, answer.value("faultcode")) == (500, "a:ErrorInvalidArgument")


def test_nothing_is_done_with_the_global_object_id(ews: Ews) -> None:
    request = asked(mailbox_data(ews.alice.address), suggestions(after="<t:GlobalObjectId>0400</t:GlobalObjectId>"))
    assert ews(request).codes == ["NoError"]
