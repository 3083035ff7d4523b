"""SubscriptionIds and watermarks: opaque to clients, laid out as the service's, and checked when they come back.

An id is base64 over the counted name of the server that has the subscription, and the counted GUID of the mailbox with
eight octets behind it, which are the subscription's number here. A watermark is base64 over four octets, a place in the
mailbox's events as eight, and one more; here the four are a checksum that includes the mailbox, and the one says how
many events of the next change are known.

Source: the samples of exchange-web-services/how-to-stream-notifications-about-mailbox-events-by-using-ews-in-exchange
and how-to-pull-notifications-about-mailbox-events-by-using-ews-in-exchange.
"""

import struct
import zlib
from base64 import b64decode, b64encode
from typing import Final, NamedTuple
from uuid import UUID

from fakeserver.protocols.http.front_end import BACK_END_HOST
from fakeserver.tenant.exchange.notifications.subscription import Place

_SERVER: Final = BACK_END_HOST.encode("ascii")
_ID_HEAD: Final = struct.pack(f"<H{len(_SERVER)}sI", len(_SERVER), _SERVER, 16)
_ID: Final = struct.Struct(f"<{len(_ID_HEAD)}s16sQ")
_WATERMARK: Final = struct.Struct("<IQB")


class SubscriptionId(NamedTuple):
    """What an id names."""

    mailbox_guid: str
    number: int

    def encode(self) -> str:
        """Return it as text."""
        return b64encode(_ID.pack(_ID_HEAD, UUID(self.mailbox_guid).bytes, self.number)).decode("ascii")


def decode(text: str) -> SubscriptionId | None:
    """Read an id that a client sent; None for what this service has not written."""
    raw = _octets(text, _ID.size)
    if raw is None:
        return None
    head, guid, number = _ID.unpack(raw)
    return SubscriptionId(str(UUID(bytes=guid)), number) if head == _ID_HEAD else None


def watermark(mailbox_guid: str, place: Place) -> str:
    """Return the watermark of a place in a mailbox's events."""
    checksum = _checksum(mailbox_guid, place)
    return b64encode(_WATERMARK.pack(checksum, place.position, place.taken)).decode("ascii")


def read_watermark(text: str, mailbox_guid: str) -> Place | None:
    """Read a watermark that a client sent; None for one that is not of this mailbox, or none at all."""
    raw = _octets(text, _WATERMARK.size)
    if raw is None:
        return None
    checksum, position, taken = _WATERMARK.unpack(raw)
    place = Place(position, taken)
    return place if checksum == _checksum(mailbox_guid, place) else None


def _octets(text: str, length: int) -> bytes | None:
    try:
        raw = b64decode(text.strip(), validate=True)
    except ValueError:
        return None
    return raw if len(raw) == length else None


def _checksum(mailbox_guid: str, place: Place) -> int:
    return zlib.crc32(b"%b%d/%d" % (UUID(mailbox_guid).bytes, *place))
