"""What the marker ``m365`` takes: the tenant's policies, switches of the test's user, and who the tenant is.

Loaded when a test of the run has the marker, and at collection: it imports no protocol and no server.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.users import USER_SWITCHES
from fakeserver.tenant.identifiers import is_domain, is_guid
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches

POLICIES = frozenset(Policies.rows)
#: what the tenant is made with, for programs that have it written in them: what each takes, and how that is told
TENANT_SETTINGS: dict[str, tuple[Callable[[str], bool], str]] = {
    "tenant_id": (is_guid, "a GUID"),
    "domain": (is_domain, "a name such as contoso.onmicrosoft.com"),
}


def switches_of(item: pytest.Item | pytest.Collector) -> dict[str, object]:
    """Return the switches of the ``m365`` markers of a test, or of a module; the nearest marker wins.

    Raises:
        pytest.UsageError: a switch is unknown or doesn't take its value, or a value was given without a name.
    """
    switches: dict[str, object] = {}
    for marker in reversed(list(item.iter_markers("m365"))):
        if marker.args:
            raise pytest.UsageError(f"{item.nodeid}: m365 takes switches by name only, e.g. m365(basic_auth=True)")
        switches.update(marker.kwargs)
    for name, value in switches.items():
        _check(item, name, value)
    return switches


def check_effect(item: pytest.Item, items: Sequence[pytest.Item]) -> None:
    """Refuse a marker of a test whose target was set up before the test.

    Args:
        items: all that were collected; a module's marker is for those of its tests that take it.

    Raises:
        pytest.UsageError: the marker would have no effect.
    """
    uses = _fixtures(item)
    shared = uses & {"m365_module", "m365_session"}
    if not shared or "m365" in uses:
        return
    for node, _ in item.iter_markers_with_node("m365"):
        if isinstance(node, pytest.Module):
            others = (other for other in items if other.getparent(pytest.Module) is node)
            if any(_fixtures(other) & {"m365", "m365_module"} for other in others):
                continue
        raise pytest.UsageError(
            f"{item.nodeid}: marker m365 of {node.name} has no effect: the test uses {' and '.join(sorted(shared))}, "
            "not m365. A test's or a class's marker sets up m365; a module's (pytestmark) m365_module as well; "
            "for m365_session there is m365_session.tenant.policies"
        )


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def tenant_settings(switches: Mapping[str, object]) -> dict[str, str]:
    """Return what the tenant is to be made with, of what a marker says."""
    return {name: str(value) for name, value in switches.items() if name in TENANT_SETTINGS}


def by_owner(switches: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tenant's switches, and the user's.

    One that both have sets the tenant's; the user's is set to None, so that the tenant's applies.
    """
    of_tenant = {name: value for name, value in switches.items() if name in POLICIES}
    of_user = {name: None if name in POLICIES else value for name, value in switches.items() if name in USER_SWITCHES}
    return of_tenant, of_user


def _check(item: pytest.Item | pytest.Collector, name: str, value: object) -> None:
    known = POLICIES | USER_SWITCHES | TENANT_SETTINGS.keys()
    if name not in known:
        raise pytest.UsageError(f"{item.nodeid}: m365 has no switch {name!r}{suggestion(name, known)}")
    if name in TENANT_SETTINGS:
        fits, form = TENANT_SETTINGS[name]
        if not isinstance(value, str) or not fits(value):
            raise pytest.UsageError(f"{item.nodeid}: m365 takes {form} for {name}, not {value!r}")
    row = (UserSwitches.rows | Policies.rows).get(name)
    try:
        if row is not None:
            row.check(value)
    except ValueError as error:
        raise pytest.UsageError(f"{item.nodeid}: m365 switch {error}") from None
