"""The switches that the marker ``m365`` takes. Loaded when a test of the run has the marker."""

import pytest

from fakeserver.suggestion import did_you_mean


def switches_of(item: pytest.Item) -> dict[str, object]:
    """Return the switches of the test's ``m365`` markers; the nearest marker wins.

    Raises:
        pytest.UsageError: a switch is unknown, or a value was given without a name.
    """
    switches: dict[str, object] = {}
    for marker in reversed(list(item.iter_markers("m365"))):
        if marker.args:
            raise pytest.UsageError(f"{item.nodeid}: m365 takes switches by name only, e.g. m365(basic_auth=True)")
        switches.update(marker.kwargs)
    if switches:
        known = known_switches()
        for name in switches:
            if name not in known:
                hint = did_you_mean(name, known)
                raise pytest.UsageError(
                    f"{item.nodeid}: m365 has no switch {name!r}; it has {', '.join(sorted(known))}{hint}"
                )
        check_values(item, switches)
    return switches


def check_values(item: pytest.Item, switches: dict[str, object]) -> None:
    """Refuse a value that the tenant's switch, or the user's, doesn't take."""
    from fakeserver.tenant.switches.policies import Policies
    from fakeserver.tenant.switches.user_switches import UserSwitches

    rows = UserSwitches.rows | Policies.rows
    try:
        for name, value in switches.items():
            if name in rows:
                rows[name].check(value)
    except ValueError as error:
        raise pytest.UsageError(f"{item.nodeid}: m365 switch {error}") from None


def known_switches() -> frozenset[str]:
    """Return the names that the ``m365`` marker takes: the tenant's policies and the mailbox's switches."""
    from pytest_m365.fake import mailbox_switches, policy_names

    return policy_names() | mailbox_switches()
