"""Conversations by their newest arrivals, beside a look at each item."""

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.conversations.by_arrival import ByArrival

items = st.tuples(st.sampled_from("abcde"), st.integers(1, 30))


@given(st.lists(items, max_size=40), st.integers(0, 6), st.integers(0, 6))
def test_the_newest_come_first(touched: list[tuple[str, int]], start: int, length: int) -> None:
    by_arrival, there = ByArrival(), dict[int, str]()
    for conversation, uid in touched:
        if uid in there:
            by_arrival.remove(there.pop(uid), uid)
        else:
            by_arrival.put(conversation, uid)
            there[uid] = conversation
    expected = list(dict.fromkeys(there[uid] for uid in sorted(there, reverse=True)))
    assert len(by_arrival) == len(expected)
    assert by_arrival.page(start, start + length) == expected[start : start + length]
    assert [one for one in "abcde" if one in by_arrival] == sorted(expected)
