"""Replies and forwards: sent at once, and as drafts."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    MIME,
    draft,
    file,
    id_of,
    nothing_left,
    only,
    post_mime,
    to,
)

CAROL = "carol@example.com"


@pytest.fixture
def came(graph: Graph) -> str:
    """A message that alice has got from bob, with carol in Cc and a file; its id."""
    bob = graph.tenant.user("bob")
    item = graph.deliver(
        "Plans",
        html="<p>At noon?</p>",
        sender=f"Bob <{bob.address}>",
        cc=[CAROL],
        attachments=[("a.txt", b"abc")],
    )
    return id_of(item)


@pytest.mark.parametrize("more", [{}, {"message": {}}, {"message": None, "comment": None}])
def test_the_draft_of_a_reply(graph: Graph, came: str, more: dict[str, Any]) -> None:
    made = ok(graph.post(f"/me/messages/{came}/createReply", more), 201)
    assert made["@odata.context"].endswith("/messages/$entity")
    assert (made["subject"], made["isDraft"], made["hasAttachments"]) == ("RE: Plans", True, False)
    assert addresses(made, "toRecipients") == [graph.tenant.user("bob").address]
    assert addresses(made, "ccRecipients") == []
    assert "<b>From:</b> Bob" in made["body"]["content"]
    assert "At noon?" in made["body"]["content"]
    assert id_of(only(graph, "drafts")) == made["id"]
    assert made["conversationId"] == ok(graph.get(f"/me/messages/{came}"))["conversationId"]


def addresses(made: dict[str, Any], name: str) -> list[str]:
    return [one["emailAddress"]["address"] for one in made[name]]


def test_a_draft_without_a_body(graph: Graph, came: str) -> None:
    made = ok(graph.ask("POST", f"/me/messages/{came}/createReplyAll"), 201)
    # Whoever replies gets no copy.
    assert (addresses(made, "toRecipients"), addresses(made, "ccRecipients")) == (
        [graph.tenant.user("bob").address],
        [CAROL],
    )


def test_the_draft_of_a_forward(graph: Graph, came: str) -> None:
    made = ok(
        graph.post(f"/me/messages/{came}/createForward", {"ToRecipients": to("dan@example.com"), "Comment": "See"}), 201
    )
    assert (made["subject"], addresses(made, "toRecipients"), made["hasAttachments"]) == (
        "FW: Plans",
        ["dan@example.com"],
        True,
    )
    assert made["body"]["content"].index("See") < made["body"]["content"].index("At noon?")


@pytest.mark.parametrize(("word", "verb", "icon"), [("reply", 102, "MailReplied"), ("forward", 104, "MailForwarded")])
def test_the_original_knows_once_it_is_sent(graph: Graph, came: str, word: str, verb: int, icon: str) -> None:
    original = only(graph)
    created = f"create{word.capitalize()}"
    made = ok(graph.post(f"/me/messages/{came}/{created}", {"message": {"toRecipients": to("x@example.com")}}), 201)
    assert original.get("icon_index") is None
    ok(graph.post(f"/me/messages/{made['id']}/send"), 202)
    assert (original.get("icon_index"), original.answered) == (icon, word == "reply")


def test_a_reply_is_sent(graph: Graph, came: str) -> None:
    given = {"comment": "Yes & no", "message": {"ccRecipients": to("dan@example.com"), "attachments": [file("b.txt")]}}
    answer = graph.post(f"/me/messages/{came}/reply", given)
    assert (answer.status_code, answer.content) == (202, b"")
    arrived, copy = only(graph, name="bob"), only(graph, "sentitems")
    assert (arrived.subject, arrived.sender) == ("RE: Plans", graph.tenant.user("alice").address)
    assert arrived.recipients == [graph.tenant.user("bob").address, "dan@example.com"]
    assert "Yes &amp; no" in arrived.html
    assert "At noon?" in arrived.html
    assert [one.name for one in arrived.attachments] == ["b.txt"]
    assert arrived.get("in_reply_to") == only(graph).get("internet_message_id")
    assert (copy.is_read, copy.is_draft, graph.mailbox().messages("drafts")) == (True, False, [])
    assert only(graph).answered


def test_a_reply_with_a_body_of_its_own(graph: Graph, came: str) -> None:
    body = {"contentType": "html", "content": "<i>Only this</i>"}
    given = {"message": {"body": body, "subject": "Other"}, "comment": ""}
    ok(graph.post(f"/me/messages/{came}/reply", given), 202)
    arrived = only(graph, name="bob")
    assert (arrived.subject, arrived.html) == ("Other", "<i>Only this</i>")


def test_a_reply_to_all_is_sent(graph: Graph, came: str) -> None:
    ok(graph.post(f"/me/messages/{came}/replyAll", {"comment": "Yes"}), 202)
    assert only(graph, name="bob").recipients == [graph.tenant.user("bob").address, CAROL]
    assert [left.recipients for left in graph.tenant.outbound] == [(CAROL,)]


def test_a_forward_is_sent(graph: Graph, came: str) -> None:
    bob = graph.tenant.user("bob").address
    ok(graph.post(f"/me/messages/{came}/forward", {"toRecipients": to(bob), "comment": "See"}), 202)
    arrived = only(graph, name="bob")
    assert (arrived.subject, arrived.recipients, arrived.attachments[0].content) == ("FW: Plans", [bob], b"abc")
    assert not only(graph).answered


@pytest.mark.parametrize(
    ("word", "given", "code"),
    [
        (
            "reply",
            {"comment": "x", "message": {"body": {"contentType": "text", "content": "y"}}},
            "ErrorInvalidRequest",
        ),
        ("createReply", {"comment": "x", "message": {"body": {"content": "y"}}}, "ErrorInvalidRequest"),
        ("forward", {"toRecipients": to("x@y.z"), "message": {"toRecipients": to("x@y.z")}}, "ErrorInvalidRequest"),
        ("forward", {"comment": "x"}, "ErrorInvalidRecipients"),
        ("forward", {"toRecipients": to("x")}, "ErrorInvalidRecipients"),
        ("reply", {"toRecipients": to("x@y.z")}, "RequestBodyRead"),
        ("reply", {"message": {"nothing": 1}}, "RequestBodyRead"),
        ("reply", {"comment": 1}, "BadRequest"),
        ("reply", {"message": "x"}, "BadRequest"),
        (
            "reply",
            {"message": {"internetMessageHeaders": [{"name": "To", "value": ""}]}},
            "InvalidInternetMessageHeader",
        ),
    ],
)
def test_what_is_refused(graph: Graph, came: str, word: str, given: dict[str, Any], code: str) -> None:
    assert error(graph.post(f"/me/messages/{came}/{word}", given))[:2] == (400, code)
    nothing_left(graph)
    assert not only(graph).answered


def test_a_draft_is_not_replied_to(graph: Graph) -> None:
    path = f"/me/messages/{draft(graph)['id']}"
    assert error(graph.post(f"{path}/createReply"))[:2] == (400, "ErrorInvalidReferenceItem")
    ok(graph.post(f"{path}/createForward"), 201)


def test_answers_as_mime(graph: Graph, came: str) -> None:
    bare = b"Subject: Mine\r\n\r\nHello\r\n"
    made = ok(post_mime(graph, f"/me/messages/{came}/createReply", bare), 201)
    assert (made["subject"], addresses(made, "toRecipients")) == ("Mine", [graph.tenant.user("bob").address])
    assert post_mime(graph, f"/me/messages/{came}/reply", MIME).status_code == 202
    assert only(graph, name="bob").mime().endswith(MIME)
    assert only(graph).answered


def test_nothing_is_left_where_it_cannot_be_sent(graph: Graph, came: str) -> None:
    graph.mailbox().receive_limit = 1500
    refused = graph.post(f"/me/messages/{came}/reply", {"message": {"attachments": [file(content=b"x" * 4000)]}})
    assert error(refused)[:2] == (413, "ErrorMessageSizeExceeded")
    nothing_left(graph)


def test_what_they_need(graph: Graph, came: str) -> None:
    assert (
        error(graph.post(f"/me/messages/{came}/reply", {"comment": "x"}, scopes=("Mail.ReadWrite",))) == ACCESS_DENIED
    )
    assert error(graph.post(f"/me/messages/{came}/createReply", scopes=("Mail.Send",))) == ACCESS_DENIED
    ok(graph.post(f"/me/messages/{came}/reply", {"comment": "x"}, scopes=("Mail.Send",)), 202)


def test_in_the_name_of_another(graph: Graph) -> None:
    """A delegate who may not change the original answers it, and does not mark it."""
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    original = graph.deliver("Plans", "bob", sender=f"Carol <{CAROL}>")
    graph.tenant.rights.add_folder_permission(bob, "inbox", alice, "Reviewer")
    graph.tenant.rights.add_mailbox_permission(bob, alice, "SendAs")
    ok(graph.post(f"/users/{bob.upn}/messages/{id_of(original)}/reply", {"comment": "x"}), 202)
    assert (graph.tenant.outbound[0].sender, original.answered) == (bob.address, False)
    assert only(graph, "sentitems", "bob").subject == "RE: Plans"
