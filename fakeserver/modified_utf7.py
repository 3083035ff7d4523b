"""Modified UTF-7, in which IMAP writes the names of folders, and Maildirs do (RFC 3501 section 5.1.3)."""

import base64
import binascii
import re

#: a run ends at its first character that is not of its alphabet: from there on, each character is looked at once
_ENCODED = re.compile(r"&([A-Za-z0-9+,]*+)(-?)")
_TO_ENCODE = re.compile(r"[^\x20-\x7e]+|&")


def decoded(text: str) -> str:
    """Return the name that a text spells; a text that spells none stays as it is."""
    if "&" not in text:
        return text
    try:
        return _ENCODED.sub(_decode_run, text)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return text


def encoded(name: str) -> str:
    """Return the text that spells a name, in ASCII."""
    return _TO_ENCODE.sub(_encode_run, name)


def _decode_run(match: re.Match[str]) -> str:
    run = match[1]
    if not match[2]:
        raise ValueError("a run without an end")
    if not run:
        return "&"
    padded = run.replace(",", "/") + "=" * (-len(run) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")


def _encode_run(match: re.Match[str]) -> str:
    run = match[0]
    if run == "&":
        return "&-"
    octets = base64.b64encode(run.encode("utf-16-be", "surrogatepass")).rstrip(b"=")
    return "&" + octets.decode("ascii").replace("/", ",") + "-"
