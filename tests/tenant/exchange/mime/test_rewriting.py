"""A message that is written anew says what it said, in other octets."""

import email
from email.message import Message
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.rewriting import rewritten

NESTED = (
    b"X-Pytest-M365: run/test\nMIME-Version: 1.0\nSubject: =?utf-8?q?M=C3=B6we?=\n folded\n"
    b"X-MS-Exchange-Organization-SCL: -1\nx-ms-exchange-crosstenant-id: 1\nTo: bob@x.example\n"
    b'Content-Type: multipart/mixed; boundary="outer"\nMessage-ID: <1@x>\nFrom: alice@x.example\nX-Other: 1\n\n'
    b"--outer\nContent-Type: multipart/alternative; boundary=inner\n\n--inner\n\nplain\xe4\n--inner\n"
    b"Content-Type: text/html\n\n<p>\n--inner--\n--outer\nContent-Type: application/octet-stream\n"
    b"Content-Transfer-Encoding: base64\n\nAAEC\n--outer--\n"
)


def told(mime: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, bytes]]]:
    """Return what a message says: its fields in the order of their names, and its leaves."""
    message = email.message_from_bytes(mime, policy=default)
    fields = [(name.lower(), str(value)) for name, value in message.items() if not name.startswith("Content-Type")]
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return sorted(fields), [(leaf.get_content_type(), _octets(leaf)) for leaf in leaves]


def _octets(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.replace(b"\r\n", b"\n")


def test_what_it_says_stays_and_its_octets_do_not() -> None:
    anew = rewritten(NESTED)
    fields, leaves = told(anew)
    was, leaves_before = told(NESTED)
    assert fields == [field for field in was if not field[0].startswith("x-ms-exchange-")]
    assert leaves == leaves_before
    assert b"outer" not in anew
    assert b"inner" not in anew
    assert b"\n" not in anew.replace(b"\r\n", b"")


def test_the_order_of_fields() -> None:
    names = [line.partition(b":")[0] for line in rewritten(NESTED).partition(b"\r\n\r\n")[0].split(b"\r\n")]
    assert names[:4] == [b"From", b"To", b"Subject", b" folded"]
    assert names[4:] == [b"Message-ID", b"X-Pytest-M365", b"X-Other", b"MIME-Version", b"Content-Type"]


def test_the_same_message_comes_out_the_same() -> None:
    assert rewritten(NESTED) == rewritten(NESTED)


@pytest.mark.parametrize("mime", [b"Subject: Hi\r\n\r\n.\r\n", b"From: a@x\r\nSubject: \xff\r\n\r\n\xff\r\n"])
def test_what_is_written_so_already(mime: bytes) -> None:
    assert rewritten(mime) == mime


def test_parts_too_deep_in_each_other() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000))
    assert rewritten(deep) == deep.replace(b"\n", b"\r\n")


def test_octets_where_no_part_begins() -> None:
    assert rewritten(b"Content-Type: multipart/mixed\n\n\x80\n") == b"Content-Type: multipart/mixed\r\n\r\n\x80\r\n"


@given(st.binary() | st.lists(st.sampled_from(NESTED.split(b"\n"))).map(b"\n".join))
@example(b"Content-Type: multipart/\n\0\n")
@example(b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n")
@example(b"Content-Type: multipart/mixed; boundary*=x'y'%ff\r\n\r\n--\r\n")
def test_whatever_comes_is_written(mime: bytes) -> None:
    anew = rewritten(mime)
    assert b"\n" not in anew.replace(b"\r\n", b"")
