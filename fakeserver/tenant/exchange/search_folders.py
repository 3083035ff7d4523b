"""Search folders: what is in other folders and meets a condition. Which items those are: `search_results.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Folder, Item

#: Properties of a folder: what the condition of a search folder was made of. One that a client has made has one of
#: them, by the protocol.
SEARCH_PARAMETERS: Final = "search_parameters"
FILTER_QUERY: Final = "filter_query"


def _nothing() -> object:
    return None


@dataclass(frozen=True, slots=True)
class SearchFolder:
    """What a search folder shows."""

    #: says whether an item meets the condition
    met_by: Callable[[Item], bool]
    #: where it looks
    folders: tuple[Folder, ...]
    #: whether it looks below them as well
    deep: bool
    #: returns what the condition rests on besides the item, such as permissions; another value once that has changed
    basis: Callable[[], object] = _nothing

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


def define(folder: Folder, search: SearchFolder, kind: str, definition: Any) -> None:
    """Make a folder show what a search finds.

    Args:
        kind: `SEARCH_PARAMETERS` or `FILTER_QUERY`; what the other one said is forgotten.
        definition: what the condition was made of.
    """
    for other in (SEARCH_PARAMETERS, FILTER_QUERY):
        folder.properties.pop(other, None)
    folder.search = search
    folder.properties[kind] = definition
