"""Contacts and private distribution lists, as ResolveNames finds them.

Source: web-service-reference/resolvenames-operation, whose t:Mailbox of somebody in the contacts has an ItemId.
Assumption: a contact is a candidate by each of its addresses, and not at all without one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fakeserver.protocols.ews.operations.people.persona import Persona, is_persona, persona_of_item
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY
from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind, ItemReference


@dataclass(frozen=True)
class Candidate:
    """Somebody whom an entry may mean."""

    item: Item
    entry: AddressEntry

    def write(self, write_item: Callable[[Item], Xml] | None) -> Xml:
        """Write a t:Resolution; the schema has no place for the data of a list in it.

        Args:
            write_item: writes a contact's data. None: they are not asked for.
        """
        mailbox = ADDRESS_ENTRY.write("t:Mailbox", self.entry)
        if write_item is None or self.entry.kind is AddressKind.PRIVATE_LIST:
            return element("t:Resolution", mailbox)
        return element("t:Resolution", mailbox, write_item(self.item))


def contacts(folder: Folder | None, entry: str, shows: Callable[[Item], bool]) -> Steps[list[Candidate]]:
    """Return whom an entry may mean among the contacts in a folder, by display name.

    Args:
        shows: says whether whoever asks is shown a contact.
    """
    found: list[tuple[str, Candidate]] = []

    def take(item: Item) -> None:
        if is_persona(item) and shows(item):
            persona = persona_of_item(item)
            found.extend((persona.display_name.casefold(), one) for one in _candidates(persona, item, entry))

    if folder is not None and entry.strip():
        yield from each(list(folder.items.values()), take)
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _candidates(persona: Persona, item: Item, entry: str) -> list[Candidate]:
    wanted = entry.strip().casefold()
    exact = wanted.removeprefix("smtp:") if wanted.startswith("smtp:") else None
    reference = ItemReference(item.item_id, item.change_key)
    if persona.is_group:
        means = exact is None and persona.answers_to(wanted)
        listed = AddressEntry(persona.display_name, None, "MAPIPDL", AddressKind.PRIVATE_LIST, reference)
        return [Candidate(item, listed)] if means else []
    fitting = [
        one
        for one in persona.addresses
        if (persona.answers_to(wanted) if exact is None else (one.address or "").casefold() == exact)
    ]
    return [
        Candidate(item, replace(one, name=persona.display_name, kind=AddressKind.CONTACT, item=reference))
        for one in fitting
    ]
