"""SyncFolderItems: changes to the items of a folder since the client's last request.

Source: web-service-reference/syncfolderitems-operation.
"""

from dataclasses import replace
from typing import Final

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.sync.errors import NO_SYNC_OF_SEARCH, SYNC_FOLDER_NOT_FOUND
from fakeserver.protocols.ews.properties.table import FIELDS
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_FOR_OPERATION
from fakeserver.protocols.ews.request.ids import (
    ITEM_ID,
    TARGET_FOLDER,
    decoded_item_id,
    named_folder,
    read_item_id,
    read_target,
)
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import TYPES, m
from fakeserver.protocols.ews.soap.reading import children, content, integer_of, word
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element, joined, text
from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.syncing import item_changes, sync_state
from fakeserver.tenant.exchange.syncing.item_changes import ItemChange, Verb, Wanted
from fakeserver.tenant.refusals import FolderNotFound

MAX_CHANGES: Final = 512
LIMIT_TYPE: Final = f"{TYPES}:MaxSyncChangesReturnedType"
SCOPE: Final = of_words("SyncFolderItemsScopeType", "NormalItems NormalAndAssociatedItems")

#: Content of error messages: clients read both elements from them.
_EMPTY: Final = "<m:SyncState/><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>"
#: Change key of items that are gone: object type 9, a message, and no change.
_GONE: Final = "CQAAAA=="


@operation(
    "SyncFolderItems",
    answer=Single(_EMPTY),
    since="Exchange2007",
    request=complex_type(
        elements={
            "m:ItemShape": ITEM_SHAPE,
            "m:SyncFolderId": TARGET_FOLDER,
            "m:SyncState": TEXT,
            "m:Ignore": list_type({"t:ItemId": ITEM_ID}),
            "m:MaxChangesReturned": TEXT,
            "m:SyncScope": TEXT,
        }
    ),
)
def sync_folder_items(call: Call) -> Steps[Xml]:
    """Return the changes since the state, as many as the client accepts, and the state for the next request."""
    shape = ItemShape.read(call, finding=True)
    shape.organizers_as_stored = False
    if shape.include_mime:
        # [MS-OXWSSYNC] 3.1.4.2.3.8; item:MimeContent among the additional properties is left out, as others are.
        raise EwsError(INVALID_FOR_OPERATION, FIELDS["item:MimeContent"].path)
    limit = integer_of(call.part(m("MaxChangesReturned")), LIMIT_TYPE, 1, MAX_CHANGES)
    scope = word(call.parts.get(m("SyncScope")), SCOPE, "NormalItems")
    not_wanted = [read_item_id(node) for node in children(call.parts.get(m("Ignore")))]
    folder_id = read_target(call.part(m("SyncFolderId")))
    try:
        folder = named_folder(call, folder_id, "read")
    except FolderNotFound as refusal:
        raise EwsError(SYNC_FOLDER_NOT_FOUND) from refusal
    refuse_public(folder)
    if folder.search is not None:
        raise EwsError(NO_SYNC_OF_SEARCH, fix="list it by FindItem, sorted, when a subscription tells of a change")
    mailbox = call.visit_in(folder).mailbox
    # Assumption: an id to ignore is refused as another would be. One of an item that is gone is taken.
    ignored = {decoded_item_id(item_id).text for item_id in not_wanted}
    given = content(call.parts.get(m("SyncState"))).strip()
    state = item_changes.start(mailbox, folder)
    if given:
        state = sync_state.decode(given, "items", mailbox.guid, folder.number, mailbox.changes, folder.next_uid)
    wanted = Wanted(lambda item_id: item_id not in ignored, associated=scope == "NormalAndAssociatedItems")
    if call.hides_in(folder):
        wanted = replace(wanted, shows=call.shows)
    found, state, is_last = item_changes.after(mailbox, folder, state, limit, wanted)
    written = yield from each(found, lambda change: _written(change, shape, folder))
    return joined(
        (
            text("m:SyncState", state.encode()),
            boolean("m:IncludesLastItemInRange", is_last),
            element("m:Changes", *written),
        )
    )


def _written(change: ItemChange, shape: ItemShape, folder: Folder) -> Xml:
    name = f"t:{change.verb.value}"
    item = change.item
    if item is None:
        return element(name, element("t:ItemId", Id=change.item_id, ChangeKey=_GONE))
    if folder.items.get(item.uid) is not item:
        # It left the folder between two steps, and its id is another one: the next call says that it is gone.
        return NOTHING
    if change.verb is Verb.READ_FLAG_CHANGE:
        item_id = element("t:ItemId", Id=item.item_id, ChangeKey=item.change_key)
        return element(name, item_id, boolean("t:IsRead", item.is_read))
    return element(name, shape.write(item))
