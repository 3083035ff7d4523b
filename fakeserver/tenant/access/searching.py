"""Search folders that somebody makes: they show nobody what their maker may not read.

How many items such a folder has is told to everybody who sees it, so that it must count none of those.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.access.checks.private_items import is_hidden, sees_private_items
from fakeserver.tenant.access.inside import MADE_BY
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.search_folders import SearchFolder


def maker_among(visit: Visit) -> Visit | None:
    """Return whose rights bound a search that is made in this visit; None: they may read all of the mailbox."""
    return None if "FullAccess" in visit.rights else visit


def made_by(
    maker: Visit | None, met_by: Callable[[Item], bool], folders: tuple[Folder, ...], *, deep: bool
) -> SearchFolder:
    """Return what a search folder shows.

    Args:
        maker: by `maker_among`, or by `maker_of` of one that was made before.
    """
    if maker is None:
        return SearchFolder(met_by, folders, deep)
    return SearchFolder(_Readable(maker, met_by), folders, deep, partial(_permitted, maker))


def maker_of(search: SearchFolder) -> Visit | None:
    """Return who has made a search folder that shows what they may read; None: it shows all that is met."""
    return search.met_by.visit if isinstance(search.met_by, _Readable) else None


def _permitted(visit: Visit) -> object:
    return visit.tenant.permissions.generation, sees_private_items(visit)


@dataclass(frozen=True)
class _Readable:
    """A condition that is met by what a visitor may read at the time, and meets another one."""

    visit: Visit
    met_by: Callable[[Item], bool]

    def __call__(self, item: Item) -> bool:
        """Say whether an item meets it."""
        visit = self.visit
        owned = item.properties.get(MADE_BY) == visit.trustee_id
        return (
            "ReadItems" in folder_rights(visit, item.folder)
            and not is_hidden(visit, item, owned=owned)
            and self.met_by(item)
        )
