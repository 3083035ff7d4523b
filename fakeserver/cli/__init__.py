"""The command line, one file a command.

A mistake of the caller (a port that is taken, a configuration that cannot be used) is one line and exit status 2.
"""

import click

from fakeserver import __version__
from fakeserver.cli import (
    clock,
    config,
    deliver,
    demo,
    explain,
    journal,
    messages,
    reset,
    run,
    serve,
    switch,
    token,
    wait,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fakeserver")
def main() -> None:
    """A fake Exchange Online: Entra ID, EWS, Autodiscover, IMAP, POP3 and SMTP, on this machine, for tests."""


main.add_command(serve.serve)
main.add_command(run.run)
main.add_command(demo.demo)
main.add_command(config.config)
main.add_command(token.token)
main.add_command(explain.explain)
main.add_command(deliver.deliver)
main.add_command(messages.messages)
main.add_command(wait.wait)
main.add_command(journal.journal)
main.add_command(clock.clock)
main.add_command(switch.switch)
main.add_command(reset.reset)
