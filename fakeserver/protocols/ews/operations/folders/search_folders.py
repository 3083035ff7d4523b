"""t:SearchParameters: what a search folder shows (`search_results.py`). Nothing is copied.

Sources: web-service-reference/searchparameters;
exchange-web-services/how-to-work-with-search-folders-by-using-ews-in-exchange.
Assumption: without Traversal it is shallow; what it looks through is no search folder; one that is made by somebody who
may use single folders shows nobody what its maker may not read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from lxml import etree

from fakeserver.protocols.ews.errors import FOLDER_NOT_SAVED, EwsError
from fakeserver.protocols.ews.operations.folders.errors import OTHER_MAILBOX
from fakeserver.protocols.ews.properties.folder import SEARCH_PARAMETERS, SearchParameters
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import SEARCH_IN_PUBLIC
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, named_folder, read_folder_id
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import TYPES, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, children, required, tag, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.access.checks.private_items import is_hidden, sees_private_items
from fakeserver.tenant.access.inside import MADE_BY
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
        parameters = SearchParameters(shown, folders, traversal)

        def show(folder: Folder) -> None:
            folder.search = _search(parameters, met_by, None if "FullAccess" in visit.rights else visit)
            folder.properties[SEARCH_PARAMETERS] = parameters

        return show

    return found


def maker_of(search: SearchFolder) -> Visit | None:
    """Return who has made a search folder that shows what they may read; None: it shows all that is met."""
    return search.met_by.visit if isinstance(search.met_by, _Readable) else None


def search_again(parameters: SearchParameters, visit: Visit | None) -> SearchFolder:
    """Return what a search folder shows that was made before; ``visit`` is what `maker_of` has returned.

    Raises:
        EwsError, Violation: the restriction is none.
    """
    kept = etree.fromstring(f'<t:Restriction xmlns:t="{TYPES}">{parameters.restriction}</t:Restriction>')
    criterion = read_restriction(kept)
    assert criterion is not None
    return _search(parameters, criterion.met_by, visit)


def _search(parameters: SearchParameters, met_by: Callable[[Item], bool], visit: Visit | None) -> SearchFolder:
    is_deep = parameters.traversal == "Deep"
    if visit is None:
        return SearchFolder(met_by, parameters.folders, is_deep)
    return SearchFolder(_Readable(visit, met_by), parameters.folders, is_deep, partial(_permitted, visit))


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


def _written(node: Element) -> Xml:
    attributes = {str(name): str(value) for name, value in node.items()}
    return element(f"t:{tag(node)}", *map(_written, children(node)), **attributes)
