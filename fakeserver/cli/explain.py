"""``fakeserver explain``."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from fakeserver.cli.asking import NO, Asked, asking


@click.command()
@click.argument("token", default="-")
@click.option("--mailbox", metavar="NAME", help="The mailbox that is named beside it; an app-only token needs one.")
@asking
@click.pass_context
def explain(context: click.Context, asked: Asked, /, *, token: str, mailbox: str | None) -> None:
    """Take TOKEN apart, and say what each protocol would answer to it.

    TOKEN is any JWT, also behind "Bearer " or as the base64 of an XOAUTH2 response; - reads it from standard input.
    The exit status is 1 where no protocol lets it in.
    """
    text = (sys.stdin.read() if token == "-" else token).strip()
    if not text:
        raise ValueError("there is no token: give it as TOKEN, or on standard input")
    explained = asked.client.explain(text, mailbox)
    asked.say(explained, _lines(explained))
    if not any(verdict["is_let_in"] for verdict in explained["verdicts"].values()):
        context.exit(NO)


def _lines(explained: Mapping[str, Any]) -> Iterator[str]:
    from fakeserver.finding.in_a_shell import in_a_shell

    yield f"tenant  {explained.get('tenant') or 'none of this fake'}"
    for about in explained["about"]:
        value = about["value"]
        shown = value if isinstance(value, str) else json.dumps(value)
        yield f"  {about['claim']:<16} {shown}{'  (' + about['meaning'] + ')' if about['meaning'] else ''}"
    for protocol, verdict in explained["verdicts"].items():
        yield ""
        yield f"{protocol}: {'lets it in' if verdict['is_let_in'] else 'refused'}"
        yield from (f"  {line}" for line in str(verdict["answer"] or "").splitlines())
        refusal = verdict.get("refusal")
        if refusal:
            yield f"  {refusal['name']}: {refusal['sentence']}"
            for label, name in (("rule", "rule"), ("on the fake", "fix"), ("in a real tenant", "real")):
                if refusal[name]:
                    yield f"    {label}: {refusal[name]}"
                if name == "fix" and (commands := in_a_shell(refusal["fix"])):
                    yield f"    from a shell: {commands}"
