"""One folder: shown, made, renamed, moved, copied, deleted."""

from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import (
    ASSUMED,
    INVALID_SET,
    MISMATCH,
    UNKNOWN_PROPERTY,
    GraphError,
    Row,
)
from fakeserver.protocols.graph.operations.folders import search_folders
from fakeserver.protocols.graph.properties.folder import MAIL_FOLDER, is_mail_folder
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Folders
from fakeserver.protocols.graph.values.reading import type_named
from fakeserver.protocols.graph.writing.parameters import parameters, required
from fakeserver.steps import Steps
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.checks.folder_access import check_folder
from fakeserver.tenant.access.needs import LIST_MAIL, WRITE_MAIL
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderGone

NAME_MISSING: Final = Row(400, "ErrorInvalidRequest", "The folder has no displayName.", ASSUMED)
_WRITTEN: Final = frozenset({"displayName", "isHidden"})


@operation("GET", "me/mailFolders/{folder}", needs=LIST_MAIL, query="$select $expand includeHiddenFolders")
def get_folder(call: Call) -> Result:
    """Return a folder.

    Source: learn.microsoft.com/graph/api/mailfolder-get
    """
    # It says something of what is expanded; what is no boolean is refused in any case.
    call.query.flag("includehiddenfolders")
    return Folders(call).entity(_mail_folder(call, call.named_folder("see")))


@operation("POST", "me/mailFolders", needs=WRITE_MAIL)
def create_folder(call: Call) -> Result:
    """Make a folder on top of the mailbox.

    Source: learn.microsoft.com/graph/api/user-post-mailfolders
    """
    return _create(call, call.mailbox.folders.distinguished("msgfolderroot"))


@operation("POST", "me/mailFolders/{folder}/childFolders", needs=WRITE_MAIL)
def create_child_folder(call: Call) -> Result:
    """Make a folder below another.

    Source: learn.microsoft.com/graph/api/mailfolder-post-childfolders
    """
    return _create(call, call.named_folder("see"))


def _create(call: Call, parent: Folder) -> Result:
    check_folder(call.visit, parent, "create_folder")
    given = dict(call.json)
    is_search = _is_search(type_named(given))
    show = search_folders.show(call, None, search_folders.defining(given, whole=True)) if is_search else None
    members = _members(given)
    if "displayName" not in members:
        raise GraphError(NAME_MISSING)
    folder = call.mailbox.folders.create(parent, members["displayName"])
    folder.hidden = members.get("isHidden", False)
    if show is not None:
        show(folder)
    inside.inherit_permissions(call.visit, parent, folder)
    return created(Folders(call).entity(folder))


def _is_search(type_name: str) -> bool:
    match type_name.lower():
        case "microsoft.graph.mailsearchfolder":
            return True
        case "" | "microsoft.graph.mailfolder":
            return False
        case _:
            raise GraphError(MISMATCH, name="@odata.type")


@operation("PATCH", "me/mailFolders/{folder}", needs=WRITE_MAIL)
def update_folder(call: Call) -> Result:
    """Rename a folder, or tell a search folder to show something else.

    Source: learn.microsoft.com/graph/api/mailfolder-update
    """
    folder = _mail_folder(call, call.named_folder("own"))
    given = dict(call.json)
    searched = {} if folder.search is None else search_folders.defining(given, whole=False)
    show = search_folders.show(call, folder, searched) if searched else None
    members = _members(given)
    if "isHidden" in members:
        # It can be set when a folder is made, and then no more.
        raise GraphError(INVALID_SET)
    if "displayName" in members and members["displayName"] != folder.display_name:
        call.mailbox.folders.rename(folder, members["displayName"])
    if show is not None:
        show(folder)
    return Folders(call).entity(folder)


def _members(given: dict[str, Any]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in given.items():
        if name == "@odata.type" or "@" in name:
            continue
        known = MAIL_FOLDER.property(name)
        if known is None:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:100], type=MAIL_FOLDER.name)
        if known.name not in _WRITTEN:
            if value is None:
                continue
            raise GraphError(INVALID_SET)
        members[known.name] = of_type(value, bool if known.name == "isHidden" else str, known.name)
    return members


@operation("POST", "me/mailFolders/{folder}/move", needs=WRITE_MAIL)
def move_folder(call: Call) -> Result:
    """Put a folder with all that is in it below another.

    Source: learn.microsoft.com/graph/api/mailfolder-move. Assumption: 200, as the page has it, though messages get 201.
    """
    folder = _mail_folder(call, call.named_folder("own"))
    target = _destination(call)
    call.mailbox.folders.move(folder, target)
    return Folders(call).entity(folder)


@operation("POST", "me/mailFolders/{folder}/copy", needs=WRITE_MAIL)
def copy_folder(call: Call) -> Result:
    """Put a copy of a folder, with all that is in it, below another.

    Source: learn.microsoft.com/graph/api/mailfolder-copy
    """
    folder = _mail_folder(call, call.named_folder("read"))
    return _copied(call, folder, _destination(call))


def _copied(call: Call, folder: Folder, target: Folder) -> Steps[dict[str, Any]]:
    concerns = call.shows if inside.hides(call.visit) else None
    copy = yield from call.mailbox.folders.copy_in_steps(folder, target, concerns)
    inside.inherit_permissions(call.visit, target, copy)
    return Folders(call).entity(copy)


def _destination(call: Call) -> Folder:
    given = parameters(call.request, call.operation.path.rpartition("/")[2], "destinationId")
    return call.folder(of_type(required(given, "destinationId"), str, "destinationId"), "create_folder")


@operation("DELETE", "me/mailFolders/{folder}", needs=WRITE_MAIL)
def delete_folder(call: Call) -> Result:
    """Put a folder into Deleted Items, or delete it for good if it lies there.

    Source: learn.microsoft.com/graph/api/mailfolder-delete
    """
    return _deleted(call, DeleteMode.MOVE_TO_DELETED)


@operation("POST", "me/mailFolders/{folder}/permanentDelete", needs=WRITE_MAIL, body=False)
def permanently_delete_folder(call: Call) -> Result:
    """Delete a folder for good, with all that is in it.

    Source: learn.microsoft.com/graph/api/mailfolder-permanentdelete
    """
    return _deleted(call, DeleteMode.HARD)


def _deleted(call: Call, mode: DeleteMode) -> Result:
    folder = _mail_folder(call, call.named_folder("own"))

    def in_steps() -> Steps[Answer]:
        yield from call.mailbox.folders.delete_in_steps(folder, mode)
        return Answer(NO_CONTENT)

    return in_steps()


def _mail_folder(call: Call, folder: Folder) -> Folder:
    """Return a folder that Graph shows as one of mail; calendars, contacts and tasks are none."""
    if not is_mail_folder(folder):
        raise FolderGone(call.values["folder"])
    return folder
