"""The table that is in force, and what it says of a name: where it leads, or why nowhere."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from fakeserver.redirect import placeholders
from fakeserver.redirect.redirects import Address, Redirects, plain, together
from fakeserver.running_test import running_test

#: how a name is not closed; the plugin's setting
OPEN_NAMES = "m365_open_names"
#: what is said instead where there is no test
NO_SETTING = f"only a test may let the program go there, by the ini setting {OPEN_NAMES}"
#: in each of its sentences
KEPT = "is kept from the network"


#: the last of its sentences in this process: libraries and programs often drop them
SAID: deque[str] = deque(maxlen=100)


class Named(NamedTuple):
    """A name that the table in force knows: led, closed, or both."""

    name: str
    #: its ports that lead elsewhere, each with where
    ports: Mapping[int, Address]
    #: what DNS has of it beside addresses: by type, as in a zone file
    records: Mapping[str, tuple[str, ...]]
    is_closed: bool

    def target(self, port: int) -> Address | None:
        """Return where a port leads."""
        return self.ports.get(port)

    @property
    def placeholder(self) -> str:
        """The address that stands for this name."""
        return placeholders.address_of(self.name)

    def not_led(self, port: int | None) -> str:
        """Return why a name is not looked up, or a connection not made, and what to do."""
        if not self.ports:
            setting = f"if the program may go there, name it in the ini setting {OPEN_NAMES}"
            return self._kept(port, "nothing of it leads to the fake", setting if running_test() else NO_SETTING)
        ports = ", ".join(map(str, sorted(self.ports)))
        return self._kept(port, f"only {ports} lead{'s' if len(self.ports) == 1 else ''} to the fake", "connect there")

    def passed_by(self, port: int | None) -> str:
        """Return why a look-up or connection is refused that passes by those which are led, and what to do."""
        if not self.ports or (port and port not in self.ports):
            return self.not_led(port)
        if port:
            way = "connect by socket.socket, or give the program the addresses of m365"
            return self._kept(port, "this way of connecting does not lead to the fake", way)
        way = "call socket.gethostbyname and its kin by their module (a name imported from it before stays as it was)"
        return self._kept(port, "this way of looking it up does not lead to the fake", way)

    def _kept(self, port: int | None, why: str, way: str) -> str:
        where = f"{self.name} port {port}" if port else self.name
        test = running_test()
        said = f"{where} {KEPT}: {why} ({f'm365_redirect in {test}' if test else 'fakeserver run'}); {way}"
        SAID.append(said)
        return said


class _Whole(NamedTuple):
    """All tables as one."""

    table: Redirects
    ports: Mapping[str, Mapping[int, Address]]
    records: Mapping[str, Mapping[str, tuple[str, ...]]]
    closes_some: bool

    @classmethod
    def of(cls, tables: list[Redirects]) -> _Whole:
        table = together(tables)
        ports: dict[str, dict[int, Address]] = {}
        for (name, port), target in table.targets.items():
            ports.setdefault(name, {})[port] = target
        records: dict[str, dict[str, tuple[str, ...]]] = {}
        for (name, kind), texts in table.records.items():
            records.setdefault(name, {})[kind] = texts
        return cls(table, ports, records, table.closes_some)


class Block:
    """The names of one block; a source may return others later."""

    def __init__(self, names: Redirects | Callable[[], Redirects]) -> None:
        self.source = None if isinstance(names, Redirects) else names
        self.table = names if isinstance(names, Redirects) else names()

    def now(self) -> Redirects:
        """Return the names as they are now."""
        return self.table if self.source is None else self.source()


class Force:
    """The tables of all blocks that are open, as one. Thread-safe."""

    def __init__(self) -> None:
        #: held while blocks change, so that a look-up that finds new names meanwhile brings no ended block back
        self._lock = threading.Lock()
        self._blocks: list[Block] = []
        #: those whose names may change
        self._changing: list[Block] = []
        self._whole = _Whole.of([])

    def begin(self, names: Redirects | Callable[[], Redirects]) -> Block:
        """Begin a block, above the others."""
        block = Block(names)
        with self._lock:
            self._be([*self._blocks, block])
        return block

    def end(self, block: Block) -> None:
        """Take a block away, wherever it stands."""
        with self._lock:
            self._be([other for other in self._blocks if other is not block])

    @property
    def is_empty(self) -> bool:
        """Whether no block is open."""
        return not self._blocks

    @property
    def closes_some(self) -> bool:
        """Whether any name is closed."""
        return self._whole.closes_some

    @property
    def targets(self) -> Mapping[Address, Address]:
        """Where names and ports lead."""
        return self._whole.table.targets

    def named(self, host: object) -> Named | None:
        """Return what is known of a host, in whichever form a program gives it.

        Args:
            host: a name, or an address that stands for one.
        """
        if any(block.now() is not block.table for block in self._changing):
            with self._lock:
                self._be(self._blocks)
        whole = self._whole
        name = plain(host)
        name = placeholders.name_at(name) or name
        ports, records = whole.ports.get(name), whole.records.get(name)
        is_closed = whole.table.closes(name)
        if ports is None and records is None and not is_closed:
            return None
        return Named(name, ports or {}, records or {}, is_closed)

    def _be(self, blocks: list[Block]) -> None:
        """Take the names of these blocks, as they are now."""
        tables = [block.now() for block in blocks]
        # Look-ups read this without the lock: the whole first, so that none sees the old one as up to date.
        self._whole = _Whole.of(tables)
        self._changing = [block for block in blocks if block.source is not None]
        self._blocks = blocks
        for number, block in enumerate(blocks):
            block.table = tables[number]


IN_FORCE = Force()
