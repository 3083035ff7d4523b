"""Drafts, and messages that are brought in: what stands in them, and what is refused."""

from base64 import b64decode

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    MIME,
    id_of,
    imap_of,
    message,
    only,
    post_mime,
)

MISMATCH = "Property {} in payload has a value that does not match schema."
FLAGS = "Integer 0x0E07"


def test_a_draft(graph: Graph) -> None:
    answer = graph.post("/me/messages", message(graph))
    made, item = ok(answer, 201), only(graph, "drafts")
    assert made["@odata.context"].endswith("/messages/$entity")
    assert answer.headers["ETag"] == made["@odata.etag"] == f'W/"{item.change_key}"'
    assert (made["isDraft"], made["isRead"], made["subject"]) == (True, True, "Lunch")
    assert made["internetMessageId"] == item.get("internet_message_id")
    assert made["toRecipients"][0]["emailAddress"]["address"] == graph.tenant.user("bob").address
    assert ("from" in made, "sender" in made) == (False, False)
    assert (item.is_draft, item.body, graph.mailbox("bob").messages()) == (True, "At noon?", [])


def test_an_empty_draft(graph: Graph) -> None:
    made = ok(graph.post("/me/messages", {}), 201)
    assert (made["subject"], made["toRecipients"], made["isDraft"]) == (None, [], True)
    assert error(graph.ask("POST", "/me/messages")) == (400, "BadRequest", "Empty Payload. JSON content expected.")


def test_a_draft_in_a_folder(graph: Graph) -> None:
    made = ok(graph.post("/me/mailFolders('Inbox')/messages", message(graph)), 201)
    assert (made["isDraft"], only(graph).is_draft) == (True, True)
    refused = graph.post("/me/mailFolders/clutter/messages", message(graph))
    assert error(refused)[:2] == (404, "ErrorItemNotFound")
    assert error(graph.post("/me/mailFolders/nothing/messages", message(graph)))[:2] == (400, "ErrorInvalidIdMalformed")


# --- MIME, and messages that are no drafts ---------------------------------------------------------------------------


def test_a_draft_of_mime(graph: Graph) -> None:
    made = ok(post_mime(graph, "/me/messages"), 201)
    assert (made["subject"], made["isDraft"], only(graph, "drafts").mime()) == ("As MIME", True, MIME)
    ok(post_mime(graph, "/me/mailFolders/inbox/messages"), 201)
    assert only(graph).is_draft


@pytest.mark.parametrize("body", [b"no base64!", b"====", b""])
def test_mime_that_is_no_base64(graph: Graph, body: bytes) -> None:
    refused = graph.ask("POST", "/me/messages", data=body, headers={"Content-Type": "text/plain; charset=utf-8"})
    said = "Invalid base64 string for MIME content."
    assert error(refused) == (400, "ErrorMimeContentInvalidBase64String", said)


def test_what_is_neither_json_nor_mime(graph: Graph) -> None:
    for body, kind in ((b"{", "application/json"), (b"[]", "application/json"), (b"<x/>", "application/xml")):
        refused = graph.ask("POST", "/me/messages", data=body, headers={"Content-Type": kind})
        assert error(refused)[:2] == (400, "BadRequest")


@pytest.mark.parametrize(
    ("value", "is_read", "is_draft"), [("4", False, False), ("1", True, False), ("8", False, True)]
)
def test_a_message_that_is_brought_in(graph: Graph, value: str, is_read: bool, is_draft: bool) -> None:
    flags = [{"id": FLAGS, "value": value}]
    made = ok(graph.post("/me/mailFolders/inbox/messages", message(graph, singleValueExtendedProperties=flags)), 201)
    assert (made["isRead"], made["isDraft"]) == (is_read, is_draft)
    # IMAP sees the same.
    with imap_of(graph) as imap:
        imap.select("INBOX", readonly=True)
        _, answer = imap.fetch("1", "(FLAGS)")
    assert (b"\\Seen" in answer[0], b"\\Draft" in answer[0]) == (is_read, is_draft)  # type: ignore[operator]


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scopes", [("Mail.Send",), ("Mail.Read",), ("Mail.Send", "Mail.Send.Shared")])
def test_writing_needs_its_own_permission(graph: Graph, scopes: tuple[str, ...]) -> None:
    assert error(graph.post("/me/messages", message(graph), scopes=scopes)) == ACCESS_DENIED


def test_in_the_mailbox_of_another(graph: Graph) -> None:
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    path = f"/users/{bob.upn}/mailFolders/inbox/messages"
    graph.tenant.rights.add_folder_permission(bob, "inbox", alice, "Reviewer")
    assert error(graph.post(path, message(graph))) == ACCESS_DENIED
    graph.tenant.rights.add_folder_permission(bob, "inbox", alice, "Author")
    assert error(graph.post(path, message(graph), scopes=("Mail.ReadWrite",))) == ACCESS_DENIED
    made = ok(graph.post(path, message(graph)), 201)
    # An author may change and delete what they have made themselves.
    ok(graph.patch(f"/users/{bob.upn}/messages/{made['id']}", {"subject": "New"}))
    theirs = graph.deliver("Theirs", "bob")
    refused = graph.patch(f"/users/{bob.upn}/messages/{id_of(theirs)}", {"isRead": True})
    assert error(refused) == ACCESS_DENIED


def test_an_application_writes_by_its_role(graph: Graph) -> None:
    bob = graph.tenant.user("bob")
    token = graph.app_token("Mail.ReadWrite")
    ok(graph.post(f"/users/{bob.upn}/messages", message(graph, "alice"), token=token), 201)
    assert only(graph, "drafts", "bob").subject == "Lunch"


def test_the_answer_is_as_it_is_preferred(graph: Graph) -> None:
    prefer = {"Prefer": 'IdType="ImmutableId", outlook.body-content-type="text"'}
    answer = graph.post("/me/messages", message(graph), headers=prefer)
    made = ok(answer, 201)
    assert b64decode(made["id"].translate(str.maketrans("-_", "/+")))[1] == 9
    assert (made["body"]["contentType"], "IdType=ImmutableId" in answer.headers["Preference-Applied"]) == ("text", True)
