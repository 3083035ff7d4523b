"""Folder names on the wire: modified UTF-7, quoting, LIST patterns, special-use attributes."""

import base64
import binascii
import re

from fakeserver.tenant.exchange.entities import Folder

SEPARATOR = "/"
INBOX = "INBOX"
#: Longer patterns match nothing: no folder's path is that long.
MAX_PATTERN = 1_000

#: Attributes of RFC 6154 that Exchange Online shows in a plain LIST, without advertising SPECIAL-USE.
SPECIAL_USE = {
    "drafts": rb"\Drafts",
    "sentitems": rb"\Sent",
    "deleteditems": rb"\Trash",
    "junkemail": rb"\Junk",
}

#: a run ends at its first octet that is not of its alphabet: from there on, each octet is looked at once
_ENCODED = re.compile(r"&([A-Za-z0-9+,]*+)(-?)")
_TO_ENCODE = re.compile(r"[^\x20-\x7e]+|&")
#: an atom that may also hold ``]`` (astring), as Exchange leaves names unquoted where it can
_PLAIN = re.compile(rb"[^\x00-\x20\x7f-\xff(){%*\"\\\]]+\Z")


def decode_utf7(octets: bytes) -> str:
    """Decode a name in modified UTF-7 (RFC 3501 section 5.1.3).

    What cannot be decoded stays as it is, since no folder has such a name.
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


def quoted(octets: bytes) -> bytes:
    """Return octets as a quoted string."""
    return b'"' + octets.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def wire_name(name: str) -> bytes:
    """Return a folder's path as it stands in LIST and STATUS: unquoted where that is possible."""
    octets = encode_utf7(name)
    return octets if _PLAIN.match(octets) else quoted(octets)


def is_shown(folder: Folder) -> bool:
    """Say whether IMAP has a folder, provided that it has those above it.

    One whose name holds the separator, made by EWS or Outlook, could not be named (MailKit#1858, imapsync#335).
    """
    return not folder.hidden and SEPARATOR not in folder.display_name


def imap_path(folder: Folder) -> str:
    """Return a folder's path as IMAP names it: the inbox is INBOX, whatever its display name."""
    path = folder.path
    top, separator, rest = path.partition(SEPARATOR)
    return INBOX + separator + rest if top.lower() == "inbox" else path


def list_attributes(folder: Folder, *, special_use: bool) -> bytes:
    r"""Return a folder's attributes: ``\Marked \HasNoChildren`` for the inbox, ``\HasNoChildren \Sent`` …"""
    attributes = [rb"\Marked"] if folder.distinguished_id == "inbox" else []
    attributes.append(rb"\HasChildren" if any(map(is_shown, folder.children)) else rb"\HasNoChildren")
    use = SPECIAL_USE.get(folder.distinguished_id or "")
    if special_use and use is not None:
        attributes.append(use)
    return b" ".join(attributes)


def normal_pattern(pattern: str) -> str:
    """Return a LIST pattern with each run of wildcards as one."""
    if len(pattern) > MAX_PATTERN:
        return pattern
    return re.sub(r"%+", "%", re.sub(r"[*%]*\*[*%]*", "*", pattern))


def path_matches(pattern: str, path: str) -> bool:
    """Say whether a path fits a normal pattern: ``*`` is anything, ``%`` anything below one level.

    Source: RFC 3501 section 6.3.8; case counts, but not in INBOX (section 5.1). All positions in the pattern that the
    path may have reached are followed at once: a regular expression would try them one after the other, which takes
    exponential time for some patterns.
    """
    if pattern == "*":
        return True
    if len(pattern) > MAX_PATTERN:
        return False
    positions = _past_wildcards(pattern, {0})
    inbox_ends = len(INBOX) if path.partition(SEPARATOR)[0] == INBOX else 0
    for place, char in enumerate(path):
        spans = "*" if char == SEPARATOR else "*%"
        either_case = (char, char.lower()) if place < inbox_ends else (char,)
        stay = {at for at in positions if at < len(pattern) and pattern[at] in spans}
        go_on = {at + 1 for at in positions if pattern[at : at + 1] in either_case}
        positions = _past_wildcards(pattern, stay | go_on)
    return len(pattern) in positions


def _past_wildcards(pattern: str, positions: set[int]) -> set[int]:
    """Add the positions behind wildcards, which may stand for nothing."""
    return positions | {at + 1 for at in positions if pattern[at : at + 1] in ("*", "%")}
