"""The claims of each kind of token, in the order and form that Entra ID writes them.

Exchange Online gets access tokens of version 1.0 even from the v2.0 endpoint, because the resource chooses the
format. Which claims stand in which kind was read off real tokens (learn.microsoft.com/entra/identity-platform/
access-token-claims-reference, and tokens decoded in public issue threads).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from fakeserver.jws import base64url
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.identifiers import new_guid, new_opaque

#: `iat` lies five minutes before the moment of issue, so that machines with slow clocks accept the token.
BACKDATED_SECONDS = 300

#: What `wids` holds for somebody without a directory role: the templates of the default member and of an application.
_MEMBER_ROLE = "b79fbf4d-3ef9-4689-8143-76b194e85509"
_APPLICATION_ROLE = "0997a1d0-0d1d-4acb-b408-d5ca73121e90"


@dataclass(frozen=True)
class SignIn:
    """How a user came in; refresh tokens carry it on."""

    session_id: str
    #: authentication methods: ``pwd``, ``mfa``, ``rsa``, ...
    amr: tuple[str, ...] = ("pwd",)
    ip_address: str = "127.0.0.1"
    #: seconds since the epoch
    at: float = 0.0


def issuer_v1(tenant_id: str, address: str = "") -> str:
    """Return the issuer of tokens of version 1.0.

    Args:
        address: of the token service, where the issuer is its own (the switch `own_issuer`); empty: Microsoft's.
    """
    return f"{address or 'https://sts.windows.net'}/{tenant_id}/"


def issuer_v2(tenant_id: str, address: str = "") -> str:
    """Return the issuer of tokens of version 2.0; ``address`` as above."""
    return f"{address or 'https://login.microsoftonline.com'}/{tenant_id}/v2.0"


def delegated_claims(
    *,
    tenant_id: str,
    audience: str,
    application: Application,
    user: User,
    scopes: Iterable[str],
    sign_in: SignIn,
    issued_at: int,
    expires_at: int,
    application_proof: str,
    random: Random,
    capabilities: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the claims of a delegated access token.

    Args:
        audience: the resource's address as it was asked for.
        scopes: short names; written in alphabetical order, as Entra does.
        issued_at: seconds since the epoch, the real moment.
        expires_at: seconds since the epoch.
        application_proof: `appidacr`: "0" public, "1" secret, "2" certificate.
        capabilities: of the client, e.g. ``cp1`` for continuous access evaluation.
    """
    issuer = issuer_v1(tenant_id)
    claims: dict[str, Any] = {
        "aud": audience,
        "iss": issuer,
        "iat": issued_at - BACKDATED_SECONDS,
        "nbf": issued_at - BACKDATED_SECONDS,
        "exp": expires_at,
        "acct": 1 if user.is_guest else 0,
        "acr": "1",
        "aio": new_opaque(random, 45),
        "amr": list(sign_in.amr),
        "app_displayname": application.name,
        "appid": application.client_id,
        "appidacr": application_proof,
        "enfpolids": [],
        "family_name": user.surname,
        "given_name": user.given_name,
        "idp": issuer,
        "idtyp": "user",
        "ipaddr": sign_in.ip_address,
        "login_hint": login_hint(tenant_id, user),
        "name": user.display_name,
        "oid": user.object_id,
        "puid": user.puid,
        "rh": f"1.{new_opaque(random, 36)}.",
        "scp": " ".join(sorted(scopes)),
        "sid": sign_in.session_id,
        "signin_state": ["kmsi"],
        "sub": pairwise_subject(tenant_id, user.object_id, audience),
        "tid": tenant_id,
        "unique_name": user.upn,
        "upn": user.upn,
        "uti": new_opaque(random, 16),
        "ver": "1.0",
        "wids": [_MEMBER_ROLE],
    }
    if not user.is_guest:
        del claims["idp"]
    for name in ("family_name", "given_name"):
        if not claims[name]:
            del claims[name]
    if capabilities:
        claims["xms_cc"] = list(capabilities)
    return claims


def application_claims(
    *,
    tenant_id: str,
    audience: str,
    application: Application,
    roles: Iterable[str],
    issued_at: int,
    expires_at: int,
    application_proof: str,
    random: Random,
    capabilities: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the claims of an app-only access token; `roles` is left out altogether when there are none."""
    issuer = issuer_v1(tenant_id)
    claims: dict[str, Any] = {
        "aud": audience,
        "iss": issuer,
        "iat": issued_at - BACKDATED_SECONDS,
        "nbf": issued_at - BACKDATED_SECONDS,
        "exp": expires_at,
        "aio": new_opaque(random, 33),
        "app_displayname": application.name,
        "appid": application.client_id,
        "appidacr": application_proof,
        "idp": issuer,
        "oid": application.service_principal_id,
        "rh": f"1.{new_opaque(random, 36)}.",
    }
    granted = sorted(roles)
    if granted:
        claims["roles"] = granted
    claims |= {
        "sid": new_guid(random),
        "sub": application.service_principal_id,
        "tid": tenant_id,
        "uti": new_opaque(random, 16),
        "ver": "1.0",
        "wids": [_APPLICATION_ROLE],
    }
    if capabilities:
        claims["xms_cc"] = list(capabilities)
    return claims


def id_token_claims(
    *,
    tenant_id: str,
    application: Application,
    user: User,
    openid_scopes: Iterable[str],
    issued_at: int,
    sign_in: SignIn,
    nonce: str | None,
    version: str,
    random: Random,
    wanted: Iterable[str] = (),
    own_address: str = "",
) -> dict[str, Any]:
    """Return the claims of an id_token, version ``1.0`` or ``2.0``; it lives for an hour.

    Args:
        wanted: names of claims that the request asks for, in addition to those of the application's registration.
            A name that is no optional claim's is ignored, as Entra ID does.
        own_address: of the issuer, as in `issuer_v1`.
    """
    optional = {
        name: OPTIONAL_CLAIMS[name](tenant_id, user, sign_in)
        for name in sorted({*application.optional_claims, *wanted})
        if name in OPTIONAL_CLAIMS
    }
    asked = frozenset(openid_scopes)
    subject = pairwise_subject(tenant_id, user.object_id, application.client_id)
    claims: dict[str, Any] = {
        "aud": application.client_id,
        "iss": (issuer_v2 if version == "2.0" else issuer_v1)(tenant_id, own_address),
        "iat": issued_at - BACKDATED_SECONDS,
        "nbf": issued_at - BACKDATED_SECONDS,
        "exp": issued_at + 3600,
    }
    if version == "2.0":
        claims["aio"] = new_opaque(random, 45)
        if "email" in asked:
            claims["email"] = user.address
        claims["name"] = user.display_name
        if nonce is not None:
            claims["nonce"] = nonce
        claims |= {
            "oid": user.object_id,
            "preferred_username": user.upn,
            "rh": f"1.{new_opaque(random, 36)}.",
            "sub": subject,
            "tid": tenant_id,
            "uti": new_opaque(random, 16),
            "ver": "2.0",
        }
        return claims | optional
    claims["amr"] = list(sign_in.amr)
    for name, value in (("family_name", user.surname), ("given_name", user.given_name)):
        if value:
            claims[name] = value
    claims["name"] = user.display_name
    if nonce is not None:
        claims["nonce"] = nonce
    claims |= {
        "oid": user.object_id,
        "sub": subject,
        "tid": tenant_id,
        "unique_name": user.upn,
        "upn": user.upn,
        "ver": "1.0",
    }
    return claims | optional


def client_info(tenant_id: str, user: User) -> str:
    """Return the ``client_info`` member of a token answer; MSAL keys its cache on it."""
    text = json.dumps({"uid": user.object_id, "utid": tenant_id}, separators=(",", ":"))
    return base64url(text.encode("ascii"))


def login_hint(tenant_id: str, user: User) -> str:
    """Return `login_hint`: what stands for the user's account in `logout_hint`, opaque and always the same."""
    digest = hashlib.sha512(f"{tenant_id} {user.object_id} login_hint".encode()).digest()
    return "O." + base64url(digest)


#: What an application may have in its id_tokens besides, by its registration's "Token configuration" or by the
#: `claims` parameter. Source: entra-docs `identity-platform/optional-claims-reference.md`, the v1.0 and v2.0 set.
OPTIONAL_CLAIMS: dict[str, Callable[[str, User, SignIn], Any]] = {
    "acct": lambda _tenant_id, user, _sign_in: 1 if user.is_guest else 0,
    "auth_time": lambda _tenant_id, _user, sign_in: int(sign_in.at),
    "email": lambda _tenant_id, user, _sign_in: user.address,
    "family_name": lambda _tenant_id, user, _sign_in: user.surname,
    "given_name": lambda _tenant_id, user, _sign_in: user.given_name,
    "ipaddr": lambda _tenant_id, _user, sign_in: sign_in.ip_address,
    "login_hint": lambda tenant_id, user, _sign_in: login_hint(tenant_id, user),
    "sid": lambda _tenant_id, _user, sign_in: sign_in.session_id,
    "upn": lambda _tenant_id, user, _sign_in: user.upn,
}


def half_hash(text: str) -> str:
    """Return `c_hash` or `at_hash`: the left half of the SHA-256, base64url (OpenID Connect Core 3.1.3.6)."""
    return base64url(hashlib.sha256(text.encode("ascii")).digest()[:16])


def pairwise_subject(tenant_id: str, object_id: str, audience: str) -> str:
    """Return `sub`: always the same for one user at one audience, and not to be linked across audiences."""
    digest = hashlib.sha256(f"{tenant_id} {object_id} {audience.rstrip('/').lower()}".encode()).digest()
    return base64url(digest)
