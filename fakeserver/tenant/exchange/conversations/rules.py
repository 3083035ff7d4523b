"""What somebody has decided for all that comes to a conversation: categories, a folder, or deletion.

Source: web-service-reference/action-conversationactiontypetype (AlwaysCategorize, AlwaysDelete, AlwaysMove).
"""

from dataclasses import dataclass

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.values import DeleteMode


@dataclass(frozen=True, slots=True)
class ConversationRule:
    """What becomes of an item that comes to a conversation."""

    categories: tuple[str, ...] = ()
    #: where it goes; None: it stays
    folder: Folder | None = None
    #: how it is deleted; None: it is not
    deletion: DeleteMode | None = None

    @property
    def does_something(self) -> bool:
        """Whether it changes anything."""
        return bool(self.categories) or self.folder is not None or self.deletion is not None

    def apply(self, items: Items, item: Item) -> None:
        """Do to an item what it says: categories come first, and what is deleted is not moved."""
        if self.categories:
            known: list[str] = item.get("categories") or []
            items.update(item, {"categories": [*known, *(one for one in self.categories if one not in known)]})
        if self.deletion is not None:
            items.delete([item], self.deletion)
        elif self.folder is not None and self.folder.exists and self.folder is not item.folder:
            items.move([item], self.folder)
