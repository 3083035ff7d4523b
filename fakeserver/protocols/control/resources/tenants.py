"""Tenants: made from a configuration, listed, looked at, dropped, and reset."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fakeserver.config import Config, build
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.tenant import Tenant


@dataclass
class Address:
    """A host and a port."""

    host: str
    port: int


@dataclass
class SignIn:
    """A person's sign-in name and password; null where there is none."""

    upn: str
    password: str | None = field(repr=False)


@dataclass
class AppSignIn:
    """An application's id and secret; null where it has none."""

    client_id: str
    client_secret: str | None = field(repr=False)
    kind: str


@dataclass
class TenantView:
    """A tenant: what the endpoints file of ``fakeserver serve`` holds, and where its resources are."""

    tenant_id: str
    domain: str
    name: str
    #: what tells it from others for people who look, as the test that has it; empty where nobody has said it
    label: str
    #: of its resources in this API
    url: str
    #: the tenant's time
    now: datetime
    authority: str
    token_url: str
    ca_file: str | None
    ews_url: str
    graph_url: str
    autodiscover_url: str
    control_url: str
    inspector_url: str
    imap: Address
    pop3: Address
    smtp: Address
    users: list[SignIn] = field(default_factory=list)
    shared_mailboxes: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    apps: list[AppSignIn] = field(default_factory=list)
    #: client ids of the two usual applications; null where the tenant was made without them
    public_app: str | None = None
    daemon_app: str | None = None


@dataclass
class Tenants:
    """Every tenant, oldest first."""

    tenants: list[TenantView]


def tenant_view(call: Call, tenant: Tenant) -> TenantView:
    """Return a tenant as the API shows it."""
    known: dict[str, Any] = {
        name: value for name, value in call.host.endpoints(tenant).items() if name in TenantView.__dataclass_fields__
    }
    usual = {
        name: app.client_id for name in ("public_app", "daemon_app") if (app := getattr(tenant, name, None)) is not None
    }
    return TenantView(
        **known | usual,
        name=tenant.organization.name,
        label=tenant.organization.label,
        url=f"{call.base_url}/_fake/api/tenants/{tenant.tenant_id}",
        now=tenant.clock.now(),
    )


@operation("GET", "/tenants")
def list_tenants(call: Call) -> Tenants:
    """List the tenants, oldest first."""
    return Tenants([tenant_view(call, tenant) for tenant in call.cloud.tenants])


@operation("POST", "/tenants", status=201)
def create_tenant(call: Call, body: Config) -> TenantView:
    """Make a tenant of what a configuration file may hold; without anything it is that of ``fakeserver serve``.

    Nothing is read from the server's disk: a certificate is its PEM text, and files of mail are loaded later.
    """
    if body.tenants:
        raise ValueError("tenants: they are made one by one, each by a call of its own")
    tenant = build(body, call.cloud)
    call.host.adopt(tenant)
    return tenant_view(call, tenant)


@operation("GET", "/tenants/{tenant}")
def get_tenant(call: Call) -> TenantView:
    """Look at a tenant."""
    return tenant_view(call, call.tenant)


@operation("DELETE", "/tenants/{tenant}")
def delete_tenant(call: Call) -> None:
    """Drop a tenant with everything in it; its clients are told goodbye."""
    call.host.drop_tenant(call.tenant)


@operation("POST", "/tenants/{tenant}/reset")
def reset_tenant(call: Call) -> TenantView:
    """Make a tenant what it was when it was made: mail, people, switches and time; no faults, an empty journal."""
    call.tenant.snapshots.reset()
    return tenant_view(call, call.tenant)
