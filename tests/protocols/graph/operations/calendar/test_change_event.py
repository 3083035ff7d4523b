"""Events are created, changed and deleted."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.appointment import Appointment, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import (
    PACIFIC,
    at,
    created,
    event,
    guests,
    only,
    subjects,
    weekly,
)

ALL_DAY = {"start": at(2, 0), "end": at(3, 0), "isAllDay": True}


def appointment(graph: Graph, name: str = "alice") -> Appointment:
    """Return the one appointment in a calendar."""
    (item,) = graph.mailbox(name).messages("calendar")
    kind = kind_of(item)
    assert isinstance(kind, Appointment)
    return kind


def test_everything_that_is_given_is_kept(graph: Graph) -> None:
    given = event(
        zone=PACIFIC,
        body={"contentType": "text", "content": "Bring cake"},
        location={"displayName": "Bar"},
        categories=["Fun"],
        showAs="oof",
        sensitivity="personal",
        importance="High",
        isReminderOn=False,
        reminderMinutesBeforeStart=30,
        responseRequested=False,
        allowNewTimeProposals=False,
    )
    made = created(graph, given)
    assert {name: made[name] for name in ("subject", "categories", "showAs", "sensitivity")} == {
        "subject": "Lunch",
        "categories": ["Fun"],
        "showAs": "oof",
        "sensitivity": "personal",
    }
    assert (made["importance"], made["isReminderOn"], made["reminderMinutesBeforeStart"]) == ("high", False, 30)
    assert (made["responseRequested"], made["allowNewTimeProposals"]) == (False, False)
    assert made["location"]["displayName"] == made["locations"][0]["displayName"] == "Bar"
    stored = appointment(graph)
    assert (stored.free_busy_status, stored.location) == (FreeBusyStatus.OUT_OF_OFFICE, "Bar")
    assert (stored.start_time_zone_id, stored.end_time_zone_id) == (PACIFIC, PACIFIC)


def test_the_answer_says_where_it_is(graph: Graph) -> None:
    answer = graph.post("/me/events", event())
    assert answer.status_code == 201
    assert answer.headers["ETag"] == answer.json()["@odata.etag"]


def test_what_the_service_writes_changes_nothing(graph: Graph) -> None:
    made = created(graph)
    # A client sends back what it has read.
    again = created(graph, {**made, "organizer": {"emailAddress": {"address": "x@example.com"}}, "isOrganizer": False})
    assert again["id"] != made["id"]
    assert (again["isOrganizer"], again["organizer"]) == (True, made["organizer"])
    assert "the service alone sets it of an event: id, created" in str(graph.tenant.journal)


def test_there_is_no_teams_here(graph: Graph) -> None:
    made = created(graph, event(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness"))
    assert (made["isOnlineMeeting"], made["onlineMeetingProvider"], made["onlineMeeting"]) == (False, "unknown", None)


def test_a_transaction_makes_one_event(graph: Graph) -> None:
    first = created(graph, event(transactionId="1"))
    assert created(graph, event(transactionId="1"))["id"] == first["id"]
    assert created(graph, event(transactionId="2"))["id"] != first["id"]
    assert error(graph.patch(f"/me/events/{first['id']}", {"transactionId": "3"}))[:2] == (
        400,
        "ErrorInvalidPropertySet",
    )


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"subject": "Lunch"}, 400, "ErrorPropertyValidationFailure"),
        (event(end=at(1, 9)), 400, "ErrorPropertyValidationFailure"),
        (event(end={"dateTime": "2036-12-01T00:00:00", "timeZone": "UTC"}), 400, "ErrorCalendarDurationIsTooLong"),
        (event(zone="Moon"), 400, "TimeZoneNotSupportedException"),
        (event(colour="red"), 400, "RequestBodyRead"),
        (event(subject=1), 400, "BadRequest"),
        (event(showAs="asleep"), 400, "BadRequest"),
        (event(categories="Fun"), 400, "BadRequest"),
        (event(isAllDay="true"), 400, "BadRequest"),
        (event(reminderMinutesBeforeStart=-1), 400, "BadRequest"),
        (event(body={"contentType": "rtf"}), 400, "BadRequest"),
        (event(hideAttendees=True), 501, "NotImplemented"),
        (event(isAllDay=True), 400, "ErrorInvalidRequest"),
        ({**ALL_DAY, "end": at(2, 0)}, 400, "ErrorInvalidRequest"),
        (event(attendees=[{"emailAddress": {"name": "Bob"}}]), 400, "ErrorInvalidRecipients"),
        (event(recurrence=weekly(0)), 400, "ErrorPropertyValidationFailure"),
        (event(end=at(10, 9), recurrence=weekly(2)), 400, "ErrorOccurrenceTimeSpanTooBig"),
    ],
)
def test_what_cannot_be_an_event_is_none(graph: Graph, given: dict[str, Any], status: int, code: str) -> None:
    assert error(graph.post("/me/events", given))[:2] == (status, code)
    assert graph.mailbox().messages("calendar") == []


def test_why_whole_days_are_refused(graph: Graph) -> None:
    begins = "Your request can't be completed. The "
    midnight = "property for an all-day event needs to be set to midnight."
    assert error(graph.post("/me/events", {**ALL_DAY, "start": at(2, 1)}))[2] == f"{begins}Event.Start {midnight}"
    assert error(graph.post("/me/events", {**ALL_DAY, "end": at(3, 1)}))[2] == f"{begins}Event.End {midnight}"
    assert error(graph.post("/me/events", {**ALL_DAY, "end": at(2, 0)}))[2] == (
        f"{begins}duration of an event marked as All day must be at least 24 hours."
    )


def test_whole_days_are_at_midnight_in_every_zone(graph: Graph) -> None:
    made = created(graph, {**ALL_DAY, "start": at(2, 0, PACIFIC), "end": at(3, 0, PACIFIC)})
    assert (made["start"]["dateTime"], made["end"]["dateTime"]) == (
        "2026-12-02T00:00:00.0000000",
        "2026-12-03T00:00:00.0000000",
    )
    shown = ok(graph.get(f"/me/events/{made['id']}", headers={"Prefer": 'outlook.timezone="Tokyo Standard Time"'}))
    assert shown["start"] == {"dateTime": "2026-12-02T00:00:00.0000000", "timeZone": "Tokyo Standard Time"}
    assert shown["isAllDay"]


# --- changing --------------------------------------------------------------------------------------------------------


def test_what_is_not_named_stays(graph: Graph) -> None:
    made = created(graph, event(location={"displayName": "Bar"}))
    path = f"/me/events/{made['id']}"
    changed = ok(graph.patch(path, {"subject": "Dinner", "showAs": "free"}))
    assert (changed["subject"], changed["showAs"], changed["location"]["displayName"]) == ("Dinner", "free", "Bar")
    assert (changed["id"], changed["start"]) == (made["id"], made["start"])
    assert changed["changeKey"] != made["changeKey"]
    assert ok(graph.get(path)) == changed
    assert ok(graph.patch(path, {"location": None}))["locations"] == []
    assert ok(graph.patch(path, {"start": at(2, 9)}))["end"] == made["end"]


def test_a_change_of_something_else_is_refused(graph: Graph) -> None:
    made = created(graph)
    path = f"/me/events/{made['id']}"
    assert error(graph.patch(path, {"subject": "x"}, headers={"If-Match": 'W/"old"'}))[:2] == (
        412,
        "ErrorIrresolvableConflict",
    )
    assert ok(graph.patch(path, {"subject": "x"}, headers={"If-Match": made["@odata.etag"]}))["subject"] == "x"
    assert error(graph.patch(path, {"end": at(2, 9)}))[:2] == (400, "ErrorPropertyValidationFailure")


def test_a_day_that_has_passed_midnight_is_no_whole_day(graph: Graph) -> None:
    path = f"/me/events/{created(graph)['id']}"
    assert error(graph.patch(path, {"isAllDay": True}))[:2] == (400, "ErrorInvalidRequest")
    changed = ok(graph.patch(path, ALL_DAY))
    assert (changed["isAllDay"], changed["end"]["dateTime"]) == (True, "2026-12-03T00:00:00.0000000")
    assert ok(graph.patch(path, {"subject": "Day off"}))["isAllDay"]


# --- those who are invited -------------------------------------------------------------------------------------------


def test_attendees_are_invited(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob"), body={"contentType": "text", "content": "Come"}))
    (invitation,) = graph.mailbox("bob").messages("inbox")
    assert (invitation.item_class, invitation.subject) == ("IPM.Schedule.Meeting.Request", "Lunch")
    (copy,) = graph.mailbox().messages("sentitems")
    assert copy.subject == "Lunch"
    theirs = only(ok(graph.get("/me/events", user="bob")))
    assert (theirs["iCalUId"], theirs["isOrganizer"]) == (made["iCalUId"], False)
    assert theirs["organizer"] == made["organizer"]
    assert (theirs["showAs"], theirs["responseStatus"]["response"]) == ("tentative", "notResponded")


def test_a_change_is_told_to_everybody_and_other_attendees_to_them_alone(graph: Graph) -> None:
    graph.tenant.add_user("carol")
    made = created(graph, event(attendees=guests(graph, "bob")))
    path = f"/me/events/{made['id']}"
    bob, carol = graph.mailbox("bob"), graph.mailbox("carol")
    ok(graph.patch(path, {"subject": "Dinner"}))
    assert [item.subject for item in bob.messages("inbox")] == ["Dinner"]
    ok(graph.patch(path, {"categories": ["Fun"]}))
    assert len(bob.messages("inbox")) == 1
    ok(graph.patch(path, {"attendees": guests(graph, "bob", "carol")}))
    assert (len(bob.messages("inbox")), len(carol.messages("inbox"))) == (1, 1)
    ok(graph.patch(path, {"attendees": guests(graph, "carol")}))
    assert bob.messages("inbox")[-1].subject == "Canceled: Dinner"


def test_an_attendee_changes_their_own_copy_alone(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob")))
    theirs = only(ok(graph.get("/me/events", user="bob")))
    assert ok(graph.patch(f"/me/events/{theirs['id']}", {"subject": "Mine"}, user="bob"))["subject"] == "Mine"
    assert subjects(ok(graph.get("/me/events"))) == ["Lunch"]
    assert graph.mailbox().messages("inbox") == []


def test_a_meeting_that_is_deleted_is_called_off(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob")))
    path = f"/me/events/{made['id']}"
    ok(graph.delete(path), 204)
    assert error(graph.delete(path))[:2] == (404, "ErrorItemNotFound")
    assert [item.subject for item in graph.mailbox().messages("deleteditems")] == ["Canceled: Lunch"]
    assert graph.mailbox("bob").messages("inbox")[-1].item_class == "IPM.Schedule.Meeting.Canceled"
    theirs = only(ok(graph.get("/me/events", user="bob")))
    assert (theirs["isCancelled"], theirs["subject"], theirs["showAs"]) == (True, "Canceled: Lunch", "free")


def test_an_attendee_deletes_without_a_word(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob")))
    theirs = only(ok(graph.get("/me/events", user="bob")))
    ok(graph.delete(f"/me/events/{theirs['id']}", user="bob"), 204)
    assert graph.mailbox().messages("inbox") == []


def test_who_cannot_be_reached_is_told_by_a_report_and_the_journal(graph: Graph) -> None:
    address = f"nobody@{graph.tenant.user('alice').address.partition('@')[2]}"
    created(graph, event(attendees=[{"emailAddress": {"address": address}}]))
    assert "not delivered" in str(graph.tenant.journal)


def test_nobody_is_invited_in_another_s_name(graph: Graph) -> None:
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_folder_permission(alice, "calendar", bob, "Editor")
    given = event(attendees=guests(graph, "bob"))
    answer = graph.post(f"/users/{alice.upn}/events", given, user="bob")
    assert error(answer)[:2] == (403, "ErrorSendAsDenied")
    assert graph.mailbox().messages("calendar") == []
    ok(graph.post(f"/users/{alice.upn}/events", event(), user="bob"), 201)


def test_null_is_the_default_of_a_word_in_one_of_a_series_too(graph: Graph) -> None:
    words: dict[str, Any] = {"showAs": "oof", "sensitivity": "private", "importance": "high"}
    series = created(graph, event(day=1, recurrence=weekly(2), **words))
    first, _ = ok(graph.get(f"/me/events/{series['id']}/instances?startDateTime=2026-12-01&endDateTime=2027-01-01"))[
        "value"
    ]
    changed = ok(graph.patch(f"/me/events/{first['id']}", dict.fromkeys(words)))
    assert [changed[name] for name in words] == ["busy", "normal", "normal"]
    assert {name: ok(graph.get(f"/me/events/{series['id']}"))[name] for name in words} == words


def test_a_reminder_is_at_most_five_years_before(graph: Graph) -> None:
    path = f"/me/events/{created(graph)['id']}"
    assert ok(graph.patch(path, {"reminderMinutesBeforeStart": 2_629_800}))["reminderMinutesBeforeStart"] == 2_629_800
    for minutes in (2_629_801, -1, 2**63):
        answer = graph.patch(path, {"reminderMinutesBeforeStart": minutes})
        text = "Property reminderMinutesBeforeStart in payload has a value that does not match schema."
        assert error(answer) == (400, "BadRequest", text)


def test_an_event_is_deleted_for_good(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob")))
    answer = graph.post(f"/me/events/{made['id']}/permanentDelete")
    assert (answer.status_code, answer.content) == (204, b"")
    assert graph.mailbox().messages("calendar") == graph.mailbox().messages("deleteditems") == []
    assert graph.mailbox("bob").messages("inbox")[-1].subject == "Canceled: Lunch"
    assert error(graph.get(f"/me/events/{made['id']}"))[:2] == (404, "ErrorItemNotFound")
