"""What somebody sees of the time of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fakeserver.steps import Steps
from fakeserver.tenant.access.checks.calendar_sight import calendar_sight
from fakeserver.tenant.access.schedules.people import Unseen, Whose
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.availability.busy_times import BusyTime, busy_times
from fakeserver.tenant.exchange.availability.merged import combined, intervals, merged
from fakeserver.tenant.tenant import Tenant


@dataclass(frozen=True)
class Asked:
    """What is asked of somebody's time.

    Args:
        start, end: aware.
        interval: of the merged view; positive.
        with_details: whether more than times is wanted, where it may be seen.
    """

    start: datetime
    end: datetime
    interval: timedelta
    with_details: bool = False


@dataclass(frozen=True)
class Schedule:
    """What is seen of it."""

    #: a digit for each interval
    digits: str
    times: Sequence[BusyTime] = ()
    #: None of a group
    owner: User | None = None
    #: whether more than times may be seen
    shows_details: bool = False


def schedule_of(tenant: Tenant, asker: User | None, whose: Whose, asked: Asked) -> Steps[Schedule | Unseen]:
    """Return what somebody sees of the time of others, or why they see nothing; of a group the merged view alone.

    Args:
        asker: None for somebody whom the directory does not know.
    """
    if whose.unseen is not None:
        return whose.unseen
    if whose.is_group:
        return (yield from _of_group(tenant, asker, whose.people, asked))
    (owner,) = whose.people
    sight = None if owner is None else calendar_sight(tenant, asker, owner)
    if owner is None or sight is None or sight.availability == "none":
        return Unseen.NO_ACCESS
    shows_details = sight.availability != "time"
    times = yield from busy_times(
        owner.mailbox,
        asked.start,
        asked.end,
        with_details=asked.with_details and shows_details,
        sees_private=sight.sees_private,
    )
    return Schedule(merged(times, asked.start, asked.end, asked.interval), times, owner, shows_details)


def times_of(
    tenant: Tenant, asker: User | None, owner: User | None, start: datetime, end: datetime
) -> Steps[list[BusyTime] | None]:
    """Return when somebody is busy; None where nobody knows, or whoever asks may not see it."""
    if owner is None or calendar_sight(tenant, asker, owner).availability == "none":
        return None
    return (yield from busy_times(owner.mailbox, start, end))


def _of_group(tenant: Tenant, asker: User | None, people: Sequence[User | None], asked: Asked) -> Steps[Schedule]:
    streams = []
    for member in people:
        times = yield from times_of(tenant, asker, member, asked.start, asked.end)
        streams.append("" if times is None else merged(times, asked.start, asked.end, asked.interval))
    return Schedule(combined(streams, intervals(asked.start, asked.end, asked.interval)))
