import pytest

from fakeserver.state.octets import Octets
from fakeserver.state.rows import Key, Rows

ITEM, USER = Key("item", "m", 1), Key("user", "a")


@pytest.fixture
def octets() -> Octets:
    return Octets()


@pytest.fixture
def rows(octets: Octets) -> Rows:
    return Rows(octets)


def test_what_says_the_same_as_before_is_not_written_again(rows: Rows) -> None:
    rows.put(USER, {"upn": "alice"})
    assert rows.pending == {USER: '{"upn":"alice"}'}
    rows.pending.clear()
    rows.put(USER, {"upn": "alice"})
    assert rows.pending == {}
    rows.learn(Key("user", "b"), '{"upn":"bob"}', ())
    rows.put(Key("user", "b"), {"upn": "bob"})
    assert rows.pending == {}
    rows.put(Key("user", "b"), {"upn": "robert"})
    assert rows.pending == {Key("user", "b"): '{"upn":"robert"}'}


def test_items_are_written_when_they_are_put(rows: Rows) -> None:
    rows.put(ITEM, [1])
    rows.pending.clear()
    rows.put(ITEM, [1])
    assert rows.pending == {ITEM: "[1]"}


def test_who_is_gone_is_deleted(rows: Rows) -> None:
    rows.put(USER, 1)
    rows.put(Key("user", "b"), 2)
    rows.pending.clear()
    rows.keep_only("user", ["b"])
    assert rows.pending == {USER: None}
    rows.put(USER, 1)
    assert rows.pending == {USER: "1"}


def test_octets_live_as_long_as_a_row_uses_them(rows: Rows, octets: Octets) -> None:
    message = b"m" * 300
    number = octets.number(message)
    rows.put(ITEM, 1, [number])
    rows.put(Key("item", "m", 2), 1, [number])
    octets.settle()
    rows.drop(ITEM)
    assert octets.gone() == []
    rows.put(Key("item", "m", 2), 2)
    assert octets.gone() == [number]
    rows.put(ITEM, 1, [number])
    assert octets.gone() == []
    rows.forget()
    assert octets.gone() == [number]
