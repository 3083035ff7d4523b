"""Meeting requests are forwarded as meetings."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import file, id_of, only, to


@pytest.fixture
def invitation(graph: Graph) -> str:
    """A request that alice has got from bob; its id."""
    alice = graph.tenant.user("alice").address
    at = {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}
    event = {
        "subject": "Lunch",
        "start": at,
        "end": {**at, "dateTime": "2026-12-02T09:00:00"},
        "attendees": [{"emailAddress": {"address": alice}}],
    }
    ok(graph.post("/me/events", event, user="bob"), 201)
    return id_of(only(graph))


def test_a_request_is_sent_on(graph: Graph, invitation: str) -> None:
    carol = graph.tenant.add_user("carol")
    ok(graph.post(f"/me/messages/{invitation}/forward", {"toRecipients": to(carol.address), "comment": "Come"}), 202)
    arrived = only(graph, name="carol")
    assert (arrived.item_class, arrived.subject) == ("IPM.Schedule.Meeting.Request", "FW: Lunch")
    assert only(graph, name="bob").subject == "Meeting Forward Notification: Lunch"


def test_a_draft_of_it(graph: Graph, invitation: str) -> None:
    made = ok(graph.post(f"/me/messages/{invitation}/createForward", {"toRecipients": to("x@example.com")}), 201)
    assert (made["isDraft"], made["subject"]) == (True, "FW: Lunch")
    assert id_of(only(graph, "drafts")) == made["id"]


def test_what_is_refused(graph: Graph, invitation: str) -> None:
    path = f"/me/messages/{invitation}/forward"
    given = {"toRecipients": to("x@example.com"), "message": {"attachments": [file()]}}
    assert graph.post(path, given).status_code == 501
    assert error(graph.post(path, {"comment": "x"}))[:2] == (400, "ErrorInvalidRecipients")
    assert graph.tenant.outbound == []
    assert graph.mailbox().messages("sentitems") == []
