"""What a persona is: a contact or a list in somebody's mailbox, or an entry of the directory.

Assumption: each contact is a persona of its own; the service joins contacts that have an address in common.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.answers.recipients import kind_of
from fakeserver.protocols.ews.operations.names.matching import Named
from fakeserver.protocols.ews.values.addresses import ADDRESS_KIND
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import CONTACT, DISTRIBUTION_LIST, is_of
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.contact import ContactAddress
from fakeserver.tenant.exchange.persona_ids import contact_persona_id, directory_persona_id

_CLASSES: Final = (CONTACT, DISTRIBUTION_LIST)


@dataclass(frozen=True)
class Persona:
    """Somebody, or a group."""

    persona_id: str
    is_group: bool
    #: gives a property of `kinds.contact.Contact` by name, None where there is none
    get: Callable[[str], Any]
    #: the contact or list in a mailbox; None for an entry of the directory
    item: Item | None = None
    #: the primary one first
    addresses: tuple[AddressEntry, ...] = ()

    @property
    def display_name(self) -> str:
        """What it is called: without a name by what it is filed as, or by its first address."""
        first = self.addresses[0].address if self.addresses else ""
        name: str = self.get("display_name") or self.get("file_as") or first or ""
        return name

    def names(self, *, last_first: bool = False) -> str:
        """Return its name, given name first or surname first; Exchange puts no comma between them."""
        parts = [self.get("given_name"), self.get("surname")]
        return " ".join(filter(None, reversed(parts) if last_first else parts)) or self.display_name

    def answers_to(self, wanted: str) -> bool:
        """Say whether each word of a query begins a word of its names, or the query an address; without case.

        Assumption: as ResolveNames looks people up.
        """
        whole = wanted.strip().casefold()
        if any((entry.address or "").casefold().startswith(whole) for entry in self.addresses):
            return True
        known = (self.display_name, *(self.get(name) or "" for name in ("given_name", "surname", "company_name")))
        words = " ".join(known).casefold().split()
        return all(any(word.startswith(part) for word in words) for part in whole.split())


def is_persona(item: Item) -> bool:
    """Say whether an item is somebody, or a distribution list."""
    return is_of(item.item_class, *_CLASSES) and not item.is_associated


def persona_of_item(item: Item) -> Persona:
    """Return the persona of a contact or a list in a mailbox."""
    given: dict[int, ContactAddress] = item.get("email_addresses") or {}
    return Persona(
        contact_persona_id(item.mailbox.ids, item.folder.number, item.number),
        is_of(item.item_class, DISTRIBUTION_LIST),
        item.get,
        item,
        tuple(address_of_contact(one) for _, one in sorted(given.items()) if one.address),
    )


def address_of_contact(one: ContactAddress) -> AddressEntry:
    """Return one of a contact's addresses as an entry of an address book."""
    return AddressEntry(one.name or one.address, one.address, one.routing_type or "SMTP")


def persona_of_entry(entry: Named) -> Persona:
    """Return the persona of a user or a distribution group."""
    known = {"display_name": entry.display_name}
    if isinstance(entry, User):
        known |= {"given_name": entry.given_name, "surname": entry.surname}
    address = AddressEntry(entry.display_name, entry.address, "SMTP", ADDRESS_KIND.parse(kind_of(entry)))
    return Persona(directory_persona_id(entry.object_id), not isinstance(entry, User), known.get, addresses=(address,))
