"""Answers to invitations."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import WEEK, at, created, event, guests, only, weekly

REQUEST = "Your request can't be completed. "
PROPOSAL = {"start": at(3, 10), "end": at(3, 11)}


@pytest.fixture
def invited(graph: Graph) -> dict[str, Any]:
    """The event in bob's calendar that alice has invited him to."""
    created(graph, event(attendees=guests(graph, "bob")))
    return only(ok(graph.get("/me/events", user="bob")))


def answer(graph: Graph, invitation: dict[str, Any], action: str, **given: Any) -> Any:
    return graph.post(f"/me/events/{invitation['id']}/{action}", given, user="bob")


@pytest.mark.parametrize(
    ("action", "response", "prefix", "show_as"),
    [
        ("accept", "accepted", "Accepted", "busy"),
        ("tentativelyAccept", "tentativelyAccepted", "Tentative", "tentative"),
        ("decline", "declined", "Declined", None),
    ],
)
def test_the_organizer_hears_what_is_answered(
    graph: Graph, invited: dict[str, Any], action: str, response: str, prefix: str, show_as: str | None
) -> None:
    said = answer(graph, invited, action, comment="See you", sendResponse=True)
    assert (said.status_code, said.content) == (202, b"")
    (message,) = graph.mailbox().messages("inbox")
    assert (message.subject, message.body.strip()) == (f"{prefix}: Lunch", "See you")
    attendee = only(ok(graph.get("/me/events")))["attendees"][0]
    assert attendee["status"]["response"] == response
    assert attendee["status"]["time"] > "2020"
    left = ok(graph.get("/me/events", user="bob"))["value"]
    assert [each["showAs"] for each in left] == ([] if show_as is None else [show_as])
    if left:
        assert left[0]["responseStatus"]["response"] == response


def test_nobody_hears_of_an_answer_that_is_not_sent(graph: Graph, invited: dict[str, Any]) -> None:
    assert answer(graph, invited, "accept", sendResponse=False).status_code == 202
    assert graph.mailbox().messages("inbox") == []
    assert only(ok(graph.get("/me/events", user="bob")))["responseStatus"]["response"] == "accepted"


def test_names_as_the_sdks_write_them(graph: Graph, invited: dict[str, Any]) -> None:
    assert answer(graph, invited, "accept", SendResponse=True, Comment=None).status_code == 202
    assert len(graph.mailbox().messages("inbox")) == 1


def test_no_body_is_an_answer_that_is_sent(graph: Graph, invited: dict[str, Any]) -> None:
    assert graph.post(f"/me/calendar/events/{invited['id']}/accept", user="bob").status_code == 202
    assert len(graph.mailbox().messages("inbox")) == 1


@pytest.mark.parametrize("action", ["tentativelyAccept", "decline"])
def test_another_time_is_proposed(graph: Graph, invited: dict[str, Any], action: str) -> None:
    assert answer(graph, invited, action, proposedNewTime=PROPOSAL).status_code == 202
    (message,) = graph.mailbox().messages("inbox")
    assert message.subject == "New Time Proposed: Lunch"
    proposed = only(ok(graph.get("/me/events")))["attendees"][0]["proposedNewTime"]
    assert proposed["start"]["dateTime"] == "2026-12-03T10:00:00.0000000"


def test_one_of_a_series_is_answered(graph: Graph) -> None:
    created(graph, event(day=1, recurrence=weekly(2), attendees=guests(graph, "bob")))
    first = only(ok(graph.get(f"/me/calendarView?{WEEK}", user="bob")))
    assert answer(graph, first, "accept").status_code == 202
    (kept,) = ok(graph.get(f"/me/calendarView?{WEEK}", user="bob"))["value"]
    assert (kept["type"], kept["responseStatus"]["response"]) == ("exception", "accepted")


# --- refused ---------------------------------------------------------------------------------------------------------


def test_the_organizer_cannot_answer(graph: Graph, invited: dict[str, Any]) -> None:
    own = only(ok(graph.get("/me/events")))
    text = f"{REQUEST}You can't respond to this meeting because you're the meeting organizer."
    assert error(graph.post(f"/me/events/{own['id']}/accept", {})) == (400, "ErrorInvalidRequest", text)


def test_what_is_not_sent_says_nothing(graph: Graph, invited: dict[str, Any]) -> None:
    text = "'SendResponse' must be true when 'Comment' is not null."
    assert error(answer(graph, invited, "accept", comment="", sendResponse=False)) == (
        400,
        "ErrorInvalidParameter",
        text,
    )
    assert error(answer(graph, invited, "decline", proposedNewTime=PROPOSAL, sendResponse=False))[:2] == (
        400,
        "ErrorInvalidParameter",
    )


def test_the_organizer_wants_no_answer_or_no_proposal(graph: Graph) -> None:
    given = event(attendees=guests(graph, "bob"), responseRequested=False, allowNewTimeProposals=False)
    created(graph, given)
    invitation = only(ok(graph.get("/me/events", user="bob")))
    text = f"{REQUEST}The meeting organizer hasn't requested a response."
    assert error(answer(graph, invitation, "accept")) == (400, "ErrorInvalidRequest", text)
    assert answer(graph, invitation, "accept", sendResponse=False).status_code == 202


def test_no_other_time_is_wanted(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob"), allowNewTimeProposals=False))
    invitation = only(ok(graph.get("/me/events", user="bob")))
    assert error(answer(graph, invitation, "decline", proposedNewTime=PROPOSAL))[:2] == (400, "ErrorInvalidRequest")


def test_a_meeting_that_was_called_off(graph: Graph, invited: dict[str, Any]) -> None:
    ok(graph.delete(f"/me/events/{only(ok(graph.get('/me/events')))['id']}"), 204)
    assert error(answer(graph, invited, "accept"))[:2] == (400, "ErrorCalendarIsCancelledForAccept")


@pytest.mark.parametrize(
    ("action", "given", "code"),
    [
        ("accept", {"proposedNewTime": PROPOSAL}, "RequestBodyRead"),
        ("accept", {"sendResponse": "true"}, "BadRequest"),
        ("accept", {"words": "Yes"}, "RequestBodyRead"),
        ("decline", {"proposedNewTime": {"start": at(3, 10)}}, "BadRequest"),
        ("decline", {"proposedNewTime": {"start": at(3, 10), "end": at(3, 9)}}, "ErrorPropertyValidationFailure"),
    ],
)
def test_what_is_no_answer(
    graph: Graph, invited: dict[str, Any], action: str, given: dict[str, Any], code: str
) -> None:
    assert error(answer(graph, invited, action, **given))[:2] == (400, code)
    assert graph.mailbox().messages("inbox") == []
