"""Lists of folders: those on top, and those below one."""

from typing import Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.pages import asked_for, page_of
from fakeserver.protocols.graph.properties.folder import children_of
from fakeserver.protocols.graph.properties.folder_fields import FOLDER_FIELDS
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Folders
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import LIST_MAIL
from fakeserver.tenant.exchange.entities import Folder

_QUERY: Final = "$select $expand $filter $orderby $top $skip $count includeHiddenFolders"


@operation("GET", "me/mailFolders", needs=LIST_MAIL, query=_QUERY)
def list_folders(call: Call) -> Result:
    """Return the folders right below the top of the mailbox.

    Source: learn.microsoft.com/graph/api/user-list-mailfolders
    """
    top = call.mailbox.folders.distinguished("msgfolderroot")
    return _page(call, _shown(call, top), "mailFolders")


@operation("GET", "me/mailFolders/{folder}/childFolders", needs=LIST_MAIL, query=_QUERY)
def list_child_folders(call: Call) -> Result:
    """Return the folders right below one.

    Source: learn.microsoft.com/graph/api/mailfolder-list-childfolders
    """
    folder = call.named_folder("see")
    return _page(call, _shown(call, folder), f"mailFolders('{call.values['folder']}')/childFolders")


@operation("GET", "me/mailFolders/$count", needs=LIST_MAIL, query="$filter includeHiddenFolders")
def count_folders(call: Call) -> Result:
    """Return how many folders lie right below the top, as text."""
    return _count(call, call.mailbox.folders.distinguished("msgfolderroot"))


@operation("GET", "me/mailFolders/{folder}/childFolders/$count", needs=LIST_MAIL, query="$filter includeHiddenFolders")
def count_child_folders(call: Call) -> Result:
    """Return how many folders lie right below one, as text."""
    return _count(call, call.named_folder("see"))


def _count(call: Call, parent: Folder) -> Result:
    return call.counted(len(asked_for(call, FOLDER_FIELDS, _shown(call, parent))))


def _shown(call: Call, parent: Folder) -> list[Folder]:
    hidden = call.query.flag("includehiddenfolders")
    return [each for each in children_of(parent, hidden=hidden) if inside.sees(call.visit, each)]


def _page(call: Call, folders: list[Folder], path: str) -> Result:
    writer = Folders(call)
    found = asked_for(call, FOLDER_FIELDS, folders)
    return page_of(call, found, f"{path}{writer.selected}", writer.write, lambda folder: folder.exists)
