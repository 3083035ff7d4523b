"""Structured fields, ``value; name=value``, like Content-Type and Content-Disposition.

Sources: RFC 2045 section 5.1, RFC 2231.
"""

import re
from urllib.parse import unquote_to_bytes

from fakeserver.tenant.exchange.mime.charsets import decode_bytes
from fakeserver.tenant.exchange.mime.lexical import comment_end, unquoted

_PARAMETER = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+("(?:[^"\\]++|\\.|\\\Z)*+"?|[^;]*+)', re.DOTALL)
_QUOTED_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+("?)|\(', re.DOTALL)
_BRACKET = re.compile(r"\(")
#: A value goes on behind a bracket.
_GOES_ON = re.compile(r'[^\s"(<>\[,;:@=/]')
#: What follows the asterisk in ``name*``, ``name*1`` and ``name*1*``: pieces beyond 999 are left out.
_PIECE = re.compile(r"([0-9]{0,3})(\*?)")


def read_value(field: str) -> str:
    """Return what stands before the parameters, in lower case, without comments."""
    head, slash, tail = without_comments(field).partition(";")[0].partition("/")
    words = f"{head.strip()}{slash}{tail.strip()}".split(maxsplit=1)
    return words[0].lower() if words else ""


def read_parameters(field: str) -> dict[str, str]:
    """Return the parameters: names in lower case, pieces joined, charsets of RFC 2231 decoded."""
    if ";" not in field:
        return {}
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, raw in _PARAMETER.findall(without_comments(field)):
        text = unquoted(raw) if raw.startswith('"') else raw.strip()
        base, star, rest = name.lower().partition("*")
        if not star:
            plain.setdefault(base, text)
        elif (piece := _PIECE.fullmatch(rest)) is not None:
            is_encoded = bool(piece[2]) or not rest
            pieces.setdefault(base, {}).setdefault(int(piece[1] or 0), (text, is_encoded))
    if not pieces:
        return plain
    return plain | {base: _join([found[number] for number in sorted(found)]) for base, found in pieces.items()}


def without_comments(field: str) -> str:
    """Return a field without its comments.

    Brackets in the middle of a value that should stand in quotes are part of it: ``name=Report (1).pdf`` is common, and
    boundaries like ``nqp=nb64=()I9WT8XjoN`` are seen (haraka/Haraka#1874).
    """
    if "(" not in field or ")" not in field:
        return field
    pieces: list[str] = []
    before = ""
    at = kept = 0
    pattern = _QUOTED_OR_BRACKET
    while (found := pattern.search(field, at)) is not None:
        at = found.end()
        if found[0] != "(":
            if not found[1]:  # no later quote is closed either
                pattern, at = _BRACKET, found.start() + 1
            continue
        end = comment_end(field, found.start())
        if end is None:
            break  # no later one is closed either
        text = field[kept : found.start()]
        before = text.rstrip()[-1:] or before
        pieces.append(text)
        is_inside = before not in ("", ";", "=", "/") or text.rpartition(";")[2].count("=") > 1
        is_part = is_inside and _GOES_ON.match(field, end) is not None
        pieces.append(field[found.start() : end] if is_part else " ")
        at = kept = end
    return "".join(pieces) + field[kept:]


def _join(pieces: list[tuple[str, bool]]) -> str:
    charset = ""
    octets: list[bytes] = []
    for piece, is_encoded in pieces:
        text = piece
        if not octets and is_encoded and piece.count("'") >= 2:
            charset, _language, text = piece.split("'", 2)
        octets.append(unquote_to_bytes(text) if is_encoded else text.encode("utf-8", "replace"))
    return decode_bytes(b"".join(octets), charset)
