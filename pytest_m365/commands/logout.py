"""``python -m pytest_m365 logout``: this machine forgets its sign-ins."""

from __future__ import annotations

import os

import click

from pytest_m365.commands.common import stopping
from pytest_m365.live.cache import SignInCache
from pytest_m365.live.settings import read_settings


@click.command()
def logout() -> None:
    """Forget the sign-ins that login has kept for M365_TENANT_ID and M365_CLIENT_ID.

    The tokens themselves stay good at Microsoft until they expire; an admin revokes them by "Revoke sessions".
    """
    names = ("M365_TENANT_ID", "M365_CLIENT_ID", "M365_CLOUD")
    given = {name: os.environ[name] for name in names if name in os.environ}
    with stopping():
        # Nobody in particular: the file is that of all users.
        settings = read_settings({**given, "M365_SIGN_IN": "user", "M365_USERNAME": "anybody@example.invalid"})
    kept = SignInCache.of(settings)
    path = kept.path
    click.echo(f"Removed {path}." if kept.remove() else f"Nobody has signed in to {settings.tenant_id} here.")
