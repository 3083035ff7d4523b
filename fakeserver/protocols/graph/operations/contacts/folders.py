"""Folders of contacts: listed, shown, made, renamed and deleted.

Sources: learn.microsoft.com/graph/api/user-list-contactfolders, /user-post-contactfolders, /contactfolder-get,
/contactfolder-update, /contactfolder-delete: those below the default folder, which is not among them.
Assumption: those beside it are listed as well.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import MISMATCH, UNKNOWN_PROPERTY, GraphError
from fakeserver.protocols.graph.operations.contacts.shown import DEFAULT, ContactFolders, folder_of
from fakeserver.protocols.graph.pages import asked_for, page_of
from fakeserver.protocols.graph.properties.contact import CONTACT_FOLDER, is_contact_folder
from fakeserver.protocols.graph.properties.contact_fields import CONTACT_FOLDER_FIELDS
from fakeserver.protocols.graph.registry import operation
from fakeserver.steps import Steps
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import READ_CONTACTS, WRITE_CONTACTS
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.values import DeleteMode

_QUERY: Final = "$select $filter $orderby $top $skip $count"
_NEW_CLASS: Final = "IPF.Contact"


@operation("GET", "me/contactFolders", needs=READ_CONTACTS, query=_QUERY)
def list_contact_folders(call: Call) -> Result:
    """Return the folders of contacts beside the default one, and below it."""
    folders = call.mailbox.folders
    found = [*folders.distinguished(DEFAULT).children, *folders.distinguished("msgfolderroot").children]
    return _page(call, found, "contactFolders")


@operation("GET", "me/contactFolders/{contactFolder}/childFolders", needs=READ_CONTACTS, query=_QUERY)
def list_child_contact_folders(call: Call) -> Result:
    """Return the folders right below one."""
    return _page(
        call, folder_of(call, "see").children, f"contactFolders('{call.values['contactFolder']}')/childFolders"
    )


@operation("GET", "me/contactFolders/{contactFolder}", needs=READ_CONTACTS, query="$select")
def get_contact_folder(call: Call) -> Result:
    """Return a folder of contacts."""
    return ContactFolders(call).entity(folder_of(call, "see"))


@operation("POST", "me/contactFolders", needs=WRITE_CONTACTS)
@operation("POST", "me/contactFolders/{contactFolder}/childFolders", needs=WRITE_CONTACTS)
def create_contact_folder(call: Call) -> Result:
    """Make a folder of contacts, below the default one where the path names none."""
    parent, name = folder_of(call, "create_folder"), _name(call)
    folder = call.mailbox.folders.create(parent, name, _NEW_CLASS)
    inside.inherit_permissions(call.visit, parent, folder)
    return created(ContactFolders(call).entity(folder))


@operation("PATCH", "me/contactFolders/{contactFolder}", needs=WRITE_CONTACTS)
def update_contact_folder(call: Call) -> Result:
    """Rename a folder of contacts."""
    folder, name = folder_of(call, "own"), _name(call)
    if name != folder.display_name:
        call.mailbox.folders.rename(folder, name)
    return ContactFolders(call).entity(folder)


@operation("DELETE", "me/contactFolders/{contactFolder}", needs=WRITE_CONTACTS)
def delete_contact_folder(call: Call) -> Result:
    """Move a folder of contacts to Deleted Items."""
    return _delete(call, DeleteMode.MOVE_TO_DELETED)


@operation("POST", "me/contactFolders/{contactFolder}/permanentDelete", needs=WRITE_CONTACTS, body=False)
def permanently_delete_contact_folder(call: Call) -> Result:
    """Delete a folder of contacts so that nobody sees it again.

    Source: learn.microsoft.com/graph/api/contactfolder-permanentdelete
    """
    return _delete(call, DeleteMode.HARD)


def _delete(call: Call, mode: DeleteMode) -> Answer:
    call.mailbox.folders.delete(folder_of(call, "own"), mode)
    return Answer(NO_CONTENT)


def _page(call: Call, candidates: list[Folder], where: str) -> Steps[dict[str, Any]]:
    writer = ContactFolders(call)
    found = [
        each
        for each in candidates
        if is_contact_folder(each)
        and not each.hidden
        and each.distinguished_id != DEFAULT
        and inside.sees(call.visit, each)
    ]
    found.sort(key=lambda each: each.display_name.casefold())
    return page_of(call, asked_for(call, CONTACT_FOLDER_FIELDS, found), f"{where}{writer.selected}", writer.write)


def _name(call: Call) -> str:
    """Return the name that the body gives a folder; what only the service sets is no name, and changes nothing."""
    given = members(call.json)
    for member in given:
        if CONTACT_FOLDER.property(member) is None:
            raise GraphError(UNKNOWN_PROPERTY, name=member[:200], type=CONTACT_FOLDER.name)
    name = str(of_type(given.get("displayName"), str, "displayName"))
    if not name:
        raise GraphError(MISMATCH, name="displayName")
    return name
