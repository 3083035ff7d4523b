"""What ties an answer to the conversation of its original: subject, references, index."""

from datetime import UTC, datetime, timedelta
from random import Random

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.message import normalized_topic
from fakeserver.tenant.exchange.responding.verbs import Verb

#: Octets of a conversation index's header, and of each response in it ([MS-OXOMSG] 2.2.1.3).
HEADER_LENGTH = 22
RESPONSE_LENGTH = 5
#: Assumption: answers that lie deeper keep the index of this level.
_MAX_LEVELS = 100
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def answered_subject(original: Item, verb: Verb) -> str:
    """Return the original's subject with the prefix of the answer, in the place of any that it has."""
    return verb.prefix + normalized_topic(original.subject)


def references(original: Item) -> str | None:
    """Return the References of an answer (RFC 5322 section 3.6.4)."""
    message_id = original.get("internet_message_id")
    earlier = original.get("references") or original.get("in_reply_to") or ""
    known = [one for one in earlier.split() if one != message_id]
    return " ".join([*known, message_id] if message_id else known) or None


def child_index(parent: bytes, at: datetime, random: Random) -> bytes:
    """Return the conversation index of an answer: its original's, and a block of five octets.

    The block holds, from the left: one bit that says which bits of the time between the two were kept, 31 of those,
    four random bits, and four that count responses of the same time.
    Source: [MS-OXOMSG] 2.2.1.3.
    """
    if len(parent) < HEADER_LENGTH or len(parent) >= HEADER_LENGTH + _MAX_LEVELS * RESPONSE_LENGTH:
        return parent
    ticks = (at - _EPOCH) // timedelta(microseconds=1) * 10
    passed = max(0, ticks - _begun(parent))
    far = passed >= 1 << 49
    kept = (passed >> (23 if far else 18)) & 0x7FFFFFFF
    return parent + ((far << 31) | kept).to_bytes(4, "big") + bytes([random.getrandbits(4) << 4])


def _begun(index: bytes) -> int:
    """Return a conversation's begin, of the resolution that its index has.

    Behind the reserved octet, a FILETIME's upper octet as well, the service writes that FILETIME's upper 40 bits
    (recorded), and Outlook those behind the first eight.
    """
    upper_octet = index[0]
    if index[1] == upper_octet:
        return int.from_bytes(index[1:6], "big") << 24
    return int.from_bytes(index[:6], "big") << 16
