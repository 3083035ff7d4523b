"""Whether a program waited as long as it was told: Retry-After, BackOffMilliseconds, "Suggested Backoff Time".

The rule: after such an answer the same client asks for nothing on this protocol until the time is over. The same client
is the same application for the same user; an answer that was given before anybody had signed in is everybody's. At
Entra ID it is about one endpoint. To log out and to reset a connection is allowed. So is what was on its way already:
what comes at the same moment, on another connection that was there before, has not been sent in spite of the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging import answers

#: Seconds: a clock is not read at the moment of which it tells.
_SLACK = 0.05
#: Seconds within which what another thread sends may have been on its way; a busy machine delivers it in less.
_MOMENT = 0.2


@dataclass
class _Wait:
    """What a client was told, and what came all the same."""

    told: Exchange
    seconds: float
    too_early: list[Exchange] = field(default_factory=list)

    @property
    def until(self) -> float:
        return self.told.program_time + self.seconds

    def is_for(self, exchange: Exchange) -> bool:
        told = self.told
        if exchange.protocol != told.protocol:
            return False
        if told.protocol == "OAuth" and exchange.operation != told.operation:
            return False
        known = told.client_id or told.user
        if known and (exchange.client_id, exchange.user) != (told.client_id, told.user):
            return False
        return not self._has_crossed(exchange)

    def _has_crossed(self, exchange: Exchange) -> bool:
        """Say whether a request was on its way when its client was told."""
        if exchange.connection == self.told.connection or not 0 < exchange.connection < self.told.number:
            return False
        return answers.began(exchange) - self.told.program_time < _MOMENT


def judge(seen: Sequence[Exchange]) -> tuple[int, list[str]]:
    """Return how many answers told somebody to wait, and which requests came too early."""
    waits: list[_Wait] = []
    for exchange in seen:
        if answers.is_request(exchange):
            told = [wait for wait in waits if wait.is_for(exchange)]
            wait = max(told, key=lambda one: one.until, default=None)
            if wait is not None and wait.until - answers.began(exchange) > _SLACK:
                wait.too_early.append(exchange)
        seconds = answers.told_to_wait(exchange)
        if seconds is not None:
            waits.append(_Wait(exchange, seconds))
    return len(waits), [_too_early(wait, *wait.too_early) for wait in waits if wait.too_early]


def _too_early(wait: _Wait, exchange: Exchange, *others: Exchange) -> str:
    came = answers.began(exchange)
    return (
        f"{exchange.protocol}: a request came {answers.seconds(wait.until - came)} too early; the program was told to "
        f"wait {answers.seconds(wait.seconds)} and waited {answers.seconds(max(0.0, came - wait.told.program_time))}:"
        f"\n  told:        {wait.told.line}"
        f"\n  asked again: {exchange.line}{f' (and {len(others)} more)' if others else ''}"
        f"{answers.moved_alone(wait.told, exchange)}"
    )
