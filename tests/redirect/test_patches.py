"""What is replaced, beside others who replace the same."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from weakref import ref

import pytest

from fakeserver.redirect.patches import Patch


class Owner:
    """Has a function of its own, and one that it inherits."""


def louder(function: Callable[[], str]) -> Callable[[], str]:
    return lambda: function() + "!"


def made() -> tuple[Any, Patch]:
    owner = SimpleNamespace(say=lambda: "hi")
    return owner, Patch(owner, "say", louder)


def test_it_is_replaced_once_and_put_back() -> None:
    owner, patch = made()
    before = owner.say
    patch.put()
    patch.put()
    assert owner.say() == "hi!"
    patch.put_back()
    assert owner.say is before
    patch.put_back()
    assert owner.say is before


def test_what_a_class_inherits_it_inherits_again() -> None:
    class Base:
        def say(self) -> str:
            return "hi"

    class Heir(Base):
        pass

    patch = Patch(Heir, "say", lambda function: lambda self: function(self) + "!")
    patch.put()
    assert Heir().say() == "hi!"
    patch.put_back()
    patch.put_back()
    assert "say" not in vars(Heir)


def test_somebody_elses_replacement_stays_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, patch = made()
    patch.put()
    monkeypatch.setattr(owner, "say", lambda: "theirs")
    patch.put_back()
    assert owner.say() == "theirs"


def test_what_they_put_back_later_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, patch = made()
    before = owner.say
    patch.put()
    monkeypatch.setattr(owner, "say", lambda: "theirs")
    patch.put_back()
    monkeypatch.undo()
    patch.put()
    assert owner.say() == "hi!"
    patch.put_back()
    assert owner.say is before


def test_what_they_keep_does_not_pile_up() -> None:
    """Blocks within a monkeypatch that is within a block, in each test of a suite."""
    owner, patch = made()
    before = owner.say
    for _ in range(3):
        patch.put()
        with pytest.MonkeyPatch.context() as theirs:
            theirs.setattr(owner, "say", lambda: "theirs")
            patch.put()
            assert owner.say() == "theirs!"
        patch.put_back()
        assert owner.say() == "hi!"
    patch.put()
    patch.put_back()
    assert owner.say is before


def test_what_nobody_keeps_does_not_pile_up() -> None:
    """pytest-socket puts the original back after each test, before the block of the test ends."""
    owner, patch = made()
    before, replacements = owner.say, []
    for _ in range(3):
        patch.put()
        replacements.append(ref(owner.say))
        owner.say = before
        patch.put_back()
    patch.put()
    assert [kept() for kept in replacements] == [None] * 3
    assert owner.say() == "hi!"
