"""The distribution lists in somebody's contacts: who is on them now, and whom mail to them reaches.

Source: web-service-reference/status-memberstatustype. A member that is a contact or another list is what that is now;
where it is gone, what was known of it when it was added stays.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import CONTACT, DISTRIBUTION_LIST, is_of
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind, ItemReference
from fakeserver.tenant.exchange.kinds.contact import ContactAddress
from fakeserver.tenant.exchange.kinds.distribution_list import Member, MemberStatus, with_keys
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound

#: of whom nothing is known
NOBODY: Final = AddressEntry()


def entry_of(item: Item, given: AddressEntry = NOBODY) -> AddressEntry | None:
    """Return a contact or a list as an entry of an address book; None for anything else, and a contact without address.

    Args:
        given: what is known of it already: of several addresses that one counts.
    """
    reference = ItemReference(item.item_id, item.change_key)
    name: str | None = item.get("display_name")
    if is_of(item.item_class, DISTRIBUTION_LIST):
        return AddressEntry(name, None, "MAPIPDL", AddressKind.PRIVATE_LIST, reference)
    if not is_of(item.item_class, CONTACT):
        return None
    known: dict[int, ContactAddress] = item.get("email_addresses") or {}
    addresses = [one for _, one in sorted(known.items()) if one.address]
    same = [one for one in addresses if one.address.lower() == (given.address or "").lower()]
    if not addresses:
        return None
    chosen = (same or addresses)[0]
    return AddressEntry(
        given.name or name or chosen.name, chosen.address, chosen.routing_type or "SMTP", AddressKind.CONTACT, reference
    )


def present_members(mailbox: Mailbox, item: Item) -> tuple[Member, ...]:
    """Return who is on a list, with keys and as they are now.

    Args:
        mailbox: where the list is.
    """
    return tuple(_present(mailbox, member) for member in with_keys(item.get("members") or ()))


def reached(mailbox: Mailbox, item: Item) -> list[EmailAddress]:
    """Return whom mail to a list goes to: its members, and those of the lists on it; each once, and loops end."""
    found: dict[str, EmailAddress] = {}
    for address in _addresses(mailbox, item):
        found.setdefault(address.address.lower(), address)
    return list(found.values())


def _present(mailbox: Mailbox, member: Member) -> Member:
    entry = member.address
    if entry is None or (entry.address is None and entry.item is None):
        return replace(member, status=MemberStatus.UNRECOGNIZED)
    if entry.item is None:
        return member if member.status is MemberStatus.NORMAL else replace(member, status=MemberStatus.NORMAL)
    item = _item(mailbox, entry.item)
    now = None if item is None else entry_of(item, entry)
    if now is None:
        return replace(member, status=MemberStatus.DEMOTED)
    return replace(member, address=now, status=MemberStatus.NORMAL)


def _addresses(mailbox: Mailbox, item: Item) -> Iterator[EmailAddress]:
    """Yield whom a list reaches, in the order of its members; lists may be on lists as deep as they like."""
    seen, open_lists = {item.number}, [iter(present_members(mailbox, item))]
    while open_lists:
        member = next(open_lists[-1], None)
        if member is None:
            open_lists.pop()
            continue
        entry = member.address or NOBODY
        listed = None if entry.item is None else _item(mailbox, entry.item)
        if listed is None or not is_of(listed.item_class, DISTRIBUTION_LIST):
            if entry.address:
                yield EmailAddress(entry.name or "", entry.address)
        elif listed.number not in seen:
            seen.add(listed.number)
            open_lists.append(iter(present_members(mailbox, listed)))


def _item(mailbox: Mailbox, reference: ItemReference) -> Item | None:
    try:
        return mailbox.items.by_id(reference.item_id)
    except (IdMalformed, ItemNotFound):
        return None
