"""Standard output and standard error without secrets, for what no report holds: ``-s``, live logs, pytest's own lines.

It is the stream's lowest layer in Python that is changed, and the stream stays the same object: handlers of logging,
pytest's terminal and others have hold of it already. What other programs and C libraries write passes by.
"""

import sys
from collections.abc import Callable, Iterator
from threading import RLock
from typing import Any, TextIO

from fakeserver.redaction import without_tokens
from pytest_m365.secrecy.registry import Secrets

#: characters remembered of what was written: more than a gram, and a line's end with its margin within it
_REMEMBERED = 64


class CleanWriter:
    """A stream's ``write``: takes out secrets, also one that is written piece by piece.

    Of such a one less than a run of `fakeserver.grams` is written before it is known.
    """

    def __init__(self, write: Callable[[Any], Any], encoding: str, secrets: Secrets) -> None:
        self._write = write
        self._encoding = encoding
        self._secrets = secrets
        self._before = ""
        #: what was written last is within a secret
        self._is_within = False
        self._lock = RLock()

    def __call__(self, data: Any) -> int:
        """Write a text, or octets; return the length of what came."""
        with self._lock:
            if isinstance(data, str):
                self._write(self._clean(data))
                return len(data)
            octets = bytes(data)
            # Octets of a letter that another piece has the rest of come out as they went in.
            self._write(self._encoded(self._clean(octets.decode(self._encoding, "surrogateescape"))))
            return len(octets)

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode(self._encoding, "surrogateescape")
        except UnicodeEncodeError:
            # A claim of a token has letters that the stream has not.
            return text.encode(self._encoding, "backslashreplace")

    def _clean(self, text: str) -> str:
        text = without_tokens(text)
        start = len(self._before)
        both = self._before + text
        pieces, done = [], start
        is_within = False
        for begin, end in self._secrets.runs(both):
            if end > start:
                is_continued = begin < start and self._is_within
                pieces += [both[done : max(begin, start)], "" if is_continued else "<redacted>"]
                done = end
                is_within = end == len(both)
        if text:
            self._is_within = is_within
            self._before = both[-_REMEMBERED:]
        return "".join([*pieces, both[done:]])


def guard(secrets: Secrets) -> Callable[[], None]:
    """Take secrets out of what this process writes to its standard streams; return what ends it."""
    guarded = []
    for stream, holder in _holders():
        own = vars(holder).get("write") if hasattr(holder, "__dict__") else None
        encoding = getattr(stream, "encoding", None) or "utf-8"
        stream.flush()
        # Not everything that stands for a stream lets itself be changed.
        holder.write = CleanWriter(holder.write, encoding, secrets)
        guarded.append((stream, holder, own))

    def end() -> None:
        for stream, holder, own in guarded:
            if not stream.closed:
                stream.flush()
            if own is None:
                del holder.write
            else:
                holder.write = own

    return end


def _holders() -> Iterator[tuple[TextIO, Any]]:
    """Yield each stream with what it writes its octets by, or itself if it holds texts."""
    seen: list[object] = []
    for stream in (sys.__stdout__, sys.__stderr__, sys.stdout, sys.stderr):
        # None: a program without a console.
        holder = getattr(stream, "buffer", stream)
        if stream is not None and not stream.closed and not any(holder is each for each in seen):
            seen.append(holder)
            yield stream, holder
