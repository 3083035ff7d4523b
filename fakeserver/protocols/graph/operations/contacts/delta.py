"""The changes of contacts in a folder.

Source: learn.microsoft.com/graph/api/contact-delta. Assumption: entries are as those of messages.
"""

from dataclasses import replace
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.delta_tokens import DeltaToken
from fakeserver.protocols.graph.operations.contacts.shown import folder_of
from fakeserver.protocols.graph.operations.following.delta import former_id, linked, page_size, state_of, token_of
from fakeserver.protocols.graph.properties.contact import CONTACT
from fakeserver.protocols.graph.properties.table import Shape
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access.needs import READ_CONTACTS
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import CONTACT as CONTACT_CLASS
from fakeserver.tenant.exchange.item_classes import is_of
from fakeserver.tenant.exchange.syncing import item_changes
from fakeserver.tenant.exchange.syncing.item_changes import ItemChange, Wanted

_QUERY: Final = "$select $skiptoken $deltatoken"
_TYPE: Final = "#microsoft.graph.contact"


@operation("GET", "me/contacts/delta", needs=READ_CONTACTS, query=_QUERY)
@operation("GET", "me/contactFolders/{contactFolder}/contacts/delta", needs=READ_CONTACTS, query=_QUERY)
def list_changed_contacts(call: Call) -> Result:
    """Return a page of what has changed in a folder: all contacts at first, then what happened to them."""
    folder = folder_of(call)
    token = token_of(call, lambda: _first(call, folder))
    state = state_of(call, token, "messages", folder, folder.next_uid)
    shape, view = CONTACT.shape(token.select), View(immutable_ids=call.immutable, root=call.root)
    wanted = Wanted(shows=lambda item: is_of(item.item_class, CONTACT_CLASS) and call.shows(item))
    changes, state, is_present = item_changes.after(call.mailbox, folder, state, page_size(call), wanted)
    entries = [_entry(call, change, shape, view) for change in changes]
    answer = {"@odata.context": f"{call.root}/$metadata#Collection(contact)", "value": entries}
    return linked(call, answer, replace(token, state=state.encode()), is_present=is_present)


def _first(call: Call, folder: Folder) -> DeltaToken:
    state = replace(item_changes.start(call.mailbox, folder), kind="messages")
    return DeltaToken(state.encode(), call.query.get("$select"))


def _entry(call: Call, change: ItemChange, shape: Shape[Item], view: View) -> dict[str, Any]:
    if change.item is None:
        return {"@odata.type": _TYPE, "id": former_id(call, change, view), "@removed": {"reason": "deleted"}}
    return {"@odata.type": _TYPE, **shape.write(change.item, view)}
