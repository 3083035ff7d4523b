"""The changes of the folders of a mailbox: made, renamed, moved and deleted ones, not what happens in them.

Sources: learn.microsoft.com/graph/api/mailfolder-delta; docs-contrib#6163.
"""

from dataclasses import replace
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.delta_tokens import DeltaToken
from fakeserver.protocols.graph.operations.following.delta import linked, page_size, state_of, token_of
from fakeserver.protocols.graph.properties.folder import MAIL_FOLDER, is_mail_folder
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import LIST_MAIL
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.syncing import folder_changes
from fakeserver.tenant.exchange.syncing.item_changes import Verb
from fakeserver.tenant.exchange.syncing.sync_state import SyncState

_TYPE: Final = "#microsoft.graph.mailFolder"


@operation(
    "GET",
    "me/mailFolders/delta",
    needs=LIST_MAIL,
    query="$select $top $skiptoken $deltatoken includeHiddenFolders",
)
def list_changed_folders(call: Call) -> Result:
    """Return a page of what has changed among the folders: all of them at first, then what happened to them."""
    root = call.mailbox.folders.distinguished("msgfolderroot")
    token = token_of(call, lambda: _first(call, root))
    state = state_of(call, token, "folders", root, call.mailbox.ids.last_number + 1)
    size, view, shape = page_size(call), View(root=call.root), MAIL_FOLDER.shape(token.select)
    entries: list[dict[str, Any]] = []
    if state.listing:
        page, state = _listed(call, root, state, token, size)
        entries = [{"@odata.type": _TYPE, **shape.write(folder, view)} for folder in page]
    is_present = not state.listing
    if is_present and len(entries) < size:
        changes, state = folder_changes.after(call.mailbox.changes, root, state)
        if "FullAccess" not in call.visit.rights:
            changes, seen = folder_changes.as_seen(
                changes, root, state.seen, lambda folder: inside.sees(call.visit, folder)
            )
            state = replace(state, seen=seen)
        for change in changes:
            if not _is_wanted(change.folder, token):
                continue
            if change.verb is Verb.DELETE:
                removed = {"@odata.type": _TYPE, "id": call.folder_id(change.folder)}
                entries.append({**removed, "@removed": {"reason": "deleted"}})
            else:
                entries.append({"@odata.type": _TYPE, **shape.write(change.folder, view)})
    elif is_present:
        # The log is read with the next page.
        is_present = False
    answer = {"@odata.context": f"{call.root}/$metadata#Collection(mailFolder)", "value": entries}
    return linked(call, answer, replace(token, state=state.encode()), is_present=is_present)


def _first(call: Call, root: Folder) -> DeltaToken:
    mailbox = call.mailbox
    state = SyncState("folders", mailbox.guid, root.number, mailbox.changes.position, 0, mailbox.ids.last_number + 1)
    hidden = call.query.flag("includehiddenfolders")
    MAIL_FOLDER.shape(call.query.get("$select"))
    return DeltaToken(state.encode(), call.query.get("$select"), hidden=hidden)


def _listed(call: Call, root: Folder, state: SyncState, token: DeltaToken, size: int) -> tuple[list[Folder], SyncState]:
    """Return the next folders of the first listing by their numbers, which stay; parents come before children."""
    left = sorted(
        (folder for folder in root.descendants() if state.next_uid < folder.number < state.listed_until),
        key=lambda folder: folder.number,
    )
    shown = [folder for folder in left if _is_wanted(folder, token) and inside.sees(call.visit, folder)]
    page = shown[:size]
    if len(page) == len(shown):
        known = None if "FullAccess" in call.visit.rights else frozenset(folder.number for folder in _seen(call, root))
        return page, replace(state, next_uid=0, listed_until=0, seen=known)
    return page, replace(state, next_uid=page[-1].number)


def _seen(call: Call, root: Folder) -> list[Folder]:
    return [folder for folder in root.descendants() if inside.sees(call.visit, folder)]


def _is_wanted(folder: Folder, token: DeltaToken) -> bool:
    return is_mail_folder(folder) and (token.hidden or not folder.hidden)
