"""How the Exchange HTTP front ends (EWS, Autodiscover) read a credential and refuse it.

A refused credential is a 401, a refused permission a 403, both without a body: the reason stands in
``x-ms-diagnostics`` for 401 and nowhere for 403. What the front ends send with every answer (``request-id``, server
names, the affinity cookie) is here too, since a 401 comes from the same front end as a 200: one generation's fields,
not the older ones' beside them.

Sources: header dumps of the real service in client issue threads (2017 to 2024);
exchange-web-services/instrumenting-client-requests-for-ews-and-rest-in-exchange; the basic authentication page of
Exchange Online's deprecation notes.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.refusals import (
    AlgorithmRefused,
    AudienceWrong,
    AuthenticationRefused,
    BasicAuthDisabled,
    ClaimInvalid,
    CredentialMissing,
    InsufficientClaims,
    KeyUnknown,
    PasswordRefused,
    PermissionsMissing,
    Refusal,
    SignatureInvalid,
    TenantUnknown,
    Throttled,
    TokenExpired,
    TokenMalformed,
    TokenUserUnknown,
)
from fakeserver.wire import HttpRequest, HttpResponse

#: What front ends call themselves since about 2024; before, Microsoft-IIS/10.0.
SERVER = "Microsoft-HTTPAPI/2.0"

#: Names as the front and back ends of one data centre have them; the real ones change from answer to answer.
FRONT_END = "AM6PR08CA0046"
FRONT_END_TARGET = "AM6PR08CU001.internal.outlook.com"
BACK_END = "AM6PR08MB4123"
BACK_END_HOST = "AM6PR08MB4123.eurprd08.prod.outlook.com"

BEARER_CHALLENGE = (
    'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", '
    'trusted_issuers="00000001-0000-0000-c000-000000000000@*", '
    'token_types="app_asserted_user_v1 service_asserted_app_v1", '
    'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
)
#: A token that was sent and refused adds this; a request without one does not get it.
INVALID_TOKEN = ', error="invalid_token"'
BASIC_CHALLENGE = 'Basic Realm=""'


@dataclass(frozen=True)
class Diagnosis:
    """One row of ``x-ms-diagnostics``; the reason may name the refusal's facts in braces."""

    number: int
    category: str
    reason: str


#: By refusal; a refusal without a row takes its nearest ancestor's.
DIAGNOSES: dict[type[Refusal], Diagnosis] = {
    AlgorithmRefused: Diagnosis(2000000, "invalid_signature", "The token has an invalid signature."),
    KeyUnknown: Diagnosis(2000000, "invalid_signature", "The token has an invalid signature."),
    SignatureInvalid: Diagnosis(2000000, "invalid_signature", "The token has an invalid signature."),
    TokenMalformed: Diagnosis(2000001, "invalid_token", "OAuth token submitted with the request cannot be parsed."),
    ClaimInvalid: Diagnosis(2000001, "invalid_token", "No applicable user context claims found."),
    # Assumption: number and category are documented, the sentence is not.
    TokenExpired: Diagnosis(2000002, "token_expired", "The token has expired."),
    AudienceWrong: Diagnosis(2000003, "invalid_resource", "The audience claim value is invalid '{audience}'."),
    TenantUnknown: Diagnosis(2000004, "invalid_tenant", "The tenant for tenant guid '{tenant_id}' does not exist."),
    TokenUserUnknown: Diagnosis(
        2000005, "invalid_user", "The user specified by the user-context in the token does not exist."
    ),
    PermissionsMissing: Diagnosis(
        2000008, "invalid_grant", "The token contains no permissions, or permissions can not be understood."
    ),
    # Assumption: wrong issuers, revoked sessions and tokens that are not valid yet have no recorded row of their own.
    Refusal: Diagnosis(2000001, "invalid_token", "The token is invalid."),
}


def credential(request: HttpRequest) -> BearerToken | Password | None:
    """Return what the Authorization header holds; None for no header and for schemes that are not offered.

    A Basic header that cannot be decoded counts as a wrong password, as on the real front end.
    """
    scheme, _, value = request.headers.get("Authorization").strip().partition(" ")
    if scheme.lower() == "bearer":
        return BearerToken(value.strip(), None)
    if scheme.lower() == "basic":
        try:
            text = base64.b64decode(value.strip(), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            text = ""
        user, _, password = text.partition(":")
        return Password(user, password)
    return None


def has_the_type_of_soap(request: HttpRequest) -> bool:
    """Say whether a request's Content-Type is that of SOAP 1.1.

    Assumption: any other is refused with 415, as by the services' framework; one that is missing is not.
    """
    return request.headers.get("Content-Type").partition(";")[0].strip().lower() in ("", "text/xml")


def refused(refusal: Refusal, request: HttpRequest, request_id: str, now: datetime) -> HttpResponse:
    """Return the 401 or 403 for a refusal of the door; the body is empty.

    Args:
        refusal: an AuthenticationRefused gives 401, everything else 403.
        request: for ``client-request-id``.
        request_id: GUID for ``Request-Id``.
        now: for the cookie.
    """
    if isinstance(refusal, AuthenticationRefused):
        return HttpResponse(401, [*_challenge(refusal), *_hop_headers(401), *answer_headers(request, request_id, now)])
    # The real 403 does not say which switch refused; the journal does.
    headers = [("Cache-Control", "private"), ("X-AspNet-Version", "4.0.30319")]
    return HttpResponse(403, [*headers, *_hop_headers(403), *answer_headers(request, request_id, now)], chunked=True)


def busy(refusal: Refusal, request: HttpRequest, request_id: str, now: datetime) -> HttpResponse:
    """Return the 503 of a front end whose service does not answer now: an empty body, and how long to wait."""
    wait = [("Retry-After", refusal.header)] if isinstance(refusal, Throttled) else []
    return HttpResponse(503, [*wait, *_hop_headers(503), *answer_headers(request, request_id, now)])


def answer_headers(request: HttpRequest, request_id: str, now: datetime) -> list[tuple[str, str]]:
    """Return the fields that every answer of an Exchange front end has, refused or not: those of 2025.

    ``client-request-id`` comes back only where ``return-client-request-id: true`` asks for it. Left out are HSTS, which
    would stay with the name localhost, and NEL with Report-To, by which clients would report to Microsoft.
    Assumption: a refused request has them too; 401 and 403 are recorded from older front ends.
    """
    octets = bytes.fromhex(request_id.replace("-", ""))
    expires = _a_year_after(now.replace(microsecond=0))
    headers = [
        ("Server", SERVER),
        ("X-NanoProxy", "1,1"),
        ("Request-Id", request_id),
        ("X-CalculatedFETarget", FRONT_END_TARGET),
        ("MS-CV", f"{base64.b64encode(octets).decode('ascii').rstrip('=')}.1.1"),
        ("Restrict-Access-Confirm", "1"),
        ("X-CalculatedBETarget", BACK_END_HOST),
        ("X-FEEFZInfo", "AMS"),
        ("X-FEServer", FRONT_END),
        ("X-FirstHopCafeEFZ", "AMS"),
        ("Set-Cookie", f"exchangecookie={octets.hex()}; expires={expires}; path=/; secure; HttpOnly"),
    ]
    client_request_id = request.headers.get("client-request-id")
    if client_request_id and request.headers.get("return-client-request-id").lower() == "true":
        headers.append(("client-request-id", _quotable(client_request_id)))
    return headers


def _challenge(refusal: AuthenticationRefused) -> list[tuple[str, str]]:
    if isinstance(refusal, BasicAuthDisabled | PasswordRefused):
        # Switched-off basic authentication answers with this challenge alone, and with no diagnostics.
        return [("WWW-Authenticate", f"{BASIC_CHALLENGE},{BASIC_CHALLENGE}")]
    if isinstance(refusal, CredentialMissing):
        return [("WWW-Authenticate", BEARER_CHALLENGE), ("WWW-Authenticate", BASIC_CHALLENGE)]
    error = INVALID_TOKEN
    if isinstance(refusal, InsufficientClaims):
        # Assumption: a claims challenge of EWS is not recorded; this is the form of Microsoft Graph's.
        claims = base64.b64encode(refusal.claims.encode()).decode("ascii")
        error = f', error="insufficient_claims", claims="{claims}"'
    return [
        ("WWW-Authenticate", BEARER_CHALLENGE + error),
        ("WWW-Authenticate", BASIC_CHALLENGE),
        ("x-ms-diagnostics", _diagnostics(refusal)),
    ]


def _diagnostics(refusal: AuthenticationRefused) -> str:
    diagnosis = refusal.row_in(DIAGNOSES)
    # Facts come from the peer's token: nothing in them may end the header line or the quoted text.
    facts = {name: _quotable(value) for name, value in refusal.facts.items()}
    reason = diagnosis.reason.format(**facts)
    return f'{diagnosis.number};reason="{reason}";error_category="{diagnosis.category}"'


def _quotable(value: object) -> str:
    text = str(value)[:200]
    return "".join(letter for letter in text if letter.isascii() and letter.isprintable() and letter != '"')


def _hop_headers(status: int) -> list[tuple[str, str]]:
    # One field per hop, front end and back end: clients that join them see "401,401".
    return [
        ("X-BackEndHttpStatus", str(status)),
        ("X-BackEndHttpStatus", str(status)),
    ]


@lru_cache(maxsize=16)
def _a_year_after(now: datetime) -> str:
    """Return a moment as Exchange writes it in a cookie: ``Sun, 30-Aug-2026 18:03:20 GMT``; written once a second."""
    day, number, month, rest = format_datetime(now + timedelta(days=365), usegmt=True).split(" ", 3)
    return f"{day} {number}-{month}-{rest}"
