"""Header text into values: encoded words, and address lists as they come, well-formed or not.

Nothing here raises on any text. The standard library's parsers are not used: the strict one raises on junk, the
lenient one loses names, and both load much code for a message whose subject alone is asked for.
Sources: RFC 5322 section 3.4, RFC 2047, RFC 6532.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from binascii import a2b_qp
from collections.abc import Callable

from fakeserver.tenant.exchange.values import EmailAddress

_ENCODED_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
#: White space between two encoded words is not part of the text (RFC 2047 section 6.2).
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?[^?]*\?=)")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.|\([^()]*\))*\)?|<[^<>]*>?|[,;:]|[^"(<,;:]+', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ATOM = r'[^\s"(),.:;<>@\[\\\]\x00-\x1f\x7f]+'
_ADDRESS = re.compile(rf'(?:"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])+"|{_ATOM}(?:\.{_ATOM})*)@(?P<domain>[^\s@]+)')
_LABEL = r"\w(?:[\w-]{0,61}\w)?"
_DOMAIN = re.compile(rf"(?=.{{1,255}}\Z){_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f.:IPv]+\]")


def is_address(text: str) -> bool:
    """Say whether mail can be sent there: ``local@domain``; octets that were no UTF-8 are no address."""
    match = _ADDRESS.fullmatch(text)
    return match is not None and text.isprintable() and is_domain(match["domain"])


def is_domain(text: str) -> bool:
    """Say whether this is a domain, without an empty label, or an IP address in brackets (RFC 5321 section 4.1)."""
    return _DOMAIN.fullmatch(text) is not None


def decode_bytes(content: bytes, charset: str = "") -> str:
    """Return text in a charset; where that is unknown or wrong, as UTF-8 or Windows-1252, never an error."""
    for candidate in (charset, "utf-8", "cp1252"):
        if candidate:
            try:
                return content.decode(candidate)
            except (LookupError, ValueError):
                continue
    return content.decode("latin-1")


def decode_words(text: str) -> str:
    """Return header text with its encoded words read (RFC 2047); what isn't one stays as it is."""
    if "=?" not in text:
        return text
    return _ENCODED_WORD.sub(_decode_word, _BETWEEN_WORDS.sub(r"\1", text))


def _decode_word(match: re.Match[str]) -> str:
    charset, encoding, content = match.groups()
    raw = content.encode("ascii", "ignore")
    if encoding in "bB":
        try:
            octets = b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
        except Base64Error:
            return match.group()
    else:
        octets = a2b_qp(raw, header=True)
    return decode_bytes(octets, charset.partition("*")[0])


def parse_addresses(text: str, decode: Callable[[str], str] = decode_words) -> list[EmailAddress]:
    """Return the addresses of a list, with their names decoded; members of groups stand among the others.

    Args:
        decode: what becomes of a name; ``str`` leaves its encoded words alone.
    """
    found: list[EmailAddress] = []
    phrase: list[str] = []
    comment = angle = ""

    def finish() -> None:
        nonlocal comment, angle
        words = " ".join(" ".join(phrase).split())
        if angle:
            found.append(EmailAddress(decode(words), angle))
        elif words or comment:
            # Without angle brackets the words are the address, and a comment may hold the name (the custom of RFC 822).
            address = "".join(words.split()) if "@" in words else words
            found.append(EmailAddress(decode(comment), address))
        phrase.clear()
        comment = angle = ""

    for token in _TOKEN.findall(text):
        match token[0]:
            case "," | ";":
                finish()
            case ":":
                phrase.clear()  # the words were a group's name
            case '"':
                phrase.append(_ESCAPED.sub(r"\1", token[1:].removesuffix('"')))
            case "(":
                comment = " ".join(_ESCAPED.sub(r"\1", token[1:].removesuffix(")")).split())
            case "<":
                # A source route may stand before the address: <@a,@b:c@d> (RFC 5322 section 4.4).
                angle = token.strip("<>").rpartition(":")[2].strip()
            case _:
                if token.strip():
                    phrase.append(token.strip())
    finish()
    return [address for address in found if address.name or address.address]
