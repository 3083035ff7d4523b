"""Delta of calendarView: all that takes place in a period at first, then what happened to it."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import PACIFIC, WEEK, at, created, event, weekly
from tests.protocols.graph.operations.following.test_messages_delta import followed

DELTA = f"/me/calendarView/delta?{WEEK}"


def removed(made: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of an event that is gone."""
    return {"@odata.type": "#microsoft.graph.event", "id": made["id"], "@removed": {"reason": "deleted"}}


def test_first_all_of_a_period_then_what_has_changed(graph: Graph) -> None:
    lunch, dinner, tea = (
        created(graph, event(day, subject=name)) for day, name in ((2, "Lunch"), (3, "Dinner"), (4, "Tea"))
    )
    created(graph, event(20, subject="Far"))
    answer = ok(graph.get(DELTA))
    assert answer["@odata.context"] == f"{graph.root}/$metadata#Collection(event)"
    entries, link = followed(graph, DELTA, headers={"Prefer": "odata.maxpagesize=2"})
    assert [each["subject"] for each in entries] == ["Lunch", "Dinner", "Tea"]
    assert entries[0]["@odata.type"] == "#microsoft.graph.event"
    assert {name: entries[0][name] for name in lunch if name != "@odata.context"} == {
        name: value for name, value in lunch.items() if name != "@odata.context"
    }
    assert followed(graph, link)[0] == []
    graph.patch(f"/me/events/{lunch['id']}", {"subject": "Brunch"})
    graph.patch(f"/me/events/{dinner['id']}", {"start": at(20, 10), "end": at(20, 11)})
    graph.delete(f"/me/events/{tea['id']}")
    new = created(graph, event(5, subject="New"))
    created(graph, event(21, subject="Farther"))
    changes, link = followed(graph, link)
    assert [each.get("subject") for each in changes] == ["Brunch", None, None, "New"]
    assert changes[1:3] == [removed(dinner), removed(tea)]
    assert changes[3]["id"] == new["id"]
    assert followed(graph, link)[0] == []


def test_a_series_comes_with_those_of_it_in_the_period(graph: Graph) -> None:
    series = created(graph, event(1, subject="Daily", recurrence=weekly(4, ("tuesday", "thursday"))))
    entries, link = followed(graph, DELTA)
    master, first, second = entries
    assert (master["id"], master["type"], master["subject"]) == (series["id"], "seriesMaster", "Daily")
    assert list(first) == ["@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"]
    assert (first["seriesMasterId"], first["type"]) == (series["id"], "occurrence")
    assert second["start"]["dateTime"] == "2026-12-03T10:00:00.0000000"
    graph.patch(f"/me/events/{first['id']}", {"subject": "Other"})
    graph.delete(f"/me/events/{second['id']}")
    changes, link = followed(graph, link)
    assert [(each["type"], each.get("subject")) for each in changes] == [
        ("seriesMaster", "Daily"),
        ("exception", "Other"),
    ]
    graph.delete(f"/me/events/{series['id']}")
    assert followed(graph, link)[0] == [removed(series)]


def test_zones_ids_and_other_calendars(graph: Graph) -> None:
    made = ok(graph.post("/me/calendars", {"name": "Plans"}), 201)
    path = f"/me/calendars/{made['id']}"
    ok(graph.post(f"{path}/events", event(2, 20)), 201)
    prefer = {"Prefer": f'outlook.timezone="{PACIFIC}", IdType="ImmutableId"'}
    (entry,), link = followed(graph, f"{path}/calendarView/delta?{WEEK}", headers=prefer)
    assert entry["start"] == {"dateTime": "2026-12-02T12:00:00.0000000", "timeZone": PACIFIC}
    graph.delete(f"{path}/events/{entry['id']}")
    assert followed(graph, link, headers=prefer)[0] == [removed(entry)]
    assert followed(graph, DELTA)[0] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "ErrorInvalidParameter"),
        (f"{WEEK}&$select=subject", "ErrorInvalidUrlQuery"),
        (f"{WEEK}&$top=2", "ErrorInvalidUrlQuery"),
        ("$deltatoken=x", "BadRequest"),
    ],
)
def test_what_is_refused(graph: Graph, query: str, code: str) -> None:
    assert error(graph.get(f"/me/calendarView/delta?{query}"))[:2] == (400, code)


def test_private_events_of_others_are_not_said(graph: Graph) -> None:
    made = created(graph, event())
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_folder_permission(alice, "calendar", bob, "Reviewer")
    entries, link = followed(graph, f"/users/{alice.upn}/calendarView/delta?{WEEK}", user="bob")
    assert len(entries) == 1
    graph.patch(f"/me/events/{made['id']}", {"sensitivity": "private"})
    assert followed(graph, link, user="bob")[0] == [removed(made)]
