"""Options that say under which names clients reach a fake, and whom they trust there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def ca_dir_option(help_text: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Return the option for the folder of a kept authority."""
    return click.option(
        "--ca-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        envvar="FAKESERVER_CA_DIR",
        show_envvar=True,
        required=required,
        help=help_text,
    )


def trust_options(command: Command) -> Command:
    """Add the options of names and trust to a command; it takes ``names``, ``advertise`` and ``ca_dir``."""
    name = click.option(
        "--name",
        "names",
        multiple=True,
        metavar="HOST",
        envvar="FAKESERVER_NAME",
        show_envvar=True,
        help="A name or IP address under which clients know it, such as a compose service's: certificates are good "
        "for it, and the first is what they are told. Repeatable.",
    )
    advertise = click.option(
        "--advertise",
        multiple=True,
        metavar="PLACE",
        envvar="FAKESERVER_ADVERTISE",
        show_envvar=True,
        help="Where clients are told to connect if ports are mapped: mail.local for all, imap=mail.local:993 or "
        "imap=:993 for one of http, imap, pop3, smtp. Repeatable.",
    )
    kept = ca_dir_option(
        "Keep the certificate authority there, across restarts: ca.pem to trust, and its key. Made if not there."
    )
    return name(advertise(kept(command)))
