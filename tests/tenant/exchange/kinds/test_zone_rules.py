"""Stored time zones, by which times are worked out: Windows', those of clients, and those that mean nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, RelativeYearly, WeekOfMonth
from fakeserver.tenant.exchange.kinds.time_zones import (
    BasicTimeZone,
    Period,
    Target,
    TargetKind,
    TimeChange,
    TimeZone,
    Transition,
    TransitionAt,
    Transitions,
    YearlyTransitionOnDate,
    YearlyTransitionOnWeekday,
)
from fakeserver.tenant.exchange.kinds.zone_definitions import YEARS, definition_of
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, creation_zone, zone_of
from fakeserver.tenant.windows_zones import windows_ids, zone_by_id

HOUR = timedelta(hours=1)
STANDARD, DAYLIGHT = Period("s", "Standard", -HOUR), Period("d", "Daylight", -2 * HOUR)
BERLIN = ZoneInfo("Europe/Berlin")


def to(period: str) -> Target:
    return Target(TargetKind.PERIOD, period)


def to_group(group: str) -> Target:
    return Target(TargetKind.GROUP, group)


def on(period: str, month: int, hour: int = 2, occurrence: int = -1) -> YearlyTransitionOnWeekday:
    return YearlyTransitionOnWeekday(to(period), hour * HOUR, month, DayOfWeek.SUNDAY, occurrence)


#: The rules of the European Union, by a client.
OWN_BERLIN = TimeZone(
    "Mine",
    None,
    (STANDARD, DAYLIGHT),
    (Transitions("0", (on("d", 3), on("s", 10, 3))),),
    Transitions(None, (Transition(to_group("0")),)),
)


def same(zone: tzinfo, other: tzinfo, moment: datetime) -> None:
    here, there = moment.astimezone(zone), moment.astimezone(other)
    assert here.replace(tzinfo=None) == there.replace(tzinfo=None)
    assert (here.fold, here.utcoffset()) == (there.fold, there.utcoffset())
    assert here.astimezone(UTC) == moment


@given(st.datetimes(datetime(1997, 1, 1), datetime(2036, 12, 31)), st.sampled_from((0, 1)))
def test_a_clients_rules_are_followed_as_those_of_the_place(naive: datetime, fold: int) -> None:
    zone = zone_of(OWN_BERLIN)
    same(zone, BERLIN, naive.replace(tzinfo=UTC))
    here, there = naive.replace(tzinfo=zone, fold=fold), naive.replace(tzinfo=BERLIN, fold=fold)
    assert (here.utcoffset(), here.dst()) == (there.utcoffset(), there.dst())


@pytest.mark.parametrize("year", [1997, 2026])
@pytest.mark.parametrize("month", [3, 10])
def test_the_hours_that_clocks_skip_and_repeat(year: int, month: int) -> None:
    zone = zone_of(OWN_BERLIN)
    for minute in range(60 * 24 * 7):
        same(zone, BERLIN, datetime(year, month, 25, tzinfo=UTC) + timedelta(minutes=minute))


def changes_of(zone: tzinfo) -> list[datetime]:
    """Return the days on which a zone's clocks change, in the years that its definition tells apart."""
    days = [datetime(YEARS[0], 1, 2, tzinfo=UTC) + timedelta(days=day) for day in range(365 * (len(YEARS) - 1))]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    return [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]


@pytest.mark.parametrize(
    "windows_id",
    [
        "Morocco Standard Time",
        "West Bank Standard Time",
        "Fiji Standard Time",
        "Bangladesh Standard Time",
        "Samoa Standard Time",
        "Lord Howe Standard Time",
        "Pacific Standard Time",
        "Kamchatka Standard Time",
    ],
)
def test_a_definition_says_what_the_zones_clocks_show(windows_id: str) -> None:
    definition, zone = definition_of(windows_id), zone_by_id(windows_id)
    assert definition is not None
    assert zone is not None
    mine = zone_of(replace(definition, id="another"))
    for day in changes_of(zone):
        for half_hour in range(48):
            same(mine, zone, day + half_hour * HOUR / 2)


def test_every_zone_of_windows_has_a_definition_with_ids_that_are_its_own() -> None:
    for windows_id in windows_ids():
        definition = definition_of(windows_id)
        assert definition is not None
        assert len({period.id for period in definition.periods}) == len(definition.periods)
    assert definition_of("Europe/Berlin") is None


def test_rules_may_change_at_one_moment_and_lead_to_a_period() -> None:
    moved = TransitionAt(to("d"), datetime(2020, 6, 1))
    zone = zone_of(replace(OWN_BERLIN, transitions=Transitions(None, (Transition(to_group("0")), moved))))
    assert datetime(2019, 12, 1, tzinfo=zone).utcoffset() == HOUR
    assert datetime(2020, 12, 1, tzinfo=zone).utcoffset() == 2 * HOUR
    assert datetime(2020, 12, 1, tzinfo=zone).tzname() == "Daylight"


def test_clocks_may_change_on_a_date() -> None:
    group = Transitions(
        "0", (YearlyTransitionOnDate(to("d"), HOUR, 2, 29), YearlyTransitionOnDate(to("s"), HOUR, 9, 1))
    )
    zone = zone_of(replace(OWN_BERLIN, groups=(group,)))
    assert [datetime(2027, 2, 28, hour, tzinfo=zone).utcoffset() for hour in (0, 3)] == [HOUR, 2 * HOUR]


def test_either_end_of_the_calendar_has_an_offset() -> None:
    zone = zone_of(OWN_BERLIN)
    assert datetime.min.replace(tzinfo=zone).utcoffset() == HOUR
    assert datetime.max.replace(tzinfo=zone).utcoffset() == HOUR


def at(*transitions: Any) -> Transitions:
    return Transitions(None, transitions)


@pytest.mark.parametrize(
    "wrong",
    [
        TimeZone(),
        TimeZone("Europe/Berlin"),
        replace(OWN_BERLIN, periods=()),
        replace(OWN_BERLIN, periods=(STANDARD,)),
        replace(OWN_BERLIN, periods=(replace(STANDARD, bias=None), DAYLIGHT)),
        replace(OWN_BERLIN, periods=(replace(STANDARD, bias=timedelta(days=1)), DAYLIGHT)),
        replace(OWN_BERLIN, groups=()),
        replace(OWN_BERLIN, groups=(Transitions("0", ()),)),
        replace(OWN_BERLIN, groups=(Transitions("0", (on("d", 13),)),)),
        replace(OWN_BERLIN, groups=(Transitions("0", (on("d", 3, 24),)),)),
        replace(OWN_BERLIN, groups=(Transitions("0", (on("d", 3, occurrence=6),)),)),
        replace(OWN_BERLIN, groups=(Transitions("0", (TransitionAt(to("d"), datetime(2026, 1, 1)),)),)),
        replace(OWN_BERLIN, groups=(Transitions("0", (YearlyTransitionOnDate(to("d"), HOUR, 1, 32),)),)),
        replace(OWN_BERLIN, groups=(Transitions("0", (Transition(to_group("0")),)),)),
        replace(OWN_BERLIN, transitions=None),
        replace(OWN_BERLIN, transitions=at()),
        replace(OWN_BERLIN, transitions=at(on("d", 3))),
        replace(OWN_BERLIN, transitions=at(TransitionAt(to_group("0"), datetime(2026, 1, 1)))),
        BasicTimeZone(),
        BasicTimeZone("Nowhere"),
        BasicTimeZone("Nowhere", timedelta(days=2)),
    ],
)
def test_rules_that_say_nothing_make_no_zone(wrong: TimeZone | BasicTimeZone) -> None:
    with pytest.raises(BadTimeZone):
        zone_of(wrong)


def test_the_zones_before_2010_have_two_changes_or_none() -> None:
    def change(month: int, hour: int, offset: timedelta) -> TimeChange:
        return TimeChange(None, offset, RelativeYearly(DayOfWeek.SUNDAY, WeekOfMonth.LAST, month), time(hour))

    own = BasicTimeZone("Mine", -HOUR, change(10, 3, timedelta()), change(3, 2, -HOUR))
    for day in range(365):
        same(zone_of(own), BERLIN, datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day))
    assert zone_of(BasicTimeZone("Mine", 5 * HOUR)).utcoffset(datetime(2026, 7, 1)) == -5 * HOUR
    assert zone_of(BasicTimeZone("Tokyo Standard Time")).utcoffset(datetime(2026, 7, 1)) == 9 * HOUR
    dated = TimeChange(None, -HOUR, ZonedDate(date(2026, 3, 1)), time(2))
    zone = zone_of(BasicTimeZone("Mine", -HOUR, change(10, 3, timedelta()), dated))
    assert datetime(2030, 3, 2, tzinfo=zone).utcoffset() == 2 * HOUR


@pytest.mark.parametrize(
    ("stored", "hours"),
    [
        ({}, 0),
        ({"start_time_zone": TimeZone("W. Europe Standard Time")}, 1),
        ({"start_time_zone": TimeZone("Nowhere")}, 0),
        ({"meeting_time_zone": BasicTimeZone("Tokyo Standard Time")}, 9),
        ({"start_time_zone": OWN_BERLIN, "meeting_time_zone": BasicTimeZone("Tokyo Standard Time")}, 1),
    ],
)
def test_an_appointment_was_made_in_its_starts_zone(stored: dict[str, Any], hours: int) -> None:
    assert datetime(2026, 1, 1, tzinfo=creation_zone(stored)).utcoffset() == hours * HOUR


TARGETS = st.builds(Target, st.sampled_from(TargetKind), st.sampled_from("s d 0 1".split()))
SMALL = st.integers(-2, 40)
OFFSETS = st.timedeltas(timedelta(days=-2), timedelta(days=2))
WEEKDAYS = st.sampled_from([day for day in DayOfWeek if day.is_single])
TRANSITIONS = st.one_of(
    st.builds(Transition, TARGETS),
    st.builds(TransitionAt, TARGETS, st.datetimes()),
    st.builds(YearlyTransitionOnDate, TARGETS, OFFSETS, SMALL, SMALL),
    st.builds(YearlyTransitionOnWeekday, TARGETS, OFFSETS, SMALL, WEEKDAYS, SMALL),
    st.builds(on, st.sampled_from("sd"), st.integers(1, 12), st.integers(0, 23), st.sampled_from((1, 4, -1))),
)
LISTS = st.lists(TRANSITIONS, max_size=4).map(tuple)
ZONES = st.builds(
    TimeZone,
    st.just("Mine"),
    st.none(),
    st.tuples(st.builds(Period, st.just("s"), st.none(), OFFSETS), st.just(DAYLIGHT)),
    st.tuples(st.builds(Transitions, st.just("0"), LISTS), st.builds(Transitions, st.just("1"), LISTS)),
    st.builds(Transitions, st.none(), LISTS),
)


@given(ZONES, st.datetimes(), st.sampled_from((0, 1)))
def test_whatever_a_client_sends_is_a_zone_or_no_zone(zone: TimeZone, moment: datetime, fold: int) -> None:
    try:
        made = zone_of(zone)
    except BadTimeZone:
        return
    offset = moment.replace(tzinfo=made, fold=fold).utcoffset()
    assert offset is not None
    assert abs(offset) < timedelta(days=1)
    if 2 < moment.year < 9998:
        assert moment.replace(tzinfo=UTC).astimezone(made).astimezone(UTC) == moment.replace(tzinfo=UTC)
