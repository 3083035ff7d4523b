"""The responses that say no: status, header fields and body, by a refusal's row or an error's own."""

import base64
from dataclasses import replace
from typing import Final

from fakeserver.protocols.graph.answers import Ids, error_body
from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.refusals import EXPIRED, MALFORMED, NO_MAILBOX, row_for
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import (
    ApplicationAccessPolicyDenies,
    InsufficientClaims,
    Refusal,
    ServiceUnavailable,
    Throttled,
    TokenExpired,
    TokenMalformed,
)
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpResponse

_CHALLENGE: Final = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
_CLIENT: Final = 'client_id="00000003-0000-0000-c000-000000000000"'


def failure(trouble: Refusal | GraphError, cloud: Cloud, tenant: Tenant | None, ids: Ids) -> HttpResponse:
    """Return the response to a request that is refused, without the fields that all responses have.

    Args:
        tenant: the caller's; None where nobody was let in.
    """
    if isinstance(trouble, GraphError):
        row, message = trouble.row, trouble.message
    else:
        policies = cloud.front_end if tenant is None else tenant.policies
        row = said(trouble, policies)
        message = row.message
    headers = [("Content-Type", "application/json")]
    if row.status == 401 and isinstance(trouble, Refusal):
        headers.append(("WWW-Authenticate", _challenge(trouble)))
    if isinstance(trouble, Throttled):
        headers.append(("Retry-After", trouble.header))
    elif isinstance(trouble, ServiceUnavailable) and trouble.retry_after:
        headers.append(("Retry-After", str(max(1, round(trouble.retry_after)))))
    elif row.status == 429:
        headers.append(("Retry-After", "1"))
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


def _challenge(refusal: Refusal) -> str:
    # Clients take the part behind ``claims=`` for a challenge, so that nothing else may have it.
    if isinstance(refusal, InsufficientClaims):
        claims = base64.b64encode(refusal.claims.encode()).decode("ascii")
        return f'{_CHALLENGE}error="insufficient_claims", claims="{claims}"'
    return _CHALLENGE + _CLIENT
