"""Lists of events, and one of them."""

from base64 import b64decode
from typing import Any
from urllib.parse import quote

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import PACIFIC, at, created, event, guests, subjects, weekly

#: As answers of 2024 and 2025 have them.
ORDER = (
    "@odata.context @odata.etag id createdDateTime lastModifiedDateTime changeKey categories transactionId "
    "originalStartTimeZone originalEndTimeZone iCalUId reminderMinutesBeforeStart isReminderOn hasAttachments subject "
    "bodyPreview importance sensitivity isAllDay isCancelled isOrganizer responseRequested seriesMasterId showAs type "
    "webLink onlineMeetingUrl isOnlineMeeting onlineMeetingProvider allowNewTimeProposals isDraft hideAttendees "
    "responseStatus body start end location locations recurrence attendees organizer onlineMeeting"
).split()


def test_an_event_has_all_its_properties_in_order(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob")))
    shown = ok(graph.get(f"/me/events/{made['id']}"))
    alice = graph.tenant.user("alice")
    assert list(shown) == ORDER
    assert shown["@odata.context"] == f"{graph.root}/$metadata#users('{alice.object_id}')/events/$entity"
    assert shown["@odata.etag"] == f'W/"{shown["changeKey"]}"'
    # The store's GUID, and the number of the change.
    assert len(b64decode(shown["changeKey"])) == 22
    assert shown["organizer"] == {"emailAddress": {"name": alice.display_name, "address": alice.address}}
    assert shown["responseStatus"] == {"response": "organizer", "time": "0001-01-01T00:00:00Z"}
    assert shown["location"] == {
        "displayName": "",
        "locationType": "default",
        "uniqueIdType": "unknown",
        "address": {},
        "coordinates": {},
    }
    assert (shown["locations"], shown["seriesMasterId"], shown["type"]) == ([], None, "singleInstance")
    assert (shown["showAs"], shown["isReminderOn"], shown["reminderMinutesBeforeStart"]) == ("busy", True, 15)
    assert (shown["isDraft"], shown["isOnlineMeeting"], shown["onlineMeeting"]) == (False, False, None)
    assert shown["webLink"].startswith("https://outlook.office365.com/owa/?itemid=")
    assert shown["webLink"].endswith("&exvsurl=1&path=/calendar/item")
    assert made == shown


def test_times_are_in_the_zone_that_is_preferred(graph: Graph) -> None:
    made = created(graph, event(hour=10, zone=PACIFIC))
    path = f"/me/events/{made['id']}"
    assert made["start"] == {"dateTime": "2026-12-02T18:00:00.0000000", "timeZone": "UTC"}
    for zone, clock in ((PACIFIC, "10"), ("Europe/Berlin", "19"), ("Tokyo Standard Time", "03")):
        answer = graph.get(path, headers={"Prefer": f'outlook.timezone="{zone}"'})
        assert answer.headers["Preference-Applied"] == f'outlook.timezone="{zone}"'
        shown = ok(answer)
        assert (shown["start"]["dateTime"][11:13], shown["start"]["timeZone"]) == (clock, zone)
        assert shown["originalStartTimeZone"] == PACIFIC
    answer = graph.get(path, headers={"Prefer": 'outlook.timezone="Moon"'})
    text = "A valid TimeZone value must be specified. The following TimeZone value is not supported: 'Moon'."
    assert error(answer) == (400, "TimeZoneNotSupportedException", text)


def test_the_body_is_html_unless_text_is_preferred(graph: Graph) -> None:
    made = created(graph, event(body={"contentType": "HTML", "content": "<p>Hello</p>"}))
    assert (made["body"]["contentType"], made["bodyPreview"]) == ("html", "Hello")
    assert "<p>Hello</p>" in made["body"]["content"]
    prefer = {"Prefer": 'outlook.body-content-type="text"'}
    shown = ok(graph.get(f"/me/events/{made['id']}", headers=prefer))
    assert (shown["body"]["contentType"], shown["body"]["content"].strip()) == ("text", "Hello")
    plain = created(graph, event(body={"contentType": "text", "content": "Hello"}))
    assert plain["body"]["contentType"] == "html"


def test_a_list_has_single_events_and_series_by_their_starts(graph: Graph) -> None:
    created(graph, event(day=4, subject="Late"))
    created(graph, event(day=1, subject="Series", recurrence=weekly(3)))
    created(graph, event(day=3, subject="Early"))
    listed = ok(graph.get("/me/events"))
    assert [(each["subject"], each["type"]) for each in listed["value"]] == [
        ("Series", "seriesMaster"),
        ("Early", "singleInstance"),
        ("Late", "singleInstance"),
    ]
    assert "@odata.nextLink" not in listed
    assert listed["@odata.context"].endswith("/events")


def test_the_context_names_a_calendar_that_the_path_leads_through(graph: Graph) -> None:
    made = created(graph)
    calendar = ok(graph.get("/me/calendar"))["id"]
    for way in ("/me/calendar", f"/me/calendars/{calendar}"):
        where = f"/calendars('{quote(calendar, safe='')}')/events"
        assert ok(graph.get(f"{way}/events"))["@odata.context"].endswith(where)
        assert ok(graph.get(f"{way}/events/{made['id']}"))["@odata.context"].endswith(f"{where}/$entity")


def test_a_list_comes_in_pages(graph: Graph) -> None:
    for day in range(1, 13):
        created(graph, event(day=day, subject=str(day)))
    first = ok(graph.get("/me/events?$count=true"))
    assert (first["@odata.count"], len(first["value"])) == (12, 10)
    rest = ok(graph.get(first["@odata.nextLink"]))
    assert subjects(rest) == ["11", "12"]
    assert subjects(ok(graph.get("/me/events?$top=2&$skip=3"))) == ["4", "5"]
    assert subjects(ok(graph.get("/me/events", headers={"Prefer": "odata.maxpagesize=3"}))) == ["1", "2", "3"]


def test_some_properties_are_selected(graph: Graph) -> None:
    created(graph)
    listed = ok(graph.get("/me/events?$select=subject,start"))
    assert listed["@odata.context"].endswith("/events(subject,start)")
    assert [list(each) for each in listed["value"]] == [["@odata.etag", "id", "subject", "start"]]
    answer = graph.get("/me/events?$select=colour")
    text = (
        "Parsing OData Select and Expand failed: Could not find a property named 'colour' on type "
        "'microsoft.graph.event'."
    )
    assert error(answer) == (400, "BadRequest", text)


def test_events_cannot_be_searched(graph: Graph) -> None:
    text = "The parameter $search is not currently supported on the Events resource."
    assert error(graph.get('/me/events?$search="x"')) == (501, "SearchEvents", text)


def test_what_is_no_event(graph: Graph) -> None:
    message = graph.deliver("Hello")
    mail = message.item_id.translate(str.maketrans("/+", "-_"))
    assert error(graph.get(f"/me/events/{mail}"))[:2] == (404, "ErrorItemNotFound")
    assert error(graph.get("/me/events/x")) == (400, "ErrorInvalidIdMalformed", "Id is malformed.")
    made = created(graph)
    assert error(graph.get(f"/me/messages/{made['id']}"))[:2] == (404, "ErrorItemNotFound")


def test_an_event_has_an_immutable_id_as_well(graph: Graph) -> None:
    made = created(graph)
    answer = graph.get(f"/me/events/{made['id']}", headers={"Prefer": 'IdType="ImmutableId"'})
    assert answer.headers["Preference-Applied"] == "IdType=ImmutableId"
    immutable = ok(answer)["id"]
    assert immutable != made["id"]
    assert ok(graph.get(f"/me/events/{immutable}"))["id"] == made["id"]


def test_private_events_of_others_are_not_shown(graph: Graph) -> None:
    private = created(graph, event(sensitivity="private"))
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_folder_permission(alice, "calendar", bob, "Reviewer")
    path = f"/users/{alice.upn}/events"
    assert subjects(ok(graph.get(path, user="bob"))) == []
    assert ok(graph.get(f"{path}/$count", user="bob")) == 0
    assert error(graph.get(f"{path}/{private['id']}", user="bob"))[:2] == (404, "ErrorItemNotFound")


def test_a_time_without_a_zone_is_utc(graph: Graph) -> None:
    given: dict[str, Any] = event()
    del given["start"]["timeZone"]
    assert created(graph, given)["start"] == {"dateTime": f"{at(2, 10)['dateTime']}.0000000", "timeZone": "UTC"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("subject eq 'LUNCH'", ["Lunch"]),
        ("startswith(subject,'di') or contains(subject,'ee')", ["Week", "Dinner"]),
        ("start/dateTime ge '2026-12-03T00:00:00'", ["Dinner"]),
        ("start/dateTime ge '2026-12-02T10:00:00Z' and end/dateTime le '2026-12-02T12:00:00+01:00'", ["Lunch"]),
        ("type eq 'seriesMaster'", ["Week"]),
        ("isAllDay eq false and isOrganizer eq true and isCancelled eq false", ["Week", "Lunch", "Dinner"]),
        ("showAs eq 'oof'", ["Dinner"]),
        ("sensitivity eq 'private' and importance eq 'high'", ["Dinner"]),
        ("categories/any(c:c eq 'Red')", ["Dinner"]),
        ("location/displayName eq 'bar'", ["Dinner"]),
        ("organizer/emailAddress/address eq '{alice}'", ["Week", "Lunch", "Dinner"]),
        ("createdDateTime ge 2100-01-01T00:00:00Z", []),
        (
            "lastModifiedDateTime ge 2000-01-01T00:00:00Z and reminderMinutesBeforeStart eq 15",
            ["Week", "Lunch", "Dinner"],
        ),
        ("iCalUId eq '{uid}'", ["Dinner"]),
        ("responseStatus/response eq 'organizer'", ["Week", "Lunch", "Dinner"]),
    ],
)
def test_a_filter(graph: Graph, asked: str, found: list[str]) -> None:
    created(graph, event(subject="Week", recurrence=weekly(2), day=1))
    created(graph)
    dinner = created(
        graph,
        event(
            day=4,
            subject="Dinner",
            showAs="oof",
            sensitivity="private",
            importance="high",
            categories=["Red"],
            location={"displayName": "Bar"},
        ),
    )
    asked = asked.format(alice=graph.tenant.user("alice").address, uid=dinner["iCalUId"])
    listed = ok(graph.get("/me/events", params={"$filter": asked, "$count": "true"}))
    assert (subjects(listed), listed["@odata.count"]) == (found, len(found))
    assert ok(graph.get("/me/calendar/events/$count", params={"$filter": asked})) == len(found)


def test_an_all_day_event_is_found_by_the_moment_at_which_its_day_begins(graph: Graph) -> None:
    berlin = "W. Europe Standard Time"
    created(graph, {"subject": "Fair", "isAllDay": True, "start": at(2, 0, berlin), "end": at(3, 0, berlin)})
    path = "/me/events?$filter=start/dateTime ge "
    assert subjects(ok(graph.get(f"{path}'2026-12-02T00:00:00'"))) == []
    assert subjects(ok(graph.get(f"{path}'2026-12-01T23:00:00'"))) == ["Fair"]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("start/dateTime desc", ["C", "b", "A"]),
        ("subject", ["A", "b", "C"]),
        ("importance desc,end/dateTime", ["b", "A", "C"]),
        ("createdDateTime", ["C", "A", "b"]),
    ],
)
def test_an_order(graph: Graph, order: str, found: list[str]) -> None:
    created(graph, event(subject="C", day=4))
    created(graph, event(subject="A", day=2))
    created(graph, event(subject="b", day=3, importance="high"))
    assert subjects(ok(graph.get("/me/events", params={"$orderby": order}))) == found


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        (
            "$orderby=start",
            (400, "BadRequest", "The $orderby expression must evaluate to a single value of primitive type."),
        ),
        ("$orderby=moon", (400, "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported.")),
        (
            "$filter=attendees/any(a:a/emailAddress/address eq 'x')",
            (400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes."),
        ),
        (
            "$filter=uid eq 'x'",
            (400, "RequestBroker--ParseUri", "Could not find a property named 'uid' on type 'microsoft.graph.event'."),
        ),
        (
            "$expand=instances",
            (501, "NotImplemented", "This fake does not perform $expand=instances of microsoft.graph.event."),
        ),
        (
            "$expand=moon",
            (
                400,
                "BadRequest",
                "Parsing OData Select and Expand failed: Could not find a property named 'moon' on type "
                "'microsoft.graph.event'.",
            ),
        ),
    ],
)
def test_what_is_not_to_be_asked(graph: Graph, query: str, refusal: tuple[int, str, str]) -> None:
    created(graph)
    assert error(graph.get(f"/me/events?{query}")) == refusal
