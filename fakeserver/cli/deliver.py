"""``fakeserver deliver``."""

import sys
from pathlib import Path
from typing import Any

import click

from fakeserver.cli.asking import Asked, asking, moment

#: files that have more than a message in them
_LOADED = (".mbox", ".ics", ".vcf")


@click.command()
@click.argument("mailbox")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--subject", metavar="TEXT", help="Of a message that is made of these parts.")
@click.option("--body", metavar="TEXT", help="Its text.")
@click.option("--html", metavar="TEXT", help="Its HTML.")
@click.option("--from", "sender", metavar="ADDRESS", help="Its sender.  [default: sender@example.com]")
@click.option("--attach", "attachments", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="A file.")
@click.option("--folder", metavar="FOLDER", help="A name of EWS, or a path.  [default: inbox]")
@click.option("--make-folder", is_flag=True, help="Make the folder, and those above it, where they are not there.")
@click.option("--read", "is_read", is_flag=True, help="Somebody has read it.")
@click.option("--at", "received_at", metavar="TIME", help="When it came, e.g. 2026-03-01T09:30:00Z.  [default: now]")
@asking
def deliver(
    asked: Asked,
    /,
    *,
    mailbox: str,
    file: Path | None,
    folder: str | None,
    make_folder: bool,
    is_read: bool,
    received_at: str | None,
    attachments: tuple[Path, ...],
    **parts: Any,
) -> None:
    """Put a message into MAILBOX, as if it came by mail: FILE, or one made of parts.

    FILE is a message (.eml, or - for standard input), or an .mbox, .ics or .vcf, whose items all go in. The message's
    id is printed.

    \b
        fakeserver deliver alice --subject "Invoice 4711" --body "Please pay." --attach invoice.pdf
        fakeserver deliver alice question.eml --folder Inbox/Invoices --make-folder
    """
    box = asked.tenant.mailbox(mailbox)
    if make_folder:
        if folder is None:
            raise ValueError("--make-folder is of the folder that --folder names")
        box.add_folder(folder)
    given = {name: value for name, value in parts.items() if value is not None}
    if file is not None and (given or attachments):
        raise ValueError(f"{file} is a whole message, so that {', '.join(given) or '--attach'} would not be used")
    if file is not None and file.suffix.lower() in _LOADED:
        loaded = box.load(file, folder)
        items = [message.facts for message in loaded]
        asked.say({"items": items, "remarks": loaded.remarks}, [item["id"] for item in items] + loaded.remarks)
        return
    whole = None
    if file is not None:
        whole = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    at = None if received_at is None else moment(received_at)
    message = box.deliver(
        whole, attachments=attachments, folder=folder or "inbox", is_read=is_read, received_at=at, **given
    )
    asked.say(message.facts, [message.id])
