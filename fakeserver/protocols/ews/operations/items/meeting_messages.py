"""SendMeetingInvitations and its like: whom an organizer's request writes to.

Source: [MS-OXWSMTGS] 2.2.5.1 and 2.2.5.3; web-service-reference/responsecode.
Assumption: a meeting that was called off already, or lies in Deleted Items, sends nothing when it is deleted; and what
an attendee deletes or changes is told to nobody.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import DELETED_ALREADY, SENT_REQUEST
from fakeserver.protocols.ews.properties.field import Field
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.updates import Update
from fakeserver.tenant.access.checks.send_as import sender_check
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import MEETING_REQUEST, is_of
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.scheduling.outgoing import Audience, Way
from fakeserver.tenant.exchange.scheduling.participants import attendees_of
from fakeserver.tenant.exchange.transport.outcomes import remarks
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt

_SAVED: Final = "AndSaveCopy"
_AUDIENCES: Final = {
    "SendToNone": Audience.NOBODY,
    "SendOnlyToAll": Audience.EVERYBODY,
    "SendToAllAndSaveCopy": Audience.EVERYBODY,
    "SendOnlyToChanged": Audience.CHANGED,
    "SendToChangedAndSaveCopy": Audience.CHANGED,
}
#: Beginnings of what tells of the meeting, and not of the message as its reader keeps it.
_OF_THE_MEETING: Final = ("calendar:", "meeting:", "meetingRequest:", "item:Subject", "item:Body")


def way(call: Call, folder: Folder, *, keep: bool | Folder = True, as_draft: bool = False) -> Way:
    """Return how a message leaves the mailbox of a folder, as far as the caller may send in its name."""
    return Way(sender_check(call.visit_in(folder)), keep, as_draft)


def invite(call: Call, item: Item, word: str) -> None:
    """Invite the attendees of a new appointment; where that is refused, the appointment is gone again.

    Raises:
        RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
    """
    audience = _AUDIENCES[word]
    if audience is Audience.NOBODY and (attendees := attendees_of(item.get)):
        # The most frequent reason why a test waits for an invitation in vain: exchangelib's save() sends none.
        call.remark([f"SendMeetingInvitations is {word}: no attendee was invited ({len(attendees)})"])
    try:
        by = way(call, item.folder, keep=word.endswith(_SAVED))
        remark(call, *call.tenant.scheduling.organizing.invite(item, audience, by))
        _remark_declined(call, item, audience)
    except Exception:
        call.visit_in(item.folder).mailbox.items.delete([item])
        raise


def update(call: Call, item: Item, changes: Mapping[Any, Any], word: str) -> None:
    """Change an appointment, and tell those that are to hear of it.

    Raises:
        EwsError: it lies in Deleted Items, and there is somebody to tell.
        RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: nothing has changed.
    """
    audience = _AUDIENCES[word]
    meant = (*attendees_of(item.get), *attendees_of(changes.get))
    if audience is not Audience.NOBODY and _is_deleted(item) and meant:
        raise EwsError(DELETED_ALREADY)
    by = way(call, item.folder, keep=word.endswith(_SAVED))
    remark(call, *call.tenant.scheduling.organizing.update(item, changes, audience, by))
    _remark_declined(call, item, audience)


def cancel(call: Call, item: Item, word: str) -> None:
    """Tell the attendees of a meeting that is about to be deleted by its organizer.

    Raises:
        RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
    """
    if _AUDIENCES[word] is Audience.NOBODY or item.get("is_cancelled") or _is_deleted(item):
        return
    organizing = call.tenant.scheduling.organizing
    if item.get("is_organizer") and organizing.has_others(item):
        remark(call, organizing.cancel(item, way(call, item.folder, keep=word.endswith(_SAVED))))


def check_request_is_kept(item: Item, updates: Iterable[Update]) -> None:
    """Refuse to change what a meeting request says: the meeting is changed in the calendar.

    Source: web-service-reference/responsecode, ErrorSentMeetingRequestUpdate. Assumption: what its reader says of it,
    as read, flagged, of a category, is no change of the request.

    Raises:
        EwsError.
    """
    if is_of(item.item_class, MEETING_REQUEST) and not item.is_draft:
        for one in updates:
            if isinstance(one.path, Field) and one.path.uri.startswith(_OF_THE_MEETING):
                raise EwsError(SENT_REQUEST, one.path.path)


def _is_deleted(item: Item) -> bool:
    return any(folder.distinguished_id == "deleteditems" for folder in item.folder.lineage())


def _remark_declined(call: Call, item: Item, audience: Audience) -> None:
    """Let the journal say who has declined at once: rooms answer by themselves, and a test asserts that they accept."""
    if audience is not Audience.NOBODY:
        declined = [one.address.address for one in attendees_of(item.get) if one.response is Response.DECLINED]
        call.remark(
            [f"{address} declined: the organizer's inbox has the answer, which says why" for address in declined]
        )


def remark(call: Call, *receipts: SubmissionReceipt | None) -> None:
    """Let the journal say what became of messages that did not reach everybody."""
    for receipt in receipts:
        if receipt is not None:
            call.remark(remarks(receipt.failed))
