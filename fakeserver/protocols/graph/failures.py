"""The responses that say no: status, header fields and body, by a refusal's row or an error's own."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from math import ceil
from typing import Final

from fakeserver.protocols.graph.answers import Ids, error_body
from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.refusals import EXPIRED, MALFORMED, NO_MAILBOX, row_for
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import (
    ApplicationAccessPolicyDenies,
    InsufficientClaims,
    Refusal,
    TokenExpired,
    TokenMalformed,
    TooManyConnections,
)
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpResponse

_CHALLENGE: Final = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
#: Statuses that say how long to wait, and the seconds that were seen with MailboxConcurrency.
_WAITING: Final = frozenset({429, 500, 502, 503, 504})
_USUAL: Final = 1
_CLIENT: Final = 'client_id="00000003-0000-0000-c000-000000000000"'


def failure(trouble: Refusal | GraphError, cloud: Cloud, tenant: Tenant | None, ids: Ids) -> HttpResponse:
    """Return the response to a request that is refused, without the fields that all responses have.

    Args:
        tenant: the caller's; None where nobody was let in.
    """
    policies = cloud.front_end if tenant is None else tenant.policies
    if isinstance(trouble, GraphError):
        row, message = trouble.row, trouble.message
    else:
        row = said(trouble, policies)
        message = row.message
    headers = [("Content-Type", "application/json")]
    if row.status == 401 and isinstance(trouble, Refusal):
        headers.append(("WWW-Authenticate", _challenge(trouble)))
    if row.status in _WAITING:
        headers += _retry_after(trouble, policies, cloud.now())
    inner = tenant is not None and tenant.policies.graph_inner_error
    return HttpResponse(row.status, headers, error_body(row, message, ids, cloud.now(), always_inner=inner))


def said(refusal: Refusal, policies: Policies) -> Row:
    """Return what a refusal says, in the words of the generation that the tenant's switches choose."""
    row = row_for(refusal)
    if isinstance(refusal, TokenExpired):
        return replace(row, message=EXPIRED.get(policies.graph_token_texts, row.message))
    if isinstance(refusal, TokenMalformed):
        return replace(row, message=MALFORMED.get(policies.graph_token_texts, row.message))
    if isinstance(refusal, ApplicationAccessPolicyDenies) and policies.graph_short_policy_text:
        return replace(row, message="Access to OData is disabled.")
    if row.code == "MailboxNotEnabledForRESTAPI":
        return NO_MAILBOX.get(policies.graph_missing_mailbox, row)
    return row


def _retry_after(trouble: Refusal | GraphError, policies: Policies, now: datetime) -> list[tuple[str, str]]:
    """Return how long to wait, in the form that the tenant's switch chooses."""
    refusal = trouble.__cause__ if isinstance(trouble, GraphError) else trouble
    seconds = getattr(refusal, "retry_after", 0) or (_USUAL if isinstance(refusal, TooManyConnections) else 0)
    if not seconds or policies.graph_retry_after == "none":
        return []
    match policies.graph_retry_after:
        case "fraction":
            value = f"{float(seconds):.3f}"
        case "date":
            value = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
        case _:
            value = str(ceil(seconds))
    return [("Retry-After", value)]


def _challenge(refusal: Refusal) -> str:
    # Clients take the part behind ``claims=`` for a challenge, so that nothing else may have it.
    if isinstance(refusal, InsufficientClaims):
        claims = base64.b64encode(refusal.claims.encode()).decode("ascii")
        return f'{_CHALLENGE}error="insufficient_claims", claims="{claims}"'
    return _CHALLENGE + _CLIENT
