"""Recipients and senders in answers: what kind of entry the directory has for each of their addresses."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

from fakeserver.protocols.ews.properties.stored import Writer
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS, write_mailbox
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.legacy_names import legacy_dn
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import EmailAddress


def recipient_writers(name: str, directory: Directory) -> dict[str, Writer]:
    """Return the functions that write addresses as `RECIPIENT` does, with their kinds, by the elements of an item.

    Args:
        name: the item's element.
    """
    return {child: partial(write, directory) for child, write in _addressed(name).items()}


def write_organizer_found(mailbox_of: Callable[[str], Mailbox | None], item: Item) -> Xml:
    """Write t:Organizer as FindItem does: as it is stored, not as the directory has it.

    Recorded of the owner's own appointments. Assumption: others of the organization have such a name too, and somebody
    outside keeps the address.

    Args:
        mailbox_of: finds a mailbox of the organization by its address.
    """
    organizer: EmailAddress | None = item.get("organizer")
    if organizer is None:
        return NOTHING
    mailbox = mailbox_of(organizer.address)
    if mailbox is None:
        return element("t:Organizer", write_mailbox(organizer, kind_of(None)))
    stored = replace(organizer, address=legacy_dn(mailbox.address, str(mailbox.guid)).upper())
    return element("t:Organizer", write_mailbox(stored, kind_of(None), "EX"))


def kind_of(entry: User | DistributionGroup | None) -> str:
    """Return a directory entry's kind, a word of `ADDRESS_KIND`.

    OneOff where the directory has none: ecederstrand/exchangelib#121, and an answer recorded in ExQuilla's tests.
    """
    if isinstance(entry, User):
        return "Mailbox" if entry.has_mailbox else "Contact"
    return "OneOff" if entry is None else "PublicDL"


@cache
def _addressed(name: str) -> dict[str, Callable[[Directory, Item], Xml]]:
    """Return what writes addresses as the directory knows them, by the elements of an item that have some."""
    rows = fields_of(name).values()
    return {
        row.element: partial(_write, f"t:{row.element}", row.getter(), row.type.is_single)
        for row in rows
        if row.type in (RECIPIENT, RECIPIENTS) and row.computed is None
    }


def _write(name: str, get: Callable[[Item], Any], is_single: bool, directory: Directory, item: Item) -> Xml:
    addresses: list[EmailAddress] = [get(item)] if is_single else get(item)
    if not addresses or not addresses[0]:
        return NOTHING
    written = []
    for each in addresses:
        entry = directory.user_by_address(each.address) or directory.distribution_group(each.address)
        written.append(write_mailbox(each, kind_of(entry)))
    return element(name, *written)
