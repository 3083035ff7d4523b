"""The rows of one tenant, and which of them are to be written."""

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Final, NamedTuple

from fakeserver.state.forms import Form
from fakeserver.state.octets import Octets

#: Rooms whose rows are many, and are put when they have changed; of the others, it is known what they say.
_LARGE: Final = frozenset({"item", "change", "token", "outbound"})
_compact: Final = json.JSONEncoder(separators=(",", ":")).encode


class Key(NamedTuple):
    """What names a row in its tenant."""

    #: what it is of: "user", "mailbox", "item", ...
    room: str
    #: whose it is: a mailbox's GUID, a user's object id, ...
    holder: str = ""
    number: int = 0


class Rows:
    """What the file has of a tenant, and what is to be written next."""

    def __init__(self, octets: Octets) -> None:
        self._octets = octets
        self._said: dict[Key, str] = {}
        #: by room, whose rows these are
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        self._uses: dict[Key, tuple[int, ...]] = {}
        #: what is to be written: the text of a row; None: it is to be deleted
        self.pending: dict[Key, str | None] = {}

    def put(self, key: Key, form: Form, used: Collection[int] = ()) -> None:
        """Let a row say something, which uses some octets."""
        self.learn(key, text := _compact(form), used, changed=True)
        if key.room in _LARGE:
            self.pending[key] = text

    def learn(self, key: Key, text: str, used: Collection[int], *, changed: bool = False) -> None:
        """Take what a row says; ``changed``: unlike the file, maybe."""
        if key.room not in _LARGE:
            if self._said.get(key) == text:
                return
            self._said[key] = text
            self._holders[key.room].add(key.holder)
            if changed:
                self.pending[key] = text
        former = self._uses.get(key, ())
        if former or used:
            self._octets.exchange(former, used)
            self._uses[key] = tuple(used)

    def drop(self, key: Key) -> None:
        """Delete a row."""
        self._said.pop(key, None)
        self._octets.exchange(self._uses.pop(key, ()), ())
        self.pending[key] = None

    def forget(self) -> None:
        """Let go of all rows, since the tenant is gone."""
        for used in self._uses.values():
            self._octets.exchange(used, ())
        self._uses.clear()

    def keep_only(self, room: str, holders: Collection[str]) -> list[Key]:
        """Delete the rows of a room whose holder is none of these; return what names them."""
        gone = [Key(room, holder) for holder in self._holders[room].difference(holders)]
        for key in gone:
            self.drop(key)
            self._holders[room].discard(key.holder)
        return gone
