"""The changes of messages in a folder.

Sources: learn.microsoft.com/graph/api/message-delta, /graph/delta-query-messages; microsoft-graph-docs#7776 for what is
said of a message that was only read; docs-contrib#6457 and msgraph-sdk-java#536: ``$top`` does not choose the size of a
page.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.delta_tokens import DeltaToken
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.expand import read_expand
from fakeserver.protocols.graph.operations.following.delta import former_id, linked, page_size, state_of, token_of
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.table import Shape
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import view_of
from fakeserver.tenant.access.needs import LIST_MAIL, READ_MAIL
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.syncing import item_changes
from fakeserver.tenant.exchange.syncing.item_changes import ItemChange, Verb, Wanted
from fakeserver.tenant.exchange.syncing.sync_state import SyncState

WRONG_FILTER: Final = Row(
    400,
    "ErrorInvalidUrlQuery",
    "The '$filter' parameter value is not supported for 'Messages' resource; only a value of 'receivedDateTime ge "
    "value' is supported.",
)
WRONG_ORDER: Final = Row(
    400,
    "ErrorInvalidUrlQuery",
    "The '$orderby' parameter value is not supported for 'Messages' resource; only a value of 'receivedDateTime "
    "desc' is supported.",
    ASSUMED,
)
WRONG_CHANGE_TYPE: Final = Row(
    400, "ErrorInvalidUrlQuery", "The 'changeType' parameter value '{value}' is not supported.", ASSUMED
)
_SINCE: Final = re.compile(r"\s*receivedDateTime\s+(ge|gt)\s+(\S+)\s*", re.IGNORECASE)
#: Messages that are listed at most where there is a filter.
_MOST_FILTERED: Final = 5000
_CHANGE_TYPES: Final = {Verb.CREATE: "created", Verb.UPDATE: "updated", Verb.READ_FLAG_CHANGE: "updated"}
#: All that is said of a message that was read, or marked as unread.
_READ_FLAG: Final = MESSAGE.shape("isRead,parentFolderId")
_TYPE: Final = "#microsoft.graph.message"


@operation(
    "GET",
    "me/mailFolders/{folder}/messages/delta",
    needs=LIST_MAIL,
    query="$select $top $filter $orderby $expand $skiptoken $deltatoken changeType",
)
def list_changed_messages(call: Call) -> Result:
    """Return a page of what has changed in a folder: all messages at first, then what happened to them."""
    folder = call.named_folder()
    token = token_of(call, lambda: _first(call, folder))
    state = state_of(call, token, "messages", folder, folder.next_uid)
    shape = MESSAGE.shape(token.select, basic_only=not call.permits(READ_MAIL))
    expansion = read_expand(token.expand, call)
    if expansion.needs_reading:
        call.require(READ_MAIL)
    wanted = _wanted(call, token)
    size = page_size(call)
    found, state, token = _listed(folder, state, token, size, wanted)
    is_present = False
    if not state.listing and len(found) < size:
        changed, state, is_present = item_changes.after(call.mailbox, folder, state, size - len(found), wanted)
        found += changed
    view = view_of(call)
    entries: list[dict[str, Any]] = []
    for change in found:
        entry = _entry(call, change, token, shape, view)
        if entry is not None:
            entries.append(entry)
            if change.item is not None and change.verb is not Verb.READ_FLAG_CHANGE:
                expansion.write(change.item, entry, view)
    answer = {"@odata.context": f"{call.root}/$metadata#Collection(message)", "value": entries}
    return linked(call, answer, replace(token, state=state.encode()), is_present=is_present)


def _first(call: Call, folder: Folder) -> DeltaToken:
    query = call.query
    text, order, kind = query.get("$filter"), query.get("$orderby"), query.get("changetype", "").lower()
    _since(text)
    if order is not None and order.split() != ["receivedDateTime", "desc"]:
        raise GraphError(WRONG_ORDER)
    if kind not in ("", "created", "updated", "deleted"):
        raise GraphError(WRONG_CHANGE_TYPE, value=kind[:50])
    state = replace(item_changes.start(call.mailbox, folder), kind="messages")
    return DeltaToken(state.encode(), query.get("$select"), text, order, kind, expand=query.get("$expand"))


def _since(text: str | None) -> datetime | None:
    """Return from when on messages are wanted; None: all."""
    if text is None:
        return None
    found = _SINCE.fullmatch(text)
    try:
        return datetime.fromisoformat(found[2]).replace(tzinfo=UTC) if found is not None else _refuse()
    except ValueError as error:
        raise GraphError(WRONG_FILTER) from error


def _refuse() -> datetime:
    raise GraphError(WRONG_FILTER)


def _wanted(call: Call, token: DeltaToken) -> Wanted:
    since = _since(token.filter)
    is_strict = since is not None and "gt" in (token.filter or "").lower().split()

    def shows(item: Item) -> bool:
        if since is not None and (item.received_at < since or (is_strict and item.received_at == since)):
            return False
        return call.shows(item)

    return Wanted(shows=shows)


def _listed(
    folder: Folder, state: SyncState, token: DeltaToken, size: int, wanted: Wanted
) -> tuple[list[ItemChange], SyncState, DeltaToken]:
    """Go on with the first listing; with ``$orderby`` or a filter the newest arrival comes first.

    A listing counts its places: UIDs, or how far from the last one.
    """
    found: list[ItemChange] = []
    place, listed = state.next_uid, token.listed
    backwards = token.orderby is not None
    while place < state.listed_until and len(found) < size:
        item = folder.items.get(state.listed_until - place if backwards else place)
        place += 1
        if item is not None and wanted.item(item) and token.change_type in ("", "created"):
            found.append(ItemChange(Verb.CREATE, item.item_id, item))
        if token.filter is not None and listed + len(found) >= _MOST_FILTERED:
            place = state.listed_until
    if place >= state.listed_until:
        place, state = 0, replace(state, listed_until=0)
    return found, replace(state, next_uid=place), replace(token, listed=listed + len(found))


def _entry(call: Call, change: ItemChange, token: DeltaToken, shape: Shape[Item], view: View) -> dict[str, Any] | None:
    """Return how one change is said; None: the client has not asked for such ones."""
    if change.item is None:
        if token.change_type not in ("", "deleted"):
            return None
        return {"@odata.type": _TYPE, "id": former_id(call, change, view), "@removed": {"reason": "deleted"}}
    if token.change_type not in ("", _CHANGE_TYPES[change.verb]):
        return None
    item = change.item
    written: dict[str, Any] = {"@odata.type": _TYPE}
    if change.verb is Verb.READ_FLAG_CHANGE:
        if token.select is not None and not any(name == "isRead" for name, _ in shape.properties):
            return None
        return {**written, **_READ_FLAG.write(item, view)}
    written |= shape.write(item, view)
    # As in the samples, the id comes last.
    written["id"] = written.pop("id")
    return written
