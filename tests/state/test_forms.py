import json
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta, timezone
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.state.errors import StateError
from fakeserver.state.forms import Reader, Writer
from fakeserver.state.octets import Octets
from fakeserver.tenant.directory.recipient_filter import RecipientFilter
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, Weekly
from fakeserver.tenant.exchange.values import Body, ExtendedPropertyKey, Importance, PropertyType, TextFormat
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy
from fakeserver.tenant.tokens.keys import SigningKey, shipped_key

OCTETS = Octets()


class Named:
    """Something that has a row of its own."""


THING = Named()


def written(value: Any) -> Any:
    """Return a value's form, as JSON has it."""
    writer = Writer(lambda value: ("thing", 7) if value is THING else None, OCTETS)
    return json.loads(json.dumps(writer.form(value)))


def read(form: Any) -> Any:
    return Reader(lambda kind, name: {("thing", 7): THING}[kind, name], OCTETS).value(form)


VALUES = [
    None, True, 7, -1.5, float("inf"), "text", "\udc80 alone", [1, ["x"]], ("a", (1,)), {1, 2}, frozenset({"x"}),
    {"a": {"b": 1}}, {1: "x", ("a", None): 2}, {"held": 3}, {"time": "no"}, b"few", b"m" * 1000,
    datetime(2026, 3, 1, 9, 30, 0, 5, tzinfo=UTC), datetime(2026, 3, 1), date(2026, 3, 1), time(9, 30),
    datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=2))), timedelta(days=-1, microseconds=3), UUID(int=7),
    Body(TextFormat.HTML, "<p>x"), MessageFlags(seen=True), Importance.HIGH,
    ExtendedPropertyKey(None, 0x1081, PropertyType.INTEGER_32),
    Weekly(1, (DayOfWeek.MONDAY,)), Weekly(2, (DayOfWeek.MONDAY,), DayOfWeek.SUNDAY),
    ConditionalAccessPolicy("p", users=frozenset({"a"}), sign_in_frequency=0), THING, [THING, {"x": THING}],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_values_come_back(value: Any) -> None:
    back = read(written(value))
    assert back == value
    assert type(back) is type(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.binary(max_size=400) | st.dates() | st.times(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3) | st.tuples(inner),
        max_leaves=8,
    )
)
def test_any_values_come_back(value: Any) -> None:
    assert read(written(value)) == value


def test_a_text_of_another_class_comes_back_as_text() -> None:
    class Marked(str):
        __slots__ = ()

    back = read(written([Marked("<p>"), {Marked("a"): Marked("b")}]))
    assert back == ["<p>", {"a": "b"}]
    assert type(back[0]) is str


def test_what_is_not_said_is_as_usual() -> None:
    assert written(MessageFlags(seen=True)) == {"tenant.exchange.flags:MessageFlags": {"seen": True}}
    # 1 is not True, though they are equal.
    assert read(written(MessageFlags(deleted=0))).deleted == 0  # type: ignore[arg-type]


def test_long_octets_stand_elsewhere_once() -> None:
    octets, message = Octets(), b"m" * 1000
    writer = Writer(lambda value: None, octets)
    assert writer.form([message, message]) == [{"held": 1}, {"held": 1}]
    assert writer.used == [1, 1]


def test_dictionaries_of_other_kinds() -> None:
    assert read(written(defaultdict(list, a=[1]))) == {"a": [1]}
    back = read(written(MappingProxyType({"a": 1})))
    assert type(back) is MappingProxyType
    assert dict(back) == {"a": 1}


def test_sets_are_written_in_the_same_order() -> None:
    assert written({"b", "a", "c"}) == written({"c", "b", "a"}) == {"set": ["a", "b", "c"]}


def test_rules_and_keys_are_made_again() -> None:
    rule = read(written(RecipientFilter("DisplayName -like 'A*'")))
    assert isinstance(rule, RecipientFilter)
    assert rule.text == "DisplayName -like 'A*'"
    for key in (shipped_key(0), SigningKey.generate()):
        back = read(written(key))
        assert back.kid == key.kid
        key.verify(b"message", back.sign(b"message"))


@pytest.mark.parametrize(
    "value", [object(), lambda: 1, Named(), Named, OSError("x"), [object()], {"a": {1, 2, object()}}]
)
def test_what_cannot_be_kept_is_refused(value: Any) -> None:
    with pytest.raises(StateError, match="cannot be kept"):
        written(value)


@pytest.mark.parametrize(
    "form",
    [
        {"os:system": ["true"]},
        {"tenant.tenant:Tenant": {}},
        {"tenant.exchange.values:Body": {"format": "html"}},
        {"tenant.exchange.values:Importance": "NONE"},
        {"unknown": 1},
        {"thing": 8},
        {"time": "noon"},
        {"octets": "?"},
        {"held": 99},
        {"a": 1, "b": 2},
        {},
    ],
)
def test_forms_of_nothing_are_refused(form: Any) -> None:
    with pytest.raises((StateError, LookupError, TypeError, ValueError)):
        read(form)
