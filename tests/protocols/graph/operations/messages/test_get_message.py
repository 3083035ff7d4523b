"""One message, as JSON in the ways that a client prefers, and as MIME."""

from email import message_from_bytes
from email.policy import default

import pytest

from fakeserver.protocols.graph.ids import rest_id
from fakeserver.tenant.exchange.entities import Item
from tests.protocols.graph.asking import Graph, error, ok

MIME = b"""From: Bob <bob@example.com>
To: Alice <alice@contoso.onmicrosoft.com>, "Smith, John" <john@example.com>
Cc: carol@example.com
Reply-To: replies@example.com
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
Date: Tue, 06 Jan 2026 10:00:00 +0100
Message-ID: <1@example.com>
Importance: high
X-Thing: one
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><script>alert(1)</script></head><body><p>Hello <b>you</b></p></body></html>
""".replace(b"\n", b"\r\n")


@pytest.fixture
def item(graph: Graph) -> Item:
    return graph.mailbox().items.add_mime(graph.mailbox().folders.distinguished("inbox"), MIME)


def path(item: Item) -> str:
    return f"/me/messages/{rest_id(item.item_id)}"


def test_what_it_says(graph: Graph, item: Item) -> None:
    shown = ok(graph.get(path(item)))
    assert (shown["subject"], shown["importance"], shown["isDraft"]) == ("Grüße", "high", False)
    assert shown["sentDateTime"] == "2026-01-06T09:00:00Z"
    assert shown["internetMessageId"] == "<1@example.com>"
    assert shown["from"] == {"emailAddress": {"name": "Bob", "address": "bob@example.com"}}
    assert [each["emailAddress"] for each in shown["toRecipients"]] == [
        {"name": "Alice", "address": "alice@contoso.onmicrosoft.com"},
        {"name": "Smith, John", "address": "john@example.com"},
    ]
    assert [each["emailAddress"]["address"] for each in shown["ccRecipients"]] == ["carol@example.com"]
    assert [each["emailAddress"]["address"] for each in shown["replyTo"]] == ["replies@example.com"]
    assert shown["body"]["contentType"] == "html"
    assert "internetMessageHeaders" not in shown
    assert shown["@odata.etag"] == f'W/"{shown["changeKey"]}"'


def test_scripts_are_taken_out_unless_they_are_preferred(graph: Graph, item: Item) -> None:
    assert "alert" not in ok(graph.get(path(item)))["body"]["content"]
    preferred = graph.get(path(item), headers={"Prefer": "outlook.allow-unsafe-html"})
    assert "alert" in ok(preferred)["body"]["content"]


def test_as_text_when_that_is_preferred(graph: Graph, item: Item) -> None:
    answer = graph.get(path(item), headers={"Prefer": 'outlook.body-content-type="text"'})
    body = ok(answer)["body"]
    assert (body["contentType"], body["content"].strip()) == ("text", "Hello you")
    assert "outlook.body-content-type" in answer.headers["Preference-Applied"]


def test_headers_are_selected(graph: Graph, item: Item) -> None:
    shown = ok(graph.get(f"{path(item)}?$select=internetMessageHeaders"))
    assert {"name": "X-Thing", "value": "one"} in shown["internetMessageHeaders"]
    assert sorted(name for name in shown if "@" not in name) == ["id", "internetMessageHeaders"]


def test_its_mime(graph: Graph, item: Item) -> None:
    answer = graph.get(f"{path(item)}/$value")
    assert answer.status_code == 200
    assert message_from_bytes(answer.content, policy=default)["subject"] == "Grüße"
    assert answer.content == item.mime()


def test_who_may_list_sees_no_body(graph: Graph, item: Item) -> None:
    shown = ok(graph.get(path(item), scopes=("Mail.ReadBasic",)))
    assert shown["subject"] == "Grüße"
    assert not {"body", "bodyPreview", "uniqueBody"} & set(shown)
    assert error(graph.get(f"{path(item)}/$value", scopes=("Mail.ReadBasic",)))[:2] == (403, "ErrorAccessDenied")


@pytest.mark.parametrize("named", ["AAAA", "%20", "x" * 3000], ids=["short", "blank", "long"])
def test_what_is_no_id(graph: Graph, named: str) -> None:
    assert error(graph.get(f"/me/messages/{named}"))[:2] == (400, "ErrorInvalidIdMalformed")


def test_one_that_is_gone(graph: Graph, item: Item) -> None:
    graph.mailbox().items.delete([item])
    assert error(graph.get(path(item)))[:2] == (404, "ErrorItemNotFound")


@pytest.mark.parametrize("query", ["$select=colour", "$expand=colour", "$top=3"])
def test_what_is_not_to_be_asked(graph: Graph, item: Item, query: str) -> None:
    assert graph.get(f"{path(item)}?{query}").status_code == 400
