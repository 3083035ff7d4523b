"""Sync states: a client keeps one between two calls. It is opaque to the client, and checked when it comes back.

A state names the mailbox and the folder it was issued for, how far the log of changes was read, and, as long as the
first listing of the folder is not complete, how far that got. It holds no data, so it stays short and lives as long as
the mailbox does. To somebody who sees only some folders of a mailbox it names those as well, since that may change
without any change to a folder.
"""

import struct
import zlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.refusals import SyncStateInvalid

Kind = Literal["items", "hierarchy", "messages", "folders"]

_KINDS: Final[dict[Kind, int]] = {"items": 1, "hierarchy": 2, "messages": 3, "folders": 4}
#: kind, mailbox GUID, folder number, position, next UID to list, UID at which the listing ends
_LAYOUT: Final = struct.Struct(">B16sQQQQ")
#: Behind that, where the folders that are seen are named; their numbers follow, in so many octets each.
_SEEN: Final = b"\x01"
_NUMBER: Final = 6


@dataclass(frozen=True)
class SyncState:
    """How far a client has read the log of changes, and the first listing."""

    kind: Kind
    mailbox_guid: str
    folder_number: int
    #: position in the mailbox's log of changes up to which the client knows everything
    position: int
    #: the first listing goes on at this UID and ends before ``listed_until``; both 0 when it is complete
    next_uid: int = 0
    listed_until: int = 0
    #: of a hierarchy: numbers of the folders that the client was told of; None: of all
    seen: frozenset[int] | None = None

    @property
    def listing(self) -> bool:
        """Whether the first listing is still under way."""
        return self.next_uid < self.listed_until

    def encode(self) -> str:
        """Return the state as base64."""
        packed = _LAYOUT.pack(
            _KINDS[self.kind],
            UUID(self.mailbox_guid).bytes,
            self.folder_number,
            self.position,
            self.next_uid,
            self.listed_until,
        )
        if self.seen is not None:
            packed += _SEEN + b"".join(number.to_bytes(_NUMBER, "big") for number in sorted(self.seen))
        return b64encode(packed + zlib.crc32(packed).to_bytes(4, "big")).decode("ascii")


def decode(
    text: str, kind: Kind, mailbox_guid: str, folder_number: int, log: ChangeLog, uid_limit: int = 0
) -> SyncState:
    """Read a state that a client sent.

    Args:
        text: not empty.
        kind, mailbox_guid, folder_number: what it must have been issued for.
        log: the mailbox's; a state's position is one that it knows.
        uid_limit: the folder's next UID; a listing cannot go beyond it.

    Raises:
        SyncStateInvalid: it was not issued by this service, or for something else.
    """
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError) as problem:
        raise SyncStateInvalid from problem
    packed, checksum = raw[:-4], raw[-4:]
    if len(packed) < _LAYOUT.size or zlib.crc32(packed).to_bytes(4, "big") != checksum:
        raise SyncStateInvalid
    number, guid, folder, position, next_uid, listed_until = _LAYOUT.unpack_from(packed)
    seen = _read_seen(packed[_LAYOUT.size :])
    state = SyncState(kind, str(UUID(bytes=guid)), folder, position, next_uid, listed_until, seen)
    if (
        (seen is not None and kind not in ("hierarchy", "folders"))
        or number != _KINDS[kind]
        or state.mailbox_guid != mailbox_guid
        or folder != folder_number
    ):
        raise SyncStateInvalid
    if not log.knows(position) or next_uid > uid_limit or listed_until > uid_limit:
        # Its checksum is right, but the service has never issued it, or it shows what a test has taken back.
        raise SyncStateInvalid
    return state


def _read_seen(octets: bytes) -> frozenset[int] | None:
    if not octets:
        return None
    numbers = octets.removeprefix(_SEEN)
    if len(numbers) == len(octets) or len(numbers) % _NUMBER:
        raise SyncStateInvalid
    return frozenset(int.from_bytes(numbers[at : at + _NUMBER], "big") for at in range(0, len(numbers), _NUMBER))
