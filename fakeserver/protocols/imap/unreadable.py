"""Messages that the service cannot convert, under a switch: FETCH says OK without them, or shows another instead.

Sources: jstedfast/MailKit#908 for nothing; freescout#3203 and Mailspring#2038 for the message of the server's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.utils import format_datetime

from fakeserver.protocols.imap.arguments import FetchItem
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.switches.policies import Policies

#: What FETCH can say of a message without its content.
_KNOWN = frozenset({"UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE"})

#: Numbers of messages in one remark.
_MAX_NAMED = 20

# From has no address: ENVELOPE shows ".MISSING-HOST-NAME." (MailKit's tests). Assumption: the number is the UID.
_SUBSTITUTE = """\
From: "Microsoft Exchange Server"
To: {to}
Subject: Retrieval using the IMAP4 protocol failed for the following message: {number}
Date: {date}
MIME-Version: 1.0
Content-Type: text/plain; charset="us-ascii"

The server couldn't retrieve the following message:

The message hasn't been deleted. You might be able to view it using either
Outlook or Outlook Web App. You can also contact the sender to find out what
the message says.
"""


def as_shown(
    found: Iterable[tuple[int, Item]], wanted: tuple[FetchItem, ...], policies: Policies, unread: list[int]
) -> Iterator[tuple[int, Item]]:
    """Yield the messages of a FETCH as the switches have them, with their numbers.

    Args:
        unread: gets the numbers of those that are not shown as they are.
    """
    needs_content = any(item.kind not in _KNOWN for item in wanted)
    for number, item in found:
        if item.subject not in policies.imap_unreadable:
            yield number, item
        elif policies.imap_unreadable_answer == "substitute":
            unread.append(number)
            yield number, _substitute(item)
        elif needs_content:
            unread.append(number)
        else:
            yield number, item


def remark(unread: list[int], policies: Policies) -> str:
    """Say for a log what a FETCH did not show, which answers OK."""
    shown = " ".join(map(str, unread[:_MAX_NAMED])) + (" …" if len(unread) > _MAX_NAMED else "")
    instead = "another message stands for" if policies.imap_unreadable_answer == "substitute" else "nothing is said of"
    return f"{instead} message {shown}, whose subject is in policies.imap_unreadable"


def _substitute(item: Item) -> Item:
    """Return the message that stands for another: an item with its flags and UID, which lies in no folder."""
    text = _SUBSTITUTE.format(to=item.mailbox.address, number=item.uid, date=format_datetime(item.received_at))
    return replace(
        item,
        # What is read of a message is kept by its number.
        number=item.mailbox.ids.new_number(),
        raw=text.replace("\n", "\r\n").encode(),
        rendered=None,
        kept=None,
        read_attachments=None,
    )
