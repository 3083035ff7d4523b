"""What the journal is written into: the last exchanges, and which permissions were asked for and used.

Who notes what is decided at the edge (`fakeserver.edge.exchange`). Callers redact: no token, password, secret or
message body may be passed in.

What is noted goes to Python's logging as well, to the logger ``fakeserver``: refusals with their explanation at INFO,
everything else at DEBUG.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from fakeserver.redaction import printable, redacted
from fakeserver.sequence import next_number
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.journal.facts import GrantRequest, Http, was_ordered
from fakeserver.tenant.journal.permissions import Demand, PermissionUse
from fakeserver.tenant.refusals.explanation import Explanation

if TYPE_CHECKING:
    from fakeserver.tenant.journal.exchange import Exchange

LOG = logging.getLogger("fakeserver")

#: What an `Exchange` is made of, in the order of its fields; the first is seconds since the epoch. It is made only when
#: somebody reads the journal, so that noting is cheap.
_Note: TypeAlias = tuple[
    float, str, str, str, tuple[Explanation, ...], str, int, str, str, str, str, float, Http | None,
    GrantRequest | None, int, bool,
]  # fmt: skip
#: exchanges that can be kept
_MOST: Final = 100_000_000
#: different requests for permissions that are kept
_MOST_DEMANDS = 1000
#: where the exchange's number stands in a note
_NUMBER: Final = 6


class Notes:
    """The last exchanges, oldest first. Thread-safe.

    Attributes:
        secrets: gives what is not to be shown.
        beside: notes of what named no tenant, at which the journal looks as well; None: there are none.
        beside_since: the number after which it looks at those.
    """

    def __init__(
        self,
        now: Callable[[], tuple[float, float]] | None = None,
        limit: int = 1000,
        secrets: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Keep the last ``limit`` exchanges.

        Args:
            now: gives seconds since the epoch, by the tenant's clock and by that which programs read, as
                `Clock.moment`.
            secrets: gives the passwords and client secrets that are not to be shown, wherever a client put them.
        """
        self._now = now or Clock().moment
        self.secrets = secrets
        self.beside: Notes | None = None
        self.beside_since = 0
        self._lock = threading.Lock()
        self._limit = limit
        # One more than is shown: the last that had to make room.
        self._notes: deque[_Note] = deque(maxlen=limit + 1)
        # Of each kind one, so that none has to make room.
        self._uses: dict[PermissionUse, None] = {}
        self._demands: dict[Demand, None] = {}
        # A tuple that is replaced, so that noting looks at it without a lock.
        self._watchers: tuple[Callable[[], None], ...] = ()

    def add(
        self,
        protocol: str,
        asked: str,
        answered: str,
        *refusals: Explanation,
        by: str = "",
        operation: str = "",
        client_id: str = "",
        ordered: str = "",
        user: str = "",
        http: Http | None = None,
        grant: GrantRequest | None = None,
        connection: int = 0,
        is_lost: bool = False,
    ) -> None:
        """Note one exchange in a few words, with what there is to explain, and who asked."""
        at, program_time = self._now()
        with self._lock:
            # The number too, so that the notes lie in its order.
            note = (
                at, protocol, asked, answered, refusals, by, next_number(), operation, client_id, ordered, user,
                program_time, http, grant, connection, is_lost,
            )  # fmt: skip
            self._notes.append(note)
            if grant is not None:
                self._demand(Demand(client_id, grant.asked, grant.given))
        for noted in self._watchers:
            noted()
        level = logging.INFO if refusals else logging.DEBUG
        if LOG.isEnabledFor(level):
            explained = [line for why in refusals for line in str(why).split("\n")]
            lines = [f"{protocol}: {asked} -> {answered}{was_ordered(ordered)}", *explained]
            LOG.log(level, "%s", redacted("\n".join(map(printable, lines)), self.secrets()))

    def used(self, use: PermissionUse) -> None:
        """Keep by which permission a token has let somebody in."""
        with self._lock:
            self._uses[use] = None

    def _demand(self, demand: Demand) -> None:
        # Whoever makes names up fills no memory with them.
        if len(self._demands) < _MOST_DEMANDS:
            self._demands[demand] = None

    @property
    def entries(self) -> "list[Exchange]":
        """All exchanges, oldest first."""
        return self.since(0)

    def since(self, number: int) -> "list[Exchange]":
        """Return the exchanges behind a number, oldest first; costs what is returned."""
        found: list[_Note] = []
        with self._lock:
            for note in islice(reversed(self._notes), self._limit):
                if note[_NUMBER] <= number:
                    break
                found.append(note)
        # Most programs write only; who reads pays for what reading needs.
        from fakeserver.tenant.journal.exchange import exchange_of

        return [exchange_of(*note) for note in reversed(found)]

    def watch(self, noted: Callable[[], None]) -> Callable[[], None]:
        """Call ``noted`` after each exchange, in the thread that has noted it; returns what ends it."""
        with self._lock:
            self._watchers += (noted,)

        def stop() -> None:
            with self._lock:
                self._watchers = tuple(each for each in self._watchers if each is not noted)

        return stop

    @property
    def gone(self) -> int:
        """The number of the last exchange that had to make room; 0: none had to."""
        with self._lock:
            return self._notes[0][_NUMBER] if len(self._notes) > self._limit else 0

    @property
    def uses(self) -> list[PermissionUse]:
        """By which permissions tokens have let somebody in."""
        with self._lock:
            return list(self._uses)

    @property
    def demands(self) -> list[Demand]:
        """Which permissions were asked for and given."""
        with self._lock:
            return list(self._demands)

    @property
    def limit(self) -> int:
        """How many exchanges are kept, 1000 by default; older ones make room."""
        return self._limit

    @limit.setter
    def limit(self, limit: int) -> None:
        if limit < 1:
            raise ValueError(f"a journal keeps at least one exchange, not {limit}")
        if limit > _MOST:
            raise ValueError(f"a journal keeps {_MOST:,} exchanges at most, not {limit}")
        with self._lock:
            self._limit, self._notes = limit, deque(self._notes, limit + 1)

    def clear(self) -> None:
        """Forget everything; those beside are others' as well, and are only looked at no longer."""
        with self._lock:
            self.beside_since = next_number()
            self._notes.clear()
            self._uses.clear()
            self._demands.clear()

    def __len__(self) -> int:
        return min(len(self._notes), self._limit)

    def __str__(self) -> str:
        return redacted("\n".join(map(str, self.entries)), self.secrets())
