"""The commands of ``python -m pytest_m365``, one file each, which is imported when its command is used."""

from __future__ import annotations

from importlib import import_module

import click

#: each command, with its line in the help
COMMANDS = {
    "login": "Sign in as a test user of the tenant, for live runs on this machine.",
    "logout": "Forget the sign-ins of this machine.",
    "doctor": "Walk through a tenant and say what is missing.",
    "contract": "Compare what contract runs have found.",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """What belongs to live runs of pytest-m365, besides pytest itself."""
