"""The command line, one file a command; each is imported when it is asked for.

A mistake of the caller (a port that is taken, a configuration that cannot be used) is one line and exit status 2.
"""

from importlib import import_module

import click

from fakeserver import __version__
from fakeserver.suggestion import did_you_mean

#: A command's module below this one; the command in it has the same name. In the order in which help lists them.
_COMMANDS = {
    "serve": "serve",
    "run": "run",
    "demo": "demo",
    "health": "health",
    "find": "find",
    # --- these ask a fake that runs
    "token": "token",
    "explain": "explain",
    "deliver": "deliver",
    "messages": "messages",
    "wait": "wait",
    "journal": "journal",
    "clock": "clock",
    "switch": "switch",
    "reset": "reset",
    # --- these look at what serve would make
    "config": "config",
    "ca": "trust.ca",
}


class Commands(click.Group):
    """The commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return their names."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name; None where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{_COMMANDS[cmd_name]}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with.

        Raises:
            UsageError: there is none; the text suggests one.
        """
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            ctx.fail(f"No such command {args[0]!r}{did_you_mean(args[0], _COMMANDS)}.")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fakeserver")
def main() -> None:
    """A fake Exchange Online: Entra ID, EWS, Graph, Autodiscover, IMAP, POP3 and SMTP, on this machine, for tests."""
