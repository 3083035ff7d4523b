"""``python -m pytest_m365 doctor``: what is missing in a tenant for these tests to work, and how it is mended."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_m365.commands.common import Misused, stopping

if TYPE_CHECKING:
    import msal

    from pytest_m365.diagnosis.admin_facts import AdminFacts
    from pytest_m365.doctor.context import Context
    from pytest_m365.doctor.result import Probe, Result, Status
    from pytest_m365.live.settings import LiveSettings
    from pytest_m365.live.turn import Turns

_PROTOCOLS = ("imap", "pop3", "smtp", "ews", "autodiscover", "graph")


def _protocols(_command: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(word.strip().lower() for word in value.split(",") if word.strip()))
    if unknown := [word for word in named if word not in _PROTOCOLS]:
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(_PROTOCOLS)}")
    if not named:
        raise click.BadParameter(f"name at least one of {', '.join(_PROTOCOLS)}")
    return named


@click.command()
@click.option(
    "--protocol",
    "protocols",
    default="imap,pop3,smtp,ews",
    show_default=True,
    callback=_protocols,
    metavar="NAME,...",
    help="What must work; autodiscover and graph may be among them.",
)
@click.option("--mailbox", "mailboxes", multiple=True, metavar="ADDRESS", help="Instead of M365_USERNAMES; repeatable.")
@click.option("--send", "sends", is_flag=True, help="Send a message from each mailbox to itself, find it, remove it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--admin-script", "wants_script", is_flag=True, help="Print a read-only PowerShell script for an admin.")
@click.option(
    "--admin-facts",
    "facts_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Read what that script has written.",
)
@click.option("--since-fix", is_flag=True, help="Ask what fails again until it works, and say how long it took.")
@click.option(
    "--limit", default=240, show_default=True, type=click.IntRange(1), metavar="MINUTES", help="The end of --since-fix."
)  # fmt: skip
def doctor(
    *,
    protocols: tuple[str, ...],
    mailboxes: tuple[str, ...],
    sends: bool,
    as_json: bool,
    wants_script: bool,
    facts_file: Path | None,
    since_fix: bool,
    limit: int,
) -> None:
    """Say what is missing in the tenant of the environment (M365_...) for these tests to work, and how it is mended.

    It walks from the settings over clock, network and tokens to each protocol and mailbox. It reads, and changes
    nothing; with --send it sends one message a mailbox, and removes it. Of what cannot be told
    from outside it says so.

    \b
    Exit status: 0 all that was asked for works, 1 something is missing, 2 usage,
    3 the ini file does not allow it, 4 the service does not answer now, or another
    process has a mailbox.
    """
    from pytest_m365.doctor.admin_script import admin_script
    from pytest_m365.doctor.context import Context, Time, Wish
    from pytest_m365.live.ini import guard_of, project_config
    from pytest_m365.live.settings import read_settings

    with stopping():
        settings = read_settings()
        named = tuple(mailbox.lower() for mailbox in mailboxes) or settings.usernames
        if wants_script:
            click.echo(admin_script(settings, named), nl=False)
            return
        cache, plain = _kept(settings)
        context = Context(
            settings=settings,
            guard=guard_of(project_config(), settings.cloud),
            wish=Wish(protocols, named, sends),
            environment=dict(os.environ),
            time=Time(),
            cache=cache,
            plain_cache=plain,
            facts=_facts(facts_file, settings.tenant_id),
            turns=_turns(),
        )
    sys.exit(run(context, as_json=as_json, since_fix=since_fix, limit=limit * 60.0).value)


def _kept(settings: LiveSettings) -> tuple[msal.TokenCache | None, Path | None]:
    """Return what somebody has signed in with on this machine, and its file where that is plain."""
    if settings.client_id is None:
        return None, None
    try:
        from pytest_m365.live.cache import SignInCache
    except ModuleNotFoundError as error:
        # Without it nobody has signed in by our command.
        if settings.password is not None:
            return None, None
        raise Misused(f"to read sign-ins takes {error.name}: pip install 'pytest-m365[live]'") from None
    kept = SignInCache.of(settings)
    return kept.open(), kept.path if kept.is_plain else None


def _turns() -> Turns | None:
    """Return the turns at the mailboxes; None without the extra ``live``: then no run here takes one either."""
    if find_spec("filelock") is None:
        return None
    from pytest_m365.live.locks import LocksNotOurs, locks_folder
    from pytest_m365.live.turn import Occupant, Turns

    try:
        folder = locks_folder()
    except LocksNotOurs as error:
        raise Misused(str(error)) from None
    return Turns(folder, Occupant(os.getpid(), "doctor", str(Path.cwd())), partial(click.echo, err=True))


def _facts(path: Path | None, tenant_id: str) -> AdminFacts | None:
    from pytest_m365.doctor.admin_facts import FactsWrong, read_facts

    try:
        return read_facts(path, tenant_id) if path else None
    except FactsWrong as error:
        raise Misused(str(error)) from None


def run(context: Context, *, as_json: bool = False, since_fix: bool = False, limit: float = 14400.0) -> Status:
    """Walk, print what was found, and return the exit status."""
    with context:
        return _run(context, as_json=as_json, since_fix=since_fix, limit=limit)


def _run(context: Context, *, as_json: bool, since_fix: bool, limit: float) -> Status:
    from pytest_m365.doctor.result import status_of
    from pytest_m365.doctor.since_fix import ask_until_it_turns
    from pytest_m365.doctor.walk import walk

    shows = sys.stderr.isatty()

    def progress(line: str) -> None:
        if shows:
            click.echo(f"{line} ...", err=True)

    def status() -> Status:
        return status_of([result for _, result in asked], context.wish.protocols)

    asked = walk(context, progress)
    if since_fix and status().value in (1, 4):
        # The JSON is one document: that of the end.
        if not as_json:
            _print(context, asked, as_json)
        if ask_until_it_turns(context, asked, lambda line: click.echo(line, err=as_json), limit):
            context.tokens.clear()
            asked = walk(context, progress)
    _print(context, asked, as_json)
    return status()


def _print(context: Context, asked: Sequence[tuple[Probe, Result]], as_json: bool) -> None:
    from pytest_m365.doctor.document import document
    from pytest_m365.doctor.result import status_of
    from pytest_m365.doctor.table import table

    results = [result for _, result in asked]
    status = status_of(results, context.wish.protocols)
    click.echo((document if as_json else table)(context, results, status))
