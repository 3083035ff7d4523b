"""Answers are of the types of Microsoft's metadata, down to the last member."""

from typing import Any

from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.metadata.conforming import faults
from tests.protocols.graph.operations.calendar.planning import WEEK, at, created, event, guests, weekly

EVERYTHING: dict[str, Any] = {
    "body": {"contentType": "html", "content": "<p>Noon?</p>"},
    "location": {"displayName": "Bar", "address": {"street": "Main 1", "city": "Brno"}},
    "categories": ["Red"],
    "showAs": "tentative",
    "importance": "high",
    "sensitivity": "private",
    "transactionId": "one",
    "reminderMinutesBeforeStart": 30,
}


def plan(graph: Graph) -> None:
    """Make a single event, a meeting, a day and a series with one that is moved, and one that is deleted."""
    created(graph, event(**EVERYTHING))
    created(graph, event(subject="Meeting", attendees=guests(graph, "bob")))
    created(graph, {"subject": "Day", "start": at(3, 0), "end": at(4, 0), "isAllDay": True})
    series = created(graph, event(1, subject="Daily", recurrence=weekly(3, ("tuesday", "thursday"))))
    first, second = ok(graph.get(f"/me/events/{series['id']}/instances?{WEEK}"))["value"]
    graph.patch(f"/me/events/{first['id']}", {"subject": "Other"})
    graph.delete(f"/me/events/{second['id']}")
    graph.post(f"/me/events/{ok(graph.get('/me/events', user='bob'))['value'][0]['id']}/accept", {}, user="bob")


def test_events_and_calendars(graph: Graph) -> None:
    plan(graph)
    for path, edm in (
        ("/me/events", "event"),
        ("/me/events?$select=cancelledOccurrences,subject", "event"),
        (f"/me/calendarView?{WEEK}", "event"),
        (f"/me/calendarView/delta?{WEEK}", "event"),
        ("/me/calendars", "calendar"),
        ("/me/reminderView(startDateTime='2026-12-01',endDateTime='2026-12-08')", "reminder"),
    ):
        value = ok(graph.get(path))["value"]
        assert value
        assert list(faults(value, f"Collection(graph.{edm})")) == []


def test_messages_about_meetings(graph: Graph) -> None:
    plan(graph)
    for user in ("alice", "bob"):
        value = ok(graph.get("/me/messages?$expand=microsoft.graph.eventMessage/event", user=user))["value"]
        assert value
        assert list(faults(value, "Collection(graph.message)")) == []
