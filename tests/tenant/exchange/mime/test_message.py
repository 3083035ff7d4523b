from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.message import (
    Message,
    mail_class_of,
    normalized_topic,
    parse_date,
    top_header,
    top_headers,
)
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

NEWSLETTER = b"""From: =?utf-8?Q?J=C3=BCrgen?= <j@x.com>\r
Sender: list@x.com\r
To: a@b.com, Team: c@d.com;\r
To: e@f.com\r
Cc: "G, H" <g@h.com>\r
Reply-To: r@x.com\r
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r
 and more\r
Date: Mon, 23 Nov 2026 17:00:00 +0100\r
Message-ID: <1@x.com>\r
In-Reply-To: <0@x.com>\r
References: <a@x.com>\r
 <0@x.com>\r
X-Priority: 1 (Highest)\r
Sensitivity: Company-Confidential\r
Content-Type: multipart/related; boundary=r\r
\r
--r\r
Content-Type: multipart/alternative; boundary=a\r
\r
--a\r
Content-Type: text/plain\r
\r
Hello\r
--a\r
Content-Type: text/html\r
\r
<img src="cid:logo">Hello\r
--a--\r
--r\r
Content-Type: image/png\r
Content-ID: <logo>\r
Content-Transfer-Encoding: base64\r
\r
AAEC\r
--r--\r
"""


def test_what_a_message_says_is_read() -> None:
    message = Message(NEWSLETTER)
    assert message.subject == "Grüße and more"
    assert message.from_ == EmailAddress("Jürgen", "j@x.com")
    assert message.sender == EmailAddress("", "list@x.com")
    assert [each.address for each in message.to_recipients] == ["a@b.com", "c@d.com", "e@f.com"]
    assert message.cc_recipients == [EmailAddress("G, H", "g@h.com")]
    assert message.bcc_recipients == []
    assert message.reply_to == [EmailAddress("", "r@x.com")]
    assert message.date == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert message.message_id == "<1@x.com>"
    assert message.in_reply_to == "<0@x.com>"
    assert message.references == "<a@x.com> <0@x.com>"
    assert (message.importance, message.sensitivity) == (Importance.HIGH, Sensitivity.CONFIDENTIAL)
    assert message.text == "Hello"
    assert message.body == Body(TextFormat.HTML, '<img src="cid:logo">Hello')
    assert [(part.content_id, part.content) for part in message.attachment_parts] == [("logo", b"\0\1\2")]


def test_what_a_message_does_not_say_is_none_or_empty() -> None:
    message = Message(b"")
    assert (message.subject, message.from_, message.sender, message.date) == (None, None, None, None)
    assert (message.message_id, message.in_reply_to, message.references) == (None, None, None)
    assert (message.to_recipients, message.headers, message.attachment_parts) == ([], [], [])
    assert message.body == Body(TextFormat.PLAIN, "")


def test_a_text_that_is_meant_as_an_attachment_is_no_body() -> None:
    message = Message(b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx")
    assert message.body is None
    assert [part.filename for part in message.attachment_parts] == ["a.txt"]


def test_an_attached_message_is_one_attachment() -> None:
    head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    attached = b"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n--b--"
    (part,) = Message(head + attached).attachment_parts
    assert Message(part.content).subject == "in"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Mon, 99 Nov 2026 10:00:00 +0000",
        "Mon, 23 Nov 99999 10:00:00 +0000",
        "23 Nov 2026 10:00:00 +9999999",
    ],
)
def test_an_unreadable_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600",
        "Fri (day) , 21 (of) Nov 1997 09:55:06 -0600 (zone (Central))",
        "(\\)) Fri, 21 Nov 97 09 : 55 : 06 -0600",
    ],
)
def test_a_date_holds_comments_and_blanks(text: str) -> None:
    assert parse_date(text) == datetime(1997, 11, 21, 15, 55, 6, tzinfo=UTC)


def test_a_date_without_zone_counts_as_utc() -> None:
    assert parse_date("23 Nov 2026 10:00:00 -0000") == datetime(2026, 11, 23, 10, tzinfo=UTC)


@given(st.binary())
def test_any_octets_have_all_properties(raw: bytes) -> None:
    _read_all(raw)


_FIELDS = ["From", "To", "Cc", "Reply-To", "Subject", "Date", "References", "Content-Type", "Content-Disposition"]


@given(st.lists(st.tuples(st.sampled_from(_FIELDS), st.binary(max_size=40)), max_size=8), st.binary(max_size=40))
def test_any_values_of_known_fields_are_read(fields: list[tuple[str, bytes]], body: bytes) -> None:
    raw = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields) + b"\r\n" + body
    _read_all(raw)


_ATTACHED = st.tuples(
    st.sampled_from([b"text/plain", b"message/rfc822", b"image/png", b"multipart/mixed; boundary=b", b"\xff"]),
    st.sampled_from([b"", b"base64", b"quoted-printable", b"x"]),
    st.binary(max_size=40),
)


@given(st.lists(_ATTACHED, min_size=1, max_size=4))
def test_any_attachments_are_read(attached: list[tuple[bytes, bytes, bytes]]) -> None:
    head = b"--b\r\nContent-Disposition: attachment\r\nContent-Type: %b\r\nContent-Transfer-Encoding: %b\r\n\r\n%b\r\n"
    parts = b"".join(head % part for part in attached)
    raw = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"
    assert Message(raw).attachment_parts
    _read_all(raw)


def _read_all(raw: bytes) -> None:
    message = Message(raw)
    for name in dir(message):
        if not name.startswith("_"):
            getattr(message, name)
    for part in message.attachment_parts:
        assert isinstance(part.content, bytes)
    assert isinstance(mail_class_of(top_header(raw, b"Content-Type")), str)
    for field in (b"Subject", b"Date", b"X"):
        assert isinstance(top_header(raw, field), str)
        assert all(isinstance(value, str) for value in top_headers(raw, field))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Subject: a\r\n\r\n", "a"),
        (b"X: y\r\nSUBJECT:a\r\n b\r\nZ: z\r\n\r\n", "a b"),
        (b"X: y\nsubject: a", "a"),
        (b"X: y\r\nSubjects: z\r\nSubject \t: a\r\n b\r\n\r\n", "a b"),
        (b"X: y\r\n\r\nSubject: body\r\n", ""),
        (b"X-Subject: a\r\n\r\n", ""),
        (b"subject: first\r\nSubject: second\r\n\r\n", "first"),
        (b"", ""),
    ],
)
def test_one_field_is_read_without_the_others(raw: bytes, expected: str) -> None:
    assert top_header(raw, b"Subject") == expected
    assert Message(raw).header("subject") == expected


@pytest.mark.parametrize(
    ("subject", "topic"),
    [
        ("Re: Fw: x", "x"),
        ("AW: x", "x"),
        ("x: y", "y"),
        ("Note: x", "Note: x"),
        ("re:x", "re:x"),
        ("", ""),
        ("Re:", "Re:"),
    ],
)
def test_a_topic_is_the_subject_without_prefixes(subject: str, topic: str) -> None:
    assert normalized_topic(subject) == topic


@pytest.mark.parametrize(
    ("content_type", "item_class"),
    [
        (b"text/plain", "IPM.Note"),
        (b"multipart/report; report-type=delivery-status; boundary=x", "REPORT.IPM.Note.NDR"),
        (b"multipart/report;\r\n report-type=disposition-notification", "REPORT.IPM.Note.IPNRN"),
        (b"multipart/signed; protocol=x", "IPM.Note.SMIME.MultipartSigned"),
        (b"application/pkcs7-mime", "IPM.Note.SMIME"),
        (b"application/pdf", "IPM.Note"),
    ],
)
def test_the_item_class_follows_the_content_type(content_type: bytes, item_class: str) -> None:
    assert mail_class_of(content_type.decode()) == item_class


@pytest.mark.parametrize(
    ("header", "importance"),
    [
        (b"Importance: low", Importance.LOW),
        (b"Importance: HIGH\r\nX-Priority: 5", Importance.HIGH),
        (b"Importance: urgent\r\nX-Priority: 2", Importance.HIGH),
        (b"X-Priority: 4", Importance.LOW),
        (b"X-Priority: 3", Importance.NORMAL),
        (b"Subject: none", Importance.NORMAL),
    ],
)
def test_importance_is_named_or_else_a_priority(header: bytes, importance: Importance) -> None:
    assert Message(header + b"\r\n\r\n").importance is importance
