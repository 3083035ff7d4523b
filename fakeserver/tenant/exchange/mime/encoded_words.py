"""Header text with its encoded words read (RFC 2047)."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from binascii import a2b_qp

from fakeserver.tenant.exchange.mime.charsets import decode_bytes

#: An encoded word: charset, encoding, content. Blanks in the content are wrong, and common.
ENCODED_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")


def decode_words(text: str) -> str:
    """Return header text with its encoded words read; what isn't one stays as it is.

    Words that follow each other in one charset are joined as octets, since programs split them inside a character.
    White space is dropped between words that could be read, and there alone (section 6.2).
    """
    if "=?" not in text:
        return text
    pieces: list[str] = []
    run: list[bytes] = []
    run_charset = ""
    end = 0
    for word in ENCODED_WORD.finditer(text):
        octets = _octets(word[2], word[3])
        if octets is None:
            continue
        between = text[end : word.start()]
        charset = word[1].partition("*")[0].lower()  # a language may follow it (RFC 2231 section 5)
        if not run or charset != run_charset or (between and not between.isspace()):
            pieces.append(decode_bytes(b"".join(run), run_charset))
            if not run or not between.isspace():
                pieces.append(between)
            run, run_charset = [], charset
        run.append(octets)
        end = word.end()
    pieces += decode_bytes(b"".join(run), run_charset), text[end:]
    return "".join(pieces)


def _octets(encoding: str, content: str) -> bytes | None:
    """Return what a word holds; None where it cannot be read."""
    raw = content.encode("ascii", "ignore")
    if encoding in "qQ":
        return a2b_qp(raw, header=True)
    try:
        raw = raw.translate(None, b" \t\r\n")  # a word that was folded in the middle
        return b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
    except Base64Error:
        return None
