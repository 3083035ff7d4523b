"""The configuration of commands that run a fake: two options, and the environment, which gives every option too."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fakeserver.config import Config

#: of a command whose options variables give as well: ``--http-port`` is FAKESERVER_HTTP_PORT
BY_ENVIRONMENT: Mapping[str, Any] = {"auto_envvar_prefix": "FAKESERVER"}
#: read by those who talk to a fake that runs
_OF_CLIENTS = ("FAKESERVER_CONTROL_URL", "FAKESERVER_CONTROL_KEY")

config_option = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Users, apps and policies (TOML)."
)
well_known_option = click.option(
    "--well-known", is_flag=True, help="Ids, passwords and secrets that docs/configuration.md lists."
)


def read_configuration(path: Path | None, *, well_known: bool = False) -> "Config":
    """Return what the options, the environment and the file say together.

    Raises:
        ConfigError: they cannot be used, or a variable with our prefix is none that anything reads.
    """
    from fakeserver.config.configured import configured
    from fakeserver.config.environment import check_names

    options = _option_variables(click.get_current_context().find_root().command)
    check_names(os.environ, [*options, *_OF_CLIENTS])
    return configured(path, os.environ, well_known=well_known)


def _option_variables(command: click.Command) -> Iterator[str]:
    """Yield the variables that give options of a command, and of those in it."""
    prefix = command.context_settings.get("auto_envvar_prefix")
    for parameter in command.params:
        named = parameter.envvar or ()
        yield from [named] if isinstance(named, str) else named
        if prefix and parameter.name and isinstance(parameter, click.Option):
            yield f"{prefix}_{parameter.name.upper()}"
    for inner in getattr(command, "commands", {}).values():
        yield from _option_variables(inner)
