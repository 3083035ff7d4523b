"""Finds parts of known texts in other texts: also where somebody has shortened one, or broken it over lines.

pytest leaves out the middle of what it shows, a diff shows a piece, pprint breaks octets over lines. So it is not whole
texts that are looked for but n-grams: all runs of n characters that a known text has. What stands beside each other of
them is one run, of n characters or more.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

#: what stands for what is taken out
REDACTED = "<redacted>"
#: characters; shorter texts are not looked for, since every text has them somewhere
SHORTEST = 6
#: characters of a gram, for texts of LONG characters and more, and for shorter ones; those shorter than a gram are
#: found whole
LARGE, SMALL = 12, 8
LONG = 24

#: Where a line ends within a literal or without one: pprint's and pytest's quotes, margins and marks of a diff.
_BREAK = re.compile(r"""(['"])?\r?\n(?:[E>|](?=[ ]))?[ \t]*(?:[-+?][ ]+)?(?(1)[bB]?\1)""")


class Grams:
    """The n-grams of texts that are known; adding one costs its own length, whatever is known before."""

    def __init__(self) -> None:
        self._grams: dict[int, set[str]] = {LARGE: set(), SMALL: set()}
        self._whole: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._whole or any(self._grams.values()))

    def add(self, text: str) -> None:
        """Know one more text, if it is long enough."""
        text = _BREAK.sub("", text)
        if len(text) >= SMALL:
            n = LARGE if len(text) >= LONG else SMALL
            self._grams[n].update([text[i : i + n] for i in range(len(text) - n + 1)])
        elif len(text) >= SHORTEST and text not in self._whole:
            self._whole = (*self._whole, text)

    def runs(self, text: str) -> list[tuple[int, int]]:
        """Return where parts of known texts stand: the longest runs, each with its beginning and its end, in order.

        A run may go over the end of a line. Takes time by the text's length alone.
        """
        joined, breaks = _joined(text)
        found = _merged(sorted(self._found(joined)))
        if not breaks:
            return found
        places = [place for place, _ in breaks]
        moved = [0, *(by for _, by in breaks)]

        def original(place: int) -> int:
            return place + moved[bisect_right(places, place)]

        return [(original(begin), original(end - 1) + 1) for begin, end in found]

    def without(self, text: str, instead: str = REDACTED) -> str:
        """Return a text with every run replaced."""
        pieces, done = [], 0
        for begin, end in self.runs(text):
            pieces += [text[done:begin], instead]
            done = end
        return "".join([*pieces, text[done:]])

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        for n, grams in self._grams.items():
            if grams:
                for i in [i for i in range(len(text) - n + 1) if text[i : i + n] in grams]:
                    yield i, i + n
        for whole in self._whole:
            begin = text.find(whole)
            while begin >= 0:
                yield begin, begin + len(whole)
                begin = text.find(whole, begin + 1)


def _joined(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without the ends of its lines, and where they were: the place, and by how much all behind moved."""
    pieces, breaks, done, length, moved = [], list[tuple[int, int]](), 0, 0, 0
    for match in _BREAK.finditer(text):
        begin, end = match.span()
        pieces.append(text[done:begin])
        length += begin - done
        moved += end - begin
        breaks.append((length, moved))
        done = end
    return ("".join([*pieces, text[done:]]) if breaks else text), breaks


def _merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return runs, sorted by where they begin, of which none touches another."""
    merged: list[tuple[int, int]] = []
    for begin, end in runs:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
