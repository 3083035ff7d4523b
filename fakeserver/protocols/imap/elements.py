"""The elements of the IMAP grammar (RFC 3501 section 9): a cursor over a command's octets.

``take_…`` tries and returns None where the element is not there; the others raise ``BadSyntax``.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from fakeserver.protocols.imap.names import decode_utf7, encode_utf7

# Octets over 0x7f stand in literals alone.
_ATOM = re.compile(rb"[^\x00-\x20\x7f-\xff(){%*\"\\\]]+")
_ASTRING = re.compile(rb"[^\x00-\x20\x7f-\xff(){%*\"\\]+")
_LIST_ATOM = re.compile(rb"[^\x00-\x20\x7f-\xff(){\"\\]+")
_QUOTED = re.compile(rb'"((?:[^"\\\r\n\x00\x80-\xff]|\\["\\])*)"')
_ESCAPE = re.compile(rb"\\(.)")
_LITERAL = re.compile(rb"\{(\d{1,10})\+?\}\r\n")
_NUMBER = re.compile(rb"\d{1,10}")
_SET = re.compile(
    rb"(?:[1-9]\d{0,9}|\*)(?::(?:[1-9]\d{0,9}|\*))?(?:,(?:[1-9]\d{0,9}|\*)(?::(?:[1-9]\d{0,9}|\*))?)*(?=[ )]|\Z)"
)
_FLAG = re.compile(rb"\\?[^\x00-\x20\x7f-\xff(){%*\"\\\]]+")
_DATE = re.compile(rb"(\d{1,2})-([A-Za-z]{3})-(\d{4})")
_DATE_TIME = re.compile(rb'"([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)"')
_MONTHS = {m: n for n, m in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}

_VISIBLE = bytes(range(0x21, 0x7F))
#: The last message, ``*``, in a sequence set.
LAST = 0
#: Matches no folder's path.
NO_PATTERN = "\0"
#: Numbers have 32 bits.
MAX_NUMBER = 2**32 - 1
#: What cannot be read of a command that is there; each has its answer.
Problem = Literal["arguments", "message set", "mailbox name"]


class BadSyntax(Exception):
    """The command cannot be read."""

    def __init__(self, problem: Problem = "arguments") -> None:
        super().__init__()
        self.problem: Problem = problem


@dataclass(frozen=True, slots=True)
class SequenceSet:
    """Message numbers or UIDs as they were written; ``LAST`` stands for ``*``."""

    ranges: tuple[tuple[int, int], ...]


class Cursor:
    """A place in a command's octets."""

    __slots__ = ("at", "octets")

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.at = 0

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Move over a match here, or return None."""
        match = pattern.match(self.octets, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def expect(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        """Move over a match here."""
        match = self.take(pattern)
        if match is None:
            raise BadSyntax
        return match

    def take_octets(self, octets: bytes) -> bool:
        """Move over exactly these octets, if they stand here."""
        if not self.octets.startswith(octets, self.at):
            return False
        self.at += len(octets)
        return True

    def expect_octets(self, octets: bytes) -> None:
        """Move over exactly these octets."""
        if not self.take_octets(octets):
            raise BadSyntax

    def space(self) -> None:
        """Move over the one space between two elements."""
        self.expect_octets(b" ")

    def end(self) -> None:
        """Require that nothing follows."""
        if self.has_more():
            raise BadSyntax

    def has_more(self) -> bool:
        """Say whether anything follows."""
        return self.at < len(self.octets)

    def atom(self) -> bytes:
        """Read an atom."""
        return self.expect(_ATOM)[0]

    def keyword(self) -> str:
        """Read an atom as an upper-case word."""
        return self.atom().decode("ascii", "replace").upper()

    def last_word(self) -> bytes:
        """Read all that follows: ASCII without blanks, which may be as long as a token."""
        word = self.octets[self.at :]
        if not word or word.translate(None, _VISIBLE):
            raise BadSyntax
        self.at = len(self.octets)
        return word

    def number(self) -> int:
        """Read a number."""
        return bounded(self.expect(_NUMBER)[0])

    def take_string(self) -> bytes | None:
        """Read a quoted string or a literal, if one stands here."""
        first = self.octets[self.at : self.at + 1]
        if first == b'"':
            quoted = self.expect(_QUOTED)[1]
            return _ESCAPE.sub(rb"\1", quoted) if b"\\" in quoted else quoted
        if first != b"{":
            return None
        literal = self.expect(_LITERAL)
        start, size = self.at, int(literal[1])
        if start + size > len(self.octets):
            raise BadSyntax
        self.at += size
        content = self.octets[start : self.at]
        if content.find(b"\0") >= 0:
            raise BadSyntax
        return content

    def string(self) -> bytes:
        """Read a quoted string or a literal."""
        string = self.take_string()
        if string is None:
            raise BadSyntax
        return string

    def literal(self) -> bytes:
        """Read a literal."""
        if not self.octets.startswith(b"{", self.at):
            raise BadSyntax
        return self.string()

    def astring(self) -> bytes:
        """Read an atom or a string."""
        string = self.take_string()
        return self.expect(_ASTRING)[0] if string is None else string

    def mailbox_name(self) -> str:
        """Read a folder's path, decoded from modified UTF-7."""
        path = _decoded(self.astring())
        if path is None:
            raise BadSyntax("mailbox name")
        return path

    def list_reference(self) -> str:
        """Read the path that a pattern is below of; NO_PATTERN as for that."""
        path = _decoded(self.astring())
        return NO_PATTERN if path is None else path

    def list_pattern(self) -> str:
        """Read a folder's path that may hold wildcards; NO_PATTERN where no folder can have such a path."""
        string = self.take_string()
        pattern = _decoded(self.expect(_LIST_ATOM)[0] if string is None else string)
        return NO_PATTERN if pattern is None else pattern

    def sequence_set(self) -> SequenceSet:
        """Read a sequence set."""
        match = self.take(_SET)
        if match is None:
            raise BadSyntax("message set")
        ranges = []
        for part in match[0].split(b","):
            first, _, last = part.partition(b":")
            low = _set_number(first)
            ranges.append((low, _set_number(last) if last else low))
        return SequenceSet(tuple(ranges))

    def flag_list(self) -> frozenset[bytes]:
        r"""Read flags in parentheses, lower-cased: ``(\Seen $MDNSent)``."""
        self.expect_octets(b"(")
        flags: set[bytes] = set()
        while not self.take_octets(b")"):
            if flags:
                self.space()
            flags.add(self.expect(_FLAG)[0].lower())
        return frozenset(flags)

    def flags(self) -> frozenset[bytes]:
        """Read flags with or without parentheses, as STORE takes them."""
        if self.octets.startswith(b"(", self.at):
            return self.flag_list()
        flags = {self.expect(_FLAG)[0].lower()}
        while self.take_octets(b" "):
            flags.add(self.expect(_FLAG)[0].lower())
        return frozenset(flags)

    def date(self) -> date:
        """Read a day: ``1-Feb-1994``, quoted or not."""
        is_quoted = self.take_octets(b'"')
        match = self.expect(_DATE)
        if is_quoted:
            self.expect_octets(b'"')
        try:
            return date(int(match[3]), _month(match[2]), int(match[1]))
        except ValueError as error:
            raise BadSyntax from error

    def take_date_time(self) -> datetime | None:
        """Read a moment with its zone, in UTC: ``"17-Jul-1996 02:44:25 -0700"``; None if no quote stands here."""
        if not self.octets.startswith(b'"', self.at):
            return None
        match = self.expect(_DATE_TIME)
        day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
        try:
            zone = timezone(-offset if sign == b"-" else offset)
            local = datetime(int(year), _month(month), int(day), int(hour), int(minute), int(second), tzinfo=zone)
            return local.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise BadSyntax from error


def bounded(digits: bytes, problem: Problem = "arguments") -> int:
    """Return the number that a few digits make, if it is not too large for one."""
    number = int(digits)
    if number > MAX_NUMBER:
        raise BadSyntax(problem)
    return number


def _decoded(octets: bytes) -> str | None:
    """Return a path that is written in modified UTF-7; None for what would come back under another name."""
    path = decode_utf7(octets)
    return path if encode_utf7(path) == octets else None


def _set_number(digits: bytes) -> int:
    return LAST if digits == b"*" else bounded(digits, "message set")


def _month(name: bytes) -> int:
    month = _MONTHS.get(name.lower())
    if month is None:
        raise BadSyntax
    return month
