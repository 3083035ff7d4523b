"""Extended properties and open extensions of events."""

from typing import Any

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import WEEK, created, event, only, subjects, weekly

NAME = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color"
COLOR = [{"id": NAME, "value": "red"}]
EXPAND = f"$expand=singleValueExtendedProperties($filter=id eq '{NAME}')"


def colors(shown: dict[str, Any]) -> list[str]:
    return [each["value"] for each in shown.get("singleValueExtendedProperties", ())]


def test_a_property_is_written_read_changed_and_found(graph: Graph) -> None:
    made = created(graph, event(singleValueExtendedProperties=COLOR))
    created(graph, event(subject="Plain"))
    assert colors(ok(graph.get(f"/me/events/{made['id']}?{EXPAND}"))) == ["red"]
    asked = f"singleValueExtendedProperties/any(ep: ep/id eq '{NAME}' and ep/value eq 'red')"
    assert subjects(ok(graph.get("/me/events", params={"$filter": asked}))) == ["Lunch"]
    assert subjects(ok(graph.get("/me/events", params={"$filter": f"not {asked}"}))) == ["Plain"]
    ok(graph.patch(f"/me/events/{made['id']}", {"singleValueExtendedProperties": [{"id": NAME, "value": "blue"}]}))
    assert [colors(each) for each in ok(graph.get(f"/me/calendarView?{WEEK}&{EXPAND}"))["value"]] == [["blue"], []]
    assert subjects(ok(graph.get("/me/events", params={"$filter": asked}))) == []


def test_a_property_of_one_of_a_series(graph: Graph) -> None:
    series = created(graph, event(1, recurrence=weekly(2), singleValueExtendedProperties=COLOR))
    days = "startDateTime=2026-12-01&endDateTime=2027-01-01"
    path = f"/me/events/{series['id']}/instances?{days}&{EXPAND}"
    first, _ = ok(graph.get(path))["value"]
    ok(graph.patch(f"/me/events/{first['id']}", {"singleValueExtendedProperties": [{"id": NAME, "value": "blue"}]}))
    assert [colors(each) for each in ok(graph.get(path))["value"]] == [["blue"], ["red"]]


def test_several_values(graph: Graph) -> None:
    name = NAME.replace("String", "StringArray")
    given = [{"id": name, "value": ["a", "b"]}]
    created(graph, event(multiValueExtendedProperties=given))
    shown = only(ok(graph.get(f"/me/events?$expand=multiValueExtendedProperties($filter=id eq '{name}')")))
    assert shown["multiValueExtendedProperties"] == given


def test_ids_that_are_none(graph: Graph) -> None:
    given = [{"id": "Color", "value": "red"}]
    assert error(graph.post("/me/events", event(singleValueExtendedProperties=given)))[:2] == (
        400,
        "ErrorInvalidProperty",
    )
    query = "$expand=singleValueExtendedProperties($filter=id eq 'Color')"
    assert error(graph.get(f"/me/events?{query}"))[:2] == (400, "ErrorInvalidProperty")


def test_open_extensions(graph: Graph) -> None:
    series = created(graph, event(1, recurrence=weekly(2)))
    days = "startDateTime=2026-12-01&endDateTime=2027-01-01"
    first, _ = ok(graph.get(f"/me/events/{series['id']}/instances?{days}"))["value"]
    given = {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "com.contoso.lunch", "dish": "Soup"}
    for one in (created(graph)["id"], first["id"]):
        path = f"/me/events/{one}/extensions"
        made = ok(graph.post(path, given), 201)
        assert made["@odata.context"].endswith(f"/events('{one}')/extensions/$entity")
        assert ok(graph.patch(f"{path}/com.contoso.lunch", {"dish": "Stew"}))["dish"] == "Stew"
        assert [each["dish"] for each in ok(graph.get(f"/me/events/{one}?$expand=extensions"))["extensions"]] == [
            "Stew"
        ]
        ok(graph.delete(f"{path}/com.contoso.lunch"), 204)
        assert ok(graph.get(path))["value"] == []
    assert error(graph.post(path, given, scopes=("Calendars.Read",)))[:2] == (403, "ErrorAccessDenied")
