"""Folder names on the wire: modified UTF-7, quoting, LIST patterns, special-use attributes."""

import base64
import binascii
import re
from functools import lru_cache

from fakeserver.tenant.mailstore.folders import Folder

SEPARATOR = "/"
INBOX = "INBOX"

#: Attributes of RFC 6154 that Exchange Online shows in a plain LIST, without advertising SPECIAL-USE.
SPECIAL_USE = {
    "drafts": rb"\Drafts",
    "sentitems": rb"\Sent",
    "deleteditems": rb"\Trash",
    "junkemail": rb"\Junk",
}

_ENCODED = re.compile(r"&([^-]*)-")
_TO_ENCODE = re.compile(r"[^\x20-\x7e]+|&")
#: an atom that may also hold ``]`` (astring), as Exchange leaves names unquoted where it can
_PLAIN = re.compile(rb"[^\x00-\x20\x7f-\xff(){%*\"\\\]]+\Z")


def decode_utf7(octets: bytes) -> str:
    """Decode a name in modified UTF-7 (RFC 3501 section 5.1.3).

    What cannot be read stays as it came: a name that means nothing names no folder.
    """
    text = octets.decode("utf-8", "replace")
    if "&" not in text:
        return text
    try:
        return _ENCODED.sub(_decode_run, text)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return text


def encode_utf7(name: str) -> bytes:
    """Encode a name in modified UTF-7."""
    return _TO_ENCODE.sub(_encode_run, name).encode("ascii")


def _decode_run(match: re.Match[str]) -> str:
    run = match[1]
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


def quoted(octets: bytes) -> bytes:
    """Return octets as a quoted string."""
    return b'"' + octets.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def wire_name(name: str) -> bytes:
    """Return a folder's path as it stands in LIST and STATUS: unquoted where that is possible."""
    octets = encode_utf7(name)
    return octets if _PLAIN.match(octets) else quoted(octets)


def imap_path(folder: Folder) -> str:
    """Return a folder's path as IMAP names it: the inbox is INBOX, whatever its display name."""
    path = folder.path
    top, separator, rest = path.partition(SEPARATOR)
    return INBOX + separator + rest if top.lower() == "inbox" else path


def list_attributes(folder: Folder, *, special_use: bool) -> bytes:
    r"""Return a folder's attributes: ``\Marked \HasNoChildren`` for the inbox, ``\HasNoChildren \Sent`` …"""
    attributes = [rb"\Marked"] if folder.distinguished_id == "inbox" else []
    attributes.append(rb"\HasChildren" if any(not child.hidden for child in folder.children) else rb"\HasNoChildren")
    use = SPECIAL_USE.get(folder.distinguished_id or "")
    if special_use and use is not None:
        attributes.append(use)
    return b" ".join(attributes)


@lru_cache(maxsize=64)
def list_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a LIST pattern: ``*`` is anything, ``%`` anything below one level (RFC 3501 section 6.3.8).

    Runs of wildcards count as one, so that no pattern makes the match explode.
    """
    pattern = re.sub(r"[*%]*\*[*%]*", "*", pattern)
    pattern = re.sub(r"%+", "%", pattern)
    inbox, rest = re.match(r"(?i)(inbox(?=/|$))?(.*)", pattern, re.DOTALL).groups()  # type: ignore[union-attr]
    pieces = {"*": ".*", "%": "[^/]*"}
    body = "".join(pieces.get(char, re.escape(char)) for char in rest)
    return re.compile((INBOX if inbox else "") + body, re.DOTALL)
