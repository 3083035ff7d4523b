"""What becomes of a message that is sent: it leaves, and a copy stays in Sent Items of the mailbox in the path.

Source: learn.microsoft.com/graph/outlook-send-mail-from-other-user: of ``/me`` that is the sender's own, of
``/users/{id}`` that of the mailbox which it is sent from.
"""

from collections.abc import Callable

from fakeserver.protocols.graph.answers import ACCEPTED, Answer
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
from fakeserver.tenant.access import sending
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.transport.outcomes import remarks


def send(call: Call, item: Item, *, keep: bool = True) -> Answer:
    """Send an item of the open mailbox.

    Args:
        keep: whether a copy stays.

    Raises:
        GraphError: it is to be sent later.
        RecipientsMissing, RecipientUnresolved, SendAsDenied, SubmissionQuotaExceeded.
    """
    if sending.is_for_later(item, call.tenant.clock.now()):
        raise GraphError(NOT_PERFORMED, what="sending at a later time (PidTagDeferredSendTime)")
    sent = sending.send(call.visit, item, call.mailbox.folders.distinguished("sentitems") if keep else None)
    for sentence in remarks(sent.receipt.failed):
        call.remark(sentence)
    if sent.kept is not None and call.tenant.policies.graph_new_id_when_sent:
        call.mailbox.immutable.renew(sent.kept)
    return Answer(ACCEPTED)


def send_new(call: Call, make: Callable[[Folder], Item], *, keep: bool = True) -> Answer:
    """Make a message and send it; where that is refused, nothing is left of it.

    Args:
        make: makes it in a folder.

    Raises:
        GraphError, Refusal: as ``make`` and `send`.
    """
    with sending.outgoing(call.mailbox, make) as item:
        return send(call, item, keep=keep)
