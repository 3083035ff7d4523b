"""Makes answers into literals that may be shown to anybody.

First the values that a test knows become what they are (``<folder>``), then what varies becomes its type (``<guid>``).
Of the rest only words of a vocabulary remain, short numbers and ASCII's marks; anything else is left out, and counted.
Who sends a report can still read the whole answer in the output of the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pytest_m365.contract.literals.patterns import BY_KIND, WELL_KNOWN_GUIDS
from pytest_m365.contract.terms import Kind

#: characters of a literal; what comes behind them is left out, as a whole
LONGEST = 2000
#: what stands for a text that no pattern knows, and for an octet that is no printable ASCII
WORD, SIGN = "<word>", "<sign>"
#: numbers of more than three digits that are the same for everybody: sizes, years of versions, codes of diagnostics
NUMBERS = frozenset({"157286400", "2006", "2007", "2010", "2013", "2015", "2016", "3599", "4000000"})
_DIAGNOSTICS = re.compile(r"20000\d\d")
#: what Entra ID and EWS call an error
_CODES = re.compile(r"AADSTS\d{4,8}|(?:No)?Error[A-Z][A-Za-z]{2,70}|(?:NoError|OK)")
#: a name that the service gives: an element, a header field, a key of JSON
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,60}")
_DIGITS = re.compile(r"[0-9]+")
_PIECE = re.compile(r"<[a-z-]+>|[A-Za-z0-9]+|.", re.DOTALL)

PLACEHOLDERS = frozenset(
    "<any> <address> <base64> <date> <domain> <folder> <folder-id> <guid> <host> <id> <ip> <message-id> <name> "
    "<number> <scope> <sign> <token> <ts> <uid> <uids> <uidvalidity> <url> <user> <version> <word>".split()
)


@dataclass(frozen=True)
class Normal:
    """A literal, and how much of the answer it does not show."""

    text: str
    #: words and signs that were left out
    left_out: int = 0


def normal(kind: Kind, lines: Iterable[str], known: Mapping[str, str], expected: Iterable[str] = ()) -> Normal:
    """Return an answer as a literal.

    Args:
        kind: which protocol's form it has.
        lines: as they came, without their ends.
        known: values of the test's own, and the placeholder of each.
        expected: literals of the package's own, whose words may be shown as well.
    """
    words = frozenset(piece.lower() for literal in expected for piece in _PIECE.findall(literal))
    normals = [_line(kind, line, known, words) for line in lines]
    return Normal("\n".join(each.text for each in normals), sum(each.left_out for each in normals))


def _line(kind: Kind, line: str, known: Mapping[str, str], words: frozenset[str]) -> Normal:
    if len(line) > LONGEST:
        return Normal("<any>", 1)
    for value in sorted(filter(None, known), key=len, reverse=True):
        line = re.sub(re.escape(value), known[value], line, flags=re.IGNORECASE)
    for pattern, becomes in BY_KIND[kind]:
        line = pattern.sub(becomes, line)
    guarded: list[str] = re.split(f"({'|'.join(map(re.escape, WELL_KNOWN_GUIDS))})", line)
    pieces: list[str] = []
    for place, part in enumerate(guarded):
        pieces += [part] if place % 2 else [_piece(kind, piece, words) for piece in _PIECE.findall(part)]
    text = "".join(pieces)
    return Normal(text, text.count(WORD) + text.count(SIGN))


def _piece(kind: Kind, piece: str, words: frozenset[str]) -> str:
    """Return a placeholder, a word, a number or a sign as it may be shown."""
    if piece in PLACEHOLDERS:
        return piece
    if not piece.isascii() or not piece.isprintable():
        return SIGN
    if _DIGITS.fullmatch(piece):
        return piece if len(piece) <= 3 or piece in NUMBERS or _DIAGNOSTICS.fullmatch(piece) else "<number>"
    if not piece[0].isalnum() or len(piece) == 1:
        # `<` of what is no placeholder, and its word is judged by itself.
        return piece if len(piece) == 1 else "<" + _piece(kind, piece[1:-1], words) + ">"
    is_name = kind == "names" and _NAME.fullmatch(piece)
    word = piece.lower()
    return piece if is_name or word in vocabulary() or word in words or _CODES.fullmatch(piece) else WORD


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that may be shown, in small letters: those of the protocols, and plain English."""
    text = files(__package__).joinpath("vocabulary.txt").read_text("utf-8")
    return frozenset(text.split())
