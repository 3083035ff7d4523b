"""A fake Exchange Online: Entra ID, EWS, Microsoft Graph, Autodiscover, IMAP, POP3 and SMTP over one mailbox store.

    with FakeServer() as server:
        tenant = server.new_tenant()
        ...

The public names load on first use, so that ``import fakeserver`` costs nothing.
"""

from typing import TYPE_CHECKING, Any

from fakeserver.version import __version__

if TYPE_CHECKING:
    from fakeserver.server import FakeServer as FakeServer
    from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy as AuthenticationPolicy
    from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy as ConditionalAccessPolicy
    from fakeserver.tenant.switches.working_hours import WorkingHours as WorkingHours
    from fakeserver.tenant.tenant import Tenant as Tenant

__all__ = ["AuthenticationPolicy", "ConditionalAccessPolicy", "FakeServer", "Tenant", "WorkingHours", "__version__"]

_HOMES = {
    "AuthenticationPolicy": "fakeserver.tenant.switches.authentication_policy",
    "ConditionalAccessPolicy": "fakeserver.tenant.switches.conditional_access",
    "FakeServer": "fakeserver.server",
    "Tenant": "fakeserver.tenant.tenant",
    "WorkingHours": "fakeserver.tenant.switches.working_hours",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
