"""The table of names: what leads where, and what is kept from the network."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

#: (host in small letters, port)
Address = tuple[str, int]

#: characters of a name, with its final dot (RFC 1035, section 2.3.4)
LONGEST = 254


class Redirects(NamedTuple):
    """Names and ports, and where they lead; names that lead nowhere else.

    Names are in small letters, without a final dot, and as DNS has them (``xn--``).
    """

    targets: Mapping[Address, Address]
    #: names that have no other ports than those in `targets`: a connection there would leave the machine
    closed: Collection[str] = frozenset()
    #: names that are closed with all names below them
    closed_suffixes: Collection[str] = frozenset()
    #: names that with all below them are not closed, where a shorter name would close them
    open_suffixes: Collection[str] = frozenset()
    #: (name, type) -> what DNS has there beside addresses, each as in a zone file; names in it have a final dot
    records: Mapping[tuple[str, str], tuple[str, ...]] = {}

    def to_json(self) -> str:
        """Return this as text, for `from_json` in another process."""
        return json.dumps({
            "targets": [[*asked, *target] for asked, target in self.targets.items()],
            "closed": sorted(self.closed),
            "closed_suffixes": sorted(self.closed_suffixes),
            "open_suffixes": sorted(self.open_suffixes),
            "records": [[*asked, *texts] for asked, texts in self.records.items()],
        })  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> Redirects:
        """Return what `to_json` was asked of."""
        values = json.loads(text)
        targets = {(name, port): (host, number) for name, port, host, number in values.pop("targets")}
        records = {(name, kind): tuple(texts) for name, kind, *texts in values.pop("records", ())}
        return cls(targets, records=records, **{name: frozenset(names) for name, names in values.items()})

    @property
    def past_proxies(self) -> list[str]:
        """The names that no proxy may be asked for, as the variable NO_PROXY takes them.

        Suffixes have a dot in front: some clients compare ends of names, and olive.com ends in live.com.
        """
        names = {*self.closed, *(name for name, _ in self.targets)}
        reached = {suffix for name in self.open_suffixes for suffix in _suffixes(name)}
        return sorted([*(names - reached), *(f".{suffix}" for suffix in {*self.closed_suffixes} - reached)])

    @property
    def closes_some(self) -> bool:
        """Whether any name is closed."""
        return bool(self.closed or self.closed_suffixes)

    def closes(self, name: str) -> bool:
        """Return whether a name has no other ports than those in `targets`."""
        if name in self.closed and name not in self.open_suffixes:
            return True
        # The longest suffix that is named decides.
        for suffix in _suffixes(name):
            if suffix in self.open_suffixes:
                return False
            if suffix in self.closed_suffixes:
                return True
        return False


def plain(host: object) -> str:
    """Return a host, in whichever form a program gives it, as the table has names; nothing, where it is no host."""
    if isinstance(host, (bytes, bytearray)):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or len(host) > LONGEST:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    return host.lower().removesuffix(".")


def together(tables: Iterable[Redirects]) -> Redirects:
    """Return several tables as one; where they differ, the last one says where a name leads."""
    targets: dict[Address, Address] = {}
    closed: set[str] = set()
    closed_suffixes: set[str] = set()
    open_suffixes: set[str] = set()
    records: dict[tuple[str, str], tuple[str, ...]] = {}
    for table in tables:
        targets |= table.targets
        closed |= set(table.closed)
        closed_suffixes |= set(table.closed_suffixes)
        open_suffixes |= set(table.open_suffixes)
        records |= table.records
    return Redirects(targets, closed, closed_suffixes, open_suffixes, records)


def _suffixes(name: str) -> Iterable[str]:
    """Yield a name, and each that it is below; the longest first."""
    while name:
        yield name
        name = name.partition(".")[2]
