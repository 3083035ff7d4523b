"""Recurrences in JSON, both ways."""

from datetime import UTC
from typing import Any

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.values.recurrences import read, written
from fakeserver.tenant.exchange.kinds.recurrence import Daily, DayOfWeek, Weekly

NO_END = {"type": "noEnd", "startDate": "2026-06-01"}
ALL_WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()


def given(pattern: dict[str, Any], limits: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"pattern": pattern, "range": limits or NO_END}


@pytest.mark.parametrize(
    "pattern",
    [
        {"type": "daily", "interval": 3},
        {"type": "weekly", "interval": 2, "daysOfWeek": ["monday", "thursday"], "firstDayOfWeek": "monday"},
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 15},
        {"type": "relativeMonthly", "interval": 2, "daysOfWeek": ["tuesday"], "index": "second"},
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ALL_WEEK[:5], "index": "last"},
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ALL_WEEK, "index": "last"},
        {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 24, "month": 12},
        {"type": "relativeYearly", "interval": 1, "daysOfWeek": ["saturday", "sunday"], "index": "first", "month": 5},
    ],
)
@pytest.mark.parametrize(
    "limits",
    [
        NO_END,
        {"type": "endDate", "startDate": "2026-06-01", "endDate": "2026-12-31"},
        {"type": "numbered", "startDate": "2026-06-01", "numberOfOccurrences": 7},
    ],
)
def test_a_recurrence_is_written_as_it_was_read(pattern: dict[str, Any], limits: dict[str, Any]) -> None:
    recurrence = read(given(pattern, limits), "recurrence", UTC)
    assert recurrence is not None
    shown = written(recurrence, "UTC")
    assert {name: shown["pattern"][name] for name in pattern} == pattern
    assert {name: shown["range"][name] for name in limits} == limits
    # Clients send back what they have read.
    assert read(shown, "recurrence", UTC) == recurrence


def test_words_compare_without_case_and_weeks_begin_on_sunday() -> None:
    recurrence = read(given({"type": "Weekly", "interval": 1, "daysOfWeek": ["Monday"]}), "recurrence", UTC)
    assert recurrence is not None
    assert recurrence.pattern == Weekly(1, (DayOfWeek.MONDAY,))
    assert written(recurrence, "UTC")["pattern"]["firstDayOfWeek"] == "sunday"


def test_a_recurrence_has_all_members() -> None:
    recurrence = read(given({"type": "daily", "interval": 1}), "recurrence", UTC)
    assert recurrence is not None
    assert recurrence.pattern == Daily(1)
    assert written(recurrence, "W. Europe Standard Time") == {
        "pattern": {
            "type": "daily",
            "interval": 1,
            "month": 0,
            "dayOfMonth": 0,
            "firstDayOfWeek": "sunday",
            "index": "first",
        },
        "range": {
            "type": "noEnd",
            "startDate": "2026-06-01",
            "endDate": "0001-01-01",
            "recurrenceTimeZone": "W. Europe Standard Time",
            "numberOfOccurrences": 0,
        },
    }


@pytest.mark.parametrize(
    ("pattern", "limits", "code"),
    [
        ({"type": "daily"}, NO_END, "ErrorInternalServerError"),
        ({"type": "hourly", "interval": 1}, NO_END, "BadRequest"),
        ({"type": "daily", "interval": "1"}, NO_END, "BadRequest"),
        ({"type": "daily", "interval": 1000}, NO_END, "ErrorPropertyValidationFailure"),
        ({"type": "weekly", "interval": 1}, NO_END, "ErrorPropertyValidationFailure"),
        ({"type": "relativeMonthly", "interval": 1}, NO_END, "ErrorPropertyValidationFailure"),
        ({"type": "absoluteYearly", "interval": 2, "dayOfMonth": 1, "month": 1}, NO_END, "NotImplemented"),
        ({"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["monday", "sunday"]}, NO_END, "NotImplemented"),
        ({"type": "daily", "interval": 1, "every": 2}, NO_END, "RequestBodyRead"),
        ({"type": "daily", "interval": 1}, {"type": "noEnd"}, "ErrorPropertyValidationFailure"),
        ({"type": "daily", "interval": 1}, {**NO_END, "type": "numbered"}, "ErrorPropertyValidationFailure"),
        ({"type": "daily", "interval": 1}, {**NO_END, "recurrenceTimeZone": "Nowhere"}, "TimeZoneNotSupported"),
    ],
)
def test_what_is_no_recurrence_is_refused(pattern: dict[str, Any], limits: dict[str, Any], code: str) -> None:
    with pytest.raises(GraphError, match=code):
        read(given(pattern, limits), "recurrence", UTC)


def test_null_is_none() -> None:
    assert read(None, "recurrence", UTC) is None
