"""``fakeserver demo``."""

import sys

import click


@click.command()
def demo() -> None:
    """Show the fake at work: every way in, and refusals.

    Walks each protocol with msal and real clients, then five refusals, and prints what was asked and answered. The
    exit status says whether all was as it should be.
    """
    from fakeserver.demo import run

    sys.exit(run())
