from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.arrival import as_attachment, composed, missing_fields, parse_address, trace_fields
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.values import EmailAddress

AT = datetime(2026, 11, 23, 16, 0, 1, tzinfo=UTC)


def arriving(mime: bytes) -> bytes:
    """Return a message with all that delivery puts on top."""
    return trace_fields(sent_at=AT, return_path="") + missing_fields(mime, sent_at=AT, message_id="<new@x>") + mime


def test_delivery_traces_itself_on_top() -> None:
    fields = trace_fields(
        sent_at=AT, return_path="bob@x.com", recipient="a@b.com", way="mapi", source="me.example (192.0.2.1)"
    )
    message = Message(fields + b"Subject: x\r\n\r\n")
    assert [name for name, _ in message.headers] == [
        "Received", "Return-Path", "X-MS-Exchange-Organization-AuthAs", "X-MS-Exchange-Organization-AuthSource",
        "X-MS-Exchange-Organization-SCL", "Subject",
    ]  # fmt: skip
    assert message.header("received") == (
        "from me.example (192.0.2.1) by FAKE0001MB0001.FAKE.PROD.OUTLOOK.COM with mapi id 15.20.9412.13 "
        "for <a@b.com>; Mon, 23 Nov 2026 16:00:01 +0000"
    )
    assert message.header("return-path") == "<bob@x.com>"


def test_a_report_has_no_return_path_and_mail_comes_by_smtp_unless_told() -> None:
    fields = trace_fields(sent_at=AT, return_path="")
    assert b"\r\nReturn-Path: <>\r\n" in fields
    received = Message(fields).header("received")
    assert received.startswith("from FAKE0001MB0001.FAKE.PROD.OUTLOOK.COM by FAKE0001MB0001.FAKE.PROD.OUTLOOK.COM ")
    assert " with Microsoft SMTP Server id 15.20.9412.13; Mon" in received


def test_what_was_submitted_here_is_not_authenticated_by_signature() -> None:
    fields = trace_fields(sent_at=AT, return_path="a@b.com", author='"x@y"@contoso.com')
    assert Message(fields).header("authentication-results") == (
        "dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=contoso.com;"
    )
    assert Message(trace_fields(sent_at=AT, return_path="a@b.com")).header("authentication-results") == ""


def test_date_and_message_id_are_added_only_where_they_are_missing() -> None:
    message = Message(arriving(b"Subject: x\r\n\r\n"))
    assert (message.message_id, message.date) == ("<new@x>", AT)
    assert missing_fields(b"DATE: y\r\nMessage-id: <old@x>\r\n\r\n", sent_at=AT, message_id="<new@x>") == b""


@pytest.mark.parametrize("mime", [b"just a line\r\n", b" indented\r\n", b"\xff: x\r\n"])
def test_a_message_without_a_header_keeps_its_body(mime: bytes) -> None:
    whole = arriving(mime)
    assert (whole.partition(b"\r\n\r\n")[2], Message(whole).message_id) == (mime, "<new@x>")


@pytest.mark.parametrize(
    "mime",
    [b"\r\nbody", b"", b"From a@b.c Mon\r\nSubject: x\r\n\r\n", b"X-A : b\r\n\r\n", b"\xef\xbb\xbfTo: b\r\n\r\n"],
)
def test_a_header_gets_no_empty_line_in_front(mime: bytes) -> None:
    assert missing_fields(mime, sent_at=AT, message_id="<new@x>").endswith(b"<new@x>\r\n")


@given(st.binary())
def test_any_bytes_can_arrive(mime: bytes) -> None:
    headers = arriving(mime).removesuffix(mime)
    assert headers.endswith(b"\r\n")
    assert b"\r\n\r\n" not in headers[:-2]


def test_an_address_is_read_from_any_text() -> None:
    assert parse_address("Bob <b@x.com>") == EmailAddress("Bob", "b@x.com")
    assert parse_address("") == EmailAddress("", "")


def test_what_a_test_gives_becomes_an_attachment(tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF")
    made = as_attachment(path)
    assert (made.name, made.content, made.content_type) == ("invoice.pdf", b"%PDF", "application/pdf")
    assert as_attachment(("a.txt", b"x")).name == "a.txt"
    assert as_attachment(made) is made


@pytest.mark.parametrize("given", ["invoice.pdf", ("a.txt", "text"), ("a.txt", b"x", "text/plain"), None])
def test_what_is_no_attachment_is_said(given: Any) -> None:
    with pytest.raises(TypeError, match="a path, a file name with its bytes, or an Attachment"):
        as_attachment(given)


def test_fields_are_spelled_as_programs_expect_them() -> None:
    assert missing_fields(b"", sent_at=AT, message_id="<1@x>") == (
        b"Date: Mon, 23 Nov 2026 16:00:01 +0000\r\nMessage-ID: <1@x>\r\n"
    )


def test_addresses_beyond_ascii_stay_as_they_are_in_the_trace() -> None:
    fields = trace_fields(sent_at=AT, return_path="m\u00f6we@x.example", recipient="\u00fc@x.example")
    assert "Return-Path: <m\u00f6we@x.example>\r\n".encode() in fields
    assert " for <\u00fc@x.example>;".encode() in fields


def test_a_path_that_is_a_text_is_refused_with_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"give Path\('invoice.pdf'\)"):
        as_attachment("invoice.pdf")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["subject", "body", "html", "sender"])
@pytest.mark.parametrize("value", [7, b"x"])
def test_a_part_that_is_no_text_is_refused(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"{name} takes a text, not {value!r}"):
        composed(to="a@x.com", **{name: value})
