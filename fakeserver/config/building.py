"""The tenants that a configuration describes."""

from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.config.adding import add
from fakeserver.config.reading import ConfigError, inside
from fakeserver.config.tables import Config, MessageTable
from fakeserver.tenant.administration.usual_applications import NOTHING, Pinned
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.identifiers import is_guid
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant

#: The lists of tables, in the order in which they are added: what is named stands before what names it.
LISTS = (
    "users",
    "shared_mailboxes",
    "distribution_groups",
    "rooms",
    "room_lists",
    "public_folders",
    "apps",
    "mailbox_permissions",
    "messages",
    "faults",
)


def build(config: Config, cloud: Cloud) -> Tenant:
    """Add the tenant that a configuration describes.

    An empty one gives users alice and bob, the shared mailbox support of both, a public application with every
    delegated mail permission consented, and a daemon application with every application permission, registered in
    Exchange and with FullAccess to every mailbox.

    Raises:
        ConfigError: a value is refused by the tenant, a name is not in it, or another tenant has its id or its domain.
    """
    if config.tenants:
        raise ConfigError(config.where, "one tenant is wanted, and [[tenants]] are several")
    with _place(config, "the tenant"):
        _check_free(config, cloud)
        domain = cloud.free_domain() if config.domain is None else config.domain
        tenant = Tenant(
            domain,
            tenant_id=config.tenant_id,
            name=config.name,
            defaults=config.defaults,
            pinned=_pinned(config),
        )
    try:
        _fill(tenant, config)
    except ConfigError:
        tenant.close()
        raise
    tenant.organization.label = config.label
    cloud.add(tenant)
    return tenant


def build_all(config: Config, cloud: Cloud) -> list[Tenant]:
    """Add every tenant that a configuration describes, all of them or none.

    Raises:
        ConfigError: as `build`.
    """
    tenants: list[Tenant] = []
    try:
        for each in config.tenants or [config]:
            tenants.append(build(each, cloud))
    except ConfigError:
        for tenant in tenants:
            cloud.remove(tenant)
            tenant.close()
        raise
    return tenants


def _check_free(config: Config, cloud: Cloud) -> None:
    """Refuse what would take another tenant's place.

    Raises:
        ValueError: a tenant has this id, or this domain.
    """
    if config.tenant_id is not None and cloud.by_id(config.tenant_id):
        raise ValueError(f"another tenant has the tenant_id {config.tenant_id}")
    if config.domain is not None and cloud.by_domain(config.domain):
        raise ValueError(f"another tenant has the domain {config.domain}")


def _pinned(config: Config) -> Pinned:
    """Return what is fixed of the two usual applications."""
    public, daemon = config.public_app, config.daemon_app
    pinned = Pinned(public.client_id, daemon.client_id, daemon.secret)
    for name, client_id in (("public_app", public.client_id), ("daemon_app", daemon.client_id)):
        with _place(config, name):
            if client_id is not None and not is_guid(client_id):
                raise ValueError(f"client_id is a GUID, not {client_id!r}")
    with _place(config, "public_app" if public.client_id else "daemon_app"):
        if pinned != NOTHING and not config.defaults:
            raise ValueError("defaults = false leaves it out; take away one of the two")
    return pinned


def _fill(tenant: Tenant, config: Config) -> None:
    with _place(config, "policies"):
        tenant.policies.set(**config.policies)
    for name in LISTS:
        for number, table in enumerate(getattr(config, name)):
            called = _called(table)
            with _place(config, f"{name}[{number}]" + (f" ({called})" if called else "")):
                add(tenant, table)


def _called(table: object) -> str:
    """Return what a table is about, for errors."""
    if isinstance(table, MessageTable):
        return f"to {table.to}"
    return getattr(table, "name", "") or getattr(table, "kind", "")


@contextmanager
def _place(config: Config, table: str) -> Iterator[None]:
    """Name the file and the table in what the tenant refuses until the block ends.

    Raises:
        ConfigError: the tenant refused something.
    """
    try:
        yield
    except ConfigError:
        # It says its place already.
        raise
    except (TypeError, ValueError, LookupError, AttributeError, OSError, Refusal) as error:
        reason: object = error.args[0] if isinstance(error, KeyError) and error.args else error
        reason = "; ".join([str(reason), *getattr(error, "__notes__", ())])
        if isinstance(error, OSError) and error.strerror:
            reason = f"{error.filename}: {error.strerror.lower()}"
        where = inside(config.origins.get(table.partition("[")[0], config.where), table)
        raise ConfigError(where, str(reason)) from error
