"""``fakeserver messages``."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from fakeserver.cli.asking import Asked, asking

if TYPE_CHECKING:
    from fakeserver.client.messages import RemoteMessage


@click.command()
@click.argument("mailbox", required=False)
@click.argument("message", required=False)
@click.option("--folder", default="inbox", show_default=True, metavar="FOLDER", help="A name of EWS, or a path.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="The newest so many.")
@click.option("--mime", is_flag=True, help="Print MESSAGE as it lies in the mailbox.")
@click.option("--outbound", is_flag=True, help="List what has left the tenant, in the place of a mailbox.")
@asking
def messages(
    asked: Asked, /, *, mailbox: str | None, message: str | None, folder: str, limit: int, mime: bool, outbound: bool
) -> None:
    """List a folder of MAILBOX, the newest last; or print MESSAGE, by its id.

    \b
        fakeserver messages alice --folder sentitems
        fakeserver messages alice AAMkAG... --mime > message.eml
        fakeserver messages --outbound --json
    """
    tenant = asked.tenant
    if outbound:
        left = tenant.outbound.described()[-limit:]
        asked.say(left, map(_left, left))
        return
    if mailbox is None:
        raise ValueError("name a mailbox, such as alice, or give --outbound")
    box = tenant.mailbox(mailbox)
    if message is None:
        found = box.messages(folder)[-limit:]
        asked.say([each.facts for each in found], map(line, found))
        return
    one = box.message(message)
    if mime:
        sys.stdout.buffer.write(one.mime())
    else:
        asked.say(one.facts, _whole(one))


def line(message: "RemoteMessage") -> str:
    """Return a message as it stands in a list."""
    mark = " " if message.facts["is_read"] else "*"
    return f"{mark} {message.received_at:%Y-%m-%d %H:%M}  {message.sender or '-'}  {message.subject}  {message.id}"


def _left(message: dict[str, Any]) -> str:
    whom = ", ".join(message["recipients"])
    return f"{message['sent_at']}  {message['sender'] or '-'} -> {whom}  {message['subject']}"


def _whole(message: "RemoteMessage") -> Iterator[str]:
    yield f"From: {message.sender}"
    yield f"To: {', '.join(message.recipients)}"
    yield f"Subject: {message.subject}"
    yield f"Received: {message.received_at.isoformat()}"
    for attachment in message.attachments:
        yield f"Attached: {attachment.name} ({attachment.content_type}, {attachment.size} octets)"
    yield ""
    yield message.body
