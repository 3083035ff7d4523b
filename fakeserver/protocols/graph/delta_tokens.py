"""The tokens of delta: how far a client has come, and what it asked for at first.

A token is opaque to clients, and checked when it comes back: by its sum, and its parts by their types. It holds no
data, and lives as long as the mailbox's log knows its position.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Final, Self

import msgspec

from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row

BROKEN: Final = Row(400, "BadRequest", "Badly formed token.", ASSUMED)


@dataclass(frozen=True)
class DeltaToken:
    """One token."""

    #: the state of the listing and of the log (`SyncState.encode`)
    state: str
    #: ``$select`` of the first request; None: there was none
    select: str | None = None
    #: ``$filter`` and ``$orderby``, as they stood there
    filter: str | None = None
    orderby: str | None = None
    #: ``changeType``; empty: all
    change_type: str = ""
    #: entries that were returned of the first listing, where that has a limit
    listed: int = 0
    hidden: bool = False
    #: ``$expand`` of the first request
    expand: str | None = None

    def encode(self) -> str:
        """Return the token's text: base64 for addresses, without padding."""
        packed = msgspec.json.encode(self)
        checked = zlib.crc32(packed).to_bytes(4, "big") + packed
        return urlsafe_b64encode(checked).decode("ascii").rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Self:
        """Read a token.

        Raises:
            GraphError: the service has not issued it.
        """
        try:
            octets = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            if zlib.crc32(octets[4:]).to_bytes(4, "big") != octets[:4]:
                raise GraphError(BROKEN)
            return msgspec.json.decode(octets[4:], type=cls)
        except (Base64Error, ValueError) as error:
            raise GraphError(BROKEN) from error
