import email
import email.policy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.mime.render import header_field, render
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

PROPERTIES: dict[str, Any] = {
    "from_": EmailAddress("Jürgen", "j@x.com"),
    "to_recipients": [EmailAddress("Bo, Alice", "a@b.com"), EmailAddress("", "c@d.com")],
    "cc_recipients": [EmailAddress('a "b" \\c', "e@f.com")],
    "reply_to": [EmailAddress("", "r@x.com")],
    "subject": "Grüße " * 30,
    "date_time_sent": datetime(2026, 11, 23, 16, 0, 1, tzinfo=UTC),
    "internet_message_id": "<1@x.com>",
    "in_reply_to": "<0@x.com>",
    "references": "<a@x.com> <0@x.com>",
    "importance": Importance.HIGH,
    "sensitivity": Sensitivity.PRIVATE,
    "body": Body(TextFormat.PLAIN, "Hello\r\nWorld"),
}


def test_what_is_rendered_reads_back() -> None:
    message = Message(render(PROPERTIES))
    assert message.subject == PROPERTIES["subject"].strip()
    for name in ("from_", "to_recipients", "cc_recipients", "reply_to", "in_reply_to", "references", "body"):
        assert getattr(message, name) == PROPERTIES[name]
    assert message.date == PROPERTIES["date_time_sent"]
    assert message.message_id == "<1@x.com>"
    assert (message.importance, message.sensitivity) == (Importance.HIGH, Sensitivity.PRIVATE)


def test_the_standard_library_reads_it_the_same_way() -> None:
    message = email.message_from_bytes(render(PROPERTIES), policy=email.policy.default)
    assert message["subject"] == PROPERTIES["subject"].strip()
    assert [(each.display_name, each.addr_spec) for each in message["to"].addresses] == [
        ("Bo, Alice", "a@b.com"), ("", "c@d.com"),
    ]  # fmt: skip
    assert not message.defects


def test_lines_end_with_crlf_and_are_short() -> None:
    files = [Attachment("ü" * 40 + ".bin", bytes(range(256)) * 8)]
    raw = render(PROPERTIES | {"body": Body(TextFormat.HTML, "<p>ü</p>\n" * 200)}, files)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@given(
    st.sampled_from(TextFormat),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.lists(st.binary(max_size=200), max_size=3),
)
def test_any_body_and_any_files_round_trip(body_format: TextFormat, content: str, files: list[bytes]) -> None:
    attachments = [Attachment(f"{number}.bin", octets) for number, octets in enumerate(files)]
    message = Message(render({"body": Body(body_format, content)}, attachments))
    body = message.body
    assert body is not None
    assert body.format is body_format
    expected = content.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    assert body.content == expected
    assert [part.content for part in message.attachment_parts] == files


@given(st.text(), st.text(), st.text(), st.text())
def test_no_value_can_begin_another_field(subject: str, name: str, address: str, file_name: str) -> None:
    properties = {
        "subject": f"{subject}\r\nBcc: evil@x.com",
        "from_": EmailAddress(f"{name}\nBcc: evil@x.com", f"{address}\rBcc: evil@x.com"),
        "in_reply_to": f"{name}\r\n\r\nbody",
        "internet_message_headers": [("X-One", f"{subject}\r\nBcc: evil@x.com")],
    }
    raw = render(properties, [Attachment(f"{file_name}\r\nBcc: evil@x.com", b"x")])
    message = Message(raw)
    assert not message.header("bcc")
    assert [part.content for part in message.attachment_parts] == [b"x"]


def test_html_goes_out_with_its_text_and_inline_files_beside_it() -> None:
    inline = Attachment("logo.png", b"\x89PNG", content_id="logo", is_inline=True)
    other = Attachment("report.pdf", b"%PDF")
    message = Message(render({"body": Body(TextFormat.HTML, '<img src="cid:logo">Hi')}, [inline, other]))
    kinds = [part.content_type for part in message.root.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png",
        "application/pdf",
    ]  # fmt: skip
    assert message.text == "Hi\r\n"
    assert [(part.filename, part.content_id) for part in message.attachment_parts] == [
        ("logo.png", "logo"), ("report.pdf", ""),
    ]  # fmt: skip


def test_an_attached_item_goes_out_as_a_message(alice: Mailbox) -> None:
    owner = alice.deliver(subject="outer")
    inner = alice.items.detached(owner, properties={"subject": "inner", "body": Body(TextFormat.PLAIN, "x")})
    (part,) = Message(render({"subject": "o"}, [Attachment("inner", item=inner)])).attachment_parts
    assert part.content_type == "message/rfc822"
    assert Message(part.content).subject == "inner"


def test_foreign_header_fields_come_along_but_not_those_that_rendering_writes() -> None:
    fields = [("Received", "from x"), ("Subject", "old"), ("Content-Type", "text/x"), ("X-Mailer", "ü")]
    message = Message(render({"subject": "new", "internet_message_headers": fields}))
    assert [message.header(name) for name in ("Received", "Subject", "X-Mailer")] == ["from x", "new", "ü"]
    assert message.root.content_type == "text/plain"


def test_the_same_properties_give_the_same_bytes() -> None:
    files = [Attachment("a", b"1")]
    assert render(PROPERTIES, files) == render(PROPERTIES, files)


@pytest.mark.parametrize("value", ["a" * 2000, "ü" * 2000, "=?utf-8?q?not_encoded?=", "tab\tand  spaces"])
def test_a_header_field_of_any_length_reads_back(value: str) -> None:
    raw = header_field("Subject", value)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert Message(raw + b"\r\n").subject == " ".join(value.split())


def test_a_file_is_named_an_attachment_and_plain_text_goes_as_it_is() -> None:
    mime = render(PROPERTIES, [Attachment("a.txt", b"x")])
    assert b"\r\nContent-Disposition: attachment;" in mime
    assert b"\r\nContent-Transfer-Encoding: 7bit\r\n" in mime


def test_without_a_body_the_text_is_empty() -> None:
    message = Message(render({name: value for name, value in PROPERTIES.items() if name != "body"}))
    assert message.text == ""


def test_what_no_message_can_hold_is_replaced_or_left_out() -> None:
    octets = render({"subject": "a\0b", "body": Body(TextFormat.PLAIN, "half a pair: \ud800, NUL: \0")})
    assert b"Subject: ab\r\n" in octets
    assert b"\0" not in octets
    assert "half a pair: ?, NUL: \0" in (Message(octets).text or "")


@pytest.mark.parametrize("importance", list(Importance))
@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_importance_and_sensitivity_read_back(importance: Importance, sensitivity: Sensitivity) -> None:
    message = Message(render({"importance": importance, "sensitivity": sensitivity}))
    assert (message.importance, message.sensitivity) == (importance, sensitivity)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("is_read_receipt_requested", "Disposition-Notification-To"),
        ("is_delivery_receipt_requested", "Return-Receipt-To"),
    ],
)
def test_a_receipt_goes_to_the_sender_unless_a_field_says_otherwise(name: str, field: str) -> None:
    asked = {"from_": EmailAddress("A", "a@b.c"), name: True}
    assert Message(render(asked)).header(field) == "A <a@b.c>"
    given = {**asked, "internet_message_headers": [(field, "<x@y.z>")]}
    assert render(given).count(field.encode()) == 1
    assert Message(render(given)).header(field) == "<x@y.z>"
    assert Message(render({**given, name: False})).header(field) == ""
    assert Message(render({name: True})).header(field) == "", "nobody to send it to yet"


def test_fields_are_spelled_as_rfc_5322_does() -> None:
    names = [line.partition(b":")[0] for line in render(PROPERTIES, []).split(b"\r\n\r\n")[0].split(b"\r\n")]
    assert {b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"MIME-Version"} <= set(names)
