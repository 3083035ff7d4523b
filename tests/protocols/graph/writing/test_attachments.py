"""Files and messages that are attached in a message's own JSON."""

from datetime import UTC, datetime
from typing import Any

from tests.protocols.graph.asking import Graph, error
from tests.protocols.graph.operations.messages.mailing import (
    draft,
    file,
    message,
    nothing_left,
    only,
)


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
