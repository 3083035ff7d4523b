"""Dates in queries."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.aqs.periods import read_period
from fakeserver.tenant.windows_zones import zone_by_id

#: a Sunday
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-11-29", "2026-11-30"),
        ("yesterday", "2026-11-28", "2026-11-29"),
        ("tomorrow", "2026-11-30", "2026-12-01"),
        ("this week", "2026-11-29", "2026-12-06"),
        ("last week", "2026-11-22", "2026-11-29"),
        ("this month", "2026-11-01", "2026-12-01"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("next week", "2026-12-06", "2026-12-13"),
        ("next month", "2026-12-01", "2027-01-01"),
        ("next year", "2027-01-01", "2028-01-01"),
        ("past week", "2026-11-22", "2026-11-30"),
        ("past month", "2026-10-30", "2026-11-30"),
        ("past year", "2025-11-29", "2026-11-30"),
        ("coming week", "2026-11-29", "2026-12-07"),
        ("coming month", "2026-11-29", "2026-12-30"),
        ("coming year", "2026-11-29", "2027-11-30"),
        ("sunday", "2026-11-29", "2026-11-30"),
        ("monday", "2026-11-30", "2026-12-01"),
        ("saturday", "2026-12-05", "2026-12-06"),
        ("november", "2026-11-01", "2026-12-01"),
        ("january", "2026-01-01", "2026-02-01"),
        ("december", "2026-12-01", "2027-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-2", "2024-02-01", "2024-03-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("12/31/2024", "2024-12-31", "2025-01-01"),
        ("12/31", "2026-12-31", "2027-01-01"),
        ("december 31, 2024", "2024-12-31", "2025-01-01"),
        ("december 31 2024", "2024-12-31", "2025-01-01"),
        ("december 31", "2026-12-31", "2027-01-01"),
        ("2024-02-29t10:00z", "2024-02-29T10:00", "2024-02-29T10:00:01"),
    ],
)
def test_a_date_is_a_period(text: str, start: str, end: str) -> None:
    period = read_period(text, NOW)
    assert period is not None
    assert (period.start, period.end) == tuple(datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (start, end))


def test_a_week_began_on_sunday() -> None:
    for day in range(7):
        period = read_period("this week", NOW + timedelta(days=day))
        assert period is not None
        assert period.start.date() == NOW.date()


def test_days_begin_in_the_zone_of_the_mailbox() -> None:
    berlin = zone_by_id("W. Europe Standard Time")
    assert berlin is not None
    late = datetime(2026, 7, 1, 23, tzinfo=UTC).astimezone(berlin)
    today = read_period("today", late)
    assert today is not None
    assert today.start == datetime(2026, 7, 2, tzinfo=timezone(timedelta(hours=2)))
    # The clocks change in between: a month has an hour less or more.
    march = read_period("2026-03", late)
    assert march is not None
    assert march.end.astimezone(UTC) - march.start.astimezone(UTC) == timedelta(days=31, hours=-1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024-13",
        "2024-02-30",
        "13/1/2024",
        "1/1/24",
        "13/1",
        "smarch 1",
        "february 30",
        "june 1,",
        "0000",
        "9999-12-31",
        "9999",
        "next day",
        "٢٠٢٤",
    ],
)
def test_other_texts_are_no_dates(text: str) -> None:
    assert read_period(text, NOW) is None


@given(st.text() | st.from_regex(r"[0-9/t:.+ -]{0,30}", fullmatch=True))
def test_any_text_is_a_period_or_none(text: str) -> None:
    period = read_period(text, NOW)
    assert period is None or period.start < period.end
