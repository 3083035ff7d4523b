"""How much each mailbox may do, by the tenant's switches (`switches/budget_policies.py`) and its clock.

Nothing waits here: who has done too much is refused, or told when their time comes.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from typing import NamedTuple

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.refusals import SubmissionQuotaExceeded, Throttled, TooManyConnections
from fakeserver.tenant.switches.policies import Policies

_MINUTE, _DAY = 60.0, 86_400.0


class _Done(NamedTuple):
    """Something that was done."""

    noted: float
    #: when it counts; later than it was noted where it was put off
    at: float
    number: int


class Budgets:
    """What each mailbox has done lately. Thread-safe."""

    def __init__(self, clock: Clock, policies: Policies) -> None:
        self._clock = clock
        self._policies = policies
        self._lock = threading.Lock()
        #: connections and requests that last, by what and whose they are: what ends each, oldest first
        self._open: defaultdict[tuple[str, str], list[Callable[[], None]]] = defaultdict(list)
        #: what was done lately, oldest first
        self._done: defaultdict[tuple[str, str], deque[_Done]] = defaultdict(deque)

    def connected(self, protocol: str, mailbox: str) -> Callable[[], None]:
        """Count a connection; returns what ends it.

        Raises:
            TooManyConnections: on IMAP and POP3, where the sign-in is refused.
        """
        policies = self._policies
        limits = {
            "IMAP": ("imap_connections", policies.imap_connections),
            "POP3": ("pop_connections", policies.pop_connections),
        }
        return self._begun(protocol, mailbox, *limits.get(protocol, ("", None)))

    def check_sending(self, mailbox: str, connection: Callable[[], None]) -> None:
        """Refuse a message on an SMTP connection before which there are as many as there may be.

        Args:
            connection: what `connected` has returned for it.

        Raises:
            TooManyConnections
        """
        limit = self._policies.smtp_connections
        if limit is None:
            return
        with self._lock:
            if connection in self._open["SMTP", mailbox][limit:]:
                raise TooManyConnections(because=_switch("smtp_connections", limit), limit=limit)

    def request_begun(self, caller: str, cost: Callable[[], int]) -> Callable[[], None] | None:
        """Count a request to EWS; returns what ends it, None where nothing is counted.

        Args:
            cost: returns what it costs, where that is counted.

        Raises:
            TooManyConnections: too many are answered now.
            Throttled: there were too many, or they cost too much, in the last minute.
        """
        policies = self._policies
        limits: dict[str, tuple[int | None, Callable[[], int]]] = {
            "ews_requests_a_minute": (policies.ews_requests_a_minute, lambda: 1),
            "ews_cost_a_minute": (policies.ews_cost_a_minute, cost),
        }
        for switch, (limit, count) in limits.items():
            if limit is not None:
                with self._lock:
                    wait = self._wait(switch, caller, limit, _MINUTE)
                    if wait:
                        raise Throttled(because=_switch(switch, limit), retry_after=wait)
                    self._note(switch, caller, count())
        limit = self._policies.ews_concurrency
        return None if limit is None else self._begun("EWS", caller, "ews_concurrency", limit)

    def graph_request_begun(self, caller: str, octets: int) -> Callable[[], None] | None:
        """Count a request to Microsoft Graph; returns what ends it, None where nothing is counted.

        Args:
            caller: an application in a mailbox.
            octets: of what it sends.

        Raises:
            TooManyConnections: too many are answered now.
            Throttled: there were too many in ten minutes, or too many octets in half a minute.
        """
        policies = self._policies
        limits = (
            ("graph_requests_in_10_minutes", policies.graph_requests_in_10_minutes, 10 * _MINUTE, 1),
            ("graph_upload_in_30_seconds", policies.graph_upload_in_30_seconds, _MINUTE / 2, octets),
        )
        for switch, limit, span, count in limits:
            if limit is not None and count:
                with self._lock:
                    wait = self._wait(switch, caller, limit, span)
                    # What is refused counts as well (learn.microsoft.com/graph/throttling).
                    self._note(switch, caller, count)
                    if wait:
                        raise Throttled(because=_switch(switch, limit), operation=switch, retry_after=wait)
        limit = policies.graph_concurrency
        return None if limit is None else self._begun("Graph", caller, "graph_concurrency", limit)

    def listening(self, caller: str) -> Callable[[], None]:
        """Count a connection on which EWS tells of events; returns what ends it.

        Raises:
            TooManyConnections
        """
        return self._begun("EWS events", caller, "ews_hanging_connections", self._policies.ews_hanging_connections)

    def take_recipients(self, mailbox: str, count: int) -> None:
        """Count the recipients of a message.

        Raises:
            SubmissionQuotaExceeded: there were too many in the last 24 hours.
        """
        limit = self._policies.recipients_a_day
        if limit is None:
            return
        with self._lock:
            done = self._lately("recipient", mailbox, _DAY)
            if sum(each.number for each in done) + count > limit:
                raise SubmissionQuotaExceeded(because=_switch("recipients_a_day", limit), limit=limit)
            self._note("recipient", mailbox, count)

    def delay_of_message(self, mailbox: str) -> float:
        """Count a message; return in how many seconds it may go."""
        limit = self._policies.messages_a_minute
        if limit is None:
            return 0.0
        with self._lock:
            wait = self._wait("message", mailbox, limit, _MINUTE)
            self._note("message", mailbox, after=wait)
        return wait

    def _begun(self, what: str, whose: str, switch: str, limit: int | None) -> Callable[[], None]:
        key = what, whose

        def end() -> None:
            with self._lock:
                self._open[key].remove(end)
                if not self._open[key]:
                    del self._open[key]

        with self._lock:
            if limit is not None and len(self._open[key]) >= limit:
                raise TooManyConnections(because=_switch(switch, limit), limit=limit)
            self._open[key].append(end)
        return end

    # --- with the lock held ---

    def _wait(self, what: str, whose: str, limit: int, span: float) -> float:
        """Return how long to wait until less than the limit lies within the span."""
        done = self._lately(what, whose, span)
        too_much = sum(each.number for each in done) - limit
        for each in done if too_much >= 0 else ():
            too_much -= each.number
            if too_much < 0:
                return max(each.at + span - self._clock.time(), 0.0)
        return 0.0

    def _note(self, what: str, whose: str, count: int = 1, *, after: float = 0.0) -> None:
        now = self._clock.time()
        self._done[what, whose].append(_Done(now, now + after, count))

    def _lately(self, what: str, whose: str, span: float) -> deque[_Done]:
        """Return what lies within the span; what was done at a time that has not come yet, as the clock was moved back,
        is forgotten.
        """
        done, now = self._done[what, whose], self._clock.time()
        while done and done[0].at <= now - span:
            done.popleft()
        while done and done[-1].noted > now:
            done.pop()
        return done


def _switch(name: str, value: int) -> str:
    return f"tenant.policies.{name} = {value}"
