"""automaticRepliesSetting: what a mailbox answers by itself while its owner is away.

Sources: learn.microsoft.com/graph/api/resources/automaticrepliessetting; an answer of the service, for the order.
Assumptions: what a request leaves out stays as it is; where no period was ever set, it is the day that begins with this
hour, as in EWS.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.values.reading import chosen, structure, text
from fakeserver.protocols.graph.values.times import UTC_ZONE, read_zoned, zoned
from fakeserver.tenant.exchange.automatic_replies import AutomaticReplySettings, ExternalAudience, Reply, ReplyState

#: EWS's code, and what the page of the resource says: only a period that is still to come.
INVALID_PERIOD: Final = Row(
    400,
    "ErrorInvalidScheduledOofDuration",
    "The Out of Office duration is invalid.",
    ASSUMED,
    fix="give scheduledStartDateTime and scheduledEndDateTime, the end after the start and in the future",
)
_STATES: Final = {
    "disabled": ReplyState.DISABLED,
    "alwaysEnabled": ReplyState.ENABLED,
    "scheduled": ReplyState.SCHEDULED,
}
_AUDIENCES: Final = {
    "none": ExternalAudience.NONE,
    "contactsOnly": ExternalAudience.KNOWN,
    "all": ExternalAudience.ALL,
}
_STATE_WORDS: Final = {state: word for word, state in _STATES.items()}
_AUDIENCE_WORDS: Final = {audience: word for word, audience in _AUDIENCES.items()}
_START: Final = "scheduledStartDateTime"
_END: Final = "scheduledEndDateTime"
#: The last moment with another day behind it.
_LAST: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_MEMBERS: Final = frozenset(
    {"status", "externalAudience", "internalReplyMessage", "externalReplyMessage", _START, _END},
)


def write_replies(call: Call) -> dict[str, Any]:
    """Return the settings of automatic replies; times are in UTC."""
    settings = call.mailbox.automatic_replies.settings
    start = settings.start or call.tenant.clock.now().replace(minute=0, second=0, microsecond=0)
    end = settings.end or min(start, _LAST) + timedelta(days=1)
    return {
        "status": _STATE_WORDS[settings.state],
        "externalAudience": _AUDIENCE_WORDS[settings.audience],
        "internalReplyMessage": "" if settings.internal is None else settings.internal.text,
        "externalReplyMessage": "" if settings.external is None else settings.external.text,
        _START: zoned(start, UTC_ZONE),
        _END: zoned(end, UTC_ZONE),
    }


def read_replies(call: Call, value: Any) -> AutomaticReplySettings:
    """Read what is to become of them.

    Raises:
        GraphError: it is none of these settings; they are scheduled, and for no period that is still to end.
    """
    given = structure(value, "automaticRepliesSetting", "automaticRepliesSetting", _MEMBERS)
    before = call.mailbox.automatic_replies.settings
    state = chosen(given["status"], "status", _STATES) if "status" in given else before.state
    audience = before.audience
    if "externalAudience" in given:
        audience = chosen(given["externalAudience"], "externalAudience", _AUDIENCES)
    start, end = _moment(given, _START, before.start), _moment(given, _END, before.end)
    if state is ReplyState.SCHEDULED and (start is None or end is None or end <= max(start, call.tenant.clock.now())):
        raise GraphError(INVALID_PERIOD)
    internal = _reply(given, "internalReplyMessage", before.internal)
    external = _reply(given, "externalReplyMessage", before.external)
    return AutomaticReplySettings(state, audience, start, end, internal, external, before.absence)


def _moment(given: dict[str, Any], name: str, before: datetime | None) -> datetime | None:
    return before if given.get(name) is None else read_zoned(given[name], name).moment


def _reply(given: dict[str, Any], name: str, before: Reply | None) -> Reply | None:
    if name not in given:
        return before
    said = text(given[name], name)
    if not said:
        return None
    return Reply(said, None if before is None else before.language)
