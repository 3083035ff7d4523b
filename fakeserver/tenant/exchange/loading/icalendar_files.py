"""iCalendar files (RFC 5545): events become appointments, to-dos become tasks."""

from collections.abc import Iterator
from pathlib import Path

from fakeserver.tenant.exchange.icalendar.component import Entry
from fakeserver.tenant.exchange.icalendar.reading import NotCalendar, read
from fakeserver.tenant.exchange.icalendar.series import stored
from fakeserver.tenant.exchange.loading.loaded import NotLoaded


def read_icalendar(path: Path, remarks: list[str]) -> Iterator[Entry]:
    """Yield what the events and to-dos of a file are in a mailbox.

    Raises:
        NotLoaded: the file is none of its kind.
    """
    try:
        calendar = read(path.read_bytes())
    except NotCalendar as problem:
        raise NotLoaded(f"{path} is no iCalendar file: {problem}") from problem
    remarks += [f"{path}: {remark}" for remark in calendar.remarks]
    for entry in calendar.entries:
        yield Entry(entry.item_class, stored(entry))
