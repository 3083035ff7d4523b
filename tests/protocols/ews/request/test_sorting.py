"""Sorting by several keys; what the keys are is tested with FindItem."""

from fakeserver.protocols.ews.request.sorting import in_order


def test_later_keys_decide_where_earlier_ones_are_equal() -> None:
    pairs = [(1, "b"), (2, "a"), (1, "a")]
    assert in_order(pairs, [(lambda pair: pair[0], True), (lambda pair: pair[1], False)]) == [
        (2, "a"),
        (1, "a"),
        (1, "b"),
    ]


def test_without_keys_the_order_stays() -> None:
    assert in_order([3, 1, 2], []) == [3, 1, 2]
