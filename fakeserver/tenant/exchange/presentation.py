"""How IMAP and POP3 show the items of a mailbox, by the mailbox's settings for the protocol.

By default a message is what came, and its size is exact.
"""

from collections.abc import Callable
from operator import attrgetter
from urllib.parse import quote

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.header_lines import header_without
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.mime.render import text_part

_READ_ITEM = "https://outlook.office365.com/owa/"


class Presentation:
    """What a client is shown of each item; by default at no cost, since lists of messages ask often."""

    def __init__(self, *, exact_size: bool = True, force_ical: bool = True) -> None:
        """Choose how items are shown.

        Args:
            exact_size: not an estimate.
            force_ical: invitations are iCalendar, and not links to Outlook on the web.
        """
        #: an item -> its message
        self.mime: Callable[[Item], bytes] = Item.mime if force_ical else _with_link
        #: an item -> its message, parsed
        self.root: Callable[[Item], Part] = attrgetter("message.root") if force_ical else _root_with_link
        #: an item -> what is said to be the size of its message
        self.size: Callable[[Item], int] = _SIZES[exact_size, force_ical]


def _estimate(size: int) -> int:
    # Assumption: it is too large by some; nothing says how Exchange comes to it.
    return size + size // 16 + 256


def _with_link(item: Item) -> bytes:
    """Return an item's message, an invitation as text with a link.

    Assumption: the text; its link is the one that EWS gives for an item (WebClientReadFormQueryString).
    """
    mime = item.mime()
    if not any(_is_invitation(part) for part in item.message.root.walk()):
        return mime
    link = f"{_READ_ITEM}?ItemID={quote(item.item_id, safe='')}&exvsurl=1&viewmodel=ReadMessageItem"
    return header_without(mime, b"content-") + text_part("plain", f"{item.body.rstrip()}\r\n\r\n{link}\r\n")


def _root_with_link(item: Item) -> Part:
    return Part(_with_link(item))


def _is_invitation(part: Part) -> bool:
    return part.content_type == "text/calendar" and part.parameters.get("method", "").upper() == "REQUEST"


#: How a size is found, by whether it is exact, and whether invitations are iCalendar.
_SIZES: dict[tuple[bool, bool], Callable[[Item], int]] = {
    (True, True): attrgetter("size"),
    (True, False): lambda item: len(_with_link(item)),
    (False, True): lambda item: _estimate(item.size),
    (False, False): lambda item: _estimate(len(_with_link(item))),
}

#: As it is by default.
EXACT = Presentation()
