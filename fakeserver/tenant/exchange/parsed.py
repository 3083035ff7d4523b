"""The last few messages that somebody has read, parsed: a client that reads one item asks for it several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeserver.tenant.exchange.mime.message import Message

if TYPE_CHECKING:
    import threading

    from fakeserver.tenant.exchange.items import Item

#: Parsed messages that a mailbox keeps; each holds its octets and what was read of them.
MOST_PARSED = 16


class ParsedMessages:
    """Views of the messages of one mailbox's items, by the items' numbers.

    It takes the lock itself: tests read items in their own thread, while the server changes others.
    """

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._messages: dict[int, Message] = {}

    def of(self, item: Item) -> Message:
        """Return a view of an item's message."""
        with self._lock:
            message = self._messages.get(item.number)
            if message is None:
                message = Message(item.mime())
                if len(self._messages) >= MOST_PARSED:
                    del self._messages[next(iter(self._messages))]
                self._messages[item.number] = message
            return message

    def forget(self, item: Item) -> None:
        """Drop the view of an item whose content changes, or which leaves."""
        with self._lock:
            self._messages.pop(item.number, None)

    def __len__(self) -> int:
        return len(self._messages)
