"""How octets are divided on their way changes no answer: each transcript whole, octet by octet, and in any pieces."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeserver.protocols.smtp.session import SmtpSession
from fakeserver.tenant.cloud import Cloud
from tests.protocols.smtp.client import ALICE, MOMENT
from tests.world import World

ENVELOPE = f"MAIL FROM:<{ALICE}>\r\nRCPT TO:<bob@contoso.onmicrosoft.com>\r\n".encode()
MESSAGE = f"From: {ALICE}\r\nMessage-ID: <1@me.example>\r\n\r\n".encode()

#: what a client says after it has signed in
TRANSCRIPTS = {
    "a message": ENVELOPE + b"DATA\r\n" + MESSAGE + b"body\r\n.\r\nQUIT\r\n",
    "pipelined messages": (ENVELOPE + b"DATA\r\n" + MESSAGE + b".\r\n") * 3 + b"NOOP\r\n",
    "dots": ENVELOPE + b"DATA\r\n" + MESSAGE + b"..\r\n..x\r\na.\r\n.\r\n",
    "smuggling": ENVELOPE + b"DATA\r\n" + MESSAGE + b"\n.\r\n\r\n.\n\r.\rMAIL FROM:<x@y.z>\r\n.\r\nNOOP\r\n",
    "an empty message": ENVELOPE + b"DATA\r\n.\r\n" + ENVELOPE + b"DATA\r\n\r\n.\r\n",
    "chunks": ENVELOPE + b"BDAT %d\r\n" % len(MESSAGE) + MESSAGE + b"BDAT 7 LAST\r\nQUIT\r\n.BDAT 0 LAST\r\n",
    "chunks out of order": b"BDAT 6\r\nQUIT\r\nBDAT 0\r\nNOOP\r\n",
    "empty chunks": ENVELOPE + b"BDAT 0\r\nBDAT 0 LAST\r\nNOOP\r\n",
    "lone line feeds": b"NOOP\nRSET\n\nNOOP\r\r\n",
    "refused": b"MAIL FROM:<x@y.z>\r\nRCPT TO:<x>\r\nDATA\r\nXYZZY\r\n\xff\xfe\r\nEHLO a b\r\nSTARTTLS\r\n",
    "lines too long": (
        b"NOOP " + b"x" * 9000 + b"\r\nNOOP\r\n" + b"y" * 4000 + b"\r\nNOOP " + b"z" * 3993 + b"\r\nNOOP\r\n"
    ),
    "a message too large": ENVELOPE + b"DATA\r\n" + (MESSAGE + b"x" * 300) * 20 + b"\r\n.\r\n" + ENVELOPE,
    "chunks too large": ENVELOPE + b"BDAT 6000\r\n" + bytes(6000) + b"BDAT 0 LAST\r\nNOOP\r\n",
    "too many errors": b"?\r\n" * 7 + b"NOOP\r\n",
}


#: limits small enough to go over, and a line long enough for a token
LINE_LIMIT, SIZE_LIMIT = 4000, 5000


@pytest.fixture(autouse=True, scope="module")
def small_limits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fakeserver.protocols.smtp.replies.LINE_LIMIT", LINE_LIMIT)
        for module in ("replies", "submission"):
            patch.setattr(f"fakeserver.protocols.smtp.{module}.SIZE_LIMIT", SIZE_LIMIT)
        yield


def answers(pieces: Iterable[bytes]) -> tuple[bytes, list[bytes]]:
    """Return what a signed-in client hears that sends these pieces, and the bodies of what bob has got."""
    world = World.of("alice", "bob")
    session = SmtpSession(world.cloud, tls="off", now=lambda: MOMENT)
    signed_in = session.receive(b"EHLO x\r\nAUTH XOAUTH2 %b\r\n" % world.xoauth2("alice", "SMTP.Send"))
    assert signed_in.endswith(b"235 2.7.0 Authentication successful\r\n")
    heard = b"".join(session.receive(piece) for piece in pieces)
    bodies = [message.mime().partition(b"\r\n\r\n")[2] for message in world.mailbox("bob").messages()]
    # A message that came without a Message-ID was given one.
    return re.sub(rb"<[^>]*@[^>]*>", b"<id>", heard), bodies


@pytest.mark.parametrize("transcript", TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_octet_by_octet(transcript: bytes) -> None:
    assert answers(transcript[at : at + 1] for at in range(len(transcript))) == answers([transcript])


@settings(max_examples=60)
@given(st.sampled_from([*TRANSCRIPTS.values()]), st.data())
def test_in_any_pieces(transcript: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(transcript)), max_size=12)))
    pieces = [transcript[start:stop] for start, stop in pairwise([0, *cuts, len(transcript)])]
    assert answers(pieces) == answers([transcript])


def test_transcripts_say_what_they_are_meant_to() -> None:
    """So that two equal wrong answers are not taken for a right one."""
    heard, bodies = answers([TRANSCRIPTS["smuggling"]])
    assert heard.count(b"250 2.0.0 OK") == 2, "one message and NOOP"
    assert bodies == [b"\n.\r\n\r\n\n\r.\rMAIL FROM:<x@y.z>\r\n"]
    heard, bodies = answers([TRANSCRIPTS["chunks"]])
    assert bodies == [b"QUIT\r\n."]
    heard, bodies = answers([TRANSCRIPTS["lines too long"]])
    assert [line.partition(b" [")[0] for line in heard.split(b"\r\n")[:-1]] == [
        b"500 5.5.2 Command too long",
        b"250 2.0.0 OK",
        b"500 5.5.2 Command too long",
        b"250 2.0.0 OK",
        b"250 2.0.0 OK",
    ]
    for name in ("a message too large", "chunks too large"):
        heard, bodies = answers([TRANSCRIPTS[name]])
        assert b"552 5.3.4 Message size exceeds fixed maximum message size" in heard
        assert bodies == []


SCRAPS = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        b"EHLO x|AUTH XOAUTH2|AUTH LOGIN|AUTH PLAIN AA==|*|=|MAIL FROM:<a@b.c>|RCPT TO:<a@b.c>|DATA|RSET|"
        b"BDAT 0|BDAT 3 LAST|STARTTLS|QUIT|HELO [1.2.3.4]|.".split(b"|")
    ),
)


@settings(max_examples=200)
@given(st.lists(SCRAPS, max_size=20), st.sampled_from([b"\r\n", b"\n"]))
def test_any_octets_get_whole_lines_as_answers(lines: list[bytes], line_end: bytes) -> None:
    session = SmtpSession(Cloud())
    for line in lines:
        if session.wants_tls:
            session.secured()
        for reply in session.receive(line + line_end).splitlines(keepends=True):
            assert reply.endswith(b"\r\n")
            assert reply[:3].isdigit()
            assert b"Traceback" not in reply
