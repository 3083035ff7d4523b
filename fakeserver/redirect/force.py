"""The table that is in force, and what it says of a name: where it leads, or why nowhere."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from fakeserver.redirect import placeholders
from fakeserver.redirect.redirects import Address, Redirects, together

#: how a name is not closed; the plugin's setting
OPEN_NAMES = "m365_open_names"


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
            way = f"if the program may go there, name it in the ini setting {OPEN_NAMES}"
            return self._kept(port, "nothing of it leads to the fake", way)
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
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
        return f"{where} is kept from the network: {why} (m365_redirect{f' in {test}' if test else ''}); {way}"


class _Whole(NamedTuple):
    """All tables as one; a value, since other threads read it while blocks begin and end."""

    table: Redirects
    ports: Mapping[str, Mapping[int, Address]]
    records: Mapping[str, Mapping[str, tuple[str, ...]]]
    closes_some: bool

    @classmethod
    def of(cls, tables: list[Redirects]) -> "_Whole":
        table = together(tables)
        ports: dict[str, dict[int, Address]] = {}
        for (name, port), target in table.targets.items():
            ports.setdefault(name, {})[port] = target
        records: dict[str, dict[str, tuple[str, ...]]] = {}
        for (name, kind), texts in table.records.items():
            records.setdefault(name, {})[kind] = texts
        return cls(table, ports, records, table.closes_some)


class Force:
    """The tables of all blocks that are open, as one."""

    def __init__(self) -> None:
        self._tables: list[Redirects] = []
        self._whole = _Whole.of([])

    def begin(self, table: Redirects) -> None:
        """Add a table, above the others."""
        self._tables.append(table)
        self._whole = _Whole.of(self._tables)

    def end(self, table: Redirects) -> bool:
        """Take a table away, wherever it stands; return whether it was the last."""
        position = next(i for i in reversed(range(len(self._tables))) if self._tables[i] is table)
        del self._tables[position]
        self._whole = _Whole.of(self._tables)
        return not self._tables

    @property
    def closes_some(self) -> bool:
        """Whether any name is closed."""
        return self._whole.closes_some

    def named(self, host: object) -> Named | None:
        """Return what is known of a host, in whichever form a program gives it.

        Args:
            host: a name, or an address that stands for one.
        """
        whole = self._whole
        name = plain(host)
        name = placeholders.name_at(name) or name
        ports, records = whole.ports.get(name), whole.records.get(name)
        is_closed = whole.table.closes(name)
        if ports is None and records is None and not is_closed:
            return None
        return Named(name, ports or {}, records or {}, is_closed)


def plain(host: object) -> str:
    """Return a host as the table has it; nothing, where it is no host."""
    if isinstance(host, (bytes, bytearray)):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str):
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    return host.lower().removesuffix(".")


IN_FORCE = Force()
