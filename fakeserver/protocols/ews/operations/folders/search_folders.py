"""t:SearchParameters: what a search folder shows (`search_results.py`). Nothing is copied.

Sources: web-service-reference/searchparameters;
exchange-web-services/how-to-work-with-search-folders-by-using-ews-in-exchange.
Assumption: without Traversal it is shallow; what it looks through is no search folder; one that is made by somebody who
may use single folders shows nobody what its maker may not read.
"""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.errors import FOLDER_NOT_SAVED, EwsError
from fakeserver.protocols.ews.operations.folders.errors import OTHER_MAILBOX
from fakeserver.protocols.ews.properties.folder import SEARCH_PARAMETERS, SearchParameters
from fakeserver.protocols.ews.request.call import MADE_BY, Call
from fakeserver.protocols.ews.request.errors import SEARCH_IN_PUBLIC
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, named_folder, read_folder_id
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, children, required, tag, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.access.checks.private_items import is_hidden
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.search_folders import SearchFolder

SEARCH_PARAMETERS_TYPE: Final = complex_type("Traversal", {"t:Restriction": RESTRICTION, "t:BaseFolderIds": FOLDER_IDS})
_TRAVERSAL: Final = of_words("SearchFolderTraversalType", "Shallow Deep")

#: Finds the folders that are looked through, for a search folder near another one, and returns what makes it show them.
#: It raises EwsError where that cannot be, and what `named_folder` raises.
Searching = Callable[[Call, Folder], Callable[[Folder], None]]


def read_search_parameters(node: Element) -> Searching:
    """Read t:SearchParameters.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: the restriction cannot be searched by.
    """
    traversal = word_attribute(node, "Traversal", _TRAVERSAL, "Shallow")
    restriction = required(node, t("Restriction"))
    ids = read_each(at_least_one(required(node, t("BaseFolderIds"))), read_folder_id)
    criterion = read_restriction(restriction)
    assert criterion is not None
    shown, met_by = Xml("".join(map(_written, children(restriction)))), criterion.met_by

    def found(call: Call, near: Folder) -> Callable[[Folder], None]:
        folders = tuple(named_folder(call, one, "read") for one in ids)
        for one in folders:
            refuse_public(one, SEARCH_IN_PUBLIC)
        if any(one.mailbox is not near.mailbox for one in folders):
            raise EwsError(OTHER_MAILBOX, fix="make it in the mailbox that it looks through")
        if any(one.search is not None for one in folders):
            raise EwsError(FOLDER_NOT_SAVED, fix="name the folders that the other search folder looks through")

        # How many items it has is told to everybody who sees it: it counts none that its maker may not read.
        visit = call.visit_in(near)
        sees_all = "FullAccess" in visit.rights
        condition = met_by if sees_all else _readable(visit, met_by)

        def show(folder: Folder) -> None:
            folder.search = SearchFolder(condition, folders, traversal == "Deep", lasts=sees_all)
            folder.properties[SEARCH_PARAMETERS] = SearchParameters(shown, folders, traversal)

        return show

    return found


def _readable(visit: Visit, met_by: Callable[[Item], bool]) -> Callable[[Item], bool]:
    """Return a condition that is met by what a visitor may read at the time, and meets another one."""

    def met(item: Item) -> bool:
        owned = item.properties.get(MADE_BY) == visit.trustee_id
        return (
            "ReadItems" in folder_rights(visit, item.folder)
            and not is_hidden(visit, item, owned=owned)
            and met_by(item)
        )

    return met


def _written(node: Element) -> Xml:
    attributes = {str(name): str(value) for name, value in node.items()}
    return element(f"t:{tag(node)}", *map(_written, children(node)), **attributes)
