"""What tests of writing mail by Graph have in common: messages as JSON, and who they are for."""

import base64
import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from fakeserver.protocols.graph.ids import rest_id
from fakeserver.tenant.exchange.entities import Item
from pytest_m365 import clients
from tests.protocols.graph.asking import Graph, ok

MIME = (
    b"From: Alice <alice@contoso.onmicrosoft.com>\r\nTo: bob@contoso.onmicrosoft.com\r\nSubject: As MIME\r\n"
    b"X-Own: 7\r\n\r\nHello\r\n"
)
READ_ONLY = (400, "ErrorInvalidPropertySet", "Set action is invalid for property.")
ACCESS_DENIED = (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
SEND_AS_DENIED = (
    403,
    "ErrorSendAsDenied",
    "The user account which was used to submit this request does not have the right to send mail on behalf of the "
    "specified sending account., Cannot submit message.",
)


def to(*addresses: str) -> list[dict[str, Any]]:
    """Return recipients."""
    return [{"emailAddress": {"address": address}} for address in addresses]


def message(graph: Graph, *names: str, **more: Any) -> dict[str, Any]:
    """Return a message for users of the tenant; for bob where nobody is named."""
    addresses = [graph.tenant.user(name).address for name in names or ("bob",)]
    return {
        "subject": "Lunch",
        "body": {"contentType": "text", "content": "At noon?"},
        "toRecipients": to(*addresses),
        **more,
    }


def file(name: str = "a.txt", content: bytes = b"abc", **more: Any) -> dict[str, Any]:
    """Return a file to attach."""
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": name,
        "contentBytes": base64.b64encode(content).decode(),
        **more,
    }


def draft(graph: Graph, *names: str, **more: Any) -> Any:
    """Make a draft of alice's; return what is answered."""
    return ok(graph.post("/me/messages", message(graph, *names, **more)), 201)


def post_mime(graph: Graph, path: str, mime: bytes = MIME, **more: Any) -> requests.Response:
    """Ask with MIME in the body."""
    return graph.ask("POST", path, data=base64.encodebytes(mime), headers={"Content-Type": "text/plain"}, **more)


def id_of(item: Item) -> str:
    """Return an item's id as Graph writes it."""
    return rest_id(item.item_id)


def only(graph: Graph, folder: str = "inbox", name: str = "alice") -> Item:
    """Return the one message of a folder."""
    (item,) = graph.mailbox(name).messages(folder)
    return item


def nothing_left(graph: Graph, name: str = "alice") -> None:
    """Assert that a mailbox holds nothing where messages are written, and that nothing has arrived at bob's."""
    found = [item for folder in ("outbox", "drafts", "sentitems") for item in graph.mailbox(name).messages(folder)]
    assert (found, graph.mailbox("bob").messages()) == ([], [])


@contextmanager
def imap_of(graph: Graph, name: str = "alice") -> Iterator[imaplib.IMAP4_SSL]:
    """Open a mailbox by imaplib."""
    endpoint, context = graph.server.imap, ssl.create_default_context(cafile=graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, name, "IMAP.AccessAsUser.All")
    with clients.imap(endpoint, context, graph.tenant.user(name).address, token) as opened:
        yield opened
