"""What happens to a folder happens to those below it and to all items in them, whether the caller sees them or not.

Assumption: nothing is done then that the caller may not do in each of them; [MS-OXCROPS] has a partial completion, for
which EWS has no words. Private items that the caller is not shown are neither deleted nor copied.
"""

from collections.abc import Callable, Sequence

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.folders.errors import HIDDEN_ITEMS
from fakeserver.protocols.ews.request.call import Call
from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.permissions.folder_permissions import FolderRight
from fakeserver.tenant.refusals import FolderAccessDenied


def shown_in(call: Call, folder: Folder) -> Callable[[Item], bool] | None:
    """Return what says whether the caller is shown an item of a folder; None: they are shown all."""
    return call.shows if call.hides_in(folder) else None


def check_below(call: Call, folder: Folder, needed: FolderRight) -> None:
    """Refuse what is done to the folders below one, where the caller lacks the right to it in one of them.

    Raises:
        FolderAccessDenied.
    """
    visit = call.visit_in(folder)
    if "FullAccess" in visit.rights:
        return
    for below in folder.descendants():
        if needed not in folder_rights(visit, below):
            raise FolderAccessDenied(visit.owner.address, principal=visit.acting_name, folder=below.path, needed=needed)


def check_nothing_hidden(call: Call, *folders: Folder) -> Steps[None]:
    """Refuse to delete folders with items that the caller is not shown; in steps, as each item is looked at.

    Raises:
        EwsError: there is one.
    """

    def check(items: Sequence[Item]) -> None:
        for item in items:
            if item.folder.items.get(item.uid) is item and not call.shows(item):
                owner = call.visit_in(item.folder).owner.address
                way_out = f'tenant.rights.add_delegate("{owner}", user, sees_private_items=True), or FullAccess'
                raise EwsError(HIDDEN_ITEMS, fix=way_out)

    for folder in folders:
        if call.hides_in(folder):
            yield from in_batches(list(folder.items.values()), check)
