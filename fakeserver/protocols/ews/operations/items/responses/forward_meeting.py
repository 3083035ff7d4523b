"""ForwardItem of a meeting request, or of an appointment: others are invited, and the organizer hears of it.

Assumption: its subject begins with FW:, as that of a forwarded mail; what is written with it takes the place of the
meeting's own text.
"""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.creating import created
from fakeserver.protocols.ews.operations.items.dispositions import SAVE_ONLY, SEND_ONLY
from fakeserver.protocols.ews.operations.items.meeting_messages import remark, way
from fakeserver.protocols.ews.operations.items.responses.meeting_errors import FORWARDING_NOT_ALLOWED
from fakeserver.protocols.ews.operations.items.responses.response import Ways
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.responding.answer import Wish
from fakeserver.tenant.exchange.scheduling.standings import may_be_forwarded


def forward_meeting(call: Call, item: Item, wish: Wish, ways: Ways) -> Xml:
    """Send a meeting on.

    Raises:
        EwsError: its organizer wants nobody else to hear of it.
        RecipientsMissing, RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
    """
    if not may_be_forwarded(item):
        raise EwsError(FORWARDING_NOT_ALLOWED)
    by = way(call, item.folder, keep=ways.disposition != SEND_ONLY, as_draft=ways.disposition == SAVE_ONLY)
    receipt = call.tenant.scheduling.forwarding.forward(
        item,
        wish.recipients.get("to_recipients") or [],
        by,
        cc=wish.recipients.get("cc_recipients") or [],
        bcc=wish.recipients.get("bcc_recipients") or [],
        subject=f"FW: {item.get('subject') or ''}" if wish.subject is None else wish.subject,
        body=wish.new_body or wish.body,
    )
    remark(call, receipt)
    if by.as_draft and receipt.saved_copy is not None:
        return created(receipt.saved_copy)
    return Xml("<m:Items/>")
