"""Calendars: a month of a folder with many appointments, beside the same month of a folder with few."""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from benchmarks.table import Figure, milliseconds
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import Daily, NoEnd, Recurrence
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant

FEW, MANY = 1_000, 100_000
#: how many times as long the month of the large folder may take
BAR = 2.0
TIMES = 51
#: of the month that is asked for
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
#: appointments of that month, in either folder
IN_THE_MONTH = 300


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    box = Tenant().add_user("alice").mailbox
    folders = {size: _filled(box, size) for size in (FEW, MANY)}
    for size, folder in folders.items():
        began = time.perf_counter()
        box.calendar.view(folder, START, END)
        taken = (time.perf_counter() - began) * 1000
        yield Figure(f"the first month of a calendar of {size:,}, which is read for it", taken, "ms")
    few, many = _in_turns(box, folders[FEW], folders[MANY])
    yield Figure(f"a month of a calendar of {FEW:,}", few, "ms")
    yield Figure(f"a month of a calendar of {MANY:,}", many, "ms")
    yield Figure("as many times as long", many / few, "", BAR)
    yield Figure("a month after an appointment has come", milliseconds(lambda: _one_more(box, folders[MANY]), 9), "ms")
    endless = Recurrence(Daily(), NoEnd(ZonedDate(date(1601, 4, 1))))
    alone = box.add_folder("Calendar/Series")
    box.items.add(alone, "IPM.Appointment", {"start": START, "end": START, "recurrence": endless})
    taken = milliseconds(lambda: box.calendar.view(alone, START, END), TIMES)
    yield Figure("a month of a daily series that began in 1601", taken, "ms")


def _filled(box: Mailbox, size: int) -> Folder:
    """Return a folder with so many appointments of an hour, a fixed number of them in the month."""
    folder = box.add_folder(f"Calendar/{size}")
    for number in range(size):
        start = START + timedelta(days=number % 31) if number < IN_THE_MONTH else END + timedelta(hours=number)
        properties = {"subject": f"{number}", "start": start, "end": start + timedelta(hours=1)}
        box.items.add(folder, "IPM.Appointment", properties)
    return folder


def _in_turns(box: Mailbox, one: Folder, other: Folder) -> tuple[float, float]:
    def month(folder: Folder) -> float:
        return milliseconds(lambda: box.calendar.view(folder, START, END), 1)

    values = [(month(one), month(other)) for _ in range(TIMES)]
    return statistics.median(first for first, _ in values), statistics.median(second for _, second in values)


def _one_more(box: Mailbox, folder: Folder) -> None:
    box.items.add(folder, "IPM.Appointment", {"start": START, "end": START + timedelta(hours=1)})
    box.calendar.view(folder, START, END)
