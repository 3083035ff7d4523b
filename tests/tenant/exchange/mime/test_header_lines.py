import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.header_lines import header_without, in_seven_bits
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.mime.parts import header_end


def test_fields_are_left_out_with_their_folded_lines() -> None:
    mime = b"Content-Type: a/b;\r\n c=d\r\nSubject: x\r\n y\r\nCONTENT-ID: 1\r\n\r\nContent-Type: body\r\n"
    assert header_without(mime, b"content-") == b"Subject: x\r\n y\r\n"


def test_text_beyond_ascii_is_written_as_encoded_words() -> None:
    fields = "Subject: Möwe\r\n =?utf-8?Q?=C3=A4?=\r\nX-Plain: a\r\n b\r\nTo: Kåre <k@x.org>, b@x.org\r\n"
    mime = f"{fields}\r\nkörper\r\n".encode()
    written = in_seven_bits(mime)
    message, before = Message(written), Message(mime)
    assert written[: header_end(written)].isascii()
    assert (message.subject, message.to_recipients) == (before.subject, before.to_recipients)
    assert b"X-Plain: a\r\n b\r\n" in written
    assert written.endswith("\r\n\r\nkörper\r\n".encode())


@pytest.mark.parametrize(
    "mime",
    [b"", b"\r\n\xe4", b"Subject: x\r\n\r\n\xe4", 'Content-Type: x/y; name="ä"\r\n\r\n'.encode(), b"\xe4\r\n"],
)
def test_what_is_ascii_or_no_text_stays(mime: bytes) -> None:
    assert in_seven_bits(mime) == mime


@given(st.binary())
def test_any_octets_keep_their_body(mime: bytes) -> None:
    assert in_seven_bits(mime).endswith(mime[header_end(mime) :])
    assert not header_without(mime, b"content-").lower().startswith(b"content-")
