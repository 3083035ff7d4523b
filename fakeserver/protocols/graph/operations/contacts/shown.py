"""Contacts and their folders of one call: found by what its path names, and written as it selects."""

from typing import Any, Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ITEM_NOT_FOUND, GraphError
from fakeserver.protocols.graph.expand import read_entity_expand
from fakeserver.protocols.graph.ids import ews_form, find_item
from fakeserver.protocols.graph.properties.contact import CONTACT, CONTACT_FOLDER, is_contact_folder
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.checks.folder_access import Ask, check_folder
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import CONTACT as CONTACT_CLASS
from fakeserver.tenant.exchange.item_classes import is_of
from fakeserver.tenant.refusals import ItemNotFound

#: What the default folder is called in a path, in any case.
DEFAULT: Final = "contacts"


def folder_of(call: Call, ask: Ask = "read") -> Folder:
    """Return the folder that the path names, the default one where it names none.

    Raises:
        IdMalformed, FolderNotFound, FolderGone, FolderAccessDenied.
        GraphError: it is none of contacts.
    """
    named = call.values.get("contactFolder", DEFAULT)
    if named.lower() == DEFAULT:
        folder = call.mailbox.folders.distinguished(DEFAULT)
    else:
        folder = call.mailbox.folders.by_id(ews_form(named))
        if not is_contact_folder(folder):
            raise GraphError(ITEM_NOT_FOUND)
    check_folder(call.visit, folder, ask)
    return folder


def contact_of(call: Call, ask: Ask = "read") -> Item:
    """Return the contact that the path names; its entity tag has to be the one that is asked for.

    Raises:
        IdMalformed, ItemNotFound, FolderAccessDenied.
        GraphError: it has changed since (412).
    """
    named = call.values["contact"]
    item = find_item(call.mailbox, named)
    inside.check_item(call.visit, item, ask)
    if not is_of(item.item_class, CONTACT_CLASS) or item.is_associated:
        raise ItemNotFound(named)
    if "contactFolder" in call.values and item.folder is not folder_of(call, "see"):
        raise ItemNotFound(named)
    call.check_tag(item.change_key)
    return item


class Contacts:
    """Writes contacts for one call.

    Raises:
        GraphError: ``$select`` or ``$expand`` names what contacts do not have.
    """

    def __init__(self, call: Call) -> None:
        self._expansion = read_entity_expand(call.query.get("$expand"), CONTACT)
        self._call = call
        self._view = View(immutable_ids=call.immutable, root=call.root)
        self._shape = CONTACT.shape(call.query.get("$select"))
        self.selected = f"({','.join(self._shape.names)})" if "$select" in call.query else ""

    def write(self, item: Item) -> dict[str, Any]:
        """Return a contact's JSON."""
        written = self._shape.write(item, self._view)
        self._expansion.write(item, written, self._view)
        return written

    def entity(self, item: Item) -> dict[str, Any]:
        """Return a contact as the answer to a request for it alone."""
        return {"@odata.context": self._call.context(f"contacts{self.selected}/$entity"), **self.write(item)}


class ContactFolders:
    """Writes folders of contacts for one call.

    Raises:
        GraphError: ``$select`` names what they do not have.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._view = View(root=call.root)
        self._shape = CONTACT_FOLDER.shape(call.query.get("$select"))
        self.selected = f"({','.join(self._shape.names)})" if "$select" in call.query else ""

    def write(self, folder: Folder) -> dict[str, Any]:
        """Return a folder's JSON."""
        return self._shape.write(folder, self._view)

    def entity(self, folder: Folder) -> dict[str, Any]:
        """Return a folder as the answer to a request for it alone."""
        return {"@odata.context": self._call.context(f"contactFolders{self.selected}/$entity"), **self.write(folder)}
