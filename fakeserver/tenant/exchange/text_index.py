"""The text of a mailbox's items, as searches look through it: read out of a message once, when a search first asks."""

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.searchable import searchable_header, searchable_text

#: Octets of text that a mailbox keeps; what does not fit is read anew by each search.
MAX_KEPT = 64 * 1024 * 1024


class TextIndex:
    """Keeps texts with their items, as long as there is room. Use it with the tenant's lock held."""

    def __init__(self) -> None:
        #: octets that are kept
        self.size = 0
        # The texts that were read last, since a search asks for them as often as it has keys.
        self._last_text: tuple[Item | None, bytes] = (None, b"")
        self._last_header: tuple[Item | None, bytes] = (None, b"")

    def text(self, item: Item) -> bytes:
        """Return the text of an item."""
        if item.text_key is not None:
            return item.text_key
        if self._last_text[0] is not item:
            key = searchable_text(item.mime())
            if self._takes(key):
                item.text_key = key
                return key
            self._last_text = item, key
        return self._last_text[1]

    def header(self, item: Item) -> bytes:
        """Return the header fields of an item and of its parts."""
        if item.header_key is not None:
            return item.header_key
        if self._last_header[0] is not item:
            key = searchable_header(item.mime())
            if self._takes(key):
                item.header_key = key
                return key
            self._last_header = item, key
        return self._last_header[1]

    def forget(self, item: Item) -> None:
        """Drop the texts of an item whose content changes, or which leaves."""
        for key in (item.text_key, item.header_key):
            if key is not None:
                self.size -= len(key)
        item.text_key = item.header_key = None
        self._last_text = self._last_header = None, b""

    def _takes(self, key: bytes) -> bool:
        if self.size + len(key) > MAX_KEPT:
            return False
        self.size += len(key)
        return True
