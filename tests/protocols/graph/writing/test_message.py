"""Messages as clients write them: each property, and what is refused."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.values import TextFormat
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    READ_ONLY,
    draft,
    file,
    message,
    nothing_left,
    only,
    to,
)

MISMATCH = "Property {} in payload has a value that does not match schema."


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
