"""t:SearchParameters: what a search folder shows (`search_results.py`). Nothing is copied.

Sources: web-service-reference/searchparameters;
exchange-web-services/how-to-work-with-search-folders-by-using-ews-in-exchange.
Assumption: without Traversal it is shallow; what it looks through is no search folder; one that is made by somebody who
may use single folders shows nobody what its maker may not read.
"""

from collections.abc import Callable
from typing import Final

from lxml import etree

from fakeserver.protocols.ews.errors import FOLDER_NOT_SAVED, EwsError
from fakeserver.protocols.ews.operations.folders.errors import OTHER_MAILBOX
from fakeserver.protocols.ews.properties.folder import SearchParameters
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
from fakeserver.tenant.access.searching import made_by, maker_among
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.search_folders import SEARCH_PARAMETERS, SearchFolder, define

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

        maker = maker_among(call.visit_in(near))
        parameters = SearchParameters(shown, folders, traversal)

        def show(folder: Folder) -> None:
            define(folder, _search(parameters, met_by, maker), SEARCH_PARAMETERS, parameters)

        return show

    return found


def search_again(parameters: SearchParameters, visit: Visit | None) -> SearchFolder:
    """Return what a search folder shows that was made before; ``visit`` is what `maker_of` has returned.

    Raises:
        EwsError, Violation: the restriction is none.
    """
    kept = etree.fromstring(f'<t:Restriction xmlns:t="{TYPES}">{parameters.restriction}</t:Restriction>')
    criterion = read_restriction(kept)
    assert criterion is not None
    return _search(parameters, criterion.met_by, visit)


def _search(parameters: SearchParameters, met_by: Callable[[Item], bool], maker: Visit | None) -> SearchFolder:
    return made_by(maker, met_by, parameters.folders, deep=parameters.traversal == "Deep")


def _written(node: Element) -> Xml:
    attributes = {str(name): str(value) for name, value in node.items()}
    return element(f"t:{tag(node)}", *map(_written, children(node)), **attributes)
