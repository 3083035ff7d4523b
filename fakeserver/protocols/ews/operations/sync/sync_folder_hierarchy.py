"""SyncFolderHierarchy: changes to the folders below one since the client's last request.

Source: web-service-reference/syncfolderhierarchy-operation.
"""

from dataclasses import replace
from typing import Final

from fakeserver.protocols.ews.answers.folder_shapes import FOLDER_SHAPE, FolderShape
from fakeserver.protocols.ews.answers.forms import Single, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.sync.errors import SYNC_FOLDER_NOT_FOUND
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import TARGET_FOLDER, named_folder, read_target
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import content
from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, joined, text
from fakeserver.steps import each
from fakeserver.tenant.exchange.syncing import folder_changes, sync_state
from fakeserver.tenant.exchange.syncing.folder_changes import FolderChange
from fakeserver.tenant.exchange.syncing.item_changes import Verb
from fakeserver.tenant.refusals import FolderNotFound

#: The number in a state that was given out without a folder's id; no folder has it.
WHOLE_MAILBOX: Final = 0
#: Content of error messages: clients read both elements from them.
_EMPTY: Final = "<m:SyncState/><m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange>"


@operation(
    "SyncFolderHierarchy",
    answer=Single(_EMPTY),
    since="Exchange2007",
    request=complex_type(
        elements={"m:FolderShape": FOLDER_SHAPE, "m:SyncFolderId": TARGET_FOLDER, "m:SyncState": TEXT}
    ),
)
def sync_folder_hierarchy(call: Call) -> XmlSteps:
    """Return the changes since the state, and the state to ask with next; without a state, every folder as new.

    Without SyncFolderId it is about the whole mailbox. A state is one of the folder that was named when it was given
    out, or of none: the root by its id is not the same as no id. Assumption: a folder that the caller sees only now is
    new, and one that they do not see any more is deleted.
    """
    shape = FolderShape.read(call)
    target = call.parts.get(m("SyncFolderId"))
    folder_id = None if target is None else read_target(target)
    try:
        root = call.mailbox.folders.distinguished("root") if folder_id is None else named_folder(call, folder_id)
    except FolderNotFound as refusal:
        raise EwsError(SYNC_FOLDER_NOT_FOUND) from refusal
    refuse_public(root)
    given = content(call.parts.get(m("SyncState"))).strip()
    mailbox = call.visit_in(root).mailbox
    # exchange-web-services/handling-synchronization-related-errors-in-ews-in-exchange
    number = WHOLE_MAILBOX if folder_id is None else root.number
    known: frozenset[int] | None = frozenset()
    if given:
        state = sync_state.decode(given, "hierarchy", mailbox.guid, number, mailbox.changes)
        known = state.seen
        found, state = folder_changes.after(mailbox.changes, root, state)
    else:
        found, state = folder_changes.all_below(mailbox, root)
        state = replace(state, folder_number=number)
    is_limited = "FullAccess" not in call.visit_in(root).rights
    if is_limited or state.seen is not None:
        found, seen = folder_changes.as_seen(found, root, known, call.sees)
        state = replace(state, seen=seen if is_limited else None)
    written = yield from each(found, lambda change: _written(change, shape))
    return joined(
        (
            text("m:SyncState", state.encode()),
            boolean("m:IncludesLastFolderInRange", True),
            element("m:Changes", *written),
        )
    )


def _written(change: FolderChange, shape: FolderShape) -> Xml:
    folder = change.folder
    if change.verb is Verb.DELETE:
        return element("t:Delete", element("t:FolderId", Id=folder.folder_id, ChangeKey=folder.change_key))
    return element(f"t:{change.verb.value}", shape.write(folder))
