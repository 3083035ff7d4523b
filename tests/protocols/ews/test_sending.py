"""Sending: what of a message's octets leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.ews.sending import without_bcc


@pytest.mark.parametrize(
    ("mime", "sent"),
    [
        (b"To: a\r\nBcc: b,\r\n c\r\nSubject: s\r\n\r\nBcc: body\r\n", b"To: a\r\nSubject: s\r\n\r\nBcc: body\r\n"),
        (b"bcc: b\r\nTo: a\r\n\r\n", b"To: a\r\n\r\n"),
        (b"To: a\r\nBCC: b", b"To: a\r\n"),
        (b"X-Bcc: a\r\n\r\n", b"X-Bcc: a\r\n\r\n"),
        (b"", b""),
    ],
)
def test_bcc_is_taken_out_and_nothing_else(mime: bytes, sent: bytes) -> None:
    assert without_bcc(mime) == sent


@given(st.binary())
def test_any_octets_without_bcc_stay_as_they_are(mime: bytes) -> None:
    if b"bcc" not in mime.lower():
        assert without_bcc(mime) == mime
