"""What is in force, what was ordered, and what never happened."""

import pytest

from tests.world import World


def test_clear_and_cancel(world: World) -> None:
    faults = world.tenant.faults
    first, second = faults.drop("imap"), faults.slow("token")
    assert list(faults.in_force) == [first, second]
    first.cancel()
    first.cancel()
    assert list(faults.in_force) == [second]
    faults.clear()
    assert list(faults.in_force) == []
    assert faults.never_taken == [first, second]


def test_a_block_ends_its_fault_also_after_an_exception(world: World) -> None:
    def fail() -> None:
        with world.tenant.faults.slow("token"):
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert world.tenant.faults.in_force == ()


def test_a_tenant_that_is_gone_has_none(world: World) -> None:
    world.tenant.faults.slow("token")
    world.tenant.close()
    assert world.tenant.faults.in_force == ()


def test_a_misspelt_matcher_is_refused_with_a_suggestion(world: World) -> None:
    with pytest.raises(TypeError, match=r"faults\.drop takes no 'tiems'; did you mean 'times'\?"):
        world.tenant.faults.drop("imap", tiems=2)  # type: ignore[call-arg]


def test_a_misspelt_setting_of_a_kind_suggests_its_own(world: World) -> None:
    with pytest.raises(TypeError, match=r"faults\.throttle takes no 'retry_afer'; did you mean 'retry_after'\?"):
        world.tenant.faults.throttle("imap", retry_afer=3)  # type: ignore[call-arg]


def test_a_fault_without_a_place_names_the_places(world: World) -> None:
    with pytest.raises(TypeError, match=r"faults\.throttle needs 'place', one of: 'imap', 'pop3', "):
        world.tenant.faults.throttle()  # type: ignore[call-arg]
