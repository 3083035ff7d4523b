"""Ids as Graph writes them: those of EWS, with ``-`` for ``/`` and ``_`` for ``+``, which is not RFC 4648's base64url.

Source: ids beside their EWS forms (webLink, etag) in recordings.
"""

from base64 import b64decode, b64encode
from typing import Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.immutable_ids import is_immutable
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Octets of a change key before the store's GUID and the number of the change: a type, and how many follow.
_TYPE: Final = 8


def rest_id(ews_id: str) -> str:
    """Return an id of EWS as Graph writes it."""
    return ews_id.replace("/", "-").replace("+", "_")


def ews_form(graph_id: str) -> str:
    """Return an id of Graph as EWS writes it; one that is so already stays as it is."""
    return graph_id.replace("-", "/").replace("_", "+")


def short_key(change_key: str) -> str:
    """Return a change key as events and calendars have it: without the type of object in front, as recorded."""
    return b64encode(b64decode(change_key)[_TYPE:]).decode("ascii")


def find_item(mailbox: Mailbox, graph_id: str) -> Item:
    """Return the item with a default id or an immutable one: both are taken at any time.

    Raises:
        IdMalformed, ItemNotFound: as `Items.by_id`.
    """
    text = ews_form(graph_id)
    return mailbox.immutable.by_id(text) if is_immutable(text) else mailbox.items.by_id(text)


def item_id(item: Item, *, immutable: bool) -> str:
    """Return an item's id in the form that a client prefers."""
    mailbox = item.mailbox
    if immutable and isinstance(mailbox, Mailbox) and item.uid:
        return rest_id(mailbox.immutable.id_of(item))
    return rest_id(item.made_id or item.item_id)
