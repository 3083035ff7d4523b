"""Reminders of events."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import PACIFIC, at, created, event, weekly

WINDOW = "startDateTime='2026-12-01T00:00:00.0000000',endDateTime='2026-12-08T00:00:00Z'"
VIEW = f"/me/reminderView({WINDOW})"


def reminders(graph: Graph, path: str = VIEW, **more: Any) -> list[dict[str, Any]]:
    """Return the reminders of a window."""
    listed: list[dict[str, Any]] = ok(graph.get(path, **more))["value"]
    return listed


def test_reminders_of_a_window(graph: Graph) -> None:
    lunch = created(graph, event(location={"displayName": "Bar"}, reminderMinutesBeforeStart=30))
    created(graph, event(subject="Quiet", isReminderOn=False))
    created(graph, event(subject="Later", day=9))
    series = created(graph, event(subject="Week", day=1, recurrence=weekly(2)))
    first, second = reminders(graph)
    assert (first["eventSubject"], first["reminderFireTime"]) == (
        "Week",
        {"dateTime": "2026-12-01T09:45:00.0000000", "timeZone": "UTC"},
    )
    assert first["eventId"] != series["id"]
    assert second == {
        "eventId": lunch["id"],
        "changeKey": lunch["changeKey"],
        "eventStartTime": lunch["start"],
        "eventEndTime": lunch["end"],
        "eventSubject": "Lunch",
        "eventLocation": lunch["location"],
        "eventWebLink": lunch["webLink"],
        "reminderFireTime": {"dateTime": "2026-12-02T09:30:00.0000000", "timeZone": "UTC"},
    }
    _, shown = reminders(graph, headers={"Prefer": f'outlook.timezone="{PACIFIC}"'})
    assert shown["reminderFireTime"] == {"dateTime": "2026-12-02T01:30:00.0000000", "timeZone": PACIFIC}


@pytest.mark.parametrize(
    "window", ["", "startDateTime='2026-12-01'", "startDateTime='soon',endDateTime='2026-12-01'", "a='b',c='d'"]
)
def test_a_window_that_is_none(graph: Graph, window: str) -> None:
    refused = error(graph.get(f"/me/reminderView({window})"))
    assert refused[0] == 400


def test_a_reminder_is_snoozed_and_dismissed(graph: Graph) -> None:
    path = f"/me/events/{created(graph)['id']}"
    answer = graph.post(f"{path}/snoozeReminder", {"newReminderTime": at(2, 9, PACIFIC)})
    assert (answer.status_code, answer.content) == (200, b"")
    (shown,) = reminders(graph)
    assert shown["reminderFireTime"]["dateTime"] == "2026-12-02T17:00:00.0000000"
    answer = graph.post(f"{path}/dismissReminder")
    assert (answer.status_code, answer.content) == (200, b"")
    assert reminders(graph) == []
    assert ok(graph.get(path))["isReminderOn"] is False
    assert graph.post(f"{path}/dismissReminder").status_code == 200


def test_what_snoozing_does_not_take(graph: Graph) -> None:
    path = f"/me/events/{created(graph)['id']}/snoozeReminder"
    for given in ({}, {"newReminderTime": "2026-12-01"}, {"newReminderTime": at(2, 9), "x": 1}):
        assert error(graph.post(path, given))[0] == 400
    answer = graph.post(path, {"newReminderTime": at(2, 9)}, scopes=("Calendars.Read",))
    assert error(answer)[:2] == (403, "ErrorAccessDenied")
