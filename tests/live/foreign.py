"""Orders of a twin about mail that is not the tests': filling a mailbox with it, and seeing whether it was touched."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import cycle
from typing import NamedTuple

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.mailbox import Mailbox

#: the states that foreign messages have in turn: unread, read, to be expunged, answered, flagged, a draft
STATES = (
    MessageFlags(),
    MessageFlags(seen=True),
    MessageFlags(deleted=True),
    MessageFlags(seen=True, answered=True),
    MessageFlags(flagged=True),
    MessageFlags(seen=True, deleted=True),
    MessageFlags(draft=True),
)
#: where they lie; most in the inbox, as in a mailbox that somebody uses
PLACES = ("inbox",) * 6 + ("sentitems", "junkemail", "deleteditems", "drafts", "Inbox/Projects")


class Foreign(NamedTuple):
    """One message, as far as nobody else may change it; plain values, as JSON has them."""

    folder: str
    uid_validity: int
    uid: int
    #: names of the flags that are set
    flags: str
    received_at: str
    #: of its octets
    digest: str
    #: EWS's id and change key, which every write changes
    item_id: str
    change_key: str


def fill(mailbox: Mailbox, count: int = 5_000, subject: str = "Foreign {number}") -> int:
    """Put messages into a mailbox that came over the last months, by the tenant's clock; return how many it has now.

    Each is in another state than the one before it, and every place has messages in every state.
    """
    sent = (
        "Received: from mail.example.com by mail.protection.outlook.com; {date}\r\n"
        "From: Foreigner <somebody@example.com>\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\n"
        "Message-ID: <foreign.{number}@example.com>\r\n\r\nNobody but its owner changes message {number}.\r\n"
    )
    with mailbox.lock:
        places = [mailbox.folders.made(place) for place in PLACES]
        now = mailbox.clock.now()
        for number, folder, flags in zip(range(count), cycle(places), cycle(STATES), strict=False):
            at = now - timedelta(minutes=20 * (count - number))
            mime = sent.format(
                number=number,
                to=mailbox.address,
                subject=subject.format(number=number),
                date=f"{at:%a, %d %b %Y %H:%M:%S} +0000",
            )
            mailbox.items.add_mime(folder, mime.encode(), received_at=at, flags=flags)
        return sum(folder.total_count for folder in _folders(mailbox))


def content(mailbox: Mailbox) -> list[Foreign]:
    """Return every message of a mailbox, the hidden folders' too."""
    with mailbox.lock:
        return [
            Foreign(
                folder.path or folder.display_name,
                folder.uid_validity,
                uid,
                " ".join(name for name, is_set in item.flags._asdict().items() if is_set),
                item.received_at.isoformat(),
                hashlib.sha256(item.mime()).hexdigest(),
                item.item_id,
                item.change_key,
            )
            for folder in _folders(mailbox)
            for uid, item in folder.items.items()
        ]


def _folders(mailbox: Mailbox) -> Iterator[Folder]:
    root = mailbox.folders.distinguished("root")
    yield from mailbox.folders.below(root)


#: by the names under which a twin has them
ORDERS: Mapping[str, Callable[..., object]] = {"fill": fill, "content": content}
