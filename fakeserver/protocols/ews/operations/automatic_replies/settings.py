"""t:UserOofSettings and t:OofSettings, and whose they are.

Source: web-service-reference/useroofsettings, /oofsettings and the pages of their elements.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.automatic_replies.absence import (
    ABSENCE_TYPES,
    read_absence,
    write_absence,
)
from fakeserver.protocols.ews.operations.automatic_replies.errors import INVALID_DURATION, INVALID_SETTINGS
from fakeserver.protocols.ews.operations.automatic_replies.replies import REPLY_TYPE, read_reply, write_reply
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, content, required, word
from fakeserver.protocols.ews.soap.writing import Xml, date_time, element, text
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import parsed
from fakeserver.tenant.exchange.automatic_replies import (
    AutomaticReplySettings,
    ExternalAudience,
    ReplyState,
)
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MailboxAccessDenied

OWNER_TYPE: Final = complex_type(elements=each("t:Name t:Address t:RoutingType", TEXT))
SETTINGS_TYPE: Final = complex_type(
    elements={
        **each("t:OofState t:ExternalAudience", TEXT),
        "t:Duration": complex_type(elements=each("t:StartTime t:EndTime", TEXT)),
        **each("t:InternalReply t:ExternalReply", REPLY_TYPE),
        **ABSENCE_TYPES,
    }
)
_STATES: Final = {
    "Disabled": ReplyState.DISABLED,
    "Enabled": ReplyState.ENABLED,
    "Scheduled": ReplyState.SCHEDULED,
}
_AUDIENCES: Final = {
    "None": ExternalAudience.NONE,
    "Known": ExternalAudience.KNOWN,
    "All": ExternalAudience.ALL,
}
_STATE: Final = Enumeration("OofState", _STATES)
_AUDIENCE: Final = Enumeration("ExternalAudience", _AUDIENCES)
_STATE_NAMES: Final = {state: name for name, state in _STATES.items()}
_AUDIENCE_NAMES: Final = {audience: name for name, audience in _AUDIENCES.items()}


def owned_mailbox(call: Call) -> Mailbox:
    """Return the mailbox that a request names, by any of its addresses.

    Assumption: whoever has FullAccess counts as its owner; an address of another kind than SMTP is nobody's.

    Raises:
        MailboxRefused: there is none, or it is not open.
        SoapFault: it is somebody else's (web-service-reference/getuseroofsettings-operation, "Error response example").
    """
    named = call.part(t("Mailbox"))
    address = content(required(named, t("Address"))).strip()
    try:
        visit = call.visit_to(address)
    except MailboxAccessDenied as refusal:
        raise _not_owner(call) from refusal
    if "FullAccess" not in visit.rights:
        raise _not_owner(call)
    return visit.mailbox


def _not_owner(call: Call) -> SoapFault:
    user = call.visitor.user if call.visit is None else call.visit.acting_user
    sid = "" if user is None else user.sid
    return SoapFault(
        "ErrorAccessDenied",
        f"Microsoft.Exchange.Data.Storage.AccessDeniedException: User is not mailbox owner. User = {sid} ---> User is "
        "not mailbox owner.",
    )


def read_settings(node: Element, before: AutomaticReplySettings, now: datetime) -> AutomaticReplySettings:
    """Read t:UserOofSettings.

    Assumption: without a period the one before stays, and without an offset its times are UTC. Replies that are
    switched off need no texts; those that are left out then stay as they are.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: replies are scheduled for no period that is still to end; a text is missing.
    """
    state = _STATES[word(required(node, t("OofState")), _STATE)]
    audience = _AUDIENCES[word(required(node, t("ExternalAudience")), _AUDIENCE)]
    period = node.find(t("Duration"))
    start, end = (before.start, before.end) if period is None else _period(period)
    internal, external = (read_reply(node.find(t(name))) for name in ("InternalReply", "ExternalReply"))
    absence = read_absence(node, before.absence, is_scheduled=state is ReplyState.SCHEDULED)
    if state is ReplyState.SCHEDULED and (period is None or start is None or end is None or end <= max(start, now)):
        raise EwsError(INVALID_DURATION)
    if state is not ReplyState.DISABLED and (internal is None or external is None):
        raise EwsError(INVALID_SETTINGS)
    replies = internal or before.internal, external or before.external
    return AutomaticReplySettings(state, audience, start, end, *replies, absence)


def _period(node: Element) -> tuple[datetime, datetime]:
    start, end = (_moment(required(node, t(name))) for name in ("StartTime", "EndTime"))
    return start, end


def _moment(node: Element) -> datetime:
    given: datetime = parsed(spelling.DATE_TIME, node, content(node))
    return given.replace(tzinfo=UTC) if given.tzinfo is None else given


def write_settings(settings: AutomaticReplySettings, now: datetime) -> Xml:
    """Write t:OofSettings.

    Assumption: where no period was ever set, it is the day that begins with this hour.
    """
    start = settings.start or now.replace(minute=0, second=0, microsecond=0)
    end = settings.end or start + timedelta(days=1)
    return element(
        "t:OofSettings",
        text("t:OofState", _STATE_NAMES[settings.state]),
        text("t:ExternalAudience", _AUDIENCE_NAMES[settings.audience]),
        write_period(start, end),
        write_reply("t:InternalReply", settings.internal),
        write_reply("t:ExternalReply", settings.external),
        write_absence(settings.absence),
    )


def write_period(start: datetime, end: datetime) -> Xml:
    """Write t:Duration."""
    return element("t:Duration", date_time("t:StartTime", start), date_time("t:EndTime", end))
