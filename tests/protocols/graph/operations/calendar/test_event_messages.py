"""Messages about meetings, and the events that they are about."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import PACIFIC, at, created, event, guests, only, weekly

EXPANDED = "$expand=microsoft.graph.eventMessage/event"


def message(graph: Graph, name: str = "bob", query: str = "", **more: Any) -> dict[str, Any]:
    """Return the newest message in somebody's inbox."""
    newest = graph.mailbox(name).messages("inbox")[-1].item_id.translate(str.maketrans("/+", "-_"))
    shown: dict[str, Any] = ok(graph.get(f"/me/messages/{newest}?{query}", user=name, **more))
    return shown


def test_a_request_says_when_and_where(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob"), location={"displayName": "Bar"}, recurrence=weekly(2, day=2)))
    shown = message(graph, headers={"Prefer": f'outlook.timezone="{PACIFIC}"'})
    assert shown["@odata.type"] == "#microsoft.graph.eventMessageRequest"
    assert (shown["meetingMessageType"], shown["meetingRequestType"]) == ("meetingRequest", "newMeetingRequest")
    assert shown["startDateTime"] == {"dateTime": "2026-12-08T02:00:00.0000000", "timeZone": PACIFIC}
    assert (shown["location"]["displayName"], shown["type"]) == ("Bar", "seriesMaster")
    assert shown["recurrence"]["pattern"]["daysOfWeek"] == ["tuesday"]
    assert (shown["isOutOfDate"], shown["isAllDay"], shown["isDelegated"]) == (False, False, False)
    assert (shown["responseRequested"], shown["allowNewTimeProposals"]) == (True, True)
    names = list(shown)
    assert names[names.index("inferenceClassification") + 1] == "meetingMessageType"
    assert "event" not in names


def test_an_update_says_what_was_before(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob")))
    ok(graph.patch(f"/me/events/{made['id']}", {"start": at(3, 10), "end": at(3, 11)}))
    shown = message(graph)
    assert (shown["meetingRequestType"], shown["previousLocation"]) == ("fullUpdate", None)
    assert shown["previousStartDateTime"] == {"dateTime": "2026-12-02T10:00:00.0000000", "timeZone": "UTC"}


def test_an_answer_and_a_cancellation(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob")))
    theirs = only(ok(graph.get("/me/events", user="bob")))
    proposal = {"start": at(3, 10), "end": at(3, 11)}
    path = f"/me/events/{theirs['id']}/tentativelyAccept"
    ok(graph.post(path, {"proposedNewTime": proposal}, user="bob"), 202)
    answer = message(graph, "alice")
    assert (answer["meetingMessageType"], answer["responseType"]) == (
        "meetingTenativelyAccepted",
        "tentativelyAccepted",
    )
    assert answer["proposedNewTime"]["start"]["dateTime"] == "2026-12-03T10:00:00.0000000"
    ok(graph.delete(f"/me/events/{made['id']}"), 204)
    cancelled = message(graph)
    assert cancelled["meetingMessageType"] == "meetingCancelled"
    assert "meetingRequestType" not in cancelled


def test_the_event_stands_in_the_message(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob")))
    theirs = only(ok(graph.get("/me/events", user="bob")))
    assert message(graph, query=EXPANDED)["event"] == theirs
    assert message(graph, query=f"$select=subject&{EXPANDED}($select=subject)")["event"] == {
        "@odata.etag": theirs["@odata.etag"],
        "id": theirs["id"],
        "subject": "Lunch",
    }
    ok(graph.delete(f"/me/events/{theirs['id']}", user="bob"), 204)
    assert "event" not in message(graph, query=EXPANDED)


def test_a_mail_is_about_no_event(graph: Graph) -> None:
    graph.deliver("Hello")
    assert "event" not in message(graph, "alice", EXPANDED)
    assert "meetingMessageType" not in message(graph, "alice")


def test_what_meetings_have_is_selected_by_a_cast(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob")))
    cast = "microsoft.graph.eventMessage/meetingMessageType"
    shown = message(graph, query=f"$select=subject,{cast}")
    assert {name for name in shown if "@" not in name} == {"id", "subject", "meetingMessageType"}
    graph.deliver("Hello")
    assert {name for name in message(graph, "alice", f"$select={cast}") if "@" not in name} == {"id"}


@pytest.mark.parametrize(
    "query", ["$select=meetingMessageType", f"{EXPANDED}($top=1)", "$expand=microsoft.graph.eventMessage/calendar"]
)
def test_what_messages_do_not_have(graph: Graph, query: str) -> None:
    item = graph.deliver("Hello").item_id.translate(str.maketrans("/+", "-_"))
    assert error(graph.get(f"/me/messages/{item}?{query}"))[0] in (400, 501)


def test_a_zone_that_is_none(graph: Graph) -> None:
    item = graph.deliver("Hello").item_id.translate(str.maketrans("/+", "-_"))
    answer = graph.get(f"/me/messages/{item}", headers={"Prefer": 'outlook.timezone="Moon"'})
    assert error(answer)[:2] == (400, "TimeZoneNotSupportedException")


def test_the_event_of_a_message(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob")))
    shown = message(graph)
    path = f"/me/messages/{shown['id']}/microsoft.graph.eventMessage/event"
    found = ok(graph.get(f"{path}?$select=subject", user="bob"))
    assert found["subject"] == "Lunch"
    graph.delete(f"/me/events/{found['id']}", user="bob")
    graph.delete(f"/me/events/{found['id']}", user="bob")
    assert error(graph.get(path, user="bob"))[:2] == (404, "ErrorItemNotFound")
    graph.deliver("Mail")
    mail = f"/me/messages/{message(graph, 'alice')['id']}/microsoft.graph.eventMessage/event"
    assert error(graph.get(mail))[:2] == (400, "RequestBroker--ParseUri")
