"""Forwarding a meeting request: others are invited, and the organizer hears of it.

Assumption: as EWS does it. What is written with it takes the place of the meeting's own text.
"""

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.operations.calendar.meetings import remark, way
from fakeserver.protocols.graph.operations.calendar.telling import NOT_FORWARDED
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING_REQUEST, is_of
from fakeserver.tenant.exchange.responding.answer import Wish
from fakeserver.tenant.exchange.responding.verbs import Verb
from fakeserver.tenant.exchange.scheduling.standings import may_be_forwarded


def forwards_meeting(original: Item, verb: Verb) -> bool:
    """Say whether an answer to a message sends a meeting on."""
    return verb is Verb.FORWARD and is_of(original.item_class, MEETING_REQUEST)


def forward_meeting(call: Call, original: Item, wish: Wish, *, attached: bool, as_draft: bool) -> Item | None:
    """Send a meeting on; return what stays in the mailbox: a copy, or the draft.

    Args:
        attached: whether something is to be attached.

    Raises:
        GraphError: its organizer wants nobody else to hear of it.
        RecipientsMissing, RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
    """
    if wish.others or attached:
        raise GraphError(NOT_PERFORMED, what="more than recipients, subject and body in the forwarding of a meeting")
    if not may_be_forwarded(original):
        raise GraphError(NOT_FORWARDED)
    receipt = call.tenant.scheduling.forwarding.forward(
        original,
        wish.recipients.get("to_recipients") or [],
        way(call)._replace(as_draft=as_draft),
        cc=wish.recipients.get("cc_recipients") or [],
        bcc=wish.recipients.get("bcc_recipients") or [],
        subject=f"FW: {original.get('subject') or ''}" if wish.subject is None else wish.subject,
        body=wish.new_body or wish.body,
    )
    remark(call, receipt)
    return receipt.saved_copy
