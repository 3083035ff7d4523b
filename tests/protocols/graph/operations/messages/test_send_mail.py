"""Sending at once: what arrives, where the copy stays, in whose name, and what is refused."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    MIME,
    READ_ONLY,
    SEND_AS_DENIED,
    file,
    imap_of,
    message,
    nothing_left,
    only,
    post_mime,
    to,
)

UNRESOLVED = (
    "At least one recipient is not valid., Recipient '{}' is not resolved. All recipients must be resolved before a "
    "message can be submitted."
)


def test_it_arrives_and_a_copy_stays(graph: Graph) -> None:
    given = message(
        graph,
        body={"contentType": "HTML", "content": "<p>At <b>noon</b>?</p>"},
        ccRecipients=to("carol@example.com"),
        importance="high",
        attachments=[file()],
        internetMessageHeaders=[{"name": "x-order", "value": "17"}],
    )
    answer = graph.post("/me/sendMail", {"message": given})
    assert (answer.status_code, answer.content) == (202, b"")
    copy, arrived = only(graph, "sentitems"), only(graph, name="bob")
    assert (copy.is_read, copy.is_draft, copy.html) == (True, False, "<p>At <b>noon</b>?</p>")
    assert graph.mailbox().messages("drafts") == graph.mailbox().messages("outbox") == []
    assert b"x-order: 17\r\n" in arrived.mime()
    with imap_of(graph, "bob") as imap:
        imap.select("INBOX", readonly=True)
        _, found = imap.search(None, "HEADER", "x-order", "17", "SUBJECT", "Lunch", "UNSEEN")
    assert found == [b"1"]
    theirs = ok(graph.get(f"/me/messages/{rest(arrived.item_id)}", user="bob"))
    assert (theirs["importance"], theirs["hasAttachments"], theirs["isDraft"]) == ("high", True, False)
    assert theirs["from"]["emailAddress"]["address"] == graph.tenant.user("alice").address
    assert theirs["ccRecipients"][0]["emailAddress"]["address"] == "carol@example.com"


def rest(item_id: str) -> str:
    return item_id.translate(str.maketrans("/+", "-_"))


@pytest.mark.parametrize("keep", [True, False, "true", "False", None])
@pytest.mark.parametrize("names", [("message", "saveToSentItems"), ("Message", "SaveToSentItems")])
def test_whether_a_copy_stays(graph: Graph, names: tuple[str, str], keep: Any) -> None:
    ok(graph.post("/me/sendMail", dict(zip(names, (message(graph), keep), strict=True))), 202)
    kept = graph.mailbox().messages("sentitems")
    assert (len(kept), len(graph.mailbox("bob").messages())) == (0 if str(keep).lower() == "false" else 1, 1)


def test_mime_is_sent_as_it_is(graph: Graph) -> None:
    assert post_mime(graph, "/me/sendMail").status_code == 202
    assert only(graph, name="bob").mime().endswith(MIME)
    assert only(graph, "sentitems").subject == "As MIME"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, (400, "BadRequest")),
        ({"message": None}, (400, "BadRequest")),
        ({"message": "x"}, (400, "BadRequest")),
        ({"message": {"nothing": 1}}, (400, "RequestBodyRead")),
        ({"message": {}, "more": 1}, (400, "RequestBodyRead")),
        ({"message": {}, "saveToSentItems": 1}, (400, "BadRequest")),
        ({"message": {}, "saveToSentItems": "no"}, (400, "BadRequest")),
        ({"message": {"isDraft": True}}, READ_ONLY[:2]),
        ({"message": {"subject": "Nobody"}}, (400, "ErrorInvalidRecipients")),
    ],
)
def test_what_is_refused(graph: Graph, given: dict[str, Any], said: tuple[int, str]) -> None:
    assert error(graph.post("/me/sendMail", given))[:2] == said
    nothing_left(graph)


@pytest.mark.parametrize("address", ["a@example.com;b@example.com", "@example.com", "a.@example.com", "x", ""])
def test_recipients_that_are_nobody(graph: Graph, address: str) -> None:
    refused = graph.post("/me/sendMail", {"message": message(graph, ccRecipients=to(address))})
    assert error(refused) == (400, "ErrorInvalidRecipients", UNRESOLVED.format(address))
    nothing_left(graph)


def test_nobody_gets_what_cannot_be_sent_whole(graph: Graph) -> None:
    graph.mailbox().receive_limit = 1000
    refused = graph.post("/me/sendMail", {"message": message(graph, attachments=[file(content=b"a" * 2000)])})
    assert error(refused)[:2] == (413, "ErrorMessageSizeExceeded")
    nothing_left(graph)


def test_no_more_than_a_day_s_recipients(graph: Graph) -> None:
    graph.tenant.policies.recipients_a_day = 1
    refused = graph.post("/me/sendMail", {"message": message(graph, ccRecipients=to("carol@example.com"))})
    assert error(refused) == (
        429,
        "ErrorExceededMessageLimit",
        "Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify "
        "your account.",
    )
    nothing_left(graph)


def test_mail_to_nobody_here_comes_back(graph: Graph) -> None:
    ok(graph.post("/me/sendMail", {"message": message(graph, toRecipients=to("nobody@contoso.onmicrosoft.com"))}), 202)
    assert only(graph).subject == "Undeliverable: Lunch"
    assert "not delivered" in str(graph.tenant.journal)


def test_the_permission_to_send_is_enough(graph: Graph) -> None:
    ok(graph.post("/me/sendMail", {"message": message(graph)}, scopes=("Mail.Send",)), 202)
    assert error(graph.post("/me/messages", message(graph), scopes=("Mail.Send",))) == ACCESS_DENIED
    assert error(graph.post("/me/sendMail", {"message": message(graph)}, scopes=("Mail.ReadWrite",))) == ACCESS_DENIED


def test_an_application_sends_for_a_user(graph: Graph) -> None:
    token, alice = graph.app_token("Mail.Send"), graph.tenant.user("alice")
    ok(graph.post(f"/users/{alice.upn}/sendMail", {"message": message(graph)}, token=token), 202)
    assert (only(graph, name="bob").sender, only(graph, "sentitems").subject) == (alice.address, "Lunch")
    as_bob = message(graph, **{"from": to(graph.tenant.user("bob").address)[0]})
    assert error(graph.post(f"/users/{alice.upn}/sendMail", {"message": as_bob}, token=token)) == SEND_AS_DENIED


def test_from_of_others_needs_a_right(graph: Graph) -> None:
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    given = {"message": message(graph, **{"from": to(bob.address)[0]})}
    assert error(graph.post("/me/sendMail", given)) == SEND_AS_DENIED
    foreign = MIME.replace(b"From: Alice <alice@", b"From: Bob <bob@")
    assert error(post_mime(graph, "/me/sendMail", foreign)) == SEND_AS_DENIED
    nothing_left(graph)
    graph.tenant.rights.add_mailbox_permission(bob, alice, "SendOnBehalf")
    ok(graph.post("/me/sendMail", given), 202)
    arrived = only(graph, name="bob")
    assert (arrived.sender, arrived.get("sender").address) == (bob.address, alice.address)
    # Sent by /me, the copy is the sender's.
    assert (len(graph.mailbox().messages("sentitems")), graph.mailbox("bob").messages("sentitems")) == (1, [])


def test_from_a_shared_mailbox(graph: Graph) -> None:
    alice = graph.tenant.user("alice")
    shared = graph.tenant.rights.add_shared_mailbox("sales", [alice])
    path, given = f"/users/{shared.upn}/sendMail", {"message": message(graph)}
    assert error(graph.post(path, given, scopes=("Mail.Send",))) == ACCESS_DENIED
    ok(graph.post(path, given, scopes=("Mail.Send.Shared",)), 202)
    assert only(graph, name="bob").sender == shared.address
    # Sent by /users/{id}, the copy is that mailbox's.
    assert graph.mailbox().messages("sentitems") == []
    assert [item.subject for item in shared.mailbox.messages("sentitems")] == ["Lunch"]


def test_full_access_alone_does_not_let_send(graph: Graph) -> None:
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_mailbox_permission(bob, alice, "FullAccess")
    assert error(graph.post(f"/users/{bob.upn}/sendMail", {"message": message(graph)})) == SEND_AS_DENIED
    assert graph.mailbox("bob").messages("sentitems") == graph.mailbox("bob").messages("outbox") == []


def test_sending_later_is_not_performed(graph: Graph) -> None:
    later = [{"id": "SystemTime 0x3FEF", "value": "2100-01-01T00:00:00Z"}]
    refused = graph.post("/me/sendMail", {"message": message(graph, singleValueExtendedProperties=later)})
    assert refused.status_code == 501
    nothing_left(graph)
