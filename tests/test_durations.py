import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from fakeserver.durations import Units, in_utc, seconds_of


@pytest.mark.parametrize(
    ("by", "units", "seconds"),
    [
        (3600, {}, 3600),
        (-1.5, {}, -1.5),
        (0, {}, 0),
        (timedelta(hours=1), {}, 3600),
        (None, {"hours": 1}, 3600),
        (None, {"weeks": 1, "days": 1, "hours": 1, "minutes": 1, "seconds": 1}, 604_800 + 86_400 + 3600 + 60 + 1),
        (None, {"milliseconds": 500}, 0.5),
        (None, {"minutes": -90}, -5400),
    ],
)
def test_a_duration(by: object, units: Units, seconds: float) -> None:
    assert seconds_of("advance", by, units, since=time.time()) == seconds


@pytest.mark.parametrize(
    ("by", "units", "said"),
    [
        (None, {}, r"advance\(\) has no duration: give advance\(hours=1\)"),
        (60, {"hours": 1}, r"advance\(60, hours=...\) gives two durations"),
        (None, {"hour": 1}, "advance has no unit 'hour'; did you mean 'hours'"),
        (None, {"fortnights": 1}, "advance has no unit 'fortnights'; there are: days, hours"),
        ("1h", {}, r"advance\('1h'\) is no duration"),
        (True, {}, r"advance\(True\) is no duration"),
        (None, {"hours": "1"}, r"advance\(hours='1'\) is no duration"),
    ],
)
def test_what_is_no_duration_says_what_is(by: object, units: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        seconds_of("advance", by, units, since=time.time())


@pytest.mark.parametrize("by", [float("inf"), float("nan"), 10**400, 1e12, -1e12])
def test_a_time_that_dates_do_not_have_is_refused(by: float) -> None:
    with pytest.raises(ValueError, match="no year from 1 to 9999"):
        seconds_of("advance", by, {}, since=time.time())


def test_a_moment_names_its_zone() -> None:
    at = datetime(2027, 4, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert in_utc(at, "at").isoformat() == "2027-04-01T00:00:00+00:00"
    with pytest.raises(ValueError, match="at=2027-04-01 00:00:00 names no time zone"):
        in_utc(datetime(2027, 4, 1), "at")
    with pytest.raises(TypeError, match=r"at='2027-04-01' is no moment; give datetime\("):
        in_utc("2027-04-01", "at")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "at", [datetime.max.replace(tzinfo=UTC), datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))]
)
def test_a_moment_is_in_a_year_that_dates_have(at: datetime) -> None:
    with pytest.raises(ValueError, match=r"at=.* is in no year from 1 to 9999 in UTC"):
        in_utc(at, "at")
