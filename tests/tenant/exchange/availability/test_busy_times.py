"""When somebody is busy: what is looked at, and how much of it."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

from fakeserver.steps import finish
from fakeserver.tenant.exchange.availability.busy_times import busy_times
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant

START = datetime(2026, 2, 13, tzinfo=UTC)


def add(mailbox: Mailbox, start: datetime, **properties: object) -> None:
    calendar = mailbox.folders.distinguished("calendar")
    mailbox.items.add(calendar, "IPM.Appointment", {"start": start, "end": start + timedelta(hours=1), **properties})


def test_times_alone_and_with_details(tenant: Tenant) -> None:
    box = tenant.mailbox("alice")
    add(box, START, subject="x")
    add(box, START + timedelta(days=2))
    (found,) = finish(busy_times(box, START, START + timedelta(days=1)))
    assert (found.start, found.status, found.details) == (START, FreeBusyStatus.BUSY, None)
    (found,) = finish(busy_times(box, START, START + timedelta(days=1), with_details=True))
    assert found.details is not None
    assert (found.details.subject, found.details.is_hidden) == ("x", False)


def test_a_large_calendar_costs_what_the_period_holds(tenant: Tenant) -> None:
    box = tenant.mailbox("alice")
    for hour in range(5000):
        add(box, START + timedelta(hours=hour))
    day = (START + timedelta(days=1), START + timedelta(days=1, hours=2))
    assert len(finish(busy_times(box, *day))) == 3
    begun = perf_counter()
    for _ in range(20):
        finish(busy_times(box, *day))
    assert perf_counter() - begun < 1
