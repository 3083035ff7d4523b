import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.parts import (
    MAX_DEPTH,
    MAX_HEADER,
    MAX_HEADERS_OF_PARTS,
    MAX_PARTS,
    MAX_PARTS_IN_ALL,
    Part,
    header_end,
    read_headers,
)
from tests.tenant.exchange.mime.pieces import MIME_PIECES

NESTED = b"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=
n
--inner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PGI+R3LDvG48L2I+
--inner--
--outer
Content-Type: application/pdf; name="=?utf-8?B?w6QucGRm?="
Content-Disposition: attachment

octets
--outer
Content-Type: message/rfc822

Subject: inside

text
--outer--
epilogue
"""


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_parts_are_cut_at_the_octet(line_end: bytes) -> None:
    root = Part(NESTED.replace(b"\n", line_end))
    kinds = [part.content_type for part in root.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf", "message/rfc822",
    ]  # fmt: skip
    leaves = [part for part in root.walk() if not part.children]
    assert [part.text for part in leaves[:2]] == ["Grün", "<b>Grün</b>"]
    assert leaves[2].filename == "ä.pdf"
    assert leaves[2].content == b"octets"
    assert leaves[3].content == line_end.join([b"Subject: inside", b"", b"text"])


def test_a_body_keeps_its_octets() -> None:
    assert Part(b"A: b\r\n\r\n\xff\x00\r\n").body == b"\xff\x00\r\n"


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        (b"A: b\r\n\r\nbody", 8),
        (b"A: b\n\nbody", 6),
        (b"A: b\n\r\nbody", 7),
        (b"\r\nbody", 2),
        (b"\nbody", 1),
        (b"A: b", 4),
        (b"", 0),
        (b"A: b\n\nx\r\n\r\n", 6),
        (b"A: b\r\n\r\nx\n\n", 8),
    ],
)
def test_the_header_ends_at_the_first_empty_line(raw: bytes, end: int) -> None:
    assert header_end(raw) == end


def test_header_fields_are_unfolded_and_lines_that_are_none_left_out() -> None:
    block = b"From x\r\nSubject: a\r\n b\r\n\tc\r\nno colon\r\nTo:d\r\n\r\n"
    assert read_headers(block) == [("Subject", "a b c"), ("To", "d")]


def test_one_field_in_an_old_charset_does_not_spoil_the_others() -> None:
    assert read_headers("A: ä\n".encode() + "B: ö\n".encode("cp1252")) == [("A", "ä"), ("B", "ö")]


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        (b"base64", b"YW J\r\nj", b"abc"),
        (b"base64", b"YWJjZ", b"abc"),
        (b"base64", b"YWI", b"ab"),
        (b"base64", b"\xff\xfe", b""),
        (b"BASE64 ", b"YWJj", b"abc"),
        (b"quoted-printable", b"a=3Db=\r\nc=ZZ", b"a=bc=ZZ"),
        (b"quoted-printable", b"a = \t\r\nb \t\r\nc\t\nd =\n e=20\r\n", b"a b\r\nc\nd  e \r\n"),
        (b"8bit", b"\xe4", b"\xe4"),
        (b"unheard-of", b"x", b"x"),
    ],
)
def test_transfer_encodings_are_undone_as_far_as_they_go(encoding: bytes, body: bytes, content: bytes) -> None:
    assert Part(b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body).content == content


@pytest.mark.parametrize("kind", [b"", b"text", b"/x", b"a/b/c", b";"])
def test_a_content_type_without_sense_is_text(kind: bytes) -> None:
    assert Part(b"Content-Type: " + kind + b"\r\n\r\nx").content_type == "text/plain"


def test_a_multipart_that_is_never_closed_still_has_its_parts() -> None:
    root = Part(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo")
    assert [part.body for part in root.children] == [b"one", b"two"]


def test_empty_parts_between_delimiters_are_parts() -> None:
    root = Part(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n\r\n--b--")
    assert [part.body for part in root.children] == [b"", b""]


@pytest.mark.parametrize("end", [b"", b" ", b"\t"])
def test_a_boundary_ends_in_no_blank(end: bytes) -> None:
    root = Part(b'Content-Type: multipart/mixed; boundary="b "\r\n\r\n--b' + end + b"\r\n\r\none\r\n--b--" + end)
    assert [part.body for part in root.children] == [b"one"]


def test_a_longer_boundary_is_another_boundary() -> None:
    root = Part(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--bb\r\ntwo\r\n--b--\r\n")
    assert [part.body for part in root.children] == [b"one\r\n--bb\r\ntwo"]


def test_nesting_has_an_end() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200))
    assert 1 < len(list(Part(raw).walk())) < 100


@given(st.binary())
def test_any_octets_are_a_message(raw: bytes) -> None:
    for part in Part(raw).walk():
        assert isinstance(part.text, str)
        assert part.filename is not None
        assert part.content_id is not None


@given(MIME_PIECES)
def test_any_order_of_mime_pieces_is_a_message(raw: bytes) -> None:
    for part in Part(raw).walk():
        assert isinstance(part.text, str)
        assert part.start <= part.body_start <= part.end or part.start == part.end


@given(
    st.lists(st.binary(max_size=60), min_size=1, max_size=4),
    st.text(alphabet="abc ü\n", max_size=40),
)
def test_the_standard_librarys_messages_read_back(files: list[bytes], text: str) -> None:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = "x"
    message.set_content(text)
    for content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename="ü.bin")
    root = Part(message.as_bytes())
    assert [part.content for part in root.children[1:]] == files
    assert root.children[0].text.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert {part.filename for part in root.children[1:]} == {"ü.bin"}


def test_a_body_may_begin_at_any_octet() -> None:
    assert header_end(b"\n\r\nbody") == 1
    assert header_end(b"a\n\r\nbody") == 4


def test_a_part_of_a_digest_is_a_message_where_it_does_not_say() -> None:
    raw = b"Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: one\r\n\r\nbody\r\n"
    raw += b"--d\r\nContent-Type: text/html\r\n\r\nx\r\n--d--"
    first, second = Part(raw).children
    assert first.content_type == "message/rfc822"
    assert first.inner_message is not None
    assert first.inner_message.header("subject") == "one"
    assert (second.content_type, second.inner_message) == ("text/html", None)


def test_a_field_that_is_there_and_empty_is_not_missing() -> None:
    part = Part(b"Subject:\r\n\r\n")
    assert (part.field("subject"), part.field("to"), part.header("to")) == ("", None, "")


def test_a_byte_order_mark_is_no_part_of_the_first_fields_name() -> None:
    assert read_headers(b"\xef\xbb\xbfSubject: x\r\n") == [("Subject", "x")]


def test_comments_are_no_part_of_the_transfer_encoding() -> None:
    part = Part(b"Content-Transfer-Encoding: (as agreed) base64 (rfc 2045)\r\n\r\nYWJj")
    assert (part.transfer_encoding, part.content) == ("base64", b"abc")


def test_the_beginning_of_a_body_is_decoded_without_the_rest() -> None:
    part = Part(b"Content-Transfer-Encoding: base64\r\n\r\n" + b"YWJj" * 1000)
    assert part.beginning(8) == b"abcabc"
    assert part.beginning(1_000_000) == b"abc" * 1000


def test_parts_beyond_the_bound_stay_in_the_last_one() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * (MAX_PARTS + 5)
    children = Part(raw).children
    assert len(children) == MAX_PARTS + 1
    assert children[-1].body.count(b"--b") == 4


def test_a_header_is_read_up_to_its_bound() -> None:
    part = Part(b"Subject: first\r\n" + b"X: y\r\n" * MAX_HEADER + b"To: last\r\n\r\nbody")
    assert (part.header("subject"), part.field("to"), part.body) == ("first", None, b"body")
    assert len(part.headers) < MAX_HEADER // 5


def test_a_message_has_a_bound_for_all_its_parts_whoever_asks_for_them_first() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=i\r\n\r\n" + b"--i\r\n\r\n" * (MAX_PARTS - 1)
    raw = b"Content-Type: multipart/mixed; boundary=o\r\n\r\n"
    raw += b"".join(b"--o\r\nContent-Type: message/rfc822\r\n\r\n" + inner for _ in range(15))
    messages = [child.inner_message for child in reversed(Part(raw).children)]
    found = [len(message.children) for message in messages if message is not None]
    assert sum(found) <= MAX_PARTS_IN_ALL
    assert found[-1] == MAX_PARTS - 1
    assert found[0] == 0


@pytest.mark.parametrize(
    ("kind", "leaf_type"),
    [
        ("multipart/mixed", "text/plain"),
        ("multipart/mixed; boundary=b", "text/plain"),
        ("message/rfc822", "message/rfc822"),
        ("message/delivery-status", "message/delivery-status"),
        ("text/html", "text/html"),
    ],
)
def test_what_should_hold_parts_and_has_none_is_text(kind: str, leaf_type: str) -> None:
    assert Part(f"Content-Type: {kind}\r\n\r\nx".encode()).leaf_type == leaf_type


def test_a_message_inside_too_many_others_is_text() -> None:
    assert Part(b"Content-Type: message/rfc822\r\n\r\nx", depth=MAX_DEPTH).leaf_type == "text/plain"


@pytest.mark.parametrize("kind", [b"text/plain", b"message/rfc822"])
def test_a_message_has_a_bound_for_the_headers_of_all_its_parts(kind: bytes) -> None:
    part = b"--b\r\nContent-Type: %b\r\nX: %b\r\n\r\nSubject: y\r\n\r\nx\r\n" % (kind, b"y" * 100_000)
    message = Part(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 20 + b"--b--\r\n")
    assert len(message.children) == MAX_HEADERS_OF_PARTS // 100_000 + 1
