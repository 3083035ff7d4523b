"""Drafts, and messages that are brought in: what stands in them, and what is refused."""

from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.values import TextFormat
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    MIME,
    READ_ONLY,
    draft,
    file,
    imap_of,
    message,
    nothing_left,
    only,
    post_mime,
    to,
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


def test_each_property(graph: Graph) -> None:
    alice = graph.tenant.user("alice").address
    given: dict[str, Any] = {
        "subject": "s" * 300,
        "body": {"contentType": "HTML", "content": "<p>x</p>"},
        "importance": "High",
        "inferenceClassification": "Other",
        "categories": ["Red", "Own"],
        "isRead": False,
        "isReadReceiptRequested": True,
        "isDeliveryReceiptRequested": True,
        "ccRecipients": [{"emailAddress": {"name": "Carol", "address": "carol@example.com"}}],
        "bccRecipients": to("dan@example.com"),
        "replyTo": to("other@example.com"),
        "from": to(alice)[0],
        "sender": to(alice)[0],
        "internetMessageId": "<own@example.com>",
        "flag": {
            "flagStatus": "flagged",
            "startDateTime": {"dateTime": "2026-12-01T09:00:00", "timeZone": "W. Europe Standard Time"},
            "dueDateTime": {"dateTime": "2026-12-02T08:00:00.0000000", "timeZone": "UTC"},
        },
        "@odata.type": "#microsoft.graph.message",
        "id": None,
    }
    made, item = ok(graph.post("/me/messages", given), 201), only(graph, "drafts")
    same = ("categories", "isRead", "isReadReceiptRequested", "isDeliveryReceiptRequested", "internetMessageId")
    assert [made[name] for name in same] == [given[name] for name in same]
    assert (made["subject"], made["importance"], made["inferenceClassification"]) == ("s" * 255, "high", "other")
    assert made["ccRecipients"] == given["ccRecipients"]
    assert made["bccRecipients"][0]["emailAddress"]["address"] == "dan@example.com"
    assert made["from"]["emailAddress"]["address"] == made["sender"]["emailAddress"]["address"] == alice
    assert made["flag"] == {
        "flagStatus": "flagged",
        "dueDateTime": {"dateTime": "2026-12-02T08:00:00.0000000", "timeZone": "UTC"},
        "startDateTime": {"dateTime": "2026-12-01T08:00:00.0000000", "timeZone": "UTC"},
    }
    assert (made["body"]["contentType"], item.html, item.flagged) == ("html", "<p>x</p>", True)
    assert item.get("reply_to")[0].address == "other@example.com"


def test_null_is_nothing(graph: Graph) -> None:
    names = (
        "subject body importance from sender categories toRecipients flag isRead isDeliveryReceiptRequested attachments"
    )
    made = ok(graph.post("/me/messages", dict.fromkeys(names.split())), 201)
    assert (made["subject"], made["importance"], made["flag"]) == (None, "normal", {"flagStatus": "notFlagged"})
    dates = {"flagStatus": "notFlagged", "startDateTime": None, "dueDateTime": None}
    assert ok(graph.post("/me/messages", {"flag": dates}), 201)["flag"] == {"flagStatus": "notFlagged"}


def test_a_body_is_text_where_it_does_not_say(graph: Graph) -> None:
    draft(graph, body={"content": "x"})
    assert only(graph, "drafts").get("body").format is TextFormat.PLAIN


@pytest.mark.parametrize(
    ("given", "name", "kind"),
    [
        ({"nothing": 1}, "nothing", "message"),
        ({"Subject": "x"}, "Subject", "message"),
        ({"toRecipients": [{"address": "x"}]}, "address", "recipient"),
        ({"toRecipients": [{"emailAddress": {"Name": "x"}}]}, "Name", "emailAddress"),
        ({"body": {"type": "x"}}, "type", "itemBody"),
        ({"flag": {"status": "x"}}, "status", "followupFlag"),
        ({"attachments": [{**file(), "bytes": ""}]}, "bytes", "fileAttachment"),
        ({"internetMessageHeaders": [{"x-a": "b"}]}, "x-a", "internetMessageHeader"),
        ({"singleValueExtendedProperties": [{"name": "x"}]}, "name", "singleValueLegacyExtendedProperty"),
    ],
)
def test_what_the_types_do_not_have(graph: Graph, given: dict[str, Any], name: str, kind: str) -> None:
    assert error(graph.post("/me/messages", given)) == (
        400,
        "RequestBodyRead",
        f"The property '{name}' does not exist on type 'microsoft.graph.{kind}'. Make sure to only use property names "
        "that are defined by the type or mark the type as open type.",
    )
    nothing_left(graph)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"subject": 1}, "subject"),
        ({"isRead": "true"}, "isRead"),
        ({"importance": "urgent"}, "importance"),
        ({"body": "x"}, "body"),
        ({"body": {"contentType": "rtf", "content": "x"}}, "contentType"),
        ({"categories": "Red"}, "categories"),
        ({"categories": [1]}, "categories"),
        ({"toRecipients": {"emailAddress": {}}}, "toRecipients"),
        ({"toRecipients": ["a@example.com"]}, "toRecipients"),
        ({"from": [{}]}, "from"),
        ({"flag": {"flagStatus": "done"}}, "flagStatus"),
        ({"attachments": [{**file(), "contentBytes": "%"}]}, "contentBytes"),
        ({"attachments": [{**file(), "isInline": 1}]}, "isInline"),
        ({"inferenceClassification": True}, "inferenceClassification"),
        ({"singleValueExtendedProperties": "x"}, "singleValueExtendedProperties"),
    ],
)
def test_what_is_of_another_type(graph: Graph, given: dict[str, Any], name: str) -> None:
    assert error(graph.post("/me/messages", given)) == (400, "BadRequest", MISMATCH.format(name))
    nothing_left(graph)


@pytest.mark.parametrize(
    "name",
    "id createdDateTime lastModifiedDateTime changeKey receivedDateTime sentDateTime hasAttachments bodyPreview "
    "parentFolderId conversationId conversationIndex isDraft webLink uniqueBody".split(),
)
def test_what_only_the_service_writes(graph: Graph, name: str) -> None:
    assert error(graph.post("/me/messages", message(graph, **{name: "x"}))) == READ_ONLY
    nothing_left(graph)


@pytest.mark.parametrize(
    "flag",
    [
        {"flagStatus": "flagged", "dueDateTime": {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}},
        {"flagStatus": "complete", "startDateTime": {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}},
        {"flagStatus": "notFlagged", "completedDateTime": {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}},
        {"completedDateTime": {"dateTime": "tomorrow", "timeZone": "UTC"}},
    ],
)
def test_dates_that_do_not_go_together(graph: Graph, flag: dict[str, Any]) -> None:
    assert error(graph.post("/me/messages", {"flag": flag}))[:2] == (400, "ErrorPropertyValidationFailure")


def test_the_dates_say_which_status_it_is(graph: Graph) -> None:
    at = {"dateTime": "2026-12-02T08:00:00", "timeZone": "Europe/Berlin"}
    assert draft(graph, flag={"completedDateTime": at})["flag"]["flagStatus"] == "complete"
    assert draft(graph, flag={"startDateTime": at, "dueDateTime": at})["flag"]["flagStatus"] == "flagged"
    assert draft(graph, flag={})["flag"]["flagStatus"] == "notFlagged"


# --- header fields ---------------------------------------------------------------------------------------------------


def headers(*names: str) -> dict[str, Any]:
    return {"internetMessageHeaders": [{"name": name, "value": f"value of {name}"} for name in names]}


def test_header_fields_of_its_own(graph: Graph) -> None:
    draft(graph, **headers("x-one", "X-Two"))
    item = only(graph, "drafts")
    assert b"\r\nX-Two: value of X-Two\r\n" in b"\r\n" + item.mime()
    shown = ok(
        graph.get(f"/me/messages/{item.item_id.replace('/', '-').replace('+', '_')}?$select=internetMessageHeaders")
    )
    assert shown["internetMessageHeaders"][0] == {"name": "x-one", "value": "value of x-one"}


def test_header_fields_that_are_refused(graph: Graph) -> None:
    one, many = "InvalidInternetMessageHeader", "InvalidInternetMessageHeaderCollection"
    assert error(graph.post("/me/messages", headers("In-Reply-To"))) == (
        400,
        one,
        "The internet message header name 'In-Reply-To' should start with 'x-' or 'X-'.",
    )
    assert error(graph.post("/me/messages", headers(*(f"x-{n}" for n in range(6))))) == (
        400,
        many,
        "Maximum number of headers in one message should be less than or equal to 5.",
    )
    assert error(graph.post("/me/messages", headers()))[:2] == (400, many)
    assert error(graph.post("/me/messages", headers("x-a: b\r\nBcc")))[:2] == (400, one)
    nothing_left(graph)


# --- attachments -----------------------------------------------------------------------------------------------------


def test_files_come_along(graph: Graph) -> None:
    picture = file("p.png", b"PNG", isInline=True, contentId="p1", contentType="image/png", size=7, id="x")
    body = {"contentType": "html", "content": '<img src="cid:p1">'}
    made = draft(graph, body=body, attachments=[file(), picture])
    first, second = only(graph, "drafts").attachments
    assert (first.name, first.content, first.content_type, first.is_inline) == ("a.txt", b"abc", "text/plain", False)
    assert (second.content_id, second.content_type, second.is_inline) == ("p1", "image/png", True)
    assert made["hasAttachments"] is True
    assert draft(graph, attachments=[picture])["hasAttachments"] is False


def test_messages_come_along(graph: Graph) -> None:
    inner = {
        "@odata.type": "#microsoft.graph.message",
        "subject": "Inside",
        "sentDateTime": "2026-01-02T03:04:05Z",
        "isDraft": False,
        "hasAttachments": True,
        "attachments": [file("deep.txt", b"deep")],
        # What clients send along of a message that they have read.
        "id": "AAMk",
        "webLink": "https://outlook.office365.com/",
        "isDeliveryReceiptRequested": None,
    }
    attached = {"@odata.type": "#Microsoft.Graph.ItemAttachment", "name": "Inside", "item": inner}
    draft(graph, attachments=[attached])
    (found,) = only(graph, "drafts").attachments
    assert found.item is not None
    assert (found.name, found.item.subject, found.item.is_draft) == ("Inside", "Inside", False)
    assert found.item.get("date_time_sent") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found.item.attachments[0].content == b"deep"


def test_attachments_that_are_refused(graph: Graph) -> None:
    nameless = {name: value for name, value in file().items() if name != "@odata.type"}
    assert error(graph.post("/me/messages", message(graph, attachments=[nameless])))[:2] == (400, "RequestBodyRead")
    reference = {"@odata.type": "#microsoft.graph.referenceAttachment", "name": "x"}
    assert graph.post("/me/messages", message(graph, attachments=[reference])).status_code == 501
    event = {"@odata.type": "#microsoft.graph.event", "subject": "x"}
    attached = {"@odata.type": "#microsoft.graph.itemAttachment", "name": "x", "item": event}
    assert graph.post("/me/messages", message(graph, attachments=[attached])).status_code == 501
    nested: dict[str, Any] = {"subject": "deepest"}
    for _ in range(11):
        nested = {"attachments": [{"@odata.type": "#microsoft.graph.itemAttachment", "item": nested}]}
    assert error(graph.post("/me/messages", nested))[:2] == (400, "ErrorAttachmentNestLevelLimitExceeded")
    nothing_left(graph)


def test_nothing_is_left_where_a_file_is_too_large(graph: Graph) -> None:
    graph.mailbox().receive_limit = 1000
    refused = graph.post("/me/messages", message(graph, attachments=[file(), file("b", b"b" * 2000)]))
    assert error(refused) == (413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")
    nothing_left(graph)


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
    refused = graph.patch(
        f"/users/{bob.upn}/messages/{theirs.item_id.replace('/', '-').replace('+', '_')}", {"isRead": True}
    )
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
