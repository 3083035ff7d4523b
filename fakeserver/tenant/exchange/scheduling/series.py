"""Series in the calendar of somebody who was invited: what they did with single ones outlasts what comes by mail.

Source: [MS-OXOCAL] 3.1.4.7.4. Assumption: as long as a series stays when it is, what was declined out of it stays out
of it and what was answered stays answered, until the organizer says something of that very one; then it is back.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.series import (
    NO_EXCEPTIONS,
    ChangedOccurrence,
    Described,
    Exceptions,
    Series,
    series_of,
)
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.scheduling.appointments import TOLD
from fakeserver.tenant.exchange.scheduling.arriving import Arriving
from fakeserver.tenant.exchange.scheduling.instances import change
from fakeserver.tenant.exchange.values import DeleteMode

_ANSWER: Final = ("my_response", "appointment_reply_time", "free_busy_status")


def merged(message: Described, known: Series) -> dict[str, Any]:
    """Return what is other than planned in a series after an update of all of it that leaves it when it is."""
    said = series_of(message)
    theirs: Exceptions = said.exceptions if said is not None else NO_EXCEPTIONS
    deleted = known.deleted | (said.deleted if said is not None else frozenset())
    exceptions = {}
    for day in sorted((theirs.keys() | known.exceptions.keys()) - deleted):
        own, told = known.exceptions.get(day, ChangedOccurrence()), theirs.get(day, ChangedOccurrence())
        kept = {name: value for name, value in own.changes.items() if name not in TOLD}
        exceptions[day] = ChangedOccurrence(MappingProxyType({**kept, **told.changes}), own.attachments)
    return {
        "exceptions": MappingProxyType(exceptions) if exceptions else None,
        "deleted_dates": tuple(sorted(deleted)) or None,
    }


def revived(arriving: Arriving) -> Item | None:
    """Put one of a series that was deleted back, since a message is about it; None where it is about no such one."""
    at, whole = arriving.message.get("recurrence_id"), arriving.mailbox.meetings.appointment(arriving.uid)
    series = None if whole is None else series_of(whole)
    if at is None or whole is None or series is None:
        return None
    day = at.astimezone(creation_zone(whole)).date()
    if day not in series.deleted:
        return None
    arriving.mailbox.items.update(whole, {"deleted_dates": tuple(sorted(series.deleted - {day})) or None})
    return arriving.mailbox.meetings.appointment_of(arriving.message)


def take_in(mailbox: Mailbox, whole: Item) -> None:
    """Let a series that has come have those of it to which its reader was invited before, each as it was answered.

    Any other appointment has nothing to take in.
    """
    if series_of(whole) is None:
        return
    for single in mailbox.meetings.appointments(whole.get("uid") or ""):
        at = single.get("recurrence_id")
        if at is None or single.folder is not whole.folder:
            continue
        answer: Mapping[str, Any] = {name: single.get(name) for name in _ANSWER}
        mailbox.items.delete([single], DeleteMode.HARD)
        one = mailbox.meetings.appointment(whole.get("uid") or "", at)
        if isinstance(one, OccurrenceItem):
            change(mailbox, one, answer)
