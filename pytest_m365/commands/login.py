"""``python -m pytest_m365 login``: a person signs in once, and live runs on this machine act as that user."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import click

from pytest_m365.commands.common import Misused, UserSettings, stopping
from pytest_m365.live.cache import REFRESH_TOKEN_DAYS, NoEncryption, SignInCache
from pytest_m365.live.person import SCOPES, Person, SignedIn, has_browser

_IN_CI = (
    "a CI job (CI is set) has no person who could sign in, and keeps nothing for the next one. There the application "
    "acts: M365_DAEMON_CLIENT_ID with a certificate, or on GitHub Actions with permissions: id-token: write"
)


@click.command()
@click.option("--device", is_flag=True, help="By a code that you type on any device, instead of this one's browser.")
@click.option("--plaintext", is_flag=True, help="Keep the sign-in unencrypted, in a file that only you can read.")
@click.option("--user", metavar="NAME", help="Who signs in; else each of M365_USERNAME or M365_USERNAMES.")
@click.option(
    "--scope",
    "scopes",
    metavar="NAME",
    multiple=True,
    type=click.Choice(SCOPES, case_sensitive=False),
    help="Ask for this permission alone; may be repeated. By default all four for mail: " + ", ".join(SCOPES) + ".",
)
def login(*, device: bool, plaintext: bool, user: str | None, scopes: tuple[str, ...]) -> None:
    """Sign in as a test user of the tenant, for live runs on this machine.

    M365_TENANT_ID and M365_CLIENT_ID say where; pytest's ini file must allow the tenant (m365_live_tenants) and the
    mailbox (m365_live_mailboxes).

    Exit status: 1 the service refused, 2 something is not set, 3 the ini file does not allow it, 4 no answer.
    """
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise Misused(_IN_CI)
    with stopping():
        of_user = UserSettings.of(os.environ, user)
        settings = of_user.settings
        kept = SignInCache.of(settings)
        try:
            cache = kept.create(plain=plaintext)
        except NoEncryption as error:
            raise Misused(str(error)) from None
        except OSError as error:
            raise Misused(f"{kept.folder} cannot be written: {error.strerror}") from None
        if not device and not has_browser():
            click.echo("There is no browser on this machine, so that you get a code to type on another.")
            device = True
        person = Person(settings, of_user.guard, click.echo)
        for name in settings.usernames:
            signed_in = person.sign_in(name, scopes or SCOPES, cache, by_device=device)
            kept.settle(plain=plaintext)
            _show(signed_in, scopes or SCOPES, kept)


def _show(signed_in: SignedIn, asked: tuple[str, ...], kept: SignInCache) -> None:
    """Say who has signed in, for what, and where that is kept."""
    missing = [scope for scope in asked if scope not in signed_in.scopes]
    until = datetime.now() + timedelta(days=REFRESH_TOKEN_DAYS)
    how = "plain text, readable by you alone" if kept.is_plain else "encrypted"
    click.echo(f"Signed in as {signed_in.user} in tenant {kept.tenant_id}.")
    click.echo(f"  may use   {', '.join(signed_in.scopes) or 'nothing'}")
    if missing:
        click.echo(f"  not       {', '.join(missing)}: not on the registration, or not consented")
    click.echo(f"  kept in   {kept.path} ({how})")
    click.echo(f"  lives to  {until:%Y-%m-%d}, and {REFRESH_TOKEN_DAYS} days more from each run that uses it")
