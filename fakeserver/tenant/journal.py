"""What was asked, what was answered, and why not: one list for all protocols.

Who notes what is decided at the edge (`fakeserver.edge.exchange`). Callers redact: no token, password, secret or
message body may be passed in.

What is noted goes to Python's logging as well, to the logger ``fakeserver``: refusals with their explanation at INFO,
everything else at DEBUG.
"""

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from fakeserver.redaction import printable, redacted
from fakeserver.tenant.refusals.explanation import Explanation

LOG = logging.getLogger("fakeserver")

_NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    at: datetime
    protocol: str
    asked: str
    answered: str
    #: why not; several where one request asks for many things
    refusals: tuple[Explanation, ...] = ()
    #: the visitor's name; empty where nobody was let in
    by: str = ""
    #: grows from note to note, over all journals of the process: `at` is the tenant's clock, which tests move
    number: int = 0
    #: the command, operation or endpoint: "FETCH", "FindItem", "token"; empty where it is unknown or nothing was asked
    operation: str = ""
    #: the application's id; empty where none is known
    client_id: str = ""

    @property
    def refusal(self) -> Explanation | None:
        """The first reason why not; None where nothing was refused."""
        return self.refusals[0] if self.refusals else None

    def __str__(self) -> str:
        line = f"{self.at:%H:%M:%S.%f} {self.protocol}: {self.asked} -> {self.answered}"
        return "\n    ".join([line, *(part for why in self.refusals for part in str(why).split("\n"))])


class RefusedExchange(Exchange):
    """A question that was refused, so that ``refusal`` is there."""

    __slots__ = ()

    @property
    def refusal(self) -> Explanation:
        """The first reason why not."""
        return self.refusals[0]


class Journal:
    """The last exchanges of a tenant, oldest first. Thread-safe."""

    def __init__(
        self,
        now: Callable[[], float] = time.time,
        limit: int = 1000,
        secrets: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Keep the last ``limit`` exchanges.

        Args:
            now: gives seconds since the epoch.
            secrets: gives the passwords and client secrets that are not to be shown, wherever a client put them.
        """
        self._now = now
        self._secrets = secrets
        self._lock = threading.Lock()
        # Plain tuples: an `Exchange` is made only when somebody reads the journal, so that noting one is cheap.
        self._notes: deque[tuple[int, float, str, str, str, tuple[Explanation, ...], str, str, str]] = deque(
            maxlen=limit
        )

    def add(
        self,
        protocol: str,
        asked: str,
        answered: str,
        *refusals: Explanation,
        by: str = "",
        operation: str = "",
        client_id: str = "",
    ) -> None:
        """Note one exchange in a few words, with what there is to explain, and who asked."""
        note = (next(_NUMBERS), self._now(), protocol, asked, answered, refusals, by, operation, client_id)
        with self._lock:
            self._notes.append(note)
        level = logging.INFO if refusals else logging.DEBUG
        if LOG.isEnabledFor(level):
            explained = [line for why in refusals for line in str(why).split("\n")]
            lines = [f"{protocol}: {asked} -> {answered}", *explained]
            LOG.log(level, "%s", redacted("\n".join(map(printable, lines)), self._secrets()))

    @property
    def entries(self) -> list[Exchange]:
        """All exchanges, oldest first."""
        with self._lock:
            notes = list(self._notes)
        return [
            Exchange(
                datetime.fromtimestamp(at, UTC), protocol, asked, answered, refusals, by, number, operation, client
            )
            for number, at, protocol, asked, answered, refusals, by, operation, client in notes
        ]

    @property
    def refusals(self) -> list[RefusedExchange]:
        """The exchanges that ended in a refusal, oldest first."""
        return [RefusedExchange(*(getattr(e, f.name) for f in fields(e))) for e in self.entries if e.refusals]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._notes.clear()

    def __len__(self) -> int:
        return len(self._notes)

    def __str__(self) -> str:
        return redacted("\n".join(map(str, self.entries)), self._secrets())
