"""The switches: what there are, and those of a tenant."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch
from fakeserver.tenant.switches.user_switches import UserSwitches


@dataclass
class SwitchView:
    """A switch: what it is called, what it takes, what it does."""

    name: str
    default: Any
    #: the single values that it takes
    values: list[Any]
    #: all that it takes, in words
    takes: str
    #: as an admin of a real tenant knows it
    admin_name: str
    meaning: str
    source: str


@dataclass
class SwitchTables:
    """Every switch."""

    #: of a tenant
    policies: list[SwitchView]
    #: of an account
    users: list[SwitchView]


@dataclass
class PolicyChanges:
    """Switches of a tenant, by name."""

    further_keys: ClassVar[frozenset[str]] = frozenset(Policies.rows)
    switches: dict[str, Any] = field(default_factory=dict)


@operation("GET", "/switches")
def list_switches(call: Call) -> SwitchTables:
    """List every switch, with what it takes and does."""
    return SwitchTables(
        [_view(row) for row in Policies.rows.values()], [_view(row) for row in UserSwitches.rows.values()]
    )


@operation("GET", "/tenants/{tenant}/policies")
def get_policies(call: Call) -> dict[str, Any]:
    """Say how a tenant's switches are set."""
    return {name: getattr(call.tenant.policies, name) for name in Policies.rows}


@operation("PATCH", "/tenants/{tenant}/policies")
def change_policies(call: Call, body: PolicyChanges) -> dict[str, Any]:
    """Set switches of a tenant; they take effect at the next request. All of them are set, or none."""
    call.tenant.policies.set(**body.switches)
    return get_policies(call)


def _view(row: Switch) -> SwitchView:
    return SwitchView(row.name, row.default, list(row.values), row.takes, row.admin_name, row.meaning, row.source)
