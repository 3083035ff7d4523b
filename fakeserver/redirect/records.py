"""What DNS has of the names that are known here, for resolvers that ask for records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fakeserver.redirect.force import Named
from fakeserver.redirect.placeholders import MAPPED

#: seconds that a resolver may keep an answer: no longer than the block
TTL = 0


class Record(NamedTuple):
    """One resource record (RFC 1035, section 3.2.1)."""

    owner: str
    kind: str
    #: as in a zone file
    text: str


def answer(named: Named, kind: str) -> list[Record] | None:
    """Return the records of a type that a name has; None where there is no such name, as the network would say.

    What is not closed is asked for as always, so it must not be asked for here.
    """
    if not named.ports and not named.records:
        return None
    return list(_records(named, kind))


def _records(named: Named, kind: str) -> Iterator[Record]:
    owner = named.name
    if kind != "CNAME":
        for canonical in named.records.get("CNAME", ()):
            yield Record(owner, "CNAME", canonical)
            owner = canonical.removesuffix(".")
    if kind in ("A", "AAAA"):
        if named.ports:
            yield Record(owner, kind, f"{MAPPED if kind == 'AAAA' else ''}{named.placeholder}")
    else:
        for text in named.records.get(kind, ()):
            yield Record(named.name, kind, text)
