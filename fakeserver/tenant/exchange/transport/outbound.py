"""Mail that has left the tenant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Unpack, overload

from fakeserver.sequence import next_number
from fakeserver.tenant.exchange.mime.message import Message

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.wanted import Mark, Which


@dataclass(frozen=True)
class OutboundMessage:
    """A message that left the tenant for other domains."""

    #: the envelope's sender; empty for reports
    sender: str
    #: the recipients outside, in order
    recipients: tuple[str, ...]
    #: as submitted, with Date and Message-ID where they were missing
    mime: bytes = field(repr=False)
    sent_at: datetime
    #: "SMTP", "EWS" or "Graph"
    protocol: str = "SMTP"
    #: grows from message to message
    number: int = field(default_factory=next_number, repr=False, compare=False)

    @property
    def message(self) -> Message:
        """A parsed view of it."""
        return Message(self.mime)

    @property
    def subject(self) -> str:
        """The subject; empty where there is none."""
        return self.message.subject or ""


class Outbound(list[OutboundMessage]):
    """What has left the tenant, oldest first: a list that one can wait at."""

    name = marked = "outbound"

    def __init__(self, lock: RLock) -> None:
        super().__init__()
        self.lock = lock
        self.returned: set[int] = set()
        self.position = 0
        self._watchers: list[Callable[[object], None]] = []

    def append(self, message: OutboundMessage) -> None:
        """Take a message that leaves."""
        with self.lock:
            super().append(message)
            self.position = message.number
            for watcher in tuple(self._watchers):
                watcher(message)

    def remember(self) -> Callable[[], None]:
        """Return what makes the list again what it is now."""
        messages, returned = list(self), set(self.returned)

        def restore() -> None:
            self[:] = messages
            self.returned = set(returned)

        return restore

    def mark(self) -> "Mark":
        """Return this moment, for ``wait_for(since=...)``."""
        from fakeserver.tenant.exchange.wanted import Mark

        return Mark(self.name, self.position)

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        timeout: float | None = None,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> OutboundMessage: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        timeout: float | None = None,
        *,
        count: int,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> list[OutboundMessage]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        *,
        none_within: float,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        timeout: float | None = None,
        *,
        count: int | None = None,
        none_within: float | None = None,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> OutboundMessage | list[OutboundMessage] | None:
        """Return a message that leaves the tenant; arguments and errors are those of `Mailbox.wait_for`.

        ``sender`` and ``recipient`` are the envelope's.
        """
        from fakeserver.tenant.exchange.waiting import Wait
        from fakeserver.tenant.exchange.wanted import Wanted

        wanted, since = Wanted.of("Outbound", subject, which)
        wait = Wait(self, wanted, since)
        return wait.answer(count, timeout, none_within)

    def since(self, position: int | None) -> Mapping[int, OutboundMessage | None]:
        """Return what has left after a position, by number; without one, all."""
        return {each.number: each for each in self if each.number > (position or 0)}

    def watch(self, notify: Callable[[object], None]) -> Callable[[], None]:
        """Call back after each message, with the lock held; returns what ends it."""
        self._watchers.append(notify)
        return lambda: self._watchers.remove(notify)
