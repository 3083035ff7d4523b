"""Whether a program pauses before it tries again what has failed.

The rule: a request is repeated when the same client asks for the same operation that has failed, on the same connection
or on one that was made since. After a lost line, a failure of the service (500 at Entra ID, 502, 504) and a failed
sign-in the first repetition may come at once: a new connection or a new token often is all that it takes. Every further
one, and every one after a throttle (429, 503, EWS's "server busy", SMTP's 4xx), comes after a pause: a second by
default, or what the answer asked for where that is less. A success ends the row. For SMTP the message as a whole is
repeated, from its MAIL on.

Clients that use several connections at a time have a row on each: when two of them are lost and each is made once
more, nobody has tried twice. To which of them a new connection belongs nobody can know: it goes on with the last one
whose pause is over, or else with the one whose pause ends first.

Source for SMTP: RFC 5321 section 4.5.4.1, which wants minutes; a second tells programs that pause from those that do
not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging import answers
from fakeserver.tenant.journal.judging.answers import Failure
from fakeserver.tenant.places import CONNECT

#: Seconds, as in `retry_after`.
_SLACK = 0.05
#: The commands of a message; the first one begins it, the last ones complete it.
_MESSAGE = ("MAIL", "RCPT", "DATA")


@dataclass
class _Row:
    """Failures of the same request, one after the other."""

    last: Exchange
    why: Failure
    #: on which it failed, or is being tried again
    connection: int
    #: seconds of a pause, where the answer asks for none
    at_least: float
    repeated: int = 0

    @property
    def pause(self) -> float:
        """How many seconds are to pass before the next repetition."""
        if self.why is not Failure.THROTTLED and not self.repeated:
            return 0.0
        return min(self.at_least, answers.told_to_wait(self.last) or self.at_least)

    @property
    def pause_ends(self) -> float:
        """When the next repetition may come, by the program's clock."""
        return self.last.program_time + self.pause

    def is_early(self, exchange: Exchange) -> bool:
        """Say whether an exchange came before the pause was over."""
        return self.pause_ends - answers.began(exchange) > _SLACK

    def repeat(self, exchange: Exchange) -> list[str]:
        """Take notice of a repetition; return what is wrong with it, if anything is."""
        wrong = [_too_early(self, exchange)] if self.is_early(exchange) else []
        self.repeated += 1
        self.connection = exchange.connection
        return wrong


class _Rows:
    """Those that are open, by what their requests are known by."""

    def __init__(self, at_least: float) -> None:
        self._at_least = at_least
        self._open: dict[tuple[str, ...], list[_Row]] = {}

    def of(self, key: tuple[str, ...], exchange: Exchange) -> _Row | None:
        """Return the row that an exchange goes on with: its connection's, else one from before that was made."""
        rows = self._open.get(key, ())
        for row in rows:
            if row.connection == exchange.connection:
                return row
        before = [row for row in rows if row.last.number < exchange.connection]
        over = [row for row in before if not row.is_early(exchange)]
        if over:
            return max(over, key=lambda row: row.last.number)
        return min(before, key=lambda row: row.pause_ends, default=None)

    def failed(self, key: tuple[str, ...], row: _Row | None, exchange: Exchange, why: Failure) -> None:
        """Go on with a row, or begin one."""
        if row is None:
            self._open.setdefault(key, []).append(_Row(exchange, why, exchange.connection, self._at_least))
        else:
            row.last, row.why = exchange, why

    def end(self, key: tuple[str, ...], row: _Row) -> None:
        """End a row."""
        self._open[key].remove(row)


def judge(seen: Sequence[Exchange], at_least: float) -> tuple[int, list[str]]:
    """Return how many requests were repeated after a failure, and which of them came too early."""
    rows = _Rows(at_least)
    connected: set[int] = set()
    repeated, faults = 0, []
    for exchange in filter(answers.is_request, seen):
        again: list[_Row] = []
        # A connection that comes about is not noted; what is asked on it first shows that there is one.
        if exchange.connection and exchange.operation != CONNECT and exchange.connection not in connected:
            connected.add(exchange.connection)
            refused = rows.of((exchange.protocol, CONNECT), exchange)
            if refused is not None:
                again.append(refused)
                rows.end((exchange.protocol, CONNECT), refused)
        key, begins, ends = _request(exchange)
        row = rows.of(key, exchange)
        if row is not None and begins:
            again.append(row)
        for each in again:
            repeated += 1
            faults += each.repeat(exchange)
        why = answers.failure(exchange)
        if why is not None:
            rows.failed(key, row, exchange, why)
        elif ends and row is not None:
            rows.end(key, row)
    return repeated, faults


def _request(exchange: Exchange) -> tuple[tuple[str, ...], bool, bool]:
    """Return what a request is known by, and whether this exchange begins it and ends it."""
    if exchange.operation == CONNECT:
        return (exchange.protocol, CONNECT), True, True
    who = (exchange.protocol, exchange.client_id, exchange.user)
    if exchange.protocol == "SMTP" and exchange.operation in _MESSAGE:
        return (*who, _MESSAGE[0]), exchange.operation == _MESSAGE[0], exchange.operation == _MESSAGE[-1]
    return (*who, exchange.operation), True, True


def _too_early(row: _Row, exchange: Exchange) -> str:
    again = "tried again" if not row.repeated else f"tried again for the {_nth(row.repeated + 1)} time"
    came = answers.began(exchange)
    after, early = answers.seconds(max(0.0, came - row.last.program_time)), answers.seconds(row.pause_ends - came)
    return (
        f"{exchange.protocol}: {row.last.operation or 'a request'} was {again} {after} after it had failed "
        f"({row.why.value}), {early} too early:"
        f"\n  failed:      {row.last.line}"
        f"\n  tried again: {exchange.line}"
        f"{answers.moved_alone(row.last, exchange)}"
    )


def _nth(number: int) -> str:
    return f"{number}{ {2: 'nd', 3: 'rd'}.get(number, 'th') }"
