"""The items of a mailbox by the ids that they keep, and by their present numbers."""

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.registry import ItemRegistry, first_number
from fakeserver.tenant.refusals import ItemNotFound


class ImmutableItems:
    """Items by their immutable ids, and by their numbers."""

    def __init__(self, registry: ItemRegistry, ids: IdMaker) -> None:
        self._registry = registry
        self._ids = ids

    def by_number(self, number: int) -> Item | None:
        """Return the item that has this number now; None where none has it."""
        return self._registry.by_number(number)

    def by_id(self, immutable_id: str) -> Item:
        """Return the item with an immutable id, wherever in the mailbox it lies.

        Raises:
            IdMalformed: it is none.
            ItemNotFound: there is no such item, or not any more, or it is another mailbox's.
        """
        item = self._registry.by_first_number(self._ids.number_in_immutable(immutable_id))
        if item is None:
            raise ItemNotFound(immutable_id)
        return item

    def id_of(self, item: Item) -> str:
        """Return the id that an item keeps as long as it is in the mailbox; base64."""
        return self._ids.immutable_id(first_number(item))

    def id_of_number(self, number: int) -> str:
        """Return that id of an item that has, or had, a number in a folder; it may be gone."""
        return self._ids.immutable_id(self._registry.first_number_of(number))

    def renew(self, item: Item) -> None:
        """Give an item another id to keep; the former names nothing any more."""
        self._registry.renumber_first(item)
