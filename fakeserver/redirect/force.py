"""The table that is in force, and what it says of a name: where it leads, or why nowhere."""

import os
from typing import NamedTuple

from fakeserver.redirect import placeholders
from fakeserver.redirect.redirects import Address, Redirects, together

#: how a name is not closed; the plugin's setting
OPEN_NAMES = "m365_open_names"


class Named(NamedTuple):
    """A name that the table in force knows: led, closed, or both."""

    name: str
    #: its ports that lead elsewhere, each with where
    ports: dict[int, Address]
    is_closed: bool

    def target(self, port: int) -> Address | None:
        """Return where a port leads."""
        return self.ports.get(port)

    @property
    def placeholder(self) -> str:
        """The address that stands for this name."""
        return placeholders.address_of(self.name)

    def not_led(self, port: int | None) -> str:
        """Return why a connection is not made, and what to do."""
        where = f"{self.name} port {port}" if port else self.name
        ports = ", ".join(map(str, sorted(self.ports)))
        led = (
            f"only {ports} lead{'s' if len(self.ports) == 1 else ''} to the fake"
            if ports
            else "nothing of it leads to the fake"
        )
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
        asked = f" (asked in {test})" if test else ""
        return (
            f"{where} is kept from the network: {led}{asked}. m365_redirect keeps Microsoft's names; "
            f"one that the program may reach goes into the ini setting {OPEN_NAMES}"
        )


class Force:
    """The tables of all blocks that are open, as one."""

    def __init__(self) -> None:
        self._tables: list[Redirects] = []
        self._together = Redirects({})
        self._ports: dict[str, dict[int, Address]] = {}

    def begin(self, table: Redirects) -> bool:
        """Add a table, above the others; return whether it is the first."""
        self._tables.append(table)
        self._put_together()
        return len(self._tables) == 1

    def end(self, table: Redirects) -> bool:
        """Take a table away, wherever it stands; return whether it was the last."""
        position = next(i for i in reversed(range(len(self._tables))) if self._tables[i] is table)
        del self._tables[position]
        self._put_together()
        return not self._tables

    def _put_together(self) -> None:
        whole = together(self._tables)
        ports: dict[str, dict[int, Address]] = {}
        for (name, port), target in whole.targets.items():
            ports.setdefault(name, {})[port] = target
        # Read without a lock, by other threads: a name that is led is never seen as neither led nor closed.
        self._ports, self._together = ports, whole

    def named(self, host: object) -> Named | None:
        """Return what is known of a host, in whichever form a program gives it.

        Args:
            host: a name, or an address that stands for one.
        """
        name = plain(host)
        name = placeholders.name_at(name) or name
        ports = self._ports.get(name)
        is_closed = self._together.closes(name)
        if ports is None and not is_closed:
            return None
        return Named(name, ports or {}, is_closed)


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
