"""Items as octets: whatever a property may be comes back as it was, and other octets are refused."""

import json
import zlib
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.contact import PhoneKind, PostalAddress
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, NoEnd, Recurrence, Weekly
from fakeserver.tenant.exchange.packing.items import packed, unpacked
from fakeserver.tenant.exchange.packing.values import decoded, encoded
from fakeserver.tenant.exchange.values import Body, EmailAddress, ExtendedPropertyKey, PropertyType, TextFormat
from tests.world import World

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.uuids()
    | st.sampled_from([*DayOfWeek, *PhoneKind, *PropertyType])
    | st.builds(EmailAddress, st.text(), st.text())
    | st.builds(Body, st.sampled_from(TextFormat), st.text())
    | st.builds(ExtendedPropertyKey, st.none(), st.integers(0, 0xFFFF), st.sampled_from(PropertyType))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_comes_back(value: Any) -> None:
    back = decoded(json.loads(json.dumps(encoded(value))))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        Recurrence(Weekly(2, (DayOfWeek.MONDAY,), DayOfWeek.SUNDAY), NoEnd(ZonedDate(date(2030, 1, 1), timedelta(0)))),
        {PhoneKind.HOME: "1", PhoneKind.CAR: "2"},
        frozenset({1, 2}),
        [PostalAddress("a", "b"), UUID(int=5), datetime(2030, 1, 1, tzinfo=UTC)],
    ],
)
def test_so_do_the_values_of_kinds(value: Any) -> None:
    assert decoded(json.loads(json.dumps(encoded(value)))) == value


@pytest.mark.parametrize(
    "given_",
    [
        {"nothing": 1},
        {"os:system": {}},
        {"kinds..os:system": {}},
        {"kinds.contact:fields": {}},
        {"kinds.nowhere:Daily": {}},
        {"values.deeper:Body": {}},
        {"kinds.recurrence:Daily": 5},
        {"kinds.recurrence:Daily": {"interval": 0}},
        {"kinds.recurrence:DayOfWeek": "NEVER"},
        {"octets": "?"},
        {"time": "yesterday"},
        {"a": 1, "b": 2},
    ],
)
def test_what_is_no_value_is_refused(given_: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        decoded(given_)


def test_what_no_property_has_is_not_written() -> None:
    with pytest.raises(TypeError, match="no property has a"):
        encoded(object())


def test_an_item_comes_back_in_another_mailbox(world: World) -> None:
    world = World.of("alice", "bob")
    item = world.mailbox().deliver(subject="Herons", body="Seen", attachments=[("n.txt", b"notes")])
    target = world.mailbox("bob").folders.distinguished("inbox")
    back = unpacked(packed(item), target, 1000)
    assert back.mailbox is world.mailbox("bob")
    for name in ("item_class", "created_at", "received_at", "flags", "properties", "raw"):
        assert getattr(back, name) == getattr(item, name), name
    assert [one.content for one in back.attachments] == [b"notes"]


#: Parts of a packed item that a wrong one has.
WRONG: dict[str, Any] = {
    "class": 5,
    "created": datetime(2030, 1, 1),
    "flags": None,
    "properties": [],
    "message": "text",
    "attachments": [{}],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_part_that_is_wrong_is_refused(world: World, name: str) -> None:
    item = world.mailbox().deliver(subject="Herons")
    world.mailbox().items.update(item, {"subject": "Coots"})
    begin, _, octets = packed(item).partition(b"\n")
    parts = decoded(json.loads(zlib.decompress(octets)))
    wrong = zlib.compress(json.dumps(encoded({**parts, name: WRONG[name]})).encode())
    with pytest.raises(ValueError, match=r"no packed item|time zone"):
        unpacked(begin + b"\n" + wrong, item.folder, 1000)


@given(st.binary())
def test_other_octets_are_refused(octets: bytes) -> None:
    folder = World.of("alice").mailbox().folders.distinguished("inbox")
    for given_ in (octets, b"pytest-m365 item 1\n" + octets, b"pytest-m365 item 1\n" + zlib.compress(octets)):
        with pytest.raises(ValueError):  # noqa: PT011
            unpacked(given_, folder, 1000)


def test_what_expands_without_end_is_refused(world: World) -> None:
    item = world.mailbox().deliver(subject="Herons")
    huge = b"pytest-m365 item 1\n" + zlib.compress(b" " * 10_000_000)
    with pytest.raises(ValueError, match="too large"):
        unpacked(huge, item.folder, 1000)
    deep = b"pytest-m365 item 1\n" + zlib.compress(b"[" * 100_000)
    with pytest.raises(ValueError, match="no packed item"):
        unpacked(deep, item.folder, 10_000_000)


def test_every_field_of_a_dataclass_is_written() -> None:
    assert set(encoded(PostalAddress())["kinds.contact:PostalAddress"]) == {one.name for one in fields(PostalAddress)}
