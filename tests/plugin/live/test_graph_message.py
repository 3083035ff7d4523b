"""A message as Microsoft Graph is given it, and the header of one that it tells of."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from pytest_m365.live.graph_message import header_of, written
from pytest_m365.live.headers import read_header
from tests.plugin.live.world import TAG, message

AT = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)


def made(mime: bytes, *, is_read: bool = False) -> Any:
    """Return the body of a request, as it goes over the wire."""
    return json.loads(json.dumps(written(mime, is_read=is_read, received_at=AT)))


def properties(body: Any) -> dict[str, str]:
    return {each["id"]: each["value"] for each in body["singleValueExtendedProperties"]}


def whole() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Sender"] = "Prüfung", "Robin <robin@example.com>", "desk@example.com"
    mail["To"], mail["Cc"], mail["Bcc"] = "A <a@example.com>, b@example.com", "c@example.com", "d@example.com"
    mail["Reply-To"], mail["Message-ID"] = "r@example.com", "<own@example.com>"
    mail["Date"], mail["Importance"] = "Fri, 02 Feb 2024 10:00:00 +0100", "High"
    mail["In-Reply-To"], mail["References"] = "<a@example.com>", "<a@example.com> <b@example.com>"
    mail.set_content("Text")
    mail.add_alternative("<p>HTML</p>", subtype="html")
    mail.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="a.pdf")
    mail.add_attachment(b"png", maintype="image", subtype="png", cid="<one>", disposition="inline", filename="i.png")
    return mail.as_bytes()


def test_its_parts_are_those_of_the_message() -> None:
    body = made(whole())
    assert (body["subject"], body["importance"], body["isRead"]) == ("Prüfung", "high", False)
    assert body["body"]["contentType"] == "html"
    assert body["body"]["content"].strip() == "<p>HTML</p>"
    assert body["from"] == {"emailAddress": {"name": "Robin", "address": "robin@example.com"}}
    assert body["sender"] == {"emailAddress": {"address": "desk@example.com"}}
    assert [each["emailAddress"]["address"] for each in body["toRecipients"]] == ["a@example.com", "b@example.com"]
    assert [each["emailAddress"]["address"] for each in body["ccRecipients"]] == ["c@example.com"]
    assert [each["emailAddress"]["address"] for each in body["bccRecipients"]] == ["d@example.com"]
    assert [each["emailAddress"]["address"] for each in body["replyTo"]] == ["r@example.com"]
    assert body["internetMessageId"] == "<own@example.com>"
    file, picture = body["attachments"]
    assert (file["name"], file["contentType"], file["contentBytes"]) == ("a.pdf", "application/pdf", "AAE=")
    assert (picture["isInline"], picture["contentId"]) == (True, "one")
    assert picture["contentBytes"] == b64encode(b"png").decode()


@pytest.mark.parametrize(("is_read", "flags"), [(False, "4"), (True, "5")])
def test_it_is_no_draft(is_read: bool, flags: str) -> None:
    body = made(whole(), is_read=is_read)
    assert properties(body) == {
        "Integer 0x0E07": flags,
        "SystemTime 0x0E06": "2024-02-03T04:05:06Z",
        "SystemTime 0x0039": "2024-02-02T09:00:00Z",
        "String 0x1042": "<a@example.com>",
        "String 0x1039": "<a@example.com> <b@example.com>",
    }


def test_our_field_is_the_first_of_five() -> None:
    fields = "\r\n".join(f"X-{number}: {number}" for number in range(7))
    body = made(message("Many", more=f"{fields}\r\nReceived: from here"))
    names = [each["name"] for each in body["internetMessageHeaders"]]
    assert names == ["X-Pytest-M365", "X-0", "X-1", "X-2", "X-3"]


def test_a_message_of_nothing() -> None:
    body = made(b"\r\n")
    assert (body["subject"], body["body"]) == ("", {"contentType": "text", "content": ""})
    assert not body.keys() & {"from", "sender", "internetMessageId", "internetMessageHeaders", "attachments"}
    assert properties(body).keys() == {"Integer 0x0E07", "SystemTime 0x0E06"}
    assert "SystemTime" not in json.dumps(written(b"\r\n", is_read=False, received_at=None))


# --- read ------------------------------------------------------------------------------------------------------------


def test_the_header_is_what_the_store_has_kept() -> None:
    kept = [{"name": "Subject", "value": "=?utf-8?q?Kept?="}, {"name": "X-Pytest-M365", "value": TAG.field(AT)}]
    header = read_header(header_of({"subject": "Other", "internetMessageHeaders": kept}))
    assert (header.subject, header.tags) == ("Kept", frozenset({TAG}))


def test_what_is_lacking_is_what_the_message_tells() -> None:
    shown = {
        "subject": "Prüfung",
        "from": {"emailAddress": {"name": "Robin", "address": "robin@example.com"}},
        "toRecipients": [{"emailAddress": {"address": TAG.address("alice@contoso.com")}}, {"emailAddress": {}}],
        "ccRecipients": [],
        "bccRecipients": None,
        "internetMessageId": "<own@example.com>",
        "internetMessageHeaders": None,
    }
    header = read_header(header_of(shown))
    assert (header.subject, header.sender, header.message_id) == ("Prüfung", "robin@example.com", "<own@example.com>")
    assert header.recipients == (TAG.address("alice@contoso.com"),)
    assert header.tags == {TAG}


def test_a_line_break_ends_no_field() -> None:
    header = read_header(header_of({"subject": f"One\r\nX-Pytest-M365: {TAG.field(AT)}"}))
    assert header.tags == frozenset()
