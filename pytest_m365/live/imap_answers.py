"""IMAP's answers as imaplib hands them over: pieces of lines, and literals between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fakeserver.digits import number_in
from fakeserver.modified_utf7 import decoded

#: what imaplib gives for each untagged answer: a line, or what stands before a literal and the literal
Piece = bytes | tuple[bytes, bytes] | None

#: numbers in one command: ten digits each are some 5 kB then
_AT_ONCE = 500
_BEGINS = re.compile(rb"\d{1,10} \(")
_NUMBER = re.compile(rb"\A(\d{1,10}) \(")
_UID = re.compile(rb"(?:^|[ (])UID (\d{1,10})(?!\d)", re.IGNORECASE)
#: a body section whose octets stand on the line; the section's name may hold parentheses, but no bracket
_ON_THE_LINE = re.compile(rb'BODY\[[^\]]*\](?:<\d{1,10}>)? "((?:[^"\\]|\\.)*+)"', re.IGNORECASE | re.DOTALL)
_FLAGS = re.compile(rb"(?:^|[ (])FLAGS \(([^()]*)\)", re.IGNORECASE)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LISTED = re.compile(rb'\(([^()]*)\) (?:NIL|"(?:[^"\\]|\\.)*+") ?', re.DOTALL)
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*+)"\s*\Z', re.DOTALL)
_STATUS = re.compile(rb"\b(UIDNEXT|UIDVALIDITY) (\d{1,10})(?!\d)", re.IGNORECASE)


class Listed(NamedTuple):
    """A line of LIST."""

    #: in small letters, with their backslashes
    attributes: frozenset[str]
    path: str


def bodies(pieces: Iterable[Piece]) -> dict[int, bytes]:
    """Return the one body section of each message in the answers to UID FETCH, by UID.

    What the server says unasked, of flags for one, is left out.
    """
    return _bodies(pieces, _UID)


def bodies_by_number(pieces: Iterable[Piece]) -> dict[int, bytes]:
    """Return the same of the answers to FETCH, by the messages' sequence numbers."""
    return _bodies(pieces, _NUMBER)


def fetched_uids(pieces: Iterable[Piece]) -> list[int]:
    """Return the UID of each message in the answers to UID FETCH."""
    found = (_UID.search(line) for line, _ in _messages(pieces))
    return [int(match[1]) for match in found if match is not None]


def _bodies(pieces: Iterable[Piece], key: re.Pattern[bytes]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for line, literals in _messages(pieces):
        number, on_the_line = key.search(line), _ON_THE_LINE.search(line)
        if number is None:
            continue
        if literals:
            found[int(number[1])] = literals[0]
        elif on_the_line is not None:
            found[int(number[1])] = _ESCAPED.sub(rb"\1", on_the_line[1])
    return found


def flags(pieces: Iterable[Piece]) -> dict[int, frozenset[str]]:
    """Return the flags of each message in the answers to UID FETCH, by UID, in small letters with their backslashes."""
    lines = [line for line, _ in _messages(pieces)]
    return {
        int(number[1]): frozenset(found[1].decode("ascii", "replace").lower().split())
        for line in lines
        if (number := _UID.search(line)) and (found := _FLAGS.search(line))
    }


def _messages(pieces: Iterable[Piece]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield each message's line without its literals, and these."""
    line, literals = b"", list[bytes]()
    for piece in pieces:
        if piece is None:
            continue
        text, literal = piece if isinstance(piece, tuple) else (piece, None)
        if _BEGINS.match(text):
            yield line, literals
            line, literals = b"", []
        line += text
        if literal is not None:
            literals.append(literal)
    yield line, literals


def listed(pieces: Iterable[Piece]) -> list[Listed]:
    """Return the folders in the answers to LIST; a line that is none is left out."""
    found = []
    for piece in pieces:
        text, literal = piece if isinstance(piece, tuple) else (piece or b"", None)
        begin = _LISTED.match(text)
        if begin is None:
            continue
        name = text[begin.end() :].strip() if literal is None else literal
        if literal is None and (quoted := _QUOTED.match(name)) is not None:
            name = _ESCAPED.sub(rb"\1", quoted[1])
        attributes = begin[1].decode("ascii", "replace").lower().split()
        if name:
            found.append(Listed(frozenset(attributes), decoded(name.decode("utf-8", "replace"))))
    return found


def status(pieces: Iterable[Piece]) -> dict[str, int]:
    """Return the numbers in the answer to STATUS, by their names in capitals."""
    text = b" ".join(piece[0] + piece[1] if isinstance(piece, tuple) else piece or b"" for piece in pieces)
    # A folder may be called anything; what counts stands in the last parentheses.
    return {match[1].decode("ascii").upper(): int(match[2]) for match in _STATUS.finditer(text.rpartition(b"(")[2])}


def uids(pieces: Iterable[Piece]) -> list[int]:
    """Return the numbers in the answer to UID SEARCH, which may be no line at all."""
    words = [word for piece in pieces if isinstance(piece, bytes) for word in piece.split()]
    return sorted({number for word in words if (number := number_in(word, 10)) is not None})


def sequence_sets(numbers: Iterable[int]) -> list[str]:
    """Return numbers as sets of IMAP, each short enough for a command's line."""
    ordered = sorted(set(numbers))
    return [sequence_set(ordered[at : at + _AT_ONCE]) for at in range(0, len(ordered), _AT_ONCE)]


def sequence_set(numbers: Iterable[int]) -> str:
    """Return a set of numbers as IMAP writes it: ``2,5:9``."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][1] + 1 == number:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(f"{first}" if first == last else f"{first}:{last}" for first, last in ranges)
