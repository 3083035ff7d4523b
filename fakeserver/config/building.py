"""The tenant that a configuration describes."""

from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.config.adding import add
from fakeserver.config.reading import ConfigError
from fakeserver.config.tables import Config, MessageTable
from fakeserver.tenant.cloud import Cloud
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
        ConfigError: a value is refused by the tenant, or a name is not in it.
    """
    with _place(config, "the tenant"):
        tenant = Tenant(cloud.free_domain() if config.domain is None else config.domain, tenant_id=config.tenant_id)
    try:
        _fill(tenant, config)
    except ConfigError:
        tenant.close()
        raise
    cloud.add(tenant)
    return tenant


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
    except (TypeError, ValueError, LookupError, AttributeError, OSError, Refusal) as error:
        reason: object = error.args[0] if isinstance(error, KeyError) and error.args else error
        reason = "; ".join([str(reason), *getattr(error, "__notes__", ())])
        if isinstance(error, OSError) and error.strerror:
            reason = f"{error.filename}: {error.strerror.lower()}"
        where = table if config.path is None else f"{config.path}: {table}"
        raise ConfigError(where, str(reason)) from error
