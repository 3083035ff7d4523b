"""``[[messages]]`` of the configuration, put where they belong."""

from pathlib import Path
from typing import TYPE_CHECKING

from fakeserver.config.tables import MessageTable
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.tenant import Tenant

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.loading.loaded import Loaded

#: ends of the names of files that are no messages: their appointments, tasks and contacts go to their own folders
_LOADED = frozenset({".ics", ".vcf"})


def deliver(tenant: Tenant, message: MessageTable) -> "Item | Loaded":
    """Put a message into its mailbox, or what a file of appointments or contacts has.

    Raises:
        ValueError: it is a file and parts at once, or came at a time without a zone; or nobody has the address.
        OSError: the file cannot be read.
    """
    parts = {name: text for name in ("sender", "subject", "body") if (text := getattr(message, name)) is not None}
    if message.file is not None and parts:
        raise ValueError(f"file is a whole message, so that {', '.join(parts)} beside it would not be used")
    if message.received_at is not None and message.received_at.tzinfo is None:
        raise ValueError(f"received_at names no time zone; write {message.received_at.isoformat()}Z for UTC")
    whom = tenant.people.recipient(message.to)
    if message.file is not None and Path(message.file).suffix.lower() in _LOADED:
        if not isinstance(whom, User):
            raise ValueError(f"{message.file} goes into one mailbox, and {message.to} is a distribution group")
        return whom.mailbox.load(message.file, None if message.folder == MessageTable.folder else message.folder)
    if isinstance(whom, User):
        whom.mailbox.add_folder(message.folder)
    return tenant.deliver(
        whom,
        None if message.file is None else Path(message.file).read_bytes(),
        folder=message.folder,
        is_read=message.is_read,
        received_at=message.received_at,
        **parts,
    )
