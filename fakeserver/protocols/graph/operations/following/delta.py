"""What delta of messages and of folders have in common: the token that a request brings, and the links that it gets."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.delta_tokens import BROKEN, DeltaToken
from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.ids import rest_id
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.syncing.item_changes import ItemChange
from fakeserver.tenant.exchange.syncing.sync_state import Kind, SyncState, decode
from fakeserver.tenant.refusals import SyncStateGone, SyncStateInvalid

#: Entries of a page where nothing else is preferred, and at most.
PAGE: Final = 10
MOST: Final = 1000


def token_of(call: Call, first: Callable[[], DeltaToken]) -> DeltaToken:
    """Return the token of a request; of the first one, ``first`` makes it."""
    query = call.query
    brought = [query[name] for name in ("$skiptoken", "$deltatoken") if query.get(name)]
    if len(brought) > 1:
        raise GraphError(BROKEN)
    return DeltaToken.decode(brought[0]) if brought else first()


def state_of(call: Call, token: DeltaToken, kind: Kind, folder: Folder, limit: int = 0) -> SyncState:
    """Return the state in a token.

    Raises:
        GraphError: it is of another folder, or the mailbox's log does not know its position any more (410).
    """
    mailbox = call.mailbox
    try:
        return decode(token.state, kind, mailbox.guid, folder.number, mailbox.changes, limit)
    except SyncStateInvalid as refusal:
        if mailbox.changes.restores:
            raise SyncStateGone from refusal
        raise GraphError(BROKEN) from refusal


def page_size(call: Call) -> int:
    """Return how many entries a page has.

    Raises:
        GraphError: ``$top``, which does not choose that, is no number.
    """
    if "$top" in call.query:
        call.query.page()
        call.remark("$top chooses no page size here: Prefer: odata.maxpagesize does")
    if call.prefer.page_size:
        call.applied["odata.maxpagesize"] = None
        return min(call.prefer.page_size, MOST)
    return PAGE


def former_id(call: Call, change: ItemChange, view: View) -> str:
    """Return the id of an item that is gone, in the form in which the caller wants ids."""
    if not view.immutable_ids:
        return rest_id(change.item_id)
    return rest_id(call.mailbox.immutable.id_of_number(change.number))


def linked(call: Call, answer: dict[str, Any], token: DeltaToken, *, is_present: bool) -> dict[str, Any]:
    """Return an answer with the link behind its entries: to the next page, or to what comes later."""
    name, option = ("@odata.deltaLink", "$deltatoken") if is_present else ("@odata.nextLink", "$skiptoken")
    path = call.request.raw_path or quote(call.request.path)
    return {
        "@odata.context": answer["@odata.context"],
        name: f"{call.request.base_url}{path}?{option}={token.encode()}",
        "value": answer["value"],
    }
