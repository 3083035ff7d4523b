"""Changing messages: drafts as a whole, and of sent ones what is their reader's."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    READ_ONLY,
    draft,
    file,
    id_of,
    imap_of,
    message,
    only,
    to,
)

STALE = (
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
)


def test_a_draft_is_changed_in_all_of_its_parts(graph: Graph) -> None:
    made = draft(graph, attachments=[file()])
    changed = ok(
        graph.patch(
            f"/me/messages/{made['id']}",
            {
                "subject": "Dinner",
                "body": {"contentType": "html", "content": "<b>At eight</b>"},
                "toRecipients": to("carol@example.com"),
                "ccRecipients": to("dan@example.com"),
                "replyTo": to("other@example.com"),
                "from": to("alice@contoso.onmicrosoft.com")[0],
                "internetMessageId": "<new@example.com>",
                "importance": "LOW",
            },
        )
    )
    item = only(graph, "drafts")
    assert (changed["subject"], changed["importance"], changed["internetMessageId"]) == (
        "Dinner",
        "low",
        "<new@example.com>",
    )
    assert (item.recipients, item.html) == (["carol@example.com", "dan@example.com"], "<b>At eight</b>")
    assert (changed["id"], changed["isDraft"], len(item.attachments)) == (made["id"], True, 1)
    assert changed["@odata.etag"] != made["@odata.etag"]


def test_what_has_come_is_marked(graph: Graph) -> None:
    path = f"/me/messages/{id_of(graph.deliver('Hello', html='<p>x</p>'))}"
    changed = ok(graph.patch(path, {"isRead": True, "categories": ["Red"], "flag": {"flagStatus": "flagged"}}))
    assert (changed["isRead"], changed["categories"], changed["flag"]) == (True, ["Red"], {"flagStatus": "flagged"})
    ok(graph.patch(path, {"categories": ["Blue"], "inferenceClassification": "other", "importance": "high"}))
    item = only(graph)
    assert (item.get("categories"), item.get("inference_classification"), item.html) == (["Blue"], "other", "<p>x</p>")
    with imap_of(graph) as imap:
        imap.select("INBOX", readonly=True)
        _, answer = imap.fetch("1:*", "(FLAGS)")
    assert all(flag in str(answer) for flag in ("Seen", "Flagged"))


def test_what_is_taken_away(graph: Graph) -> None:
    at = {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}
    flag = {"flagStatus": "flagged", "startDateTime": at, "dueDateTime": at}
    path = f"/me/messages/{draft(graph, categories=['Red'], flag=flag)['id']}"
    changed = ok(
        graph.patch(path, {"categories": [], "toRecipients": [], "subject": None, "flag": {"flagStatus": "complete"}})
    )
    assert (changed["categories"], changed["toRecipients"], changed["subject"]) == ([], [], None)
    assert changed["flag"] == {"flagStatus": "complete"}
    assert ok(graph.patch(path, {"flag": None, "isRead": None}))["flag"] == {"flagStatus": "notFlagged"}


def test_nothing_changes_nothing(graph: Graph) -> None:
    made = draft(graph)
    same = ok(
        graph.patch(
            f"/me/messages/{made['id']}", {"@odata.type": "#microsoft.graph.message", "attachments": [], "id": None}
        )
    )
    assert same["@odata.etag"] == made["@odata.etag"]


@pytest.mark.parametrize(
    "given",
    [
        {"subject": "New"},
        {"body": {"contentType": "text", "content": "x"}},
        {"replyTo": []},
        {"from": to("alice@contoso.onmicrosoft.com")[0]},
        {"sender": to("alice@contoso.onmicrosoft.com")[0]},
        {"internetMessageId": "<x@example.com>"},
    ],
)
def test_what_only_a_draft_lets_change(graph: Graph, given: dict[str, Any]) -> None:
    item = graph.deliver("Hello")
    key = item.change_key
    assert error(graph.patch(f"/me/messages/{id_of(item)}", {"isRead": True, **given})) == READ_ONLY
    assert (item.is_read, item.change_key) == (False, key)


@pytest.mark.parametrize(
    "given",
    [{"internetMessageHeaders": [{"name": "x-a", "value": "b"}]}, {"attachments": [file()]}, {"isDraft": False}],
)
def test_what_is_never_changed(graph: Graph, given: dict[str, Any]) -> None:
    assert error(graph.patch(f"/me/messages/{draft(graph)['id']}", given)) == READ_ONLY


def test_what_no_message_has(graph: Graph) -> None:
    path = f"/me/messages/{draft(graph)['id']}"
    assert error(graph.patch(path, {"nothing": 1}))[:2] == (400, "RequestBodyRead")
    assert error(graph.patch(path, {"isRead": 1}))[:2] == (400, "BadRequest")


def test_recipients_of_what_was_sent_may_be_changed(graph: Graph) -> None:
    item = graph.deliver("Hello", body="x")
    changed = ok(graph.patch(f"/me/messages/{id_of(item)}", {"ccRecipients": to("carol@example.com")}))
    assert (changed["ccRecipients"][0]["emailAddress"]["address"], only(graph).body.strip()) == (
        "carol@example.com",
        "x",
    )


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_of_what_has_changed(graph: Graph, method: str) -> None:
    made = draft(graph)
    path = f"/me/messages/{made['id']}"
    newer = ok(graph.patch(path, {"importance": "high"}, headers={"If-Match": made["@odata.etag"]}))
    stale = graph.ask(method, path, {"importance": "low"}, headers={"If-Match": made["@odata.etag"]})
    assert error(stale) == STALE
    assert graph.ask(method, path, {"importance": "low"}, headers={"If-Match": newer["@odata.etag"]}).ok


def test_a_change_key_in_the_body(graph: Graph) -> None:
    made = draft(graph)
    path = f"/me/messages/{made['id']}"
    ok(graph.patch(path, {"importance": "high", "changeKey": made["changeKey"]}))
    assert error(graph.patch(path, {"importance": "low", "changeKey": made["changeKey"]})) == STALE


def test_only_who_may_write(graph: Graph) -> None:
    path = f"/me/messages/{draft(graph)['id']}"
    assert error(graph.patch(path, {"subject": "x"}, scopes=("Mail.Read", "Mail.Send"))) == ACCESS_DENIED


def test_reading_it_sends_the_receipt_that_is_due(graph: Graph) -> None:
    ok(
        graph.post("/me/sendMail", {"message": message(graph, isReadReceiptRequested=True), "saveToSentItems": False}),
        202,
    )
    ok(graph.patch(f"/me/messages/{id_of(only(graph, name='bob'))}", {"isRead": True}, user="bob"))
    assert only(graph).subject == "Read: Lunch"
