"""The configuration of commands that run a fake: two options, and the environment, which gives every option too."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from fakeserver.config import Config

_PREFIX = "FAKESERVER"


class ByEnvironment(click.Command):
    """A command whose options variables give as well: ``--http-port`` is FAKESERVER_HTTP_PORT."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        settings = attributes.get("context_settings") or {}
        attributes["context_settings"] = {"auto_envvar_prefix": _PREFIX, **settings}
        super().__init__(*args, **attributes)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read options and variables; what is wrong with a variable is said of the variable."""
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as error:
            name = (error.param and error.param.name) or ""
            if ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
                error.param_hint = f"{_PREFIX}_{name.upper()}"
            raise


#: read by those who talk to a fake that runs
_OF_CLIENTS = ("FAKESERVER_CONTROL_URL", "FAKESERVER_CONTROL_KEY", "FAKESERVER_CA_FILE")

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

    # Where there is none, the other commands need not be imported.
    if any(name.startswith(f"{_PREFIX}_") for name in os.environ):
        root = click.get_current_context().find_root()
        check_names(os.environ, [*_option_variables(root.command, root), *_OF_CLIENTS])
    return configured(path, os.environ, well_known=well_known)


def _option_variables(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the variables that give options of a command, and of those in it."""
    for parameter in command.params:
        named = parameter.envvar or ()
        yield from [named] if isinstance(named, str) else named
        if isinstance(command, ByEnvironment) and isinstance(parameter, click.Option) and parameter.name:
            yield f"{_PREFIX}_{parameter.name.upper()}"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _option_variables(inner, context)
