"""``fakeserver wait``."""

from typing import Any

import click

from fakeserver.cli.asking import Asked, asking
from fakeserver.cli.messages import line


@click.command()
@click.argument("mailbox", required=False)
@click.option("--subject", metavar="TEXT", help="The whole subject.")
@click.option("--from", "sender", metavar="ADDRESS", help="The sender, or what stands before the @.")
@click.option("--to", "recipient", metavar="ADDRESS", help="One of the recipients.")
@click.option("--folder", default="inbox", show_default=True, metavar="FOLDER", help="A name of EWS, or a path.")
@click.option("--timeout", type=float, default=5.0, show_default=True, metavar="SECONDS", help="How long to wait.")
@click.option("--count", type=int, metavar="N", help="Wait for so many.")
@click.option("--none", "none", is_flag=True, help="None is to come within the time; exit status 1 if one does.")
@click.option("--outbound", is_flag=True, help="Wait for what leaves the tenant, in the place of a mailbox.")
@asking
def wait(
    asked: Asked,
    /,
    *,
    mailbox: str | None,
    folder: str,
    timeout: float,
    count: int | None,
    none: bool,
    outbound: bool,
    **wanted: Any,
) -> None:
    """Wait until a new message is in MAILBOX, and print it; exit status 1 when it does not come.

    New is what no earlier wait has returned. In vain, it is said what is there instead.

    \b
        fakeserver wait alice --subject "Your order" --timeout 30
        fakeserver wait --outbound --to bob@fabrikam.example
    """
    tenant = asked.tenant
    how: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    how |= {"none_within": timeout} if none else {"timeout": timeout, "count": count or 1}
    if outbound:
        came: Any = tenant.outbound.wait_for(**how) or []
        facts = [{"sender": one.sender, "recipients": one.recipients, "subject": one.subject} for one in came]
        lines = [f"{one.sender} -> {', '.join(one.recipients)}  {one.subject}" for one in came]
    elif mailbox is None:
        raise ValueError("name a mailbox, such as alice, or give --outbound")
    else:
        came = tenant.mailbox(mailbox).wait_for(folder=folder, **how) or []
        facts, lines = [one.facts for one in came], [line(one) for one in came]
    asked.say(facts, lines)
