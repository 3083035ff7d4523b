"""One fault that was ordered: where it happens, to whom, how often, and how often it has."""

import random as randomness
from collections.abc import Callable, Mapping
from datetime import timedelta
from math import isfinite
from types import TracebackType
from typing import Any, NamedTuple, Self, TypedDict

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.places import HANDSHAKE, Named


class Where(TypedDict, total=False):
    """For whom and how often: what every fault takes by name."""

    #: only for this person, by any address: as user, or as owner of the open mailbox (EWS: of any that is named)
    user: User | str
    #: only for this application: itself, its client id or its name
    app: Application | str
    #: from the n-th time on that it is met; 1 by default
    nth: int
    #: so often; None: until it is cancelled; left out, as the kind says, or None beside `for_` or `probability`
    times: int | None
    #: as long, in seconds or as a timedelta, by the tenant's clock
    for_: float | timedelta
    #: each time with this probability, from 0 to 1
    probability: float
    #: of the randomness, for the same run again; drawn if not given
    seed: int


class Asker(NamedTuple):
    """Who asks, as far as it is known."""

    #: the user's address and that of the mailbox, in lower case
    addresses: frozenset[str] = frozenset()
    #: in lower case; empty: not known
    client_id: str = ""
    #: Entra ID: the grant type
    grant: str = ""


#: Nobody has signed in.
NOBODY = Asker()


class Fault:
    """An ordered fault. As a context manager it is cancelled when the block ends.

    Attributes:
        kind: its name, as `Tenant.faults` spells it.
        text: the order, as the test wrote it.
        settings: what the order said beside where, for whom and how often.
        taken: how often it has happened.
        consent: what was consented to when it was ordered; None where it does not matter.
    """

    def __init__(
        self,
        kind: str,
        text: str,
        named: Named,
        settings: Mapping[str, Any],
        where: Where,
        *,
        clock: Clock,
        random: randomness.Random,
        withdraw: Callable[["Fault"], None],
        by_chance: bool,
        only_grant: str,
        user: User | None,
        client_id: str,
        consent: Consent | None = None,
    ) -> None:
        """``user`` and ``client_id``: who is meant by the user and the application in ``where``."""
        self.kind = kind
        self.settings = settings
        self.taken = 0
        self.consent = consent
        self._ordered_at = clock.time()
        self.protocol = named.protocol
        self.operations = frozenset(named.operations)
        #: whether it concerns everything that is asked there, known or not
        self.is_whole = named.is_whole
        self._only_grant = only_grant
        self._clock = clock
        self._withdraw = withdraw
        self._user = user
        self._client_id = client_id.lower()
        self._nth, self._times = _count("nth", where.get("nth", 1)), where.get("times")
        if self._times is not None:
            _count("times", self._times)
        self._met = 0
        self._until = _end(where.get("for_"), clock)
        self._probability = number("probability", where.get("probability", 1.0))
        if not 0.0 <= self._probability <= 1.0:
            raise ValueError(f"probability takes 0 to 1, not {self._probability!r}")
        #: what its randomness began with, for the same run again; None: nothing of it is left to chance
        self.seed = where.get("seed")
        if "seed" in where and type(self.seed) is not int:
            raise TypeError(f"seed takes a whole number, not {self.seed!r}")
        if self.seed is None and (by_chance or self._probability < 1.0):
            self.seed = random.getrandbits(32)
        self.text = text if self.seed is None or "seed" in where else f"{text} with seed={self.seed}"
        self.random = randomness.Random(self.seed or 0)

    def is_for(self, protocol: str, operation: str, asker: Asker) -> bool:
        """Say whether an exchange is one of those that this fault is ordered for."""
        # A handshake is no request; and whatever else is asked, by a name that is known here or not, a whole place has.
        is_meant = operation in self.operations or (self.is_whole and operation != HANDSHAKE)
        if protocol != self.protocol or not is_meant:
            return False
        if self._only_grant and self._only_grant != asker.grant:
            return False
        # Whichever of the addresses was named; they may have changed since the order.
        if self._user is not None and asker.addresses.isdisjoint(map(str.lower, self._user.addresses)):
            return False
        return not self._client_id or self._client_id == asker.client_id

    def take(self) -> bool:
        """Count one exchange that it is for; return whether it happens there."""
        self._met += 1
        if self._met < self._nth or (self._probability < 1.0 and self.random.random() >= self._probability):
            return False
        self.taken += 1
        return True

    @property
    def is_over(self) -> bool:
        """Whether it cannot happen any more: its times or its time are over."""
        if self._times is not None and self.taken >= self._times:
            return True
        return self._until is not None and self._clock.time() >= self._until

    @property
    def age(self) -> float:
        """How many seconds ago it was ordered, by the tenant's clock."""
        return self._clock.time() - self._ordered_at

    @property
    def because(self) -> str:
        """What an explanation says of why."""
        return f"this was ordered by the test: {self.text}"

    def cancel(self) -> None:
        """End it; what it does to an exchange already it goes on doing."""
        self._withdraw(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.cancel()

    def __repr__(self) -> str:
        return f"<{self.text}: taken {'once' if self.taken == 1 else f'{self.taken} times'}>"


def number(name: str, value: float) -> float:
    """Return a number that a test has given.

    Raises:
        TypeError: it is none.
        ValueError: it is infinite, or not a number (NaN).
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} takes a number, not {value!r}")
    if not isfinite(value):
        raise ValueError(f"{name} takes a finite number, not {value!r}")
    return value


def _count(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} takes a positive int, not {value!r}")
    return value


def _end(lasting: float | timedelta | None, clock: Clock) -> float | None:
    if lasting is None:
        return None
    seconds = lasting.total_seconds() if isinstance(lasting, timedelta) else number("for_", lasting)
    if seconds <= 0:
        raise ValueError(f"for_ takes a positive time, not {lasting!r}")
    return clock.time() + seconds
