"""Exchanges as a journal has them, made by hand, with the times at which they were."""

from datetime import UTC, datetime
from typing import Any

from fakeserver.tenant.journal.exchange import Exchange, RefusedExchange
from fakeserver.tenant.journal.facts import GrantRequest, Http
from fakeserver.tenant.refusals import Refusal, explained
from fakeserver.tenant.refusals.explanation import Explanation

ALICE = "alice@contoso.onmicrosoft.com"
BOB = "bob@contoso.onmicrosoft.com"
APP = "11111111-2222-3333-4444-555555555555"


def busy(retry_after: float) -> Explanation:
    """Return how a throttled request is explained."""
    return Explanation("Throttled", "The service is busy.", facts={"retry_after": retry_after})


def exchange(
    at: float,
    protocol: str = "IMAP",
    operation: str = "FETCH",
    answered: str = "OK",
    *why: Refusal | Explanation,
    status: int = 0,
    user: str = ALICE,
    client_id: str = APP,
    tenant_time: float | None = None,
    took: float = 0.0,
    **more: Any,
) -> Exchange:
    """Return an exchange, answered ``at`` seconds after the test began; over HTTP where it has a ``status``."""
    kind = RefusedExchange if why else Exchange
    return kind(
        datetime.fromtimestamp(1_800_000_000 + (at if tenant_time is None else tenant_time), UTC),
        protocol,
        operation,
        answered,
        tuple(each if isinstance(each, Explanation) else explained(each) for each in why),
        by="" if why else user,
        operation=operation,
        client_id=client_id,
        user=user,
        program_time=1_800_000_000 + at,
        http=Http("POST", "https://localhost/x", status, took) if status else None,
        **more,
    )


def grant(
    at: float,
    *why: Refusal | Explanation,
    kind: str = "refresh_token",
    scope: str = "https://outlook.office.com/IMAP.AccessAsUser.All",
    shown: int = 1,
    lifetime: int = 3600,
    user: str = ALICE,
) -> Exchange:
    """Return a request for a token, granted unless there are reasons why not."""
    request = GrantRequest(kind, scope, lifetime=0 if why else lifetime, shown=shown)
    status = 400 if why else 200
    return exchange(at, "OAuth", "token", str(status), *why, status=status, user=user, grant=request)
