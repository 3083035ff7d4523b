"""The last few messages that somebody has read, parsed: a client that reads one item asks for it several times."""

from collections.abc import Callable
from threading import RLock

from fakeserver.tenant.exchange.mime.message import Message

#: Parsed messages that a mailbox keeps; each holds its octets and what was read of them.
MAX_PARSED = 16


class ParsedMessages:
    """Views of the messages of one mailbox's items, by the items' numbers.

    It takes the lock itself: tests read items in their own thread, while the server changes others.
    """

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._messages: dict[int, Message] = {}

    def of(self, number: int, mime: Callable[[], bytes]) -> Message:
        """Return a view of the message of the item with this number."""
        with self._lock:
            message = self._messages.get(number)
            if message is None:
                message = Message(mime())
                if len(self._messages) >= MAX_PARSED:
                    del self._messages[next(iter(self._messages))]
                self._messages[number] = message
            return message

    def forget(self, number: int) -> None:
        """Drop the view of an item whose content changes, or which leaves."""
        with self._lock:
            self._messages.pop(number, None)

    def __len__(self) -> int:
        return len(self._messages)
