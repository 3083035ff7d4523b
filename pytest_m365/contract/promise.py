"""A promise: one thing that the fake says about the service, how it is asked, and what is expected.

Promises are values; ``promises/`` has their tables, and the tests of this package ask each of them on whatever target
the run has. What stands in a promise is written here and in no answer, so that a report may show all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.setting import Setting
from pytest_m365.contract.terms import KNOWN, Kind, Known, Mark, Protocol

#: asks, and returns the deciding lines of the answer as they came; raises `NotAsked`
Perform: TypeAlias = Callable[[Asker], Sequence[str]]

_KINDS: dict[Protocol, Kind] = {
    "EWS": "ews",
    "Autodiscover": "http",
    "Token": "token",
    "IMAP": "imap",
    "POP3": "pop3",
    "SMTP": "smtp",
    "Mailbox": "mail",
}


@dataclass(frozen=True)
class Ask:
    """How a promise is asked."""

    #: what is asked, for readers: commands, requests, or a sentence
    text: str
    perform: Perform


@dataclass(frozen=True)
class Promise:
    """One thing that the fake says about the service."""

    #: also the test's name: ``imap-unknown-command``
    id: str
    protocol: Protocol
    #: one plain sentence
    says: str
    mark: Mark
    #: by the short names of docs/what-your-app-will-see.md, or where a case or a reference says it
    source: str
    ask: Ask
    #: normalised answers, any of which keeps the promise; lines are divided by ``\n``
    expected: tuple[str, ...]
    kind: Kind
    #: rows of the table of docs/what-your-app-will-see.md that it confirms
    rows: tuple[str, ...] = ()
    #: what it is about, where not every tenant is so
    needs: Setting | None = None
    #: day as of which this is known
    known: str = KNOWN

    @property
    def claims(self) -> bool:
        """Whether anything is claimed about the service: of what is unknown, the fake's choice is only recorded."""
        return self.mark != "U"


class Table:
    """Collects the promises of one protocol, in the order in which they are written."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol: Protocol = protocol
        self.promises: list[Promise] = []

    def add(
        self,
        name: str,
        says: str,
        known: Known,
        ask: Ask,
        *expected: str,
        kind: Kind | None = None,
        rows: str = "",
        needs: Setting | None = None,
    ) -> None:
        """Add a promise.

        Args:
            name: its id without the protocol in front.
            says: one plain sentence.
            known: the mark and the source.
            expected: normalised answers, any of which keeps it.
            rows: ids of the matrix's rows, by blanks; one that ends in ``-`` gets the protocol behind it.
            needs: what has to be so; where it is not, the promise is not asked.
        """
        if not expected:
            raise ValueError(f"{name} expects nothing: a promise says at least one answer that keeps it")
        ids = tuple(f"{row}{self.protocol}" if row.endswith("-") else row for row in rows.split())
        mark, source = known
        kind = kind or _KINDS[self.protocol]
        if needs is not None:
            ask = Ask(f"where {needs.says}: {ask.text}", ask.perform)
        name = f"{self.protocol.lower()}-{name}"
        self.promises.append(Promise(name, self.protocol, says, mark, source, ask, expected, kind, ids, needs))

    def asked(
        self,
        name: str,
        known: Known,
        text: str,
        *expected: str,
        kind: Kind | None = None,
        rows: str = "",
        needs: Setting | None = None,
    ) -> Callable[[Perform], Perform]:
        """Return a decorator that adds a promise whose asking is a function, and its sentence the docstring."""

        def add(perform: Perform) -> Perform:
            says = " ".join((perform.__doc__ or "").split())
            if not says:
                raise ValueError(f"{name} says nothing: write what it promises as the function's docstring")
            self.add(name, says, known, Ask(text, perform), *expected, kind=kind, rows=rows, needs=needs)
            return perform

        return add
