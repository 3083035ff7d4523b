"""How long live helpers wait, and how often they look."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from fakeserver.tenant.exchange import demand

#: seconds between looks; the last one goes on
INTERVALS = (1, 2, 3, 5, 8, 13, 15)
#: how often the default a test's own time-out may become at most
_MOST = 5
#: seconds, so that a pace of 0 is not a loop that does nothing else
_SHORTEST = 0.01


def pause(own: float, asked: float | None) -> float:
    """Return how many seconds to wait before another try.

    Args:
        own: what it is where the service says nothing.
        asked: what the service asked for; at least a tenth of our own is made, or it would be asked without end.
    """
    return max(asked, own / 10) if asked else own


@dataclass(frozen=True)
class Rhythm:
    """The times of a run, and what tells and spends them."""

    #: seconds that a wait takes where the test says nothing; ini ``m365_live_timeout``
    timeout: float = 120.0
    #: seconds that the first pause takes, and all others in proportion; ini ``m365_live_pace``
    pace: float = 1.0
    #: seconds that grow
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def scaled(self, seconds: float) -> float:
        """Return the time for a test's own ``timeout=``, which it chose for the fake.

        It is multiplied by what the default is here over what it is on the fake, 24: a message takes that much longer.
        At most it becomes five times the default, and never less than what the test says. 0 stays 0: one look.
        """
        return max(seconds, min(seconds * self.timeout / demand.TIMEOUT, self.timeout * _MOST))

    def pauses(self) -> Iterator[float]:
        """Yield the seconds between one look and the next, without end."""
        return (max(each * self.pace, _SHORTEST) for each in chain(INTERVALS, repeat(INTERVALS[-1])))

    def looks(self, seconds: float) -> Iterator[None]:
        """Yield when it is time to look: at once, ever more rarely, and once at the end."""
        ends_at = self.clock() + seconds
        for pause in self.pauses():
            yield
            left = ends_at - self.clock()
            if left <= 0:
                return
            self.sleep(min(pause, left))

    def rest(self, seconds: float) -> None:
        """Wait at our own will, at the run's pace."""
        if seconds * self.pace > 0:
            self.sleep(seconds * self.pace)
