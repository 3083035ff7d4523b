"""Whether the sender of a message waits for a receipt that says that it was read.

Sources: RFC 8098 section 2.1; [MS-OXOMSG] 2.2.1.29 (PidTagReadReceiptRequested); [MS-OXCMAIL] 2.1.3.2.20 for
X-Auto-Response-Suppress.
"""

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import REPORT, is_of
from fakeserver.tenant.exchange.mime.addresses import is_address, parse_addresses
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.values import EmailAddress

#: Folders of what is no mail to be read: what is on its way out, was sent, or is spam.
_WITHOUT = frozenset(("outbox", "sentitems", "junkemail"))
#: What X-Auto-Response-Suppress says against receipts: of reading, and of deletion before that.
_AGAINST = {True: "rn", False: "nrn"}


def receipt_is_due(item: Item, *, read: bool = True) -> bool:
    """Say whether a receipt is to be sent when an item is read.

    None is pending in the Junk Email folder (web-service-reference/responsecode), of what was read already, or of what
    its reader has sent: the copy asks, as the message does, and is not read. A receipt, or another
    report, is never answered by one, whatever it asks for (RFC 8098 section 2.1).

    Args:
        read: False: when it is deleted unread.
    """
    flags = item.flags
    if flags.mdn_sent or flags.seen or flags.draft or item.folder.distinguished_id in _WITHOUT:
        return False
    if is_of(item.item_class, REPORT):
        return False
    if not item.get("is_read_receipt_requested") or (item.get("is_from_me") and not item.get("was_received")):
        return False
    if item.raw is None:
        return True
    words = {word.strip().lower() for word in top_header(item.raw, b"X-Auto-Response-Suppress").split(",")}
    return not words & {"all", _AGAINST[read]}


def settle_receipt(item: Item) -> None:
    """Note that the receipt was sent or refused: nobody asks for one any longer, but for the message itself."""
    item.flags = item.flags._replace(mdn_sent=True)
    item.properties["is_read_receipt_requested"] = False


def receipt_goes_to(item: Item) -> EmailAddress | None:
    """Return who gets the receipt: whom the message names for it, else its author; None: nobody."""
    named = "" if item.raw is None else top_header(item.raw, b"Disposition-Notification-To")
    found: EmailAddress | None = next(iter(parse_addresses(named)), None) or item.get("from_")
    return found if found is not None and is_address(found.address) else None
