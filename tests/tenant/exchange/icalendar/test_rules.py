"""Recurrence rules in and out."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.icalendar.component import NO_VALUE
from fakeserver.tenant.exchange.icalendar.rules import recurrence, rule_text
from fakeserver.tenant.exchange.kinds import recurrence as rules
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, WeekOfMonth
from tests.tenant.exchange.icalendar.made import PATTERNS, RANGES

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEGIN = ZonedDate(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ({"FREQ": ["DAILY"], "INTERVAL": [3]}, rules.Daily(3)),
        ({"FREQ": ["DAILY"], "BYDAY": ["SU", "MO"]}, rules.Weekly(1, (DayOfWeek.SUNDAY, DayOfWeek.MONDAY))),
        ({"FREQ": ["YEARLY"], "INTERVAL": [2]}, rules.AbsoluteMonthly(24, 2)),
        (
            {"FREQ": ["YEARLY"], "INTERVAL": [2], "BYDAY": ["1MO"], "BYMONTH": [3]},
            rules.RelativeMonthly(24, DayOfWeek.MONDAY, WeekOfMonth.FIRST),
        ),
        ({"FREQ": ["WEEKLY"]}, rules.Weekly(1, (DayOfWeek.MONDAY,))),
        (
            {"FREQ": ["WEEKLY"], "INTERVAL": [2], "BYDAY": ["TU", "SU"], "WKST": ["MO"]},
            rules.Weekly(2, (DayOfWeek.TUESDAY, DayOfWeek.SUNDAY), DayOfWeek.MONDAY),
        ),
        ({"FREQ": ["MONTHLY"]}, rules.AbsoluteMonthly(1, 2)),
        ({"FREQ": ["MONTHLY"], "BYMONTHDAY": [-1]}, rules.AbsoluteMonthly(1, 31)),
        ({"FREQ": ["MONTHLY"], "BYDAY": ["2TU"]}, rules.RelativeMonthly(1, DayOfWeek.TUESDAY, WeekOfMonth.SECOND)),
        (
            {"FREQ": ["MONTHLY"], "BYDAY": ["MO", "TU", "WE", "TH", "FR"], "BYSETPOS": [-1]},
            rules.RelativeMonthly(1, DayOfWeek.WEEKDAY, WeekOfMonth.LAST),
        ),
        ({"FREQ": ["YEARLY"]}, rules.AbsoluteYearly(2, 3)),
        (
            {"FREQ": ["YEARLY"], "BYMONTH": [10], "BYDAY": ["-1SU"]},
            rules.RelativeYearly(DayOfWeek.SUNDAY, WeekOfMonth.LAST, 10),
        ),
    ],
)
def test_a_rule_is_a_pattern(rule: dict[str, list[Any]], pattern: rules.Pattern) -> None:
    assert recurrence(rule, START).pattern == pattern


def test_a_rule_ends_as_it_says() -> None:
    start = ZonedDate(date(2026, 3, 2))
    assert recurrence({"FREQ": ["DAILY"]}, START).range == rules.NoEnd(start)
    until = recurrence({"FREQ": ["DAILY"], "UNTIL": [START + timedelta(days=3)]}, START).range
    assert until == rules.EndsOn(start, ZonedDate(date(2026, 3, 5)))
    assert recurrence({"FREQ": ["DAILY"], "UNTIL": [date(2026, 3, 5)]}, date(2026, 3, 2)).range == until


@pytest.mark.parametrize(
    "rule",
    [
        {"FREQ": ["HOURLY"]},
        {"FREQ": ["DAILY"], "INTERVAL": [2], "BYDAY": ["MO"]},
        {"FREQ": ["DAILY"], "BYHOUR": [1]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1, 2]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [-2]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1], "BYDAY": ["2TU"]},
        {"FREQ": ["MONTHLY"], "BYMONTH": [1]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1], "BYSETPOS": [1]},
        {"FREQ": ["YEARLY"], "INTERVAL": [9]},
        {"FREQ": ["YEARLY"], "INTERVAL": [2], "BYMONTH": [4]},
        {"FREQ": ["WEEKLY"], "BYMONTH": [1]},
    ],
)
def test_a_rule_that_exchange_does_not_have_is_refused(rule: dict[str, list[Any]]) -> None:
    with pytest.raises(ValueError, match=r"rule that Exchange does not have|must be 1 to"):
        recurrence(rule, START)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (rules.Daily(1), "FREQ=DAILY;INTERVAL=1"),
        (
            rules.Weekly(1, (DayOfWeek.TUESDAY, DayOfWeek.THURSDAY), DayOfWeek.MONDAY),
            "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH;WKST=MO",
        ),
        (rules.Weekly(2, (DayOfWeek.MONDAY,)), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU"),
        (rules.AbsoluteMonthly(2, 15), "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15"),
        (rules.AbsoluteMonthly(1, 31), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        (rules.RelativeMonthly(1, DayOfWeek.TUESDAY, WeekOfMonth.SECOND), "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU"),
        (
            rules.RelativeMonthly(1, DayOfWeek.WEEKDAY, WeekOfMonth.LAST),
            "FREQ=MONTHLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ),
        (rules.AbsoluteYearly(2, 3), "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=2;BYMONTH=3"),
        (
            rules.RelativeYearly(DayOfWeek.SUNDAY, WeekOfMonth.LAST, 10),
            "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        ),
    ],
)
def test_a_pattern_is_a_rule_in_the_order_of_exchange(pattern: rules.Pattern, text: str) -> None:
    assert rule_text(rules.Recurrence(pattern, rules.NoEnd(BEGIN)), None) == text


def test_the_end_stands_behind_the_frequency() -> None:
    numbered = rules.Recurrence(rules.Daily(), rules.Numbered(BEGIN, 5))
    assert rule_text(numbered, None) == "FREQ=DAILY;COUNT=5;INTERVAL=1"
    until = rules.Recurrence(rules.Daily(), rules.EndsOn(BEGIN, ZonedDate(date(2026, 5, 13))))
    assert rule_text(until, datetime(2026, 5, 13, 19, tzinfo=UTC)) == ("FREQ=DAILY;UNTIL=20260513T190000Z;INTERVAL=1")


def test_what_regenerates_is_no_rule() -> None:
    assert rule_text(rules.Recurrence(rules.Regenerating(rules.Unit.WEEK, 1), rules.NoEnd(BEGIN)), None) is None


@given(PATTERNS, RANGES)
def test_what_was_written_is_read(pattern: rules.Pattern, range_: rules.Range) -> None:
    from icalendar.prop import vRecur

    written = rules.Recurrence(pattern, range_)
    end = range_.end.day if isinstance(range_, rules.EndsOn) else None
    until = None if end is None else datetime(end.year, end.month, end.day, 9, tzinfo=UTC)
    text = rule_text(written, until)
    assert text is not None
    read = recurrence(vRecur.from_ical(text), START)
    if isinstance(pattern, rules.Weekly) and pattern.first_day is None:
        # What is not said is said to be Sunday, which it is.
        pattern = rules.Weekly(pattern.interval, pattern.days, DayOfWeek.SUNDAY)
    assert read == rules.Recurrence(pattern, range_)


@given(
    st.dictionaries(
        st.sampled_from(["FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "BYMONTHDAY", "BYSETPOS", "X"]),
        st.lists(st.text(max_size=4) | st.integers() | st.sampled_from(["DAILY", "WEEKLY", "MO", "2TU"]), max_size=2),
    )
)
def test_a_rule_of_nonsense_is_refused_and_no_more(rule: dict[str, list[Any]]) -> None:
    with suppress(*NO_VALUE):
        recurrence(rule, START)
