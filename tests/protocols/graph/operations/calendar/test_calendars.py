"""The calendars of a mailbox."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import created, event, subjects


def test_the_default_calendar_comes_first(graph: Graph) -> None:
    alice = graph.tenant.user("alice")
    default = ok(graph.get("/me/calendar"))
    assert default.pop("@odata.context") == f"{graph.root}/$metadata#users('{alice.object_id}')/calendar/$entity"
    assert default == {
        "id": default["id"],
        "name": "Calendar",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": True,
        "changeKey": default["changeKey"],
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": [],
        "defaultOnlineMeetingProvider": "unknown",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": {"name": alice.display_name, "address": alice.address},
    }
    assert ok(graph.get("/me/calendars"))["value"][0] == default
    again = ok(graph.get(f"/users/{alice.upn}/calendars/{default['id']}?$select=name"))
    assert again["@odata.context"].endswith("/calendars(name)/$entity")
    assert {name for name in again if "@" not in name} == {"id", "name"}


def test_another_calendar_has_its_own_events(graph: Graph) -> None:
    made = ok(graph.post("/me/calendars", {"name": "Volunteer"}), 201)
    assert (made["name"], made["isDefaultCalendar"], made["isRemovable"]) == ("Volunteer", False, True)
    where = f"/me/calendars/{made['id']}"
    held = ok(graph.post(f"{where}/events", event(subject="Picnic")), 201)
    created(graph)
    assert subjects(ok(graph.get(f"{where}/events"))) == ["Picnic"]
    assert subjects(ok(graph.get("/me/calendar/events"))) == ["Lunch"]
    assert ok(graph.get(f"{where}/events/{held['id']}"))["subject"] == "Picnic"
    assert ok(graph.get(f"/me/events/{held['id']}"))["subject"] == "Picnic"
    assert error(graph.get(f"/me/calendars/{ok(graph.get('/me/calendar'))['id']}/events/{held['id']}"))[:2] == (
        404,
        "ErrorItemNotFound",
    )
    assert ok(graph.patch(where, {"name": "Helping"}))["name"] == "Helping"
    assert [each["name"] for each in ok(graph.get("/me/calendars"))["value"]] == ["Calendar", "Birthdays", "Helping"]
    ok(graph.delete(where), 204)
    assert [each["name"] for each in ok(graph.get("/me/calendars"))["value"]] == ["Calendar", "Birthdays"]


def test_calendars_come_in_pages(graph: Graph) -> None:
    first = ok(graph.get("/me/calendars?$top=1&$count=true&$select=name"))
    assert (first["@odata.count"], first["value"][0]["name"]) == (2, "Calendar")
    second = ok(graph.get(first["@odata.nextLink"]))
    assert [each["name"] for each in second["value"]] == ["Birthdays"]
    assert "@odata.nextLink" not in second


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 400, "BadRequest"),
        ({"name": ""}, 400, "BadRequest"),
        ({"name": "Calendars", "colour": "red"}, 400, "RequestBodyRead"),
        ({"name": "Calendars", "color": "lightRed"}, 501, "NotImplemented"),
        ({"name": "birthdays2"}, 201, ""),
    ],
)
def test_a_calendar_has_a_name_alone(graph: Graph, given: dict[str, str], status: int, code: str) -> None:
    answer = graph.post("/me/calendars", given)
    assert answer.status_code == status
    assert not code or answer.json()["error"]["code"] == code


def test_what_is_no_calendar(graph: Graph) -> None:
    inbox = ok(graph.get("/me/calendar"))["id"]
    folder = graph.mailbox().folders.distinguished("inbox").folder_id.translate(str.maketrans("/+", "-_"))
    assert error(graph.get(f"/me/calendars/{folder}"))[:2] == (404, "ErrorItemNotFound")
    assert error(graph.get("/me/calendars/x"))[:2] == (400, "ErrorInvalidIdMalformed")
    assert error(graph.delete(f"/me/calendars/{inbox}"))[:2] == (403, "ErrorDeleteDistinguishedFolder")
    assert error(graph.post("/me/calendars", {"name": "birthdays"}))[0] in (201, 409)


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        (("Mail.ReadWrite",), "GET", "/me/calendars", 403),
        (("Calendars.Read",), "GET", "/me/calendars", 200),
        (("Calendars.Read",), "POST", "/me/calendars", 403),
        (("Calendars.Read",), "GET", "/me/events", 200),
        (("Calendars.Read",), "POST", "/me/events", 403),
        (("Calendars.ReadWrite",), "GET", "/me/events", 200),
        (("Calendars.Read", "Mail.ReadWrite"), "GET", "/me/calendar", 200),
    ],
)
def test_permissions(graph: Graph, scopes: tuple[str, ...], method: str, path: str, status: int) -> None:
    answer = graph.ask(method, path, {} if method == "POST" else None, scopes=scopes)
    assert answer.status_code == status
    if status == 403:
        assert error(answer) == (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def test_an_application_reads_everybody_s_calendar(graph: Graph) -> None:
    created(graph)
    path = f"/users/{graph.tenant.user('alice').upn}/events"
    assert subjects(ok(graph.get(path, token=graph.app_token("Calendars.Read")))) == ["Lunch"]
    assert error(graph.get(path, token=graph.app_token("Mail.Read")))[:2] == (403, "ErrorAccessDenied")


def test_a_calendar_that_is_shared(graph: Graph) -> None:
    created(graph)
    created(graph, event(day=3, subject="Doctor", sensitivity="private"))
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    path = f"/users/{alice.upn}"
    assert error(graph.get(f"{path}/events", user="bob"))[:2] == (404, "ErrorItemNotFound")
    graph.tenant.rights.add_folder_permission(alice, "calendar", bob, "Reviewer")
    assert error(graph.get(f"{path}/events", user="bob", scopes=("Calendars.Read",)))[:2] == (403, "ErrorAccessDenied")
    assert subjects(ok(graph.get(f"{path}/events", user="bob", scopes=("Calendars.Read.Shared",)))) == ["Lunch"]
    shown = ok(graph.get(f"{path}/calendar", user="bob"))
    assert (shown["canEdit"], shown["canShare"], shown["canViewPrivateItems"]) == (False, False, False)
    assert shown["owner"]["address"] == alice.address
    assert error(graph.post(f"{path}/events", event(), user="bob"))[:2] == (403, "ErrorAccessDenied")


def test_calendars_by_name(graph: Graph) -> None:
    for name in ("Plans", "plots"):
        graph.post("/me/calendars", {"name": name})
    for query, found in (
        ("$filter=name eq 'PLANS'", ["Plans"]),
        ("$filter=startswith(name,'pl')&$orderby=name desc", ["plots", "Plans"]),
    ):
        assert [each["name"] for each in ok(graph.get(f"/me/calendars?{query}"))["value"]] == found
    refused = error(graph.get("/me/calendars?$filter=color eq 'auto'"))
    assert refused == (400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")


def test_a_calendar_is_deleted_for_good(graph: Graph) -> None:
    made = ok(graph.post("/me/calendars", {"name": "Plans"}), 201)
    assert graph.post(f"/me/calendars/{made['id']}/permanentDelete").status_code == 204
    assert error(graph.get(f"/me/calendars/{made['id']}"))[0] == 404
    assert error(graph.post("/me/calendar/permanentDelete"))[1] == "ErrorDeleteDistinguishedFolder"
