"""Digits of merged free/busy, against the definition taken word for word."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.availability.busy_times import BusyTime
from fakeserver.tenant.exchange.availability.merged import DIGITS, combined, intervals, merged
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus

START = datetime(2026, 2, 13, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def busy(start: int, end: int, status: FreeBusyStatus = FreeBusyStatus.BUSY) -> BusyTime:
    """Return an appointment by the minutes at which it begins and ends."""
    return BusyTime(START + minutes(start), START + minutes(end), status)


def test_the_example_of_the_documentation() -> None:
    # web-service-reference/mergedfreebusy: four hours, out of office for one, busy for 90 minutes.
    times = [busy(0, 60, FreeBusyStatus.OUT_OF_OFFICE), busy(60, 150)]
    assert merged(times, START, START + minutes(240), minutes(60)) == "3220"


def test_the_last_interval_may_be_short() -> None:
    # The operation's sample: 24 digits for a day that ends a second early.
    assert merged([], START, START + minutes(1440) - timedelta(seconds=1), minutes(60)) == "0" * 24
    assert merged([busy(60, 61)], START, START + minutes(61), minutes(60)) == "02"


def test_what_takes_no_time_shows_nowhere() -> None:
    assert merged([busy(30, 30), busy(60, 60)], START, START + minutes(120), minutes(60)) == "00"


_TIMES = st.lists(st.tuples(st.integers(-300, 900), st.integers(0, 600), st.sampled_from(FreeBusyStatus)), max_size=12)


@given(_TIMES, st.integers(1, 600), st.integers(5, 120))
def test_each_digit_is_the_highest_in_its_interval(
    times: list[tuple[int, int, FreeBusyStatus]], length: int, interval: int
) -> None:
    given_times = [busy(start, start + lasts, status) for start, lasts, status in times]
    found = merged(given_times, START, START + minutes(length), minutes(interval))
    wanted = ""
    for first in range(0, length, interval):
        last = first + interval
        # What takes no time overlaps nothing, even where it lies inside.
        overlapping = [
            DIGITS[status] for start, lasts, status in times if lasts and start < last and start + lasts > first
        ]
        wanted += str(max(overlapping, default=0))
    assert found == wanted
    assert len(found) == intervals(START, START + minutes(length), minutes(interval))


@pytest.mark.parametrize(
    ("streams", "digits"),
    [([], "0000"), (["0120", "2100"], "2120"), (["0000", ""], "0000"), (["", ""], "4444"), (["0123"], "0123")],
)
def test_the_digits_of_a_group(streams: list[str], digits: str) -> None:
    assert combined(streams, 4) == digits
