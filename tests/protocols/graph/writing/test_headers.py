"""Header fields that a new message has of its own."""

from typing import Any

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    draft,
    id_of,
    nothing_left,
    only,
)


def headers(*names: str) -> dict[str, Any]:
    return {"internetMessageHeaders": [{"name": name, "value": f"value of {name}"} for name in names]}


def test_header_fields_of_its_own(graph: Graph) -> None:
    draft(graph, **headers("x-one", "X-Two"))
    item = only(graph, "drafts")
    assert b"\r\nX-Two: value of X-Two\r\n" in b"\r\n" + item.mime()
    shown = ok(graph.get(f"/me/messages/{id_of(item)}?$select=internetMessageHeaders"))
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
