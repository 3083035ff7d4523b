"""The facts of an error that a test has ordered, whose text would otherwise have gaps where the service has values.

Such an error has no cause that knows them. They are those of the request where it names them; the others are what such
a request usually has.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.refused import error_of, written
from fakeserver.protocols.oauth.rows import ROWS
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE
from fakeserver.tenant.refusals import Refusal

if TYPE_CHECKING:
    from fakeserver.edge.faults.effect import Effect

_DAY = 24 * 3600
#: What is about a credential or a setting that no request shows.
_USUAL: Mapping[str, object] = {
    "algorithm": "HS256",
    "supported": "RS256, PS256",
    "audience": "https://graph.microsoft.com",
    "issuer": "https://token.actions.githubusercontent.com",
    "subject": "repo:contoso/mail:ref:refs/heads/main",
    "identity_provider": "live.com",
    "number": 2,
    "parameter": "client_id",
    "permission": "IMAP.AccessAsUser.All",
    "resource_name": "Office 365 Exchange Online",
    "seconds": 3600,
    "state": "unregistered",
    "thumbprint": "3E2A4B0C7B6F4C1F9D0E5A8B7C6D5E4F3A2B1C0D",
    "valid": EXCHANGE_ONLINE,
    "accepted": "POST, OPTIONS",
    "method": "GET",
    "claim": "sub",
}
#: Codes in whose texts a name means another value than in others.
_BY_CODE: Mapping[int, Mapping[str, object]] = {700084: {"inactive_for": _DAY}}
#: Codes whose ``tenant`` is what the authority's path says; in others it is the organization's name.
_OF_AUTHORITY = frozenset({90002, 900023})


def trouble(call: Call, effect: "Effect") -> EntraError | Refusal | None:
    """Return why a fault of the test refuses a request; None: it is answered in another way, or not at all."""
    if effect.code:
        return error(call, effect.code, effect.refusal)
    return complete(call, effect.refusal) if effect.refusal is not None and effect.response is None else None


def error(call: Call, code: int, refusal: Refusal | None) -> EntraError:
    """Return an ordered error by its code."""
    facts = {**_facts(call), **_BY_CODE.get(code, {})}
    if code in _OF_AUTHORITY:
        facts["tenant"] = call.authority
    values: dict[str, Any] = {name: written(name, value) for name, value in facts.items()}
    return EntraError(ROWS[code], refusal=refusal, **values)


def complete(call: Call, refusal: Refusal) -> Refusal:
    """Return a refusal that a test has ordered, with facts; those that it has already stay."""
    facts = {**_facts(call), **_BY_CODE.get(error_of(refusal).code, {})}
    return type(refusal)(**{name: value or facts.get(name, value) for name, value in refusal.facts.items()})


def _facts(call: Call) -> dict[str, object]:
    given, tenant = call.parameters, call.known_tenant or call.cloud.newest
    facts = {**_USUAL, "method": call.request.method, "tenant": call.authority, "resource": EXCHANGE_ONLINE}
    facts |= {"resource_id": EXCHANGE_ONLINE, "scopes": given.get("scope", "openid")}
    facts |= {name: given.get(name, usual) for name, usual in _OF_REQUEST.items()}
    facts["requested_with"] = "http://localhost:8400/"
    facts["origin"] = call.request.headers.get("Origin", "http://localhost:3000")
    if tenant is None:
        return facts
    client_id = given.get("client_id") or tenant.public_app.client_id
    application = tenant.directory.applications.get(client_id.lower())
    user = given.get("username") or next((user.upn for user in tenant.users), f"alice@{tenant.domain}")
    now = tenant.clock.time()
    return facts | {
        "application": client_id,
        "expected": client_id,
        "name": "Contoso Mail" if application is None else application.name,
        "tenant": tenant.organization.name,
        "tenant_id": tenant.tenant_id,
        "user": user,
        "now": now,
        "issued_at": now - 90 * _DAY,
        "inactive_for": 90 * _DAY,
        "valid_from": now - 2 * 3600,
        "expires_at": now - 3600,
        "expired_at": now - 3600,
        "until": now - 3600,
        "lifetime": 3600,
    }


#: Parameters that texts repeat, and what they are where a request has none.
_OF_REQUEST: Mapping[str, str] = {
    "grant_type": "authorization_code",
    "redirect_uri": "http://localhost",
    "response_mode": "query",
    "response_type": "token",
}
