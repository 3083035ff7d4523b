"""What an answer means for a client that thinks of asking again."""

from enum import Enum

from fakeserver.digits import number_in
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.wanted import refusals_named

#: Commands by which a client goes, or keeps still; no request that a server has asked to wait with.
_POLITE = frozenset({"LOGOUT", "QUIT", "RSET", "NOOP", "DONE", "CHECK", "CLOSE", "UNSELECT"})

_THROTTLED = refusals_named("Throttled")
#: A mailbox that is full stays so until somebody empties it.
_FAILED = refusals_named("ServiceRefused") - _THROTTLED - {"MailboxFull"}
_NOT_LET_IN = (refusals_named("AuthenticationRefused") | refusals_named("PermissionRefused")) - {"CredentialMissing"}


class Failure(Enum):
    """Why a request has failed that may be tried again."""

    THROTTLED = "the service was busy"
    UNAVAILABLE = "the service failed"
    DROPPED = "the connection was lost"
    NOT_SIGNED_IN = "the sign-in failed"


def failure(exchange: Exchange) -> Failure | None:
    """Return why an exchange has failed, if it was for a reason that may pass."""
    names = {why.name for why in exchange.refusals}
    if names & _THROTTLED or _is_transient_reply(exchange):
        return Failure.THROTTLED
    if exchange.is_lost:
        return Failure.DROPPED
    if names & _FAILED:
        return Failure.UNAVAILABLE
    if exchange.http is not None and _is_unavailable(exchange.protocol, exchange.http.status):
        return Failure.THROTTLED if exchange.http.status in (429, 503) else Failure.UNAVAILABLE
    if names & _NOT_LET_IN:
        return Failure.NOT_SIGNED_IN
    return None


def told_to_wait(exchange: Exchange) -> float | None:
    """Return how many seconds an answer has told the client to wait; None where it has told nothing."""
    # SMTP's replies have no place for it.
    for why in exchange.refusals if exchange.protocol != "SMTP" else ():
        seconds = why.facts.get("retry_after")
        if isinstance(seconds, int | float) and seconds > 0:
            return float(seconds)
    return None


def is_request(exchange: Exchange) -> bool:
    """Say whether a client asked for something here that it might have waited with."""
    return exchange.is_asked and exchange.operation not in _POLITE


def began(exchange: Exchange) -> float:
    """Return when it was asked, by the program's clock."""
    return exchange.program_time - (exchange.http.seconds if exchange.http is not None else 0.0)


def seconds(value: float) -> str:
    """Return a length of time as texts show it."""
    return f"{value:.1f} s" if value < 120 else f"{value / 60:.0f} min"


def moved_alone(earlier: Exchange, later: Exchange) -> str:
    """Say that the tenant's clock was moved and the program's was not; nothing where they went alike."""
    tenant = (later.at - earlier.at).total_seconds()
    ahead = tenant - (later.program_time - earlier.program_time)
    if abs(ahead) < 1:
        return ""
    return (
        f"\n  The tenant's clock was moved by {seconds(ahead)} meanwhile, and the program's was not (m365_clock moves "
        "both): the program has not seen that time pass."
    )


def _is_transient_reply(exchange: Exchange) -> bool:
    return exchange.protocol == "SMTP" and (number_in(exchange.answered[:3]) or 0) // 100 == 4


def _is_unavailable(protocol: str, status: int) -> bool:
    # EWS answers a wrong request with 500 as well.
    return status == 429 or status > 500 or (status == 500 and protocol == "OAuth")
