"""Private items of a mailbox, which are shown to whoever may see them, and to nobody else.

Sources: exchange-web-services/delegate-access-and-ews-in-exchange: ViewPrivateItems counts for all of a mailbox;
Ericsson/exchangecalendar#381: Exchange Online leaves private appointments out of what others are shown (servers before
it returned them whole, jamesiarmes/php-ews#128). Assumption: by its id such an item is not found, and whoever has
FullAccess, or has made the item, sees it.
"""

from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import Sensitivity


def sees_private_items(visit: Visit) -> bool:
    """Say whether a visit shows private items of the mailbox."""
    options = visit.tenant.permissions.delegates.options(visit.owner.object_id, visit.trustee_id)
    return "FullAccess" in visit.rights or options.sees_private_items


def is_hidden(visit: Visit, item: Item, *, owned: bool) -> bool:
    """Say whether an item is kept from a visit.

    Args:
        owned: the item was made by the caller.
    """
    return not owned and item.get("sensitivity") is Sensitivity.PRIVATE and not sees_private_items(visit)
