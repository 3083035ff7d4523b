"""An exchange of the journal as the API shows it: whole, so that the same questions can be asked of it elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fakeserver.protocols.control.problems import Reason, reason_of
from fakeserver.redaction import redacted
from fakeserver.tenant.journal.exchange import Exchange


@dataclass
class HttpView:
    """What an exchange over HTTP has besides."""

    method: str
    url: str
    status: int
    seconds: float
    parameters: list[tuple[str, str]] = field(repr=False)
    request_size: int


@dataclass
class GrantView:
    """What an application asked Entra ID for."""

    kind: str
    scope: str
    asked: list[str]
    given: list[str]
    lifetime: int
    shown: int


@dataclass
class ExchangeView:
    """One question and its answer."""

    number: int
    at: datetime
    #: seconds since the epoch by the clock that programs read
    program_time: float
    protocol: str
    operation: str
    asked: str
    answered: str
    by: str
    user: str
    client_id: str
    connection: int
    #: the fault that was ordered for it, as Python writes it
    ordered: str
    is_lost: bool
    http: HttpView | None
    grant: GrantView | None
    refusals: list[Reason]
    #: it in one line, without the reasons
    line: str


def exchange_view(exchange: Exchange, secrets: Iterable[str]) -> ExchangeView:
    """Return an exchange without secrets."""
    hidden = list(secrets)

    def clean(text: str) -> str:
        return redacted(text, hidden)

    http, grant = exchange.http, exchange.grant
    return ExchangeView(
        exchange.number,
        exchange.at,
        exchange.program_time,
        exchange.protocol,
        exchange.operation,
        clean(exchange.asked),
        clean(exchange.answered),
        clean(exchange.by),
        clean(exchange.user),
        exchange.client_id,
        exchange.connection,
        clean(exchange.ordered),
        exchange.is_lost,
        None
        if http is None
        else HttpView(
            http.method,
            clean(http.url),
            http.status,
            http.seconds,
            [(name, clean(value)) for name, value in http.parameters],
            http.request_size,
        ),
        None
        if grant is None
        else GrantView(
            grant.kind, clean(grant.scope), sorted(grant.asked), sorted(grant.given), grant.lifetime, grant.shown
        ),
        [reason_of(why, clean) for why in exchange.refusals],
        clean(exchange.line),
    )
