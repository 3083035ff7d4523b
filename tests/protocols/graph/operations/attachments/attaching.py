"""What tests of attachments share."""

from typing import Any

from fakeserver.tenant.exchange.attachments import attachment_id
from fakeserver.tenant.exchange.entities import Attachment, Item
from tests.protocols.graph.asking import Graph
from tests.protocols.graph.operations.messages.mailing import id_of


def path_of(item: Item) -> str:
    """Return the path of a message's attachments."""
    return f"/me/messages/{id_of(item)}/attachments"


def graph_id(attachment: Attachment) -> str:
    """Return an attachment's id as Graph writes it."""
    return attachment_id(attachment).translate(str.maketrans("/+", "-_"))


def with_files(graph: Graph, *files: tuple[str, bytes], **more: Any) -> Item:
    """Let a message with files arrive at alice's."""
    return graph.deliver("With files", attachments=files or (("a.txt", b"abc"),), **more)


def with_item(graph: Graph, item_class: str = "IPM.Note", **properties: Any) -> Item:
    """Let a message arrive to which an item is attached."""
    mailbox = graph.mailbox()
    item = graph.deliver("With an item")
    attached = mailbox.items.detached(item, item_class, properties)
    mailbox.attachments.add(item, Attachment("Inner", item=attached))
    return item
