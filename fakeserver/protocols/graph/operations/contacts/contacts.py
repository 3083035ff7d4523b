"""Contacts: listed, shown, created, changed and deleted.

Sources: learn.microsoft.com/graph/api/user-list-contacts, /contact-get, /user-post-contacts, /contact-update,
/contact-delete. Assumption: without ``$orderby`` they are in the order in which they were made.
"""

from collections.abc import Sequence
from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.operations.contacts.shown import Contacts, contact_of, folder_of
from fakeserver.protocols.graph.pages import asked_for, page_of
from fakeserver.protocols.graph.properties.contact_changes import Before, read_contact
from fakeserver.protocols.graph.properties.contact_fields import CONTACT_FIELDS
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import READ_CONTACTS, WRITE_CONTACTS
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import CONTACT, is_of
from fakeserver.tenant.exchange.values import DeleteMode

_QUERY: Final = "$select $filter $orderby $top $skip $count $search $expand"


@operation("GET", "me/contacts", needs=READ_CONTACTS, query=_QUERY)
@operation("GET", "me/contactFolders/{contactFolder}/contacts", needs=READ_CONTACTS, query=_QUERY)
def list_contacts(call: Call) -> Result:
    """Return the contacts in a folder."""
    if "$search" in call.query:
        raise GraphError(NOT_PERFORMED, what="$search of contacts")
    contacts = Contacts(call)
    named = call.values.get("contactFolder")
    where = "contacts" if named is None else f"contactFolders('{named}')/contacts"
    return page_of(call, _asked_for(call), f"{where}{contacts.selected}", contacts.write, _is_there)


@operation("GET", "me/contacts/$count", needs=READ_CONTACTS, query="$filter")
@operation("GET", "me/contactFolders/{contactFolder}/contacts/$count", needs=READ_CONTACTS, query="$filter")
def count_contacts(call: Call) -> Result:
    """Return how many contacts there are in a folder."""
    return call.counted(len(_asked_for(call)))


def _is_there(item: Item) -> bool:
    return item.folder.items.get(item.uid) is item


def _asked_for(call: Call) -> Sequence[Item]:
    """Return the contacts that are asked for, and that the caller may see."""
    found = [item for item in folder_of(call).visible() if is_of(item.item_class, CONTACT) and call.shows(item)]
    return asked_for(call, CONTACT_FIELDS, found)


@operation("GET", "me/contacts/{contact}", needs=READ_CONTACTS, query="$select $expand")
@operation("GET", "me/contactFolders/{contactFolder}/contacts/{contact}", needs=READ_CONTACTS, query="$select $expand")
def get_contact(call: Call) -> Result:
    """Return a contact."""
    return Contacts(call).entity(contact_of(call))


@operation("POST", "me/contacts", needs=WRITE_CONTACTS)
@operation("POST", "me/contactFolders/{contactFolder}/contacts", needs=WRITE_CONTACTS)
def create_contact(call: Call) -> Result:
    """Add a contact."""
    contacts, folder = Contacts(call), folder_of(call, "create")
    given = {name: value for name, value in _read(call, lambda name: None).items() if value is not None}
    item = call.mailbox.items.add(folder, CONTACT, {"is_read": True, **given})
    inside.sign(call.visit, item)
    return created(contacts.entity(item))


@operation("PATCH", "me/contacts/{contact}", needs=WRITE_CONTACTS)
@operation("PATCH", "me/contactFolders/{contactFolder}/contacts/{contact}", needs=WRITE_CONTACTS)
def update_contact(call: Call) -> Result:
    """Change a contact."""
    contacts, item = Contacts(call), contact_of(call, "edit")
    if changes := _read(call, item.get):
        call.mailbox.items.update(item, changes)
    return contacts.entity(item)


@operation("DELETE", "me/contacts/{contact}", needs=WRITE_CONTACTS)
@operation("DELETE", "me/contactFolders/{contactFolder}/contacts/{contact}", needs=WRITE_CONTACTS)
def delete_contact(call: Call) -> Result:
    """Move a contact to Deleted Items, and from there to the recoverable items."""
    item = contact_of(call, "delete")
    is_deleted = any(folder.distinguished_id == "deleteditems" for folder in item.folder.lineage())
    call.mailbox.items.delete([item], DeleteMode.SOFT if is_deleted else DeleteMode.MOVE_TO_DELETED)
    return Answer(NO_CONTENT)


@operation("POST", "me/contacts/{contact}/permanentDelete", needs=WRITE_CONTACTS, body=False)
@operation(
    "POST", "me/contactFolders/{contactFolder}/contacts/{contact}/permanentDelete", needs=WRITE_CONTACTS, body=False
)
def permanently_delete_contact(call: Call) -> Result:
    """Delete a contact so that nobody sees it again.

    Source: learn.microsoft.com/graph/api/contact-permanentdelete
    """
    call.mailbox.items.delete([contact_of(call, "delete")], DeleteMode.HARD)
    return Answer(NO_CONTENT)


def _read(call: Call, before: Before) -> dict[str, Any]:
    """Read the contact in the body; the journal says what is not the client's to set."""
    ignored: list[str] = []
    given = read_contact(call.json, before, ignored.append)
    if ignored:
        call.remark(f"ignored, since the service alone sets it of a contact: {', '.join(ignored)}")
    return given
