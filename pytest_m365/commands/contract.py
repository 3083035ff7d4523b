"""``python -m pytest_m365 contract``: what reports of the contract suite say."""

from __future__ import annotations

import sys
from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def contract() -> None:
    """Reports of pytest_m365.contract.

    pytest --pyargs pytest_m365.contract --m365=both --m365-contract-report=DIR writes them.
    """


@contract.command()
@click.argument("before", type=_FILE, metavar="A")
@click.argument("after", type=_FILE, metavar="B")
def diff(before: Path, after: Path) -> None:
    """Show the promises whose answers differ between two reports (.json), with both literals.

    Exit status: 0 nothing differs, 1 something does, 2 a file is no report.
    """
    from pytest_m365.contract.diff import asked_once, changes
    from pytest_m365.contract.report import NoReport, read_report

    try:
        old, new = read_report(before), read_report(after)
    except NoReport as problem:
        raise _Unreadable(str(problem)) from problem
    click.echo(f"A: {old.target}, {old.day}, pytest-m365 {old.package}")
    click.echo(f"B: {new.target}, {new.day}, pytest-m365 {new.package}")
    found = list(changes(old, new))
    for change in found:
        click.echo(f"\n{change.id}: {change.what}\n  {change.says}")
        for letter, literal in (("A", change.before), ("B", change.after)):
            for number, line in enumerate(literal.split("\n") if literal else ["(none)"]):
                click.echo(f"  {letter if number == 0 else ' '} | {line}")
    once = asked_once(old, new)
    click.echo(f"\n{len(found)} differ{f'; asked in one of the two alone: {len(once)}' if once else ''}")
    sys.exit(1 if found else 0)


class _Unreadable(click.ClickException):
    """A file is no report."""

    exit_code = 2
