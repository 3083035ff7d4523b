"""Search folders: what is in other folders and meets a condition. Which items those are: `search_results.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from fakeserver.tenant.exchange.entities import Folder, Item


@dataclass(frozen=True, slots=True)
class SearchFolder:
    """What a search folder shows."""

    #: says whether an item meets the condition
    met_by: Callable[[Item], bool]
    #: where it looks
    folders: tuple[Folder, ...]
    #: whether it looks below them as well
    deep: bool
    #: whether what it shows changes with the items alone, and not with anybody's rights
    lasts: bool = True

    def shows(self, item: Item) -> bool:
        """Say whether it shows an item of the folders that it looks through."""
        return not item.is_associated and self.met_by(item)

    def searched(self) -> list[Folder]:
        """Return the folders that it looks through: those that are still there, each of them once."""
        found: dict[Folder, None] = {}
        for folder in self.folders:
            if folder.exists:
                found |= dict.fromkeys((folder, *folder.descendants()) if self.deep else (folder,))
        return list(found)
