"""``fakeserver config``: what a configuration makes, before it is used."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeserver.cli.common import UsageProblem
from fakeserver.cli.configuration import ByEnvironment, read_configuration, well_known_option

if TYPE_CHECKING:
    from fakeserver.config import Config
    from fakeserver.tenant.tenant import Tenant

_file_argument = click.argument("file", type=click.Path(path_type=Path), required=False, envvar="FAKESERVER_CONFIG")

_GIVEN = "(given)"
_MADE_UP = "(new at each start)"
_WORDS = {"shared": "shared mailbox", "room": "room", "public_folders": "public folders"}


@click.group()
def config() -> None:
    """Look at what serve would make of a configuration."""


@config.command(cls=ByEnvironment)
@_file_argument
@well_known_option
def check(*, file: Path | None, well_known: bool) -> None:
    """Say what FILE and the environment make, without secrets.

    A mistake is one line that names the place, and exit status 2.

    \b
        fakeserver config check tenant.toml
    """
    from fakeserver.config import ConfigError, build_all
    from fakeserver.tenant.cloud import Cloud

    try:
        configuration = read_configuration(file, well_known=well_known)
        tenants = build_all(configuration, Cloud())
    except ConfigError as error:
        raise UsageProblem(str(error)) from error
    for described, tenant in zip(configuration.tenants or [configuration], tenants, strict=True):
        click.echo("\n".join(_describe(described, tenant)))


@config.command(cls=ByEnvironment)
@_file_argument
@well_known_option
def show(*, file: Path | None, well_known: bool) -> None:
    """Print FILE and the environment as one configuration file, secrets included."""
    from fakeserver.config import ConfigError
    from fakeserver.config.configured import configured_table
    from fakeserver.config.writing import toml

    try:
        read_configuration(file, well_known=well_known)
        click.echo(toml(configured_table(file, os.environ, well_known=well_known)), nl=False)
    except ConfigError as error:
        raise UsageProblem(str(error)) from error


def _describe(config: "Config", tenant: "Tenant") -> Iterator[str]:
    """Yield the lines about a tenant; what is made up at each start is not shown."""
    yield f"tenant {tenant.domain}"
    yield _row("id", tenant.tenant_id if config.tenant_id else _MADE_UP)
    for name, value in sorted(config.policies.items()):
        yield _row("policy", f"{name} = {value!r}")
    with_password = {user for user, table in zip(tenant.users, config.users, strict=False) if table.password}
    for user in tenant.users:
        password = "" if user.kind != "member" else f"  password {_GIVEN if user in with_password else _MADE_UP}"
        yield _row(_WORDS.get(user.kind, "user"), f"{user.upn}{password}")
    for group in tenant.directory.distribution_groups.values():
        yield _row("room list" if group.is_room_list else "group", group.address)
    given = (config.public_app.client_id, config.daemon_app.client_id, *(table.client_id for table in config.apps))
    ids = {client_id.lower() for client_id in given if client_id}
    secrets = {config.daemon_app.secret, *(table.secret for table in config.apps)}
    for app in tenant.apps:
        secret = f"  secret {_GIVEN if app.client_secret in secrets else _MADE_UP}" if app.client_secret else ""
        client_id = app.client_id if app.client_id in ids else _MADE_UP
        yield _row("public app" if app.public else "daemon app", f"{app.name}  id {client_id}{secret}")
    for word, counted in (("message", config.messages), ("fault", config.faults)):
        if counted:
            yield _row(f"{word}s", str(len(counted)))


def _row(name: str, value: str) -> str:
    return f"  {name:<14} {value}"
