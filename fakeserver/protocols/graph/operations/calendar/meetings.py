"""What the changes of a call do to those who are invited: messages go out by the tenant's scheduling.

Source: learn.microsoft.com/graph/api/user-post-events, /event-update, /event-delete: the service always tells
attendees. Assumption: what an invitation does not say (categories, the reminder) is nobody else's concern.
"""

from collections.abc import Mapping
from typing import Any, Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.tenant.access.checks.send_as import sender_check
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.scheduling.appointments import TOLD
from fakeserver.tenant.exchange.scheduling.outgoing import Audience, Way
from fakeserver.tenant.exchange.scheduling.participants import LISTS, attendees_of
from fakeserver.tenant.exchange.transport.outcomes import remarks
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt

DELETED_ALREADY: Final = Row(
    400,
    "ErrorCalendarCannotUpdateDeletedItem",
    "Cannot update calendar item that has already been deleted.",
    ASSUMED,
)
_TOLD: Final = frozenset((*TOLD, *LISTS))


def way(call: Call) -> Way:
    """Return how a message leaves the mailbox: as far as the caller may send in its name, with a copy in Sent Items."""
    return Way(sender_check(call.visit))


def invite(call: Call, item: Item) -> None:
    """Invite the attendees of a new event; where that is refused, the event is gone again.

    Raises:
        RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
    """
    try:
        remark(call, *call.tenant.scheduling.organizing.invite(item, Audience.EVERYBODY, way(call)))
        _remark_declined(call, item)
    except Exception:
        call.mailbox.items.delete([item])
        raise


def update(call: Call, item: Item, changes: Mapping[Any, Any]) -> None:
    """Change an event, and tell those that are to hear of it.

    Whoever is not the organizer changes their own copy alone.

    Raises:
        GraphError: it lies in Deleted Items, and there is somebody to tell.
        RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: nothing has changed.
    """
    audience = _audience(changes)
    meant = (*attendees_of(item.get), *attendees_of(changes.get))
    if audience is not Audience.NOBODY and meant and is_deleted(item):
        raise GraphError(DELETED_ALREADY)
    remark(call, *call.tenant.scheduling.organizing.update(item, changes, audience, way(call)))
    if audience is not Audience.NOBODY:
        _remark_declined(call, item)


def cancel_before_deletion(call: Call, item: Item) -> None:
    """Tell the attendees of a meeting that its organizer is about to delete it.

    Raises:
        RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
    """
    organizing = call.tenant.scheduling.organizing
    is_over = item.get("is_cancelled") or is_deleted(item)
    if not is_over and item.get("is_organizer") and organizing.has_others(item):
        remark(call, organizing.cancel(item, way(call)))


def is_deleted(item: Item) -> bool:
    """Say whether an item lies in Deleted Items."""
    return any(folder.distinguished_id == "deleteditems" for folder in item.folder.lineage())


def remark(call: Call, *receipts: SubmissionReceipt | None) -> None:
    """Let the journal say what became of messages that did not reach everybody."""
    for receipt in receipts:
        for sentence in () if receipt is None else remarks(receipt.failed):
            call.remark(sentence)


def _audience(changes: Mapping[Any, Any]) -> Audience:
    """Return who hears of changes: of other attendees alone, these alone (documented)."""
    told = _TOLD & changes.keys()
    if not told:
        return Audience.NOBODY
    return Audience.CHANGED if told <= set(LISTS) else Audience.EVERYBODY


def _remark_declined(call: Call, item: Item) -> None:
    """Let the journal say who has declined at once: rooms answer by themselves."""
    for one in attendees_of(item.get):
        if one.response is Response.DECLINED:
            call.remark(f"{one.address.address} declined: the organizer's inbox has the answer, which says why")
