"""The switches that the marker ``m365`` takes: the tenant's policies, and those of the test's user.

Loaded when a test of the run has the marker, and at collection: it imports no protocol and no server.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.users import USER_SWITCHES
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches

POLICIES = frozenset(Policies.rows)


def switches_of(item: pytest.Item) -> dict[str, object]:
    """Return the switches of the test's ``m365`` markers; the nearest marker wins.

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


def by_owner(switches: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tenant's switches, and the user's.

    One that both have sets the tenant's; the user's is set to None, so that the tenant's applies.
    """
    of_tenant = {name: value for name, value in switches.items() if name in POLICIES}
    of_user = {name: None if name in POLICIES else value for name, value in switches.items() if name in USER_SWITCHES}
    return of_tenant, of_user


def _check(item: pytest.Item, name: str, value: object) -> None:
    known = POLICIES | USER_SWITCHES
    if name not in known:
        raise pytest.UsageError(f"{item.nodeid}: m365 has no switch {name!r}{suggestion(name, known)}")
    row = (UserSwitches.rows | Policies.rows).get(name)
    try:
        if row is not None:
            row.check(value)
    except ValueError as error:
        raise pytest.UsageError(f"{item.nodeid}: m365 switch {error}") from None
