"""How long sign-ins wait for a service that is busy, or that does not know yet what an admin has just set up.

What waits for a mailbox is `pytest_m365.live.patient_way`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from pytest_m365.live.rhythm import pause

#: seconds to wait before each further try, where the service says none; the last one is repeated
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
#: seconds between two successes
BUDGET = 120.0


class WaitBudget:
    """A budget of seconds for waiting. Whoever succeeds renews it, so that what stays wrong is waited for once."""

    def __init__(self, budget: float = BUDGET, sleep: Callable[[float], None] = time.sleep) -> None:
        self._budget = budget
        self._sleep = sleep
        self._left = budget
        self._tries = 0

    def wait(self, seconds: float | None = None) -> bool:
        """Wait before another try; at once say False where the budget is too small for that.

        Args:
            seconds: what the service asked for.
        """
        until = pause(PAUSES[min(self._tries, len(PAUSES) - 1)], seconds)
        if until > self._left:
            return False
        self._tries += 1
        self._left -= until
        self._sleep(until)
        return True

    def renew(self) -> None:
        """Begin anew, after a success."""
        self._left, self._tries = self._budget, 0
