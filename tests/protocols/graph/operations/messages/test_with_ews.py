"""What is written by Graph is there for EWS, and the other way round: exchangelib on the other side."""

from collections.abc import Iterator
from typing import Any

import pytest

from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.messages.mailing import draft, file, only, to

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def account(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Alice's mailbox by exchangelib."""
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    with ews(graph.server.ews_url, graph.tenant.user("alice").address, token) as opened:
        yield opened


def rest(ews_id: str) -> str:
    return ews_id.translate(str.maketrans("/+", "-_"))


def test_a_draft_of_graph_is_sent_by_ews(graph: Graph, account: Any) -> None:
    draft(graph, categories=["Red"], importance="high", attachments=[file()], replyTo=to("other@example.com"))
    (found,) = account.drafts.all()
    assert (found.subject, found.text_body, found.importance, found.categories) == (
        "Lunch",
        "At noon?",
        "High",
        ["Red"],
    )
    assert ([one.name for one in found.attachments], found.is_draft) == (["a.txt"], True)
    assert found.reply_to[0].email_address == "other@example.com"
    found.send()
    assert only(graph, name="bob").subject == "Lunch"


def test_a_draft_of_ews_is_changed_and_sent_by_graph(graph: Graph, account: Any) -> None:
    bob = graph.tenant.user("bob").address
    exchangelib.Message(account=account, folder=account.drafts, subject="Lunch", to_recipients=[bob]).save()
    path = f"/me/messages/{rest(only(graph, 'drafts').item_id)}"
    changed = ok(graph.patch(path, {"subject": "Dinner"}))
    assert account.drafts.get(subject="Dinner").changekey == changed["changeKey"]
    ok(graph.post(f"{path}/send"), 202)
    assert (only(graph, name="bob").subject, account.sent.get().subject) == ("Dinner", "Dinner")


def test_ids_lead_to_the_same_message(graph: Graph, account: Any) -> None:
    made = draft(graph, flag={"flagStatus": "flagged"})
    (found,) = account.drafts.all()
    assert (rest(found.id), found.changekey) == (made["id"], made["changeKey"])
    moved = ok(graph.post(f"/me/messages/{rest(found.id)}/move", {"destinationId": "inbox"}), 201)
    assert rest(account.inbox.get().id) == moved["id"]
    graph.delete(f"/me/messages/{moved['id']}")
    assert (account.inbox.all().count(), account.trash.all().count()) == (0, 1)


def test_a_reply_is_marked_for_both(graph: Graph, account: Any) -> None:
    bob = graph.tenant.user("bob").address
    came = graph.deliver("Plans", sender=f"Bob <{bob}>", body="At noon?")
    ok(graph.post(f"/me/messages/{rest(came.item_id)}/reply", {"comment": "Yes"}), 202)
    (found,) = account.inbox.all()
    sent = account.sent.get()
    assert (sent.subject, sent.in_reply_to) == ("RE: Plans", found.message_id)
    assert sent.conversation_id == found.conversation_id
    assert (sent.text_body.startswith("Yes"), sent.is_read, sent.is_draft) == (True, True, False)
