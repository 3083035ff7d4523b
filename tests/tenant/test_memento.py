"""Objects are put back to what they were: the same objects, and all that they reach."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.groups import Group
from fakeserver.tenant.memento import Memento
from fakeserver.tenant.switches.policies import Policies


def test_containers_keep_their_identity_and_get_their_content_back() -> None:
    inner: list[object] = [1]
    held: dict[str, object] = {
        "list": inner,
        "set": {1},
        "deque": deque([1]),
        "pair": (inner, {"a": 1}),
        "ordered": OrderedDict(a=1, b=2),
    }
    memento = Memento(held)
    for _ in range(2):
        inner.append(2)
        for each in ("set", "deque", "list"):
            held[each].clear()  # type: ignore[attr-defined]
        held["pair"][1]["a"] = 2  # type: ignore[index]
        held["ordered"].move_to_end("a")  # type: ignore[attr-defined]
        held["new"] = 1
        memento.restore()
        assert list(held) == ["list", "set", "deque", "pair", "ordered"]
        assert held["list"] is inner
        assert inner == [1]
        assert (held["set"], held["deque"], held["pair"]) == ({1}, deque([1]), ([1], {"a": 1}))
        assert list(held["ordered"]) == ["a", "b"]  # type: ignore[call-overload]


def test_objects_get_their_attributes_back_and_count_that_as_a_change() -> None:
    policies, group = Policies(), Group("id", "Sales", {"alice"})
    memento = Memento([policies, group])
    policies.basic_auth = True
    group.name = "Other"
    group.member_ids.add("bob")
    vars(group)["new"] = 1
    counted = policies.generation
    memento.restore()
    assert policies.basic_auth is False
    assert policies.generation > counted
    assert vars(group) == {"object_id": "id", "name": "Sales", "member_ids": {"alice"}}


def test_what_is_kept_goes_on() -> None:
    clock = Clock()
    clock.freeze()
    memento = Memento([clock], kept=(Clock,))
    clock.advance(60)
    now = clock.now()
    memento.restore()
    assert clock.now() == now


def test_an_object_that_cannot_be_looked_into_has_to_remember_itself() -> None:
    hidden, told = _Hidden([1]), _Told([1])
    with pytest.raises(TypeError):
        Memento(hidden)
    memento = Memento(told)
    told.values.append(2)
    memento.restore()
    assert told.values == [1]


@dataclass(slots=True)
class _Hidden:
    values: list[int] = field(default_factory=list)


class _Told(_Hidden):
    __slots__ = ()

    def remember(self):  # type: ignore[no-untyped-def]
        before = list(self.values)
        return lambda: setattr(self, "values", list(before))


# Only objects of the fake are looked into.
_Hidden.__module__ = _Told.__module__ = "fakeserver.tenant.memento"
