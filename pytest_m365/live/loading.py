"""Puts messages out of files into a live mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from fakeserver.tenant.exchange.loading.maildir import read_maildir
from fakeserver.tenant.exchange.loading.mbox import read_mbox
from fakeserver.tenant.exchange.loading.messages import LoadedMessage, read_message
from fakeserver.tenant.exchange.loading.sources import Form, sources
from pytest_m365.live.message import LiveMessage

_MESSAGES: dict[Form, Callable[[Path, list[str]], Iterator[LoadedMessage]]] = {
    Form.MESSAGE: read_message,
    Form.MBOX: read_mbox,
    Form.MAILDIR: read_maildir,
}


class Put(Protocol):
    """Puts a message into a folder."""

    def __call__(self, mime: bytes, folder: str, *, is_read: bool, received_at: datetime | None) -> LiveMessage:
        """Return it as it is there."""


@dataclass
class LiveLoaded:
    """What ``load`` returns: the messages, in order, and what of the files has no place in a mailbox."""

    items: list[LiveMessage] = field(default_factory=list)
    #: a sentence for each thing that was read and not taken
    remarks: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[LiveMessage]:
        return iter(self.items)


def load(path: Path, folder: str | None, put: Put, add_folder: Callable[[str], object]) -> LiveLoaded:
    """Load a file, or a folder of files; arguments and errors are those of `LiveMailbox.load`."""
    loaded = LiveLoaded()
    # All of them, before the first message is put.
    found = list(sources(path, loaded.remarks))
    for source in found:
        if source.kind not in _MESSAGES:
            raise NotImplementedError(
                f"{source.path}: on live only messages are loaded, as IMAP has neither appointments nor contacts; mark "
                "the test with @pytest.mark.m365_fake"
            )
    for source in found:
        where = "/".join(filter(None, (folder, *source.folder))) or "inbox"
        if source.folder:
            add_folder(where)
        for message in _MESSAGES[source.kind](source.path, loaded.remarks):
            put_one = put(message.mime, where, is_read=message.flags.seen, received_at=message.received_at)
            loaded.items.append(put_one)
            if message.flags.flagged or message.flags.answered:
                loaded.remarks.append(f"{source.path}: {put_one.subject!r}: of its flags only that it is read is taken")
    return loaded
