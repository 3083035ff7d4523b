"""Finds parts of known texts in other texts: also where somebody has shortened one, or broken it over lines.

pytest leaves out the middle of what it shows, a diff shows a piece, pprint breaks octets over lines. So it is not whole
texts that are looked for but runs of characters whose n-grams (each n beside each other) all occur in known texts.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

#: what stands for what is taken out
REDACTED = "<redacted>"
#: characters; shorter texts are not looked for, since every text has them somewhere
SHORTEST = 6
#: from this length on a known text is a long one
LONG = 24

#: Where a line ends within a literal or without one: pprint's and pytest's quotes, margins and marks of a diff.
_BREAK = re.compile(r"""(['"])?\r?\n(?:[E>|](?=[ ]))?[ \t]*(?:[-+?][ ]+)?(?(1)[bB]?\1)""")


class _Size(NamedTuple):
    """How parts of a text are found: runs of `run` characters or more, all of whose grams of `gram` are known."""

    run: int
    gram: int


#: of long texts, and of shorter ones; those that are shorter than a run are found whole
LARGE, SMALL = _Size(run=12, gram=8), _Size(run=8, gram=5)


class Grams:
    """The n-grams of texts that are known; adding one costs its own length, whatever is known before."""

    def __init__(self) -> None:
        self._grams: dict[_Size, set[str]] = {LARGE: set(), SMALL: set()}
        self._whole: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._whole or any(self._grams.values()))

    def add(self, text: str) -> None:
        """Know one more text, if it is long enough; other threads may look for it meanwhile."""
        text = _BREAK.sub("", text) if "\n" in text else text
        if len(text) >= SMALL.run:
            size = LARGE if len(text) >= LONG else SMALL
            self._grams[size].update([text[i : i + size.gram] for i in range(len(text) - size.gram + 1)])
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
        for size, grams in self._grams.items():
            if grams:
                yield from _runs(text, grams, *size)
        for whole in self._whole:
            begin = text.find(whole)
            while begin >= 0:
                yield begin, begin + len(whole)
                begin = text.find(whole, begin + 1)


def _runs(text: str, grams: set[str], run: int, gram: int) -> Iterator[tuple[int, int]]:
    """Yield where runs of grams stand.

    One of any `step` grams beside each other stands at a multiple of `step`, so that the others are looked for only
    beside one of those.
    """
    step = run - gram + 1
    done = 0
    for hit in [i for i in range(0, len(text) - gram + 1, step) if text[i : i + gram] in grams]:
        if hit < done:
            continue
        begin, end = hit, hit + 1
        while begin > done and text[begin - 1 : begin - 1 + gram] in grams:
            begin -= 1
        while text[end : end + gram] in grams:
            end += 1
        done = end
        if end - begin >= step:
            yield begin, end + gram - 1


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
