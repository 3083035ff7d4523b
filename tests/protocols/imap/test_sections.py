import pytest

from fakeserver.protocols.imap.arguments import Section
from fakeserver.protocols.imap.sections import read_section, read_top_section, select_fields
from fakeserver.tenant.exchange.mime.parts import Part

NESTED = b"""\
Subject: outer
Content-Type: multipart/mixed; boundary=a

--a
Content-Type: text/plain

first
--a
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

inner plain
--b
Content-Type: text/html

<p>inner</p>
--b--
--a--
""".replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("part", "text", "octets"),
    [
        ((1,), "", b"first"),
        ((1,), "MIME", b"Content-Type: text/plain\r\n\r\n"),
        ((2,), "MIME", b"Content-Type: message/rfc822\r\n\r\n"),
        ((2,), "HEADER", b"Subject: inner\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"),
        ((2, 1), "", b"inner plain"),
        ((2, 2), "", b"<p>inner</p>"),
        ((2, 2), "MIME", b"Content-Type: text/html\r\n\r\n"),
        ((3,), "", None),
        ((1, 1), "", None),
        ((2, 3), "", None),
        ((1,), "HEADER", None),
    ],
)
def test_numbered_parts(part: tuple[int, ...], text: str, octets: bytes | None) -> None:
    assert read_section(Part(NESTED), Section(part, text)) == octets


def test_the_text_of_an_inner_message_is_its_body() -> None:
    text = read_section(Part(NESTED), Section((2,), "TEXT"))
    assert text is not None
    assert text.startswith(b"--b\r\n")


def test_a_message_in_a_message_and_the_messages_of_a_digest() -> None:
    raw = b"Content-Type: message/rfc822\r\n\r\nSubject: list\r\nContent-Type: multipart/digest; boundary=d\r\n\r\n"
    message = Part(
        raw + b"--d \r\n\r\nSubject: one\r\n\r\nfirst\r\n--d\r\nX-Part: y\r\n\r\nSubject: two\r\n\r\nsecond\r\n--d--"
    )
    header = read_section(message, Section((1,), "HEADER"))
    assert header is not None
    assert header.startswith(b"Subject: list\r\n")
    assert read_section(message, Section((1, 1), "HEADER")) == b"Subject: one\r\n\r\n"
    assert read_section(message, Section((1, 1), "MIME")) == b"\r\n"
    assert read_section(message, Section((1, 2))) == b"Subject: two\r\n\r\nsecond"
    assert read_section(message, Section((1, 2), "MIME")) == b"X-Part: y\r\n\r\n"
    assert read_section(message, Section((1, 2), "TEXT")) == b"second"


def test_part_one_of_a_simple_message_is_its_body() -> None:
    simple = Part(b"Subject: x\r\n\r\nbody")
    assert read_section(simple, Section((1,))) == b"body"
    assert read_section(simple, Section((2,))) is None


def test_the_message_itself() -> None:
    assert read_top_section(NESTED, Section()) == NESTED
    header = read_top_section(NESTED, Section((), "HEADER"))
    text = read_top_section(NESTED, Section((), "TEXT"))
    assert header is not None
    assert text is not None
    assert header + text == NESTED


def test_fields_keep_their_folds_and_order() -> None:
    header = b"B: 1\r\nA: 2\r\n folded\r\nb: 3\r\nC: 4\r\n\r\n"
    assert select_fields(header, frozenset({b"b"})) == b"B: 1\r\nb: 3\r\n\r\n"
    assert select_fields(header, frozenset({b"b"}), without=True) == b"A: 2\r\n folded\r\nC: 4\r\n\r\n"
    assert select_fields(b"A: 1", frozenset({b"a"})) == b"A: 1\r\n\r\n"
    assert select_fields(header, frozenset({b"x"})) == b"\r\n"


def test_the_fields_of_an_inner_message_by_name_and_all_others() -> None:
    def header(text: str) -> bytes | None:
        return read_section(Part(NESTED), Section((2,), text, frozenset({b"subject"})))

    assert header("HEADER.FIELDS") == b"Subject: inner\r\n\r\n"
    assert header("HEADER.FIELDS.NOT") == b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
