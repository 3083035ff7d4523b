"""``fakeserver find``: what a message means."""

import sys

import click


@click.command()
@click.option("--protocol", metavar="NAME", help="Only IMAP, POP3, SMTP, EWS, Autodiscover, OAuth, TLS or network.")
@click.argument("text", nargs=-1, required=True)
def find(*, protocol: str | None, text: tuple[str, ...]) -> None:
    """Say what TEXT means that a program got, with every cause and its fix.

    TEXT is the whole message, a line of a log with it, a part of it, its code, or words about it; - reads it from the
    standard input. Nothing needs to run.

    \b
        fakeserver find "535 5.7.3"
        fakeserver find AADSTS65001
        fakeserver find "BAD User is authenticated but not connected."
        my-importer 2>&1 | fakeserver find -

    The exit status is 1 where nothing is found.
    """
    from fakeserver.finding import find as find_messages
    from fakeserver.finding import messages
    from fakeserver.finding.in_a_shell import in_a_shell

    asked = " ".join(text)
    if asked == "-":
        asked = sys.stdin.read()
    if protocol is not None:
        names = {each.protocol.lower(): each.protocol for each in messages()}
        if protocol.lower() not in names:
            raise click.BadParameter(f"{protocol!r} is none of {', '.join(names.values())}", param_hint="--protocol")
        protocol = names[protocol.lower()]
    found = [each for each in find_messages(asked) if protocol in (None, each.protocol)]
    if not found:
        click.echo("Nothing is known that says so. Try a part of it: the code, or a few words.", err=True)
        sys.exit(1)
    for number, message in enumerate(found):
        if number:
            click.echo()
        causes = len(message.causes)
        click.echo(f"{message.protocol}  {message.shown}  ({causes} {'cause' if causes == 1 else 'causes'})")
        for cause in message.causes:
            click.echo("\n" + "\n".join(f"  {line}" for line in str(cause).splitlines()))
            if commands := in_a_shell(cause.fix):
                click.echo(f"    from a shell: {commands}")
