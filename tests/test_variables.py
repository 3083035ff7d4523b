"""Variables of the environment that are set for a block."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from fakeserver.variables import environment_set, put_back, renew

NAME = "FAKESERVER_TEST"


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    """Like pytest's own, and undone by the test itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(NAME, raising=False)
        yield patch


def test_it_is_put_back(patch: pytest.MonkeyPatch) -> None:
    with environment_set({NAME: "block"}):
        assert os.environ[NAME] == "block"
    assert NAME not in os.environ
    patch.setenv(NAME, "before")
    with environment_set({NAME: "block"}):
        renew({NAME: "later"})
        assert os.environ[NAME] == "later"
    assert os.environ[NAME] == "before"


def test_what_no_block_has_set_is_not_renewed(patch: pytest.MonkeyPatch) -> None:
    """Nothing would put it back."""
    patch.delenv(f"{NAME}_2", raising=False)
    with environment_set({NAME: "block"}):
        with pytest.raises(LookupError, match=rf"^{NAME}_2: set by no block of now; begin one with environment_set"):
            renew({NAME: "later", f"{NAME}_2": "later"})
        assert os.environ[NAME] == "block"
    assert f"{NAME}_2" not in os.environ
    with pytest.raises(LookupError, match=NAME):
        renew({NAME: "after"})
    assert NAME not in os.environ


@pytest.mark.parametrize("before", ["before", None])
@pytest.mark.parametrize("renewed", [False, True])
@pytest.mark.parametrize("deleted", [False, True])
def test_what_a_patch_puts_back_later_is_taken_out(
    patch: pytest.MonkeyPatch, before: str | None, renewed: bool, deleted: bool
) -> None:
    if before is not None:
        patch.setenv(NAME, before)
    with pytest.MonkeyPatch.context() as late:
        with environment_set({NAME: "outer"}), environment_set({NAME: "inner"}):
            if renewed:
                renew({NAME: "renewed"})
            if deleted:
                late.delenv(NAME)
            else:
                late.setenv(NAME, "the test's")
        assert os.environ.get(NAME) == before
    assert os.environ[NAME] == ("renewed" if renewed else "inner")
    put_back()
    assert os.environ.get(NAME) == before


def test_a_block_of_now_keeps_its_value(patch: pytest.MonkeyPatch) -> None:
    with environment_set({NAME: "module"}):
        with pytest.MonkeyPatch.context() as late, environment_set({NAME: "inner"}):
            late.setenv(NAME, "the test's")
        put_back()
        assert os.environ[NAME] == "module"
        with environment_set({NAME: "module"}):
            renew({NAME: "renewed"})
        put_back()
        assert os.environ[NAME] == "module"
    assert NAME not in os.environ


def test_what_others_have_set_stays(patch: pytest.MonkeyPatch) -> None:
    patch.setenv(NAME, "before")
    with environment_set({NAME: "block"}):
        pass
    patch.setenv(NAME, "somebody's")
    put_back()
    assert os.environ[NAME] == "somebody's"


def test_blocks_of_long_ago_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    with environment_set({NAME: "block"}):
        pass
    with environment_set({NAME: "other"}):
        pass
    patch.setenv(NAME, "block")
    put_back()
    assert os.environ[NAME] == "block"


def test_blocks_end_in_any_order(patch: pytest.MonkeyPatch) -> None:
    first, second = ExitStack(), ExitStack()
    first.enter_context(environment_set({NAME: "first"}))
    second.enter_context(environment_set({NAME: "second"}))
    first.close()
    second.close()
    assert os.environ[NAME] == "first"
    put_back()
    assert NAME not in os.environ


def test_a_value_that_no_environment_can_hold_leaves_nothing(patch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="null byte"), environment_set({NAME: "block", f"{NAME}_2": "a\0b"}):
        pass
    assert NAME not in os.environ
    patch.setenv(NAME, "block")
    with environment_set({}):
        put_back()
    assert os.environ[NAME] == "block"
