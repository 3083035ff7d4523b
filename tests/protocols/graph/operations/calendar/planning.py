"""Events for tests, and what is asked of them."""

from collections.abc import Sequence
from typing import Any

from tests.protocols.graph.asking import Graph, ok

PACIFIC = "Pacific Standard Time"
#: the first week of December
WEEK = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-08T00:00:00Z"


def at(day: int, hour: int, zone: str = "UTC", minute: int = 0) -> dict[str, str]:
    """Return a time in December."""
    return {"dateTime": f"2026-12-{day:02}T{hour:02}:{minute:02}:00", "timeZone": zone}


def event(day: int = 2, hour: int = 10, *, zone: str = "UTC", **more: Any) -> dict[str, Any]:
    """Return an event of an hour, to be posted."""
    return {"subject": "Lunch", "start": at(day, hour, zone), "end": at(day, hour + 1, zone), **more}


def guests(graph: Graph, *names: str, kind: str = "required") -> list[dict[str, Any]]:
    """Return attendees by the names of users."""
    addresses = [graph.tenant.user(name).address for name in names]
    return [{"type": kind, "emailAddress": {"address": each}} for each in addresses]


def created(graph: Graph, given: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return an event that alice has made."""
    made: dict[str, Any] = ok(graph.post("/me/events", given or event(**more)), 201)
    return made


def subjects(answer: dict[str, Any]) -> list[str]:
    """Return the subjects in a list."""
    return [each["subject"] for each in answer["value"]]


def only(listed: dict[str, Any]) -> dict[str, Any]:
    """Return the one event in a list."""
    (one,) = listed["value"]
    assert isinstance(one, dict)
    return one


def weekly(count: int, days: Sequence[str] = ("tuesday",), day: int = 1) -> dict[str, Any]:
    """Return a recurrence from a day of December on."""
    return {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": list(days)},
        "range": {"type": "numbered", "startDate": f"2026-12-{day:02}", "numberOfOccurrences": count},
    }
