"""Copies of meeting messages for delegates, which the owner of a mailbox has chosen to have made.

Sources: web-service-reference/delivermeetingrequests, /receivecopiesofmeetingmessages, /meetingrequesttype;
[MS-OXODLGT] 2.2.4 for the rule that makes them: private messages and copies are left alone, and only what lies in the
inbox is taken.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING, MEETING_REQUEST, is_of
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.permissions.delegates import MeetingDelivery
from fakeserver.tenant.exchange.values import DeleteMode, EmailAddress, Sensitivity
from fakeserver.tenant.refusals import MessageTooLarge


class MeetingCopies(NamedTuple):
    """Who gets the meeting messages of a mailbox."""

    delivery: MeetingDelivery
    #: the mailboxes of those delegates who want copies
    delegates: Sequence[Mailbox]


#: What a mailbox has where nobody is its delegate.
NO_COPIES: Final = MeetingCopies(MeetingDelivery.OWNER_ONLY, ())


class Delegation:
    """Told of each meeting message that is delivered, once its owner's calendar has followed it; the lock is held.

    Args:
        copies_of: says who gets the meeting messages of a mailbox.
    """

    def __init__(self, mailboxes: Mailboxes, copies_of: Callable[[Mailbox], MeetingCopies]) -> None:
        self._mailboxes = mailboxes
        self._copies_of = copies_of

    def take(self, message: Item) -> None:
        """Give delegates their copies of a meeting message, and the owner what they want to have of it."""
        if not is_of(message.item_class, MEETING) or message.get("is_delegated"):
            return
        owner = self._mailboxes.of(message)
        delivery, delegates = self._copies_of(owner)
        if delivery is MeetingDelivery.OWNER_ONLY or not delegates:
            return
        if message.folder.distinguished_id != "inbox" or message.get("sensitivity") is Sensitivity.PRIVATE:
            return
        for delegate in delegates:
            _copy(message, owner, delegate)
        if delivery is MeetingDelivery.DELEGATES_ONLY:
            owner.items.delete([message], DeleteMode.MOVE_TO_DELETED)
        elif delivery is MeetingDelivery.DELEGATES_AND_INFORM_OWNER and is_of(message.item_class, MEETING_REQUEST):
            message.properties["request_kind"] = RequestKind.PRINCIPAL_WANTS_COPY


def _copy(message: Item, owner: Mailbox, delegate: Mailbox) -> None:
    """Bring a meeting message to a delegate, who receives it for the owner."""
    said = {"is_delegated": True, "received_representing": EmailAddress(owner.display_name, owner.address)}
    if is_of(message.item_class, MEETING_REQUEST):
        said["request_kind"] = message.get("request_kind")
    # Assumption: a mailbox that takes nothing so large stays without it, and nobody hears of that.
    with suppress(MessageTooLarge):
        delegate.items.add_mime(
            delegate.folders.distinguished("inbox"),
            message.mime(),
            item_class=message.item_class,
            delivered=True,
            properties=said,
        )
