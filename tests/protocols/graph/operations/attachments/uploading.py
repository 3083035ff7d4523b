"""What tests of upload sessions share."""

from typing import Any

import requests

from fakeserver.tenant.exchange.entities import Item
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.attachments.attaching import path_of

MEGABYTE = 1024 * 1024
SIZE = 3 * MEGABYTE + 5
CONTENT = bytes(range(256)) * (SIZE // 256) + bytes(SIZE % 256)


def attachment_item(size: int = SIZE, **more: Any) -> dict[str, Any]:
    """Return the body of a request for a session."""
    return {"AttachmentItem": {"attachmentType": "file", "name": "large.bin", "size": size, **more}}


def session(graph: Graph, item: Item, **more: Any) -> Any:
    """Open a session; return what is answered."""
    return ok(graph.post(f"{path_of(item)}/createUploadSession", attachment_item(**more)), 201)


def send(graph: Graph, method: str, url: str, **more: Any) -> requests.Response:
    """Ask an address of a session, without a token."""
    return graph._session.request(method, url, timeout=60, **more)


def put(
    graph: Graph, url: str, content: bytes, first: int = 0, size: int = SIZE, span: str | None = None
) -> requests.Response:
    """Send a part of a file."""
    span = f"bytes {first}-{first + len(content) - 1}/{size}" if span is None else span
    return send(graph, "PUT", url, data=content, headers={"Content-Range": span})
