"""Each old name of the tenant's says where it is now, and is there."""

from operator import attrgetter
from pathlib import Path

import pytest

from fakeserver.tenant.administration.moved_names import MOVED, SWITCHES
from fakeserver.tenant.tenant import Tenant

CHANGELOG = Path(__file__).resolve().parents[3] / "CHANGELOG.md"


@pytest.mark.parametrize("old", MOVED)
def test_the_old_name_says_the_new_one(tenant: Tenant, old: str) -> None:
    with pytest.raises(AttributeError) as read:
        getattr(tenant, old)
    assert str(read.value) == f"Tenant has no {old!r}: it is {MOVED[old]} now"
    # A switch of old that is set without effect would let a test pass for nothing.
    with pytest.raises(AttributeError, match=f"it is {MOVED[old]} now"):
        setattr(tenant, old, True)


@pytest.mark.parametrize("new", MOVED.values())
def test_the_new_name_is_there(tenant: Tenant, new: str) -> None:
    attrgetter(new.removeprefix("tenant."))(tenant)


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_not_set_on_the_tenant_itself(tenant: Tenant, name: str) -> None:
    with pytest.raises(AttributeError, match=f"it is tenant.policies.{name} now"):
        setattr(tenant, name, True)


@pytest.mark.parametrize("new", MOVED.values())
def test_the_changelog_says_so(new: str) -> None:
    _, room, *names = new.split(".")
    lines = CHANGELOG.read_text().partition(f"  - `tenant.{room}`:")[2].partition("\n  - ")[0]
    assert lines
    assert all(f"`{name}`" in lines for name in names)


def test_any_other_name_is_unknown_as_everywhere(tenant: Tenant) -> None:
    with pytest.raises(AttributeError, match="'Tenant' object has no attribute 'add_usr'"):
        tenant.add_usr  # type: ignore[attr-defined]  # noqa: B018
