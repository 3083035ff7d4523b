"""Things by the time that they take: which of them overlap a period is found without looking at the others.

Those that last about as long as each other stand together, in order of their starts. What overlaps a period begins
before the end of the period, and not earlier than the longest of its kind lasts before the start: two searches in a
sorted list for each kind, of which there are few.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from fakeserver.steps import Steps, in_batches, ordered

_FIRST = datetime.min.replace(tzinfo=UTC)
_start = itemgetter(0)


class Entry(NamedTuple):
    """A thing, by its number and UID."""

    start: datetime
    end: datetime
    number: int
    uid: int
    #: whether it is a series, of which something is somewhere between start and end
    is_series: bool = False


class ByTime:
    """Entries by time; each number stands once."""

    def __init__(self) -> None:
        self._by_number: dict[int, Entry] = {}
        #: bits that a duration in seconds has -> entries by start
        self._kinds: dict[int, list[Entry]] = {}

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Steps["ByTime"]:
        """Make one of many entries, of which the last counts where a number stands twice."""
        made = cls()
        yield from in_batches(entries, lambda some: made._by_number.update((entry.number, entry) for entry in some))

        def take(some: Sequence[Entry]) -> None:
            for entry in some:
                made._kinds.setdefault(_kind(entry), []).append(entry)

        yield from in_batches(list(made._by_number.values()), take)
        for bits, kind in made._kinds.items():
            made._kinds[bits] = yield from ordered(kind, tuple)
        return made

    def __len__(self) -> int:
        return len(self._by_number)

    def put(self, entry: Entry) -> None:
        """Add an entry, in the place of another with its number."""
        self.remove(entry.number)
        self._by_number[entry.number] = entry
        insort(self._kinds.setdefault(_kind(entry), []), entry)

    def remove(self, number: int) -> None:
        """Take out the entry with a number, if there is one."""
        entry = self._by_number.pop(number, None)
        if entry is not None:
            kind = self._kinds[_kind(entry)]
            del kind[bisect_left(kind, entry)]

    def overlapping(self, start: datetime, end: datetime) -> Iterator[Entry]:
        """Yield the entries that begin before ``end`` and do not end before ``start``."""
        for bits, entries in self._kinds.items():
            earliest = _before(start, 1 << bits)
            for entry in entries[bisect_left(entries, earliest, key=_start) : bisect_left(entries, end, key=_start)]:
                if entry.end >= start:
                    yield entry


def _kind(entry: Entry) -> int:
    return ((entry.end - entry.start) // timedelta(seconds=1)).bit_length()


def _before(moment: datetime, seconds: int) -> datetime:
    try:
        return moment - timedelta(seconds=seconds)
    except OverflowError:
        return _FIRST
