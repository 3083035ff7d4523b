"""The properties of folders: microsoft.graph.mailFolder.

Source: learn.microsoft.com/graph/api/resources/mailfolder; msgraph-metadata for what v1.0 has.
"""

from typing import Any, Final

from fakeserver.protocols.graph.ids import rest_id
from fakeserver.protocols.graph.properties.table import ABSENT, EntityType, Property
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.search_folders import FILTER_QUERY

SEARCH_FOLDER: Final = "#microsoft.graph.mailSearchFolder"


def is_mail_folder(folder: Folder) -> bool:
    """Say whether Graph takes a folder for one of mail: by its class, as sub-classes of IPF.Note are."""
    kind = folder.folder_class.lower()
    return kind in ("", "ipf.note") or kind.startswith("ipf.note.")


def children_of(folder: Folder, *, hidden: bool) -> list[Folder]:
    """Return the mail folders right below, by name.

    Args:
        hidden: whether those that nobody lists are among them.
    """
    found = [each for each in folder.children if is_mail_folder(each) and (hidden or not each.hidden)]
    return sorted(found, key=lambda each: each.display_name.casefold())


def _type(folder: Folder, _view: View) -> Any:
    return ABSENT if folder.search is None else SEARCH_FOLDER


def _parent(folder: Folder, _view: View) -> str | None:
    return None if folder.parent is None else rest_id(folder.parent.folder_id)


def _total(folder: Folder, _view: View) -> int:
    if folder.search is not None and isinstance(folder.mailbox, Mailbox):
        return folder.mailbox.search.counts(folder).total
    return folder.visible_count


def _unread(folder: Folder, _view: View) -> int:
    if folder.search is not None and isinstance(folder.mailbox, Mailbox):
        return folder.mailbox.search.counts(folder).unread
    return folder.unread_count


MAIL_FOLDER: Final = EntityType[Folder](
    "microsoft.graph.mailFolder",
    (
        Property("@odata.type", _type),
        Property("id", lambda folder, _: rest_id(folder.folder_id)),
        Property("displayName", lambda folder, _: folder.display_name),
        Property("parentFolderId", _parent),
        Property("childFolderCount", lambda folder, _: len(children_of(folder, hidden=False))),
        Property("unreadItemCount", _unread),
        Property("totalItemCount", _total),
        Property("isHidden", lambda folder, _: folder.hidden),
    ),
    frozenset({"childFolders", "messages", "singleValueExtendedProperties", "multiValueExtendedProperties"}),
)


def _sources(folder: Folder, _view: View) -> list[str]:
    search: Any = folder.search
    return [rest_id(each.folder_id) for each in search.folders if each.exists]


def _nested(folder: Folder, _view: View) -> bool:
    search: Any = folder.search
    return bool(search.deep)


#: Of those that another protocol has made, or that every mailbox has, the condition is not known in Graph's words:
#: they are not supported, which means that they cannot be changed.
MAIL_SEARCH_FOLDER: Final = EntityType[Folder](
    "microsoft.graph.mailSearchFolder",
    (
        *MAIL_FOLDER.properties,
        Property("isSupported", lambda folder, _: FILTER_QUERY in folder.properties),
        Property("includeNestedFolders", _nested),
        Property("sourceFolderIds", _sources),
        Property("filterQuery", lambda folder, _: folder.properties.get(FILTER_QUERY)),
    ),
    MAIL_FOLDER.navigation,
)
