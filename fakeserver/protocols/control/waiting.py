"""What waits have in common: what is waited for, and the steps that wait without holding anybody up."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.problems import Problem
from fakeserver.steps import Pause, PausingSteps
from fakeserver.tenant.exchange.demand import TIMEOUT, Demand
from fakeserver.tenant.exchange.waiting import Wait
from fakeserver.tenant.exchange.wanted import Message, Wanted

M = TypeVar("M", bound=Message)


@dataclass
class Waiting:
    """What is waited for; all that is given must fit."""

    #: the whole subject
    subject: str | None = None
    #: the address in From, or what stands before its @
    sender: str | None = None
    #: the same of one of the addresses in To and Cc
    recipient: str | None = None
    #: a mark: then what has come after it is new, returned before or not
    since: int | None = None
    #: seconds of real time; 5 by default
    timeout: float | int | None = None
    #: wait for so many
    count: int | None = None
    #: wait for so many seconds, in which none is to come
    none_within: float | int | None = None

    def wanted(self) -> Wanted[Any]:
        """Return which messages fit."""
        return Wanted(self.subject, self.sender, self.recipient)

    def demand(self) -> Demand:
        """Return how many are to come, and within which time.

        Raises:
            ValueError, TypeError: as `Mailbox.wait_for`.
        """
        return Demand.of(self.count, self.timeout, self.none_within, default=TIMEOUT)


def waited(call: Call, wait: Wait[M], demand: Demand, elsewhere: Callable[[], str] = str) -> PausingSteps[list[M]]:
    """Wait for messages, and return them; no thread waits.

    Raises:
        TimeoutError, AssertionError: as `Mailbox.wait_for`.
        Problem: the tenant was dropped meanwhile.
    """
    tenant = call.tenant
    until = monotonic() + demand.seconds
    found = wait.look(demand.count or 1)
    while len(found) < (demand.count or 1) and (left := until - monotonic()) > 0:
        pause = Pause(left)
        stop = wait.watch(pause.wake)
        try:
            # Between the look before and the watch something may have come.
            found = wait.look(demand.count or 1)
            if len(found) < (demand.count or 1):
                yield pause
                found = wait.look(demand.count or 1)
        finally:
            stop()
        if call.cloud.by_id(tenant.tenant_id) is not tenant:
            raise Problem(404, f"the tenant {tenant.domain} was dropped meanwhile", error="LookupError")
    return wait.answered(demand, found, elsewhere)
