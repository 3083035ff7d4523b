"""Sorting by several keys; what the keys are is tested with FindItem."""

from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.steps import finish
from fakeserver.tenant.exchange.orders import SortKey, in_order


def test_later_keys_decide_where_earlier_ones_are_equal() -> None:
    pairs = [(1, "b"), (2, "a"), (1, "a")]
    assert finish(in_order(pairs, [(itemgetter(0), True), (itemgetter(1), False)])) == [(2, "a"), (1, "a"), (1, "b")]


def test_without_keys_the_order_stays() -> None:
    assert finish(in_order([3, 1, 2], [])) == [3, 1, 2]


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=30), st.lists(st.booleans(), max_size=3))
def test_any_keys_and_directions(rows: list[tuple[int, ...]], directions: list[bool]) -> None:
    def rank(numbered: tuple[int, tuple[int, ...]]) -> list[int]:
        place, row = numbered
        return [*(-row[at] if descending else row[at] for at, descending in enumerate(directions)), place]

    keys: list[SortKey] = [(itemgetter(at), descending) for at, descending in enumerate(directions)]
    assert finish(in_order(rows, keys)) == [row for _, row in sorted(enumerate(rows), key=rank)]
