"""Where delimiters of multiparts can stand in a message (RFC 2046 section 5.1.1)."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

#: Lines that begin as delimiters do, and are compared with those of every multipart.
MAX_DASHES = 20_000
#: Octets that are searched where there are more such lines: all of the largest message, and most of it once more.
#: Assumption: delimiters behind them are text.
MAX_SEARCHED = 64 * 1024 * 1024


class Delimiters:
    """The lines of one message that may be delimiters.

    Its octets are searched once for all multiparts: a large message may stand in thirty of them.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._search_left = MAX_SEARCHED

    @cached_property
    def _dashes(self) -> list[int] | None:
        """Where lines begin with two dashes; None where there are too many such lines to go through them."""
        places: list[int] = []
        at = -1
        while (at := self._raw.find(b"\n--", at + 1)) >= 0:
            places.append(at + 1)
            if len(places) > MAX_DASHES:
                return None
        return places

    def places_of(self, delimiter: bytes, start: int, end: int) -> Iterator[int]:
        """Yield where lines begin with a delimiter in a body, which has an empty line before it."""
        places = self._dashes
        if places is None:
            yield from self._searched(delimiter, start, end)
            return
        known = places[bisect_left(places, start) : bisect_left(places, end)]
        yield from (at for at in known if self._raw.startswith(delimiter, at, end))

    def _searched(self, delimiter: bytes, start: int, end: int) -> Iterator[int]:
        # The body's first line follows a line end as well.
        line, at = b"\n" + delimiter, max(0, start - 1)
        while self._search_left > 0:
            stop = min(end, at + self._search_left)
            found = self._raw.find(line, at, stop)
            self._search_left -= (found if found >= 0 else stop) - at
            if found < 0:
                return
            yield found + 1
            at = found + len(line)
