"""mbox: messages one after another, each behind a line that begins with ``From ``.

Source: RFC 4155. A line of a message that begins alike has a ``>`` in front, which is taken off; of several, one is
(mboxrd).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.exchange.loading.messages import LoadedMessage, received
from fakeserver.tenant.exchange.mime.message import top_header

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_EMPTY_LINES = (b"\n", b"\r\n")
#: Letters of the fields Status and X-Status, as mutt, Pine and Dovecot write them.
_FLAGS = {"R": "seen", "A": "answered", "F": "flagged", "T": "draft", "D": "deleted"}
#: Those and "old" and "new", which say less; with other letters the fields are somebody else's.
_LETTERS = re.compile("[RAFTDONU]*")


def read_mbox(path: Path, remarks: list[str]) -> Iterator[LoadedMessage]:
    """Yield the messages of a file, which is never in memory as a whole.

    Raises:
        NotLoaded: it does not begin with ``From ``.
    """
    with path.open("rb") as file:
        begin = file.readline()
        if begin and not begin.startswith(b"From "):
            raise NotLoaded(f"{path} is no mbox: it does not begin with 'From '")
        lines: list[bytes] = []
        for line in file:
            if line.startswith(b"From ") and (not lines or lines[-1] in _EMPTY_LINES):
                yield _message(begin, lines)
                begin, lines = line, []
            else:
                lines.append(line)
        if begin:
            yield _message(begin, lines)


def _message(begin: bytes, lines: list[bytes]) -> LoadedMessage:
    # The empty line in front of the next message belongs to the file.
    if lines and lines[-1] in _EMPTY_LINES:
        lines.pop()
    mime = b"".join(lines)
    if b"\n>" in mime:
        mime = _QUOTED.sub(rb"\1", mime)
    # "From sender@example.com Sat Jan  3 01:05:34 1996", in UTC
    date = begin.decode("ascii", "replace").partition(" ")[2].partition(" ")[2]
    letters = "".join(filter(_LETTERS.fullmatch, (top_header(mime, b"Status"), top_header(mime, b"X-Status"))))
    flags = MessageFlags(**{_FLAGS[letter]: True for letter in letters if letter in _FLAGS})
    return LoadedMessage(mime, received(mime, date), flags)
