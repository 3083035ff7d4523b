"""Meetings are called off, and sent on to others."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import WEEK, created, event, guests, only, weekly


@pytest.fixture
def meeting(graph: Graph) -> dict[str, Any]:
    """A meeting of alice's, with bob."""
    return created(graph, event(attendees=guests(graph, "bob")))


def to(graph: Graph, name: str) -> list[dict[str, Any]]:
    return [{"emailAddress": {"address": graph.tenant.user(name).address}}]


def test_the_organizer_calls_it_off_with_some_words(graph: Graph, meeting: dict[str, Any]) -> None:
    answer = graph.post(f"/me/events/{meeting['id']}/cancel", {"comment": "Another time"})
    assert (answer.status_code, answer.content) == (202, b"")
    (told,) = graph.mailbox("bob").messages("inbox")[-1:]
    assert (told.subject, told.body.strip()) == ("Canceled: Lunch", "Another time")
    assert only(ok(graph.get("/me/events", user="bob")))["isCancelled"]
    assert ok(graph.get("/me/events"))["value"] == []
    assert error(graph.post(f"/me/events/{meeting['id']}/cancel", {}))[:2] == (404, "ErrorItemNotFound")


def test_one_of_a_series_is_called_off(graph: Graph) -> None:
    created(graph, event(day=1, recurrence=weekly(2), attendees=guests(graph, "bob")))
    first = only(ok(graph.get(f"/me/calendarView?{WEEK}")))
    assert graph.post(f"/me/events/{first['id']}/cancel", {"Comment": "Not today"}).status_code == 202
    assert ok(graph.get(f"/me/calendarView?{WEEK}"))["value"] == []
    assert only(ok(graph.get(f"/me/calendarView?{WEEK}", user="bob")))["isCancelled"]


def test_without_attendees_nobody_hears_of_it(graph: Graph) -> None:
    made = created(graph)
    assert graph.post(f"/me/events/{made['id']}/cancel").status_code == 202
    assert ok(graph.get("/me/events"))["value"] == []
    assert graph.mailbox().messages("sentitems") == []


def test_an_attendee_cannot_call_it_off(graph: Graph, meeting: dict[str, Any]) -> None:
    theirs = only(ok(graph.get("/me/events", user="bob")))
    text = "Your request can't be completed. You need to be an organizer to cancel a meeting."
    assert error(graph.post(f"/me/events/{theirs['id']}/cancel", {}, user="bob")) == (400, "ErrorInvalidRequest", text)


def test_an_attendee_sends_it_on(graph: Graph, meeting: dict[str, Any]) -> None:
    graph.tenant.add_user("carol")
    theirs = only(ok(graph.get("/me/events", user="bob")))
    given = {"comment": "For you", "toRecipients": to(graph, "carol")}
    answer = graph.post(f"/me/events/{theirs['id']}/forward", given, user="bob")
    assert (answer.status_code, answer.content) == (202, b"")
    (invitation,) = graph.mailbox("carol").messages("inbox")
    assert (invitation.subject, invitation.body.strip()) == ("FW: Lunch", "For you")
    assert only(ok(graph.get("/me/events", user="carol")))["organizer"] == meeting["organizer"]
    own = only(ok(graph.get("/me/events")))
    assert [each["type"] for each in own["attendees"]] == ["required", "optional"]
    (notice,) = graph.mailbox().messages("inbox")
    assert notice.subject == "Meeting Forward Notification: Lunch"


def test_it_goes_to_somebody(graph: Graph, meeting: dict[str, Any]) -> None:
    path = f"/me/events/{meeting['id']}/forward"
    assert error(graph.post(path, {"comment": "x"}))[:2] == (400, "ErrorInvalidRecipients")
    assert error(graph.post(path, {"ToRecipients": [{"address": "x"}]}))[:2] == (400, "RequestBodyRead")
    assert error(graph.post(path, {"to": []}))[:2] == (400, "RequestBodyRead")


def test_an_organizer_who_wants_nobody_else(graph: Graph, meeting: dict[str, Any]) -> None:
    (item,) = graph.mailbox("bob").messages("calendar")
    graph.mailbox("bob").items.update(item, {"do_not_forward_meeting": True})
    given = {"toRecipients": to(graph, "alice")}
    answer = graph.post(f"/me/events/{only(ok(graph.get('/me/events', user='bob')))['id']}/forward", given, user="bob")
    assert error(answer)[:2] == (400, "ErrorCalendarForwardActionNotAllowed")
