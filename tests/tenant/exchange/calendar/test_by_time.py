"""Things by the time that they take, beside a look at each of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.steps import finish
from fakeserver.tenant.exchange.calendar.by_time import ByTime, Entry

moments = st.datetimes(datetime(2020, 1, 1), datetime(2021, 1, 1), timezones=st.just(UTC))
lengths = st.one_of(st.just(timedelta()), st.timedeltas(timedelta(), timedelta(days=900)))
entries = st.builds(
    lambda start, length, number: Entry(start, start + length, number, number), moments, lengths, st.integers(1, 12)
)


@given(st.lists(entries, max_size=30), st.lists(st.tuples(st.booleans(), entries), max_size=20), moments, lengths)
def test_what_overlaps(first: list[Entry], later: list[tuple[bool, Entry]], start: datetime, length: timedelta) -> None:
    by_time = finish(ByTime.of(first))
    there = {entry.number: entry for entry in first}
    for comes, entry in later:
        if comes:
            by_time.put(entry)
            there[entry.number] = entry
        else:
            by_time.remove(entry.number)
            there.pop(entry.number, None)
    end = start + length
    expected = [entry for entry in there.values() if entry.start < end and entry.end >= start]
    assert sorted(by_time.overlapping(start, end)) == sorted(expected)
    assert len(by_time) == len(there)


def test_the_ends_of_the_calendar() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    ever = Entry(first, last, 1, 1)
    by_time = finish(ByTime.of([ever]))
    assert list(by_time.overlapping(first, first + timedelta(seconds=1))) == [ever]
    assert list(by_time.overlapping(last, last)) == [ever]
