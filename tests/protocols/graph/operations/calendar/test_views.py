"""What takes place in a period, and the appointments of series one by one."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import WEEK, at, created, event, guests, only, subjects, weekly

MONTH = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z"
BERLIN = "W. Europe Standard Time"


def instances(graph: Graph, series: dict[str, Any], period: str = MONTH) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(graph.get(f"/me/events/{series['id']}/instances?{period}"))["value"]
    return found


@pytest.mark.parametrize("way", ["/me", "/me/calendar", "/me/calendars/{calendar}", "/users/{user}"])
def test_a_view_has_single_events_and_those_of_series(graph: Graph, way: str) -> None:
    created(graph, event(day=4, subject="Single"))
    created(graph, event(day=1, subject="Series", recurrence=weekly(4, ("tuesday", "thursday"))))
    created(graph, event(day=9, subject="Next week"))
    calendar, user = ok(graph.get("/me/calendar"))["id"], graph.tenant.user("alice").upn
    shown = ok(graph.get(f"{way.format(calendar=calendar, user=user)}/calendarView?{WEEK}"))
    assert [(each["subject"], each["type"], each["start"]["dateTime"][:10]) for each in shown["value"]] == [
        ("Series", "occurrence", "2026-12-01"),
        ("Series", "occurrence", "2026-12-03"),
        ("Single", "singleInstance", "2026-12-04"),
    ]
    assert shown["@odata.context"].endswith("/calendarView")


def test_what_ends_when_the_period_begins_is_in_it(graph: Graph) -> None:
    created(graph, event(day=2, hour=10, subject="Before"))
    created(graph, event(day=2, hour=12, subject="After"))
    view = "/me/calendarView?startDateTime={}&endDateTime={}"
    assert subjects(ok(graph.get(view.format("2026-12-02T11:00:00", "2026-12-02T12:00:00Z")))) == ["Before"]
    assert subjects(ok(graph.get(view.format("2026-12-02T13:00:00%2B01:00", "2026-12-02T14:00:00%2B01:00")))) == [
        "After"
    ]


def test_the_period_is_in_utc_whatever_zone_is_preferred(graph: Graph) -> None:
    created(graph, event(day=2, hour=10))
    view = "/me/calendarView?startDateTime=2026-12-02T10:30:00&endDateTime=2026-12-02T10:45:00"
    shown = ok(graph.get(view, headers={"Prefer": 'outlook.timezone="Tokyo Standard Time"'}))
    assert only(shown)["start"]["dateTime"] == "2026-12-02T19:00:00.0000000"


def test_a_view_comes_in_pages(graph: Graph) -> None:
    created(graph, event(day=1, recurrence={**weekly(12), "pattern": {"type": "daily", "interval": 1}}))
    first = ok(graph.get(f"/me/calendarView?{MONTH}&$select=subject&$count=true"))
    assert (first["@odata.count"], len(first["value"])) == (12, 10)
    rest = ok(graph.get(first["@odata.nextLink"]))
    assert len(rest["value"]) == 2
    assert {each["id"] for each in first["value"]}.isdisjoint(each["id"] for each in rest["value"])


@pytest.mark.parametrize(
    ("period", "code", "text"),
    [
        ("", "ErrorInvalidParameter", "This request requires a time window specified by the query string parameters"),
        ("startDateTime=2026-12-01", "ErrorInvalidParameter", "This request requires a time window"),
        ("startDateTime=soon&endDateTime=2026-12-01", "ErrorInvalidParameter", "The value 'soon' of parameter"),
        ("startDateTime=2026-12-02&endDateTime=2026-12-01", "ErrorInvalidParameter", "The end of the time window"),
        (
            "startDateTime=2020-01-01&endDateTime=2024-12-31",
            "ErrorInvalidRequest",
            "Your request can't be completed. The range between the start and end dates is greater than the allowed "
            "range. Maximum number of days: 1825",
        ),
    ],
)
def test_a_period_is_needed(graph: Graph, period: str, code: str, text: str) -> None:
    said = error(graph.get(f"/me/calendarView?{period}"))
    assert said[:2] == (400, code)
    assert said[2].startswith(text)


# --- series ----------------------------------------------------------------------------------------------------------


def test_a_series_says_how_it_recurs(graph: Graph) -> None:
    made = created(graph, event(zone=BERLIN, day=1, recurrence=weekly(3, ("tuesday",))))
    assert made["type"] == "seriesMaster"
    assert made["recurrence"]["pattern"]["daysOfWeek"] == ["tuesday"]
    assert made["recurrence"]["range"] == {
        "type": "numbered",
        "startDate": "2026-12-01",
        "endDate": "0001-01-01",
        "recurrenceTimeZone": BERLIN,
        "numberOfOccurrences": 3,
    }
    shown = instances(graph, made)
    assert [each["start"]["dateTime"] for each in shown] == [f"2026-12-{day:02}T09:00:00.0000000" for day in (1, 8, 15)]
    assert {each["seriesMasterId"] for each in shown} == {made["id"]}
    assert len({each["iCalUId"] for each in shown} - {made["iCalUId"]}) == 3
    assert shown[0]["originalStart"] == "2026-12-01T09:00:00Z"
    assert all(each["recurrence"] is None for each in shown)


def test_it_begins_on_the_first_day_that_fits(graph: Graph) -> None:
    made = created(graph, event(day=2, recurrence=weekly(2, ("friday",), day=2)))
    assert (made["start"]["dateTime"][:10], made["recurrence"]["range"]["startDate"]) == ("2026-12-04", "2026-12-04")


def test_one_of_a_series_is_changed_and_one_deleted(graph: Graph) -> None:
    made = created(graph, event(day=1, recurrence=weekly(4)))
    first, second, third, _ = instances(graph, made)
    changed = ok(graph.patch(f"/me/events/{second['id']}", {"subject": "Other", "start": at(8, 9)}))
    assert (changed["type"], changed["subject"], changed["id"]) == ("exception", "Other", second["id"])
    assert ok(graph.get(f"/me/events/{second['id']}")) == changed
    ok(graph.delete(f"/me/events/{third['id']}"), 204)
    assert [(each["subject"], each["type"]) for each in instances(graph, made)] == [
        ("Lunch", "occurrence"),
        ("Other", "exception"),
        ("Lunch", "occurrence"),
    ]
    assert error(graph.get(f"/me/events/{third['id']}"))[:2] == (404, "ErrorItemNotFound")
    series = ok(graph.get(f"/me/events/{made['id']}?$select=cancelledOccurrences"))
    assert series["cancelledOccurrences"] == [f"OID.{made['id']}.2026-12-15"]
    assert error(graph.patch(f"/me/events/{first['id']}", {"start": at(8, 12), "end": at(8, 13)})) == (
        400,
        "ErrorOccurrenceCrossingBoundary",
        "Modified occurrence is crossing or overlapping adjacent occurrence.",
    )
    assert error(graph.patch(f"/me/events/{first['id']}", {"recurrence": weekly(2)}))[:2] == (
        400,
        "ErrorInvalidPropertySet",
    )
    assert ok(graph.patch(f"/me/events/{first['id']}", {"recurrence": None, "subject": "x"}))["subject"] == "x"


def test_a_series_becomes_a_single_event(graph: Graph) -> None:
    made = created(graph, event(day=1, recurrence=weekly(4)))
    single = ok(graph.patch(f"/me/events/{made['id']}", {"recurrence": None}))
    assert (single["type"], single["recurrence"], instances(graph, single)) == ("singleInstance", None, [])
    again = ok(graph.patch(f"/me/events/{made['id']}", {"recurrence": weekly(2)}))
    assert (again["type"], len(instances(graph, again))) == ("seriesMaster", 2)


def test_attendees_hear_of_one_of_a_series(graph: Graph) -> None:
    made = created(graph, event(day=1, recurrence=weekly(3), attendees=guests(graph, "bob")))
    _, second, third = instances(graph, made)
    ok(graph.patch(f"/me/events/{second['id']}", {"start": at(8, 15), "end": at(8, 16)}))
    ok(graph.delete(f"/me/events/{third['id']}"), 204)
    theirs = ok(graph.get(f"/me/calendarView?{MONTH}", user="bob"))["value"]
    assert [(each["start"]["dateTime"][8:13], each["isCancelled"]) for each in theirs] == [
        ("01T10", False),
        ("08T15", False),
        ("15T10", True),
    ]
    assert {each["iCalUId"] for each in theirs} >= {second["iCalUId"], third["iCalUId"]}


def test_a_view_is_filtered_and_sorted(graph: Graph) -> None:
    series = created(graph, event(subject="Week", recurrence=weekly(3), day=1))
    created(graph, event(subject="Lunch", day=2))
    for asked, found in (
        (f"seriesMasterId eq '{series['id']}'", ["Week", "Week"]),
        ("type eq 'singleInstance'", ["Lunch"]),
        ("start/dateTime ge '2026-12-02T00:00:00Z'", ["Lunch", "Week"]),
    ):
        days = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-10T00:00:00Z"
        assert subjects(ok(graph.get(f"/me/calendarView?{days}", params={"$filter": asked}))) == found
    sorted_down = ok(graph.get(f"/me/calendarView?{days}&$orderby=start/dateTime desc&$top=2"))
    assert subjects(sorted_down) == ["Week", "Lunch"]
    assert subjects(ok(graph.get(sorted_down["@odata.nextLink"]))) == ["Week"]
    starts = "start/dateTime lt '2026-12-05'"
    assert subjects(ok(graph.get(f"/me/events/{series['id']}/instances?{days}&$filter={starts}"))) == ["Week"]
