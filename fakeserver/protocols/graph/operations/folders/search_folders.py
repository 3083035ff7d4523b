"""Search folders: made, and told to show something else. Nothing is copied.

Source: learn.microsoft.com/graph/api/mailsearchfolder-post, mailsearchfolder-update. Assumption: what is looked through
are folders of the same mailbox, and no search folders; the texts.
"""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, INVALID_SET, MISMATCH, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.finding.filter_queries import filtered
from fakeserver.protocols.graph.properties.folder import MAIL_SEARCH_FOLDER
from fakeserver.tenant.access.searching import maker_among
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.search_folders import FILTER_QUERY, define

MISSING: Final = Row(400, "ErrorInvalidRequest", "The search folder has no {name}.", ASSUMED)
NO_SOURCE: Final = Row(400, "ErrorInvalidRequest", "A search folder cannot search {what}.", ASSUMED)
NOT_SUPPORTED: Final = Row(
    400, "ErrorInvalidOperation", "The search folder is not supported, so that it cannot be changed.", ASSUMED
)
#: The members that say what is shown, with their types.
DEFINING: Final[dict[str, type]] = {"includeNestedFolders": bool, "sourceFolderIds": list, "filterQuery": str}
#: How many folders one looks through at most. Assumption.
_MOST_SOURCES: Final = 100


def defining(given: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """Return what a body says of the search, and take it out of the body.

    Args:
        whole: whether nothing may be missing.

    Raises:
        GraphError: a member is of another type, or missing.
    """
    found: dict[str, Any] = {}
    for name in list(members(given)):
        known = MAIL_SEARCH_FOLDER.property(name)
        if known is None:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:100], type=MAIL_SEARCH_FOLDER.name)
        if known.name in DEFINING:
            found[known.name] = of_type(given.pop(name), DEFINING[known.name], known.name)
        elif known.name == "isSupported":
            raise GraphError(INVALID_SET)
    if whole:
        for name in ("sourceFolderIds", "filterQuery"):
            if name not in found:
                raise GraphError(MISSING, name=name)
    return found


def show(call: Call, folder: Folder | None, given: dict[str, Any]) -> Callable[[Folder], None]:
    """Return what makes a folder show what a body says; nothing has changed before that is called.

    Args:
        folder: the one that is to show something else; None: it is still to be made.
        given: as `defining` returns it.

    Raises:
        GraphError: a folder that is named cannot be searched, or messages cannot be filtered so.
        TenantRefusal: it is not there, or may not be read.
    """
    query = given.get("filterQuery")
    sources: tuple[Folder, ...] = ()
    deep = False
    if folder is not None and folder.search is not None:
        search: Any = folder.search
        query = query or folder.properties.get(FILTER_QUERY)
        sources, deep = search.folders, search.deep
    if query is None:
        # It was made by another protocol, in words that Graph does not have.
        raise GraphError(NOT_SUPPORTED)
    if "sourceFolderIds" in given:
        sources = _sources(call, given["sourceFolderIds"])
    deep = given.get("includeNestedFolders", deep)
    found = filtered(query, maker_among(call.visit), sources, deep=deep)
    return lambda shown: define(shown, found, FILTER_QUERY, query)


def _sources(call: Call, named: list[Any]) -> tuple[Folder, ...]:
    if not named:
        raise GraphError(MISSING, name="sourceFolderIds")
    if len(named) > _MOST_SOURCES or not all(isinstance(each, str) for each in named):
        raise GraphError(MISMATCH, name="sourceFolderIds")
    folders = tuple(call.folder(each) for each in named)
    if any(each.search is not None for each in folders):
        raise GraphError(NO_SOURCE, what="another search folder")
    return folders
