"""Old names say the new ones, read or assigned."""

import pytest

from fakeserver.tenant.moved import moved


@moved({"old": "thing.room.new"})
class Thing:
    def __init__(self) -> None:
        self.kept = 1


def test_old_names_say_the_new_one() -> None:
    thing = Thing()
    for touch in (lambda: getattr(thing, "old"), lambda: setattr(thing, "old", 2)):  # noqa: B009
        with pytest.raises(AttributeError, match=r"Thing has no 'old': it is thing\.room\.new now"):
            touch()
    assert not hasattr(thing, "old")


def test_other_names_are_as_ever() -> None:
    thing = Thing()
    thing.kept = 3
    assert thing.kept == 3
    with pytest.raises(AttributeError, match="'Thing' object has no attribute 'unknown'"):
        getattr(thing, "unknown")  # noqa: B009
