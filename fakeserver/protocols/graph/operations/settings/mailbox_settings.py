"""mailboxSettings: what a user has chosen in Outlook, all of it or one member alone.

Sources: learn.microsoft.com/graph/api/user-get-mailboxsettings, /user-update-mailboxsettings; answers that are quoted
in issue threads, for the order of members and what nobody has chosen. Assumption: a member that is one text is
answered as ``value``, as OData says; what Graph has no word for is null.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.body import members
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import INVALID_SET, UNKNOWN_PROPERTY, GraphError
from fakeserver.protocols.graph.operations.settings import mailbox_choices as choices
from fakeserver.protocols.graph.operations.settings.automatic_replies import read_replies, write_replies
from fakeserver.protocols.graph.operations.settings.working_hours import read_hours, write_hours
from fakeserver.protocols.graph.properties.table import NO_SUCH_PROPERTY
from fakeserver.protocols.graph.registry import operation
from fakeserver.steps import Steps
from fakeserver.tenant.access.needs import READ_SETTINGS, WRITE_SETTINGS
from fakeserver.tenant.exchange.automatic_replies import AbsenceSettings, AutomaticReplySettings

_TYPE: Final = "microsoft.graph.mailboxSettings"
_REPLIES: Final = "automaticRepliesSetting"

#: Member -> returns its JSON, in the order of answers.
_SHOWN: Final[dict[str, Callable[[Call], Any]]] = {
    "archiveFolder": choices.archive_folder,
    "timeZone": lambda call: call.visit.owner.time_zone,
    "delegateMeetingMessageDeliveryOptions": choices.write_delivery,
    "dateFormat": lambda call: call.visit.owner.date_format,
    "timeFormat": lambda call: call.visit.owner.time_format,
    "userPurpose": choices.purpose,
    _REPLIES: write_replies,
    "language": choices.write_language,
    "workingHours": write_hours,
}
_KNOWN: Final = {name.lower(): name for name in _SHOWN}
#: Member -> reads it, and returns what is done if all are good.
_READ: Final[dict[str, Callable[[Call, Any], Callable[[], None]]]] = {
    "timeZone": choices.read_time_zone,
    "delegateMeetingMessageDeliveryOptions": choices.read_delivery,
    "dateFormat": choices.read_date_format,
    "timeFormat": choices.read_time_format,
    "language": choices.read_language,
    "workingHours": read_hours,
}


@operation("GET", "me/mailboxSettings", needs=READ_SETTINGS, query="$select")
def get_mailbox_settings(call: Call) -> Result:
    """Return a user's settings."""
    select = call.query.get("$select")
    names = list(_SHOWN) if select is None else list(_selected(select))
    selected = "" if select is None else f"({','.join(names)})"
    context = {"@odata.context": call.context(f"mailboxSettings{selected}")}
    return context | {name: _SHOWN[name](call) for name in names}


@operation("GET", "me/mailboxSettings/automaticRepliesSetting", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/dateFormat", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/delegateMeetingMessageDeliveryOptions", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/language", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/timeFormat", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/timeZone", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/userPurpose", needs=READ_SETTINGS)
@operation("GET", "me/mailboxSettings/workingHours", needs=READ_SETTINGS)
def get_mailbox_setting(call: Call) -> Result:
    """Return one of them."""
    name = call.operation.path.rpartition("/")[2]
    value = _SHOWN[name](call)
    context = {"@odata.context": call.context(f"mailboxSettings/{name}")}
    return context | (value if isinstance(value, dict) else {"value": value})


@operation("PATCH", "me/mailboxSettings", needs=WRITE_SETTINGS)
def update_mailbox_settings(call: Call) -> Result:
    """Change the settings that the body has; return these."""
    given = members(call.json)
    replies = read_replies(call, given[_REPLIES]) if _REPLIES in given else None
    changes = [_read(call, name, value) for name, value in given.items() if name != _REPLIES]

    def in_steps() -> Steps[dict[str, Any]]:
        for change in changes:
            change()
        if replies is not None:
            yield from _switch(call, replies)
        context = {"@odata.context": call.context("mailboxSettings")}
        return context | {name: show(call) for name, show in _SHOWN.items() if name in given}

    return in_steps()


def _read(call: Call, name: str, value: Any) -> Callable[[], None]:
    read = _READ.get(name)
    if read is not None:
        return read(call, value)
    if name not in _SHOWN:
        raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type=_TYPE)
    # Only the service sets it. Clients send back what they have read.
    if value != _SHOWN[name](call):
        raise GraphError(INVALID_SET)
    return lambda: None


def _switch(call: Call, settings: AutomaticReplySettings) -> Steps[None]:
    if settings.absence == AbsenceSettings():
        call.mailbox.automatic_replies.change(settings)
        return
    # What the calendar does besides, since EWS has said so, follows the period.
    yield from call.tenant.scheduling.absence.arrange(call.mailbox, settings, declined=[], all_events=False)


def _selected(select: str) -> Iterator[str]:
    wanted = {name.strip().lower() for name in select.split(",")}
    for name in wanted - _KNOWN.keys():
        raise GraphError(NO_SUCH_PROPERTY, name=name[:100], type=_TYPE)
    return (name for name in _SHOWN if name.lower() in wanted)
