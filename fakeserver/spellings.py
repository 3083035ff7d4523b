"""How a secret may stand in a text: as it is, and as Python, JSON, XML, addresses and base64 write it."""

import json
import re
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from html import escape
from urllib.parse import quote, quote_plus

_PRIVATE_KEY = re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----(.*?)-----END \1-----", re.S)
#: of a key with a password, which is no secret: "DEK-Info: AES-256-CBC,..."
_FIELD = re.compile(r"(?:Proc-Type|DEK-Info): [\w,-]+")
#: ends of lines, also as they are written in a variable of the environment
_LINE_END = re.compile(r"\s+|\\[rn]")
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
#: from base64 to base64url
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
#: as %C3 and &#x27; are written elsewhere
_ESCAPE = re.compile(r"%[0-9A-F]{2}")
_MARKUPSAFE = {"&#x27;": "&#39;", "&quot;": "&#34;"}


def spellings(secret: str) -> set[str]:
    """Return the texts in which a secret may stand, each whole; the parts of a token are in that of the whole.

    Args:
        secret: a password, a client secret, an opaque or a signed token, or PEM, of which private keys alone are
            secret, without the lines that say what they are.
    """
    return {spelling for part in _parts(secret) for spelling in _spellings(part)} | _signature(secret)


def _parts(secret: str) -> Iterator[str]:
    keys = [match[2] for match in _PRIVATE_KEY.finditer(secret)]
    for key in keys:
        yield "\n".join(_LINE_END.sub(" ", _FIELD.sub("", key)).split())
    if not keys:
        yield secret


def _signature(token: str) -> set[str]:
    """Return the octets of a token's signature, as PyJWT holds them in a variable; the claims are no secret."""
    letters = token.rpartition(".")[2]
    if not _JWT.fullmatch(token) or len(letters) % 4 == 1:
        return set()
    octets = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    return {octets.hex(), repr(octets)[2:-1]}


def _spellings(secret: str) -> set[str]:
    octets = secret.encode("utf-8", "surrogatepass")
    written = {secret, *_escaped(secret), repr(octets)[2:-1], quote(octets), quote(octets, safe=""), quote_plus(octets)}
    written |= {_ESCAPE.sub(lambda match: match[0].lower(), text) for text in written}
    # A text within a text: JSON in a log line of which pytest shows the `repr`.
    written |= {twice for text in tuple(written) for twice in _escaped(text)}
    # Three octets are four letters of base64, so that a secret is written in three ways, by where among them it begins.
    # Letters that it shares with what stands before or behind it are left. XOAUTH2's line is one of the three.
    for before in range(3):
        letters = b64encode(bytes(before) + octets)[(4 * before + 2) // 3 : 4 * (before + len(octets)) // 3]
        written |= {letters.decode(), letters.translate(_URL_SAFE).decode()}
    return written - {""}


def _escaped(text: str) -> Iterator[str]:
    yield repr(text)[1:-1]
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield escape(text, quote=False)
    quoted = escape(text)
    yield quoted
    yield quoted.encode("ascii", "xmlcharrefreplace").decode()
    for one, other in _MARKUPSAFE.items():
        quoted = quoted.replace(one, other)
    yield quoted
