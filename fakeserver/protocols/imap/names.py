"""Folder names on the wire: modified UTF-7, quoting, LIST patterns, special-use attributes."""

import re

from fakeserver.modified_utf7 import decoded, encoded
from fakeserver.tenant.exchange.entities import Folder

SEPARATOR = "/"
_RUN = re.compile(r"[*%]+")
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

#: an atom that may also hold ``]`` (astring), as Exchange leaves names unquoted where it can
_PLAIN = re.compile(rb"[^\x00-\x20\x7f-\xff(){%*\"\\\]]+\Z")


def decode_utf7(octets: bytes) -> str:
    """Decode a name in modified UTF-7; what cannot be decoded stays as it is, since no folder has such a name."""
    return decoded(octets.decode("utf-8", "replace"))


def encode_utf7(name: str) -> bytes:
    """Encode a name in modified UTF-7."""
    return encoded(name).encode("ascii")


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
    names: list[str] = []
    for each in folder.lineage():
        if each.distinguished_id in ("msgfolderroot", "root"):
            break
        names.append(INBOX if each.distinguished_id == "inbox" else each.display_name)
    return SEPARATOR.join(reversed(names))


def child_of(parent: Folder, name: str) -> Folder | None:
    """Return a folder right below another, as IMAP names it: INBOX at the top is the inbox, and no other name is."""
    if parent.distinguished_id == "msgfolderroot" and name.upper() == INBOX:
        return next((child for child in parent.children if child.distinguished_id == "inbox"), None)
    child = parent.child(name)
    return None if child is not None and child.distinguished_id == "inbox" else child


def list_attributes(folder: Folder, *, special_use: bool) -> bytes:
    r"""Return a folder's attributes: ``\Marked \HasNoChildren`` for the inbox, ``\HasNoChildren \Sent`` …"""
    attributes = [rb"\Marked"] if folder.distinguished_id == "inbox" else []
    attributes.append(rb"\HasChildren" if any(map(is_shown, folder.children)) else rb"\HasNoChildren")
    use = SPECIAL_USE.get(folder.distinguished_id or "")
    if special_use and use is not None:
        attributes.append(use)
    return b" ".join(attributes)


class Pattern:
    """A LIST pattern: ``*`` is anything, ``%`` anything below one level (RFC 3501 section 6.3.8).

    Case counts, but not in INBOX (section 5.1). All places in the pattern that a path may have reached are followed at
    once, as the bits of one number: a regular expression would try them one after the other, which takes exponential
    time for some patterns.
    """

    def __init__(self, written: str) -> None:
        # One wildcard for each run of them.
        pattern = written if len(written) > MAX_PATTERN else _RUN.sub(_widest, written)
        self._is_all = pattern == "*"
        self._is_too_long = len(pattern) > MAX_PATTERN
        self._length = len(pattern)
        #: where each character stands
        self._places: dict[str, int] = {}
        for at, char in enumerate(pattern[:MAX_PATTERN]):
            self._places[char] = self._places.get(char, 0) | 1 << at
        self._any = self._places.pop("*", 0)
        self._below_one_level = self._places.pop("%", 0)
        self._wildcards = self._any | self._below_one_level

    def matches(self, path: str) -> bool:
        """Say whether a path fits."""
        if self._is_all:
            return True
        if self._is_too_long:
            return False
        reached = self._past_wildcards(1)
        inbox_ends = len(INBOX) if path.partition(SEPARATOR)[0] == INBOX else 0
        for place, char in enumerate(path):
            here = self._places.get(char, 0)
            if place < inbox_ends:
                here |= self._places.get(char.lower(), 0)
            stays = reached & (self._any if char == SEPARATOR else self._wildcards)
            reached = self._past_wildcards(stays | (reached & here) << 1)
            if not reached:
                return False
        return reached >> self._length & 1 == 1

    def _past_wildcards(self, reached: int) -> int:
        """Add the places behind wildcards, which may stand for nothing; none follows another."""
        return reached | (reached & self._wildcards) << 1


def _widest(run: re.Match[str]) -> str:
    return "*" if "*" in run[0] else "%"
