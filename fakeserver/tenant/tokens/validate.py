"""Checks the access tokens that come to Exchange Online's protocols, and to Microsoft Graph.

The token is untrusted text. Order: shape, header, key, signature, claims, and only then time; nothing of the payload is
trusted before the signature is verified (RFC 8725).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature

from fakeserver.jws import ParsedToken
from fakeserver.tenant.clock import utc_text
from fakeserver.tenant.directory.permissions import EXCHANGE, GRAPH, ResourceApplication
from fakeserver.tenant.refusals import (
    AlgorithmRefused,
    AudienceWrong,
    ClaimInvalid,
    GraphAudienceWrong,
    IssuerWrong,
    KeyUnknown,
    SignatureInvalid,
    TenantUnknown,
    TokenExpired,
    TokenMalformed,
    TokenNotYetValid,
)
from fakeserver.tenant.tokens.claims import BACKDATED_SECONDS, issuer_v1
from fakeserver.tenant.tokens.graph_nonce import octets_as_signed
from fakeserver.tenant.tokens.keys import KeyRing

#: How far a token's `nbf` may lie ahead of our clock, in seconds. `exp` gets no grace, so that tests see it take
#: effect; Exchange Online's own grace is not documented.
SKEW_SECONDS = 300
#: The last second that datetime can show.
_LATEST = 253402300799


def _audiences(resource: ResourceApplication) -> dict[str, str]:
    """Return how `aud` may name a resource: its addresses (a v1 ``resource`` may have a final slash) and its app id."""
    # This one is good for consent only.
    uris = [uri for uri in resource.identifier_uris if uri != "https://ps.outlook.com"]
    return dict.fromkeys([resource.app_id, *uris, *(f"{uri}/" for uri in uris)], resource.app_id)


#: Audience -> the resource, by its app id.
AUDIENCES = _audiences(EXCHANGE) | _audiences(GRAPH)

#: Claims that only a user's token has.
_USER_CLAIMS = ("upn", "unique_name", "puid", "scp")


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a good token."""

    #: all of them, by name
    raw: Mapping[str, Any] = field(repr=False)
    tenant_id: str
    #: the app id of the resource that `aud` names
    resource: str
    app_id: str
    #: `oid`: the user's, or the service principal's
    object_id: str
    is_app: bool
    scopes: frozenset[str]
    roles: frozenset[str]
    #: seconds since the epoch
    not_before: int
    expires_at: int
    #: the real moment of issue, seconds since the epoch (`iat` lies five minutes before)
    issued_at: int
    #: whether the client declared ``cp1``, so that revocation reaches this token at once
    continuous_access: bool
    #: how often the tenant's keys had changed when the signature was checked
    keys_generation: int
    #: protocols whose admission of this token the journal has noted; each request would be too many
    noted: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def permissions(self) -> frozenset[str]:
        """What the token may be used for: an application's roles, or a user's scopes."""
        return self.roles if self.is_app else self.scopes


class TokenValidator:
    """Checks the access tokens of one tenant."""

    def __init__(self, tenant_id: str, keys: KeyRing) -> None:
        self._tenant_id = tenant_id
        self._keys = keys

    @property
    def keys_generation(self) -> int:
        """Counts changes of the keys: claims that were found under another count are to be checked again."""
        return self._keys.generation

    def check(self, token: ParsedToken, resource: str = EXCHANGE.app_id) -> Claims:
        """Return the claims of a token; its time is left to `check_time`, since the claims may be kept.

        Args:
            resource: the app id of what it must be for.

        Raises:
            TokenRefused: one of its kinds.
        """
        generation = self._keys.generation
        self.check_signature(token)
        _check_audience(token.payload.get("aud"), resource)
        return _read_claims(token.payload, self._tenant_id, generation)

    def check_signature(self, token: ParsedToken) -> None:
        """Refuse a token that no key of the tenant has signed.

        Raises:
            AlgorithmRefused, KeyUnknown, SignatureInvalid, TokenMalformed.
        """
        header = token.header
        algorithm = header.get("alg")
        # The header chooses nothing: one algorithm, keys from our own ring only; jku, x5u, jwk and x5c are not read.
        if algorithm != "RS256":
            raise AlgorithmRefused(str(algorithm)[:50])
        kind = header.get("typ", "JWT")
        if not isinstance(kind, str) or kind.upper() != "JWT":
            raise TokenMalformed(f"typ {str(kind)[:50]!r} is not JWT")
        if "cty" in header or "enc" in header or "zip" in header:
            raise TokenMalformed("a token within a token")
        if "crit" in header:
            raise TokenMalformed("critical header fields that nobody here understands")
        kid = header.get("kid")
        key = self._keys.published.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise KeyUnknown(str(kid)[:100])
        try:
            key.verify(octets_as_signed(token), token.signature)
        except InvalidSignature:
            raise SignatureInvalid(key.kid) from None


def check_resource(claims: Claims, resource: str) -> None:
    """Refuse a token that is for another resource; ``resource`` is an app id.

    Raises:
        AudienceWrong.
    """
    _check_audience(claims.raw["aud"], resource)


def _check_audience(audience: object, resource: str) -> None:
    if not isinstance(audience, str) or AUDIENCES.get(audience) != resource:
        wrong = GraphAudienceWrong if resource == GRAPH.app_id else AudienceWrong
        raise wrong(_short(audience))


def check_time(claims: Claims, now: float) -> None:
    """Refuse a token that has expired or is not valid yet.

    Raises:
        TokenExpired, TokenNotYetValid.
    """
    if now >= claims.expires_at:
        raise TokenExpired(expired_at=utc_text(claims.expires_at), now=utc_text(now))
    if now < claims.not_before - SKEW_SECONDS:
        raise TokenNotYetValid(not_before=utc_text(claims.not_before), now=utc_text(now))


def _read_claims(payload: Mapping[str, Any], tenant_id: str, keys_generation: int) -> Claims:
    tid = _text(payload, "tid")
    if tid != tenant_id:
        raise TenantUnknown(tid[:100])
    if payload.get("iss") != issuer_v1(tenant_id):
        raise IssuerWrong(_short(payload.get("iss")))
    if payload.get("ver") != "1.0":
        raise ClaimInvalid("ver", f"{_short(payload.get('ver'))} where Exchange Online expects 1.0")
    object_id = _text(payload, "oid")
    app_id = _text(payload, "appid")
    not_before, expires_at = _time(payload, "nbf"), _time(payload, "exp")
    issued_at = _time(payload, "iat") + BACKDATED_SECONDS
    is_app = _is_application(payload)
    scopes = frozenset(_text(payload, "scp").split()) if "scp" in payload else frozenset()
    capabilities = payload.get("xms_cc")
    return Claims(
        raw=payload,
        tenant_id=tid,
        resource=AUDIENCES[payload["aud"]],
        app_id=app_id,
        object_id=object_id,
        is_app=is_app,
        scopes=scopes,
        roles=_roles(payload),
        not_before=not_before,
        expires_at=expires_at,
        issued_at=issued_at,
        continuous_access=isinstance(capabilities, list) and "cp1" in capabilities,
        keys_generation=keys_generation,
    )


def _is_application(payload: Mapping[str, Any]) -> bool:
    """Say whose token it is; claims of both kinds in one token are refused.

    Raises:
        ClaimInvalid.
    """
    is_app = payload.get("sub") == payload.get("oid")
    kind = payload.get("idtyp")
    if kind is not None and kind != ("app" if is_app else "user"):
        raise ClaimInvalid("idtyp", f"{_short(kind)} contradicts sub and oid")
    if is_app:
        for name in _USER_CLAIMS:
            if name in payload:
                raise ClaimInvalid(name, "a user's claim in an app-only token")
    else:
        if "roles" in payload:
            raise ClaimInvalid("roles", "application permissions in a user's token")
        _text(payload, "upn")
    return is_app


def _roles(payload: Mapping[str, Any]) -> frozenset[str]:
    roles = payload.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise ClaimInvalid("roles", "not a list of texts")
    return frozenset(roles)


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str) or not value:
        raise ClaimInvalid(name, "missing" if value is None else "not a text")
    return value


def _time(payload: Mapping[str, Any], name: str) -> int:
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        raise ClaimInvalid(name, "missing" if value is None else "not a time")
    return int(value)


def _short(value: object) -> str:
    return str(value)[:200]
