"""``fakeserver journal``."""

import json
import sys
from contextlib import suppress
from pathlib import Path

import click

from fakeserver.cli.asking import Asked, asking


@click.command()
@click.option("--protocol", metavar="NAME", help="imap, pop3, smtp, ews, autodiscover, oauth, token, ...")
@click.option("--operation", metavar="NAME", help="FETCH, FindItem, ...")
@click.option("--user", metavar="ADDRESS", help="Who was named.")
@click.option("--app", metavar="APP", help="The application, by name or client id.")
@click.option("--refused", is_flag=True, help="Only what was refused.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="The newest so many.")
@click.option("--follow", "-f", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@click.option("--clear", is_flag=True, help="Forget everything.")
@click.option(
    "--har", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write what was over HTTP."
)
@asking
def journal(
    asked: Asked,
    /,
    *,
    protocol: str | None,
    operation: str | None,
    user: str | None,
    app: str | None,
    refused: bool,
    limit: int | None,
    follow: bool,
    clear: bool,
    har: Path | None,
) -> None:
    """Show what was asked of the tenant, what was answered, and why it was refused.

    \b
        fakeserver journal --refused
        fakeserver journal --protocol imap --follow
    """
    from fakeserver.client.journal import exchange_of
    from fakeserver.tenant.journal.wanted import Names, wanted

    tenant = asked.tenant
    notes = tenant.notes
    if clear:
        tenant.journal.clear()
        return
    if har is not None:
        tenant.journal.to_har(har)
        return
    given = {"protocol": protocol, "operation": operation, "user": user, "app": app, "refused": refused or None}
    answer = notes.asked(limit, **given)
    if not follow:
        asked.say(answer["exchanges"], (str(exchange_of(each)) for each in answer["exchanges"]))
        return
    for facts in answer["exchanges"]:
        _print(facts, as_json=asked.as_json)
    names = Names(tenant.people.user, tenant.applications.find)
    seen = [exchange_of(each) for each in answer["exchanges"]]
    wish = wanted(names, protocol, operation, user=user, app=app, is_refused=refused, seen=seen)
    with suppress(KeyboardInterrupt):
        for facts in notes.follow(answer["last"]):
            if not any(given.values()) or wish.fits(exchange_of(facts)):
                _print(facts, as_json=asked.as_json)


def _print(facts: dict[str, object], *, as_json: bool) -> None:
    """Write an exchange at once, as a line of JSON or for people."""
    from fakeserver.client.journal import exchange_of

    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else str(exchange_of(facts)))
    sys.stdout.flush()
