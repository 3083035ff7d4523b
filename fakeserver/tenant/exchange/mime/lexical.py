"""The pieces that header fields are made of: words, quoted strings, comments and specials (RFC 5322 section 3.2).

What is opened and never closed is plain text. Each text is gone through once, whatever is in it.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from fakeserver.tenant.exchange.mime.encoded_words import ENCODED_WORD

_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_TO_END = re.compile(r'"((?:[^"\\]++|\\.|\\\Z)*+)"?', re.DOTALL)
_LITERAL = re.compile(r"\[[^\[\]]*+\]")
_ATOM = re.compile(r'[^\s"(<>\[,;:@=]+|=')
_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Kind(Enum):
    """What a piece is."""

    SPACE = auto()
    #: an atom, dots included, or an encoded word
    WORD = auto()
    #: a quoted string, without its quotes
    QUOTED = auto()
    #: without its outer brackets
    COMMENT = auto()
    #: a domain in square brackets
    LITERAL = auto()
    #: one of ``< > , ; : @``
    SPECIAL = auto()


class Token(NamedTuple):
    """One piece of a field."""

    kind: Kind
    text: str


_PIECES = (
    (_SPACE, Kind.SPACE),
    (_LITERAL, Kind.LITERAL),
    (ENCODED_WORD, Kind.WORD),
    (_ATOM, Kind.WORD),
)


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a field's text."""
    at = 0
    quotes = comments = True
    while at < len(text):
        character = text[at]
        if character == '"' and quotes:
            string = _QUOTED.match(text, at)
            if string is not None:
                yield Token(Kind.QUOTED, _ESCAPED.sub(r"\1", string[1]))
                at = string.end()
                continue
            quotes = False  # no later quote can be closed either
        elif character == "(" and comments:
            end = comment_end(text, at)
            if end is not None:
                yield Token(Kind.COMMENT, _ESCAPED.sub(r"\1", text[at + 1 : end - 1]))
                at = end
                continue
            comments = False
        elif character in "<>,;:@":
            yield Token(Kind.SPECIAL, character)
            at += 1
            continue
        for pattern, kind in _PIECES:
            if (found := pattern.match(text, at)) is not None:
                yield Token(kind, found[0])
                at = found.end()
                break
        else:
            yield Token(Kind.WORD, character)
            at += 1


def comment_end(text: str, at: int) -> int | None:
    """Return where a comment ends that begins here, None where it does not; comments stand in comments."""
    depth = 0
    for found in _PARENTHESIS.finditer(text, at):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
            if depth == 0:
                return found.end()
    return None


def unquoted(text: str) -> str:
    """Return text with its quoted strings read; one that is not closed goes up to the end."""
    return _TO_END.sub(lambda found: _ESCAPED.sub(r"\1", found[1]), text) if '"' in text else text


def quoted(text: str) -> str:
    """Return text as a quoted string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
