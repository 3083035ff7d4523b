"""``fakeserver reset``."""

import click

from fakeserver.cli.asking import Asked, asking


@click.command()
@asking
def reset(asked: Asked, /) -> None:
    """Make the tenant what it was when it was made: mail, people, switches, time, journal, faults, outbound mail.

    For between two tests: ids, passwords and secrets stay, and clients are told goodbye.
    """
    tenant = asked.tenant
    tenant.reset()
    asked.say({"tenant_id": tenant.tenant_id, "domain": tenant.domain}, [f"{tenant.domain} is as it was made"])
