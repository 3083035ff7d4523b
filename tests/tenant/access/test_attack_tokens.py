"""Forged, foreign, expired and twisted tokens: each is refused by every protocol, and again the second time."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from fakeserver.jws import base64url
from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.permissions import EXCHANGE_ADDRESS, parse_scopes
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import Redemption
from fakeserver.tenant.tokens.keys import SigningKey, shipped_key
from fakeserver.tenant.tokens.mint import encode
from tests.world import World

ALICE = "alice@contoso.onmicrosoft.com"
BOB = "bob@contoso.onmicrosoft.com"
MAIL = (Protocol.IMAP, Protocol.POP3, Protocol.SMTP)
every_protocol = pytest.mark.parametrize("protocol", list(Protocol))


class ForGraph:
    """Makes the same tokens for Microsoft Graph."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tenant, name)

    def mint(self, **claims: Any) -> str:
        """Make one; what is for Graph is for Exchange Online."""
        there = claims.get("aud") == GRAPH_ADDRESS
        return self._tenant.mint(**{"aud": GRAPH_ADDRESS} | claims | ({"aud": EXCHANGE_ADDRESS} if there else {}))


def _flipped(token: str) -> str:
    head, _, signature = token.rpartition(".")
    return f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def _with_payload(token: str, old: bytes, new: bytes) -> str:
    from base64 import urlsafe_b64decode

    header, payload, signature = token.split(".")
    changed = urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).replace(old, new, 1)
    return f"{header}.{base64url(changed)}.{signature}"


def _signed_text(tenant: Tenant, payload: bytes) -> str:
    key = tenant.keys.current
    head = base64url(b'{"typ":"JWT","alg":"RS256","kid":"%s"}' % key.kid.encode()) + "." + base64url(payload)
    return f"{head}.{base64url(key.sign(head.encode()))}"


def _duplicate_keys(tenant: Tenant) -> str:
    claims = b'{"scp":"SMTP.Send","scp":"IMAP.AccessAsUser.All"}'
    return _signed_text(tenant, claims)


def _nested(tenant: Tenant) -> str:
    inner = tenant.mint(user="alice")
    return _signed_text(tenant, b'"%s"' % inner.encode())


def _id_token(tenant: Tenant, version: str) -> str:
    scopes = parse_scopes("openid https://outlook.office.com/IMAP.AccessAsUser.All")
    issued = tenant.tokens.issuer.issue_for_user(
        tenant.public_app, tenant.user("alice"), scopes, how=Redemption(version)
    )
    assert issued.id_token
    return issued.id_token


def _now(tenant: Tenant) -> int:
    return int(tenant.clock.time())


def _revoke_after_minting(tenant: Tenant) -> str:
    token = tenant.mint(user="alice", xms_cc=["cp1"])
    tenant.revoke("alice")
    return token


GRAPH_ADDRESS = "https://graph.microsoft.com"
FOREIGN = "0f0e0d0c-0b0a-4908-8706-050403020100"

ATTACKS: dict[str, tuple[Callable[[Tenant], str], type[Refusal]]] = {
    "alg none": (lambda t: t.mint(user="alice", key=None), no.AlgorithmRefused),
    "alg none, in other case": (lambda t: t.mint(user="alice", key=None, header={"alg": "nOnE"}), no.AlgorithmRefused),
    "alg missing": (lambda t: t.mint(user="alice", header={"alg": None}), no.AlgorithmRefused),
    "hs256 with the public key": (
        lambda t: t.mint(user="alice", key=t.keys.current.public_pem, header={"kid": t.keys.current.kid}),
        no.AlgorithmRefused,
    ),
    "hs256 called rs256": (
        lambda t: t.mint(
            user="alice", key=t.keys.current.public_pem, header={"kid": t.keys.current.kid, "alg": "RS256"}
        ),
        no.SignatureInvalid,
    ),
    "unknown kid": (lambda t: t.mint(user="alice", key=shipped_key(2)), no.KeyUnknown),
    "no kid": (lambda t: t.mint(user="alice", header={"kid": None}), no.KeyUnknown),
    "kid that points elsewhere": (lambda t: t.mint(user="alice", header={"kid": "../../etc/passwd"}), no.KeyUnknown),
    "kid of another kind": (lambda t: t.mint(user="alice", header={"kid": ["x"]}), no.KeyUnknown),
    "another key under our kid": (
        lambda t: t.mint(user="alice", key=shipped_key(2), header={"kid": t.keys.current.kid}),
        no.SignatureInvalid,
    ),
    "jku": (
        lambda t: t.mint(
            user="alice", key=shipped_key(2), header={"jku": "https://evil.example/keys", "kid": t.keys.current.kid}
        ),
        no.SignatureInvalid,
    ),
    "x5u": (
        lambda t: t.mint(user="alice", key=shipped_key(2), header={"x5u": "https://evil.example/cert"}),
        no.KeyUnknown,
    ),
    "embedded jwk": (
        lambda t: t.mint(user="alice", key=shipped_key(2), header={"jwk": shipped_key(2).jwk, "kid": None}),
        no.KeyUnknown,
    ),
    "critical extension": (lambda t: t.mint(user="alice", header={"crit": ["b64"], "b64": False}), no.TokenMalformed),
    "signature stripped": (lambda t: t.mint(user="alice").rpartition(".")[0] + ".", no.SignatureInvalid),
    "signature cut off": (lambda t: t.mint(user="alice").rpartition(".")[0], no.TokenMalformed),
    "signature truncated": (lambda t: t.mint(user="alice")[:-2], no.SignatureInvalid),
    "signature flipped": (lambda t: _flipped(t.mint(user="alice")), no.SignatureInvalid),
    "payload changed": (
        lambda t: _with_payload(t.mint(user="alice"), b"alice@", b"admin@"),
        no.SignatureInvalid,
    ),
    "foreign issuer": (
        lambda t: t.mint(user="alice", iss=f"https://sts.windows.net/{FOREIGN}/"),
        no.IssuerWrong,
    ),
    "issuer of version 2": (
        lambda t: t.mint(user="alice", iss=f"https://login.microsoftonline.com/{t.tenant_id}/v2.0"),
        no.IssuerWrong,
    ),
    "foreign tenant": (lambda t: t.mint(user="alice", tid=FOREIGN), no.TenantUnknown),
    "no tenant": (lambda t: t.mint(user="alice", tid=None), no.ClaimInvalid),
    "graph's audience": (lambda t: t.mint(user="alice", aud="https://graph.microsoft.com"), no.AudienceWrong),
    "an audience that begins like ours": (
        lambda t: t.mint(user="alice", aud="https://outlook.office365.com.evil.example"),
        no.AudienceWrong,
    ),
    "id_token of version 2": (lambda t: _id_token(t, "2.0"), no.AudienceWrong),
    "id_token of version 1": (lambda t: _id_token(t, "1.0"), no.AudienceWrong),
    "expired": (lambda t: t.mint(user="alice", exp=_now(t)), no.TokenExpired),
    "not valid yet": (lambda t: t.mint(user="alice", nbf=_now(t) + 302), no.TokenNotYetValid),
    "scopes in an app-only token": (lambda t: t.mint(scopes=["IMAP.AccessAsUser.All"]), no.ClaimInvalid),
    "a user's name in an app-only token": (lambda t: t.mint(upn=ALICE), no.ClaimInvalid),
    "roles in a user's token": (lambda t: t.mint(user="alice", roles=["full_access_as_app"]), no.ClaimInvalid),
    "a user's token that says it is an app's": (
        lambda t: t.mint(user="alice", idtyp="app", sub=t.user("alice").object_id),
        no.ClaimInvalid,
    ),
    "an app-only token of another object": (lambda t: t.mint(oid=FOREIGN, sub=FOREIGN), no.ClaimInvalid),
    "an unknown application": (lambda t: t.mint(user="alice", appid=FOREIGN), no.ClaimInvalid),
    "an unknown user": (lambda t: t.mint(user="alice", oid=FOREIGN), no.TokenUserUnknown),
    "no permission at all": (lambda t: t.mint(user="alice", scp=None), no.PermissionsMissing),
    "duplicate members": (_duplicate_keys, no.TokenMalformed),
    "100 kB": (lambda t: t.mint(user="alice", padding="x" * 100_000), no.TokenMalformed),
    "a token in a token": (_nested, no.TokenMalformed),
    "a token in a token, announced": (lambda t: t.mint(user="alice", header={"cty": "JWT"}), no.TokenMalformed),
    "garbage": (lambda _: "garbage", no.TokenMalformed),
    "nothing": (lambda _: "", no.TokenMalformed),
    "an opaque token of a personal account": (lambda _: "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA", no.TokenMalformed),
    "revoked": (_revoke_after_minting, no.InsufficientClaims),
}


@every_protocol
@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_tokens_are_refused_by_every_protocol(
    cloud: Cloud, tenant: Tenant, attack: str, protocol: Protocol
) -> None:
    make, refusal = ATTACKS[attack]
    token = make(cast(Tenant, ForGraph(tenant)) if protocol is Protocol.GRAPH else tenant)
    if refusal is no.AudienceWrong and protocol is Protocol.GRAPH:
        refusal = no.GraphAudienceWrong
    if protocol is Protocol.GRAPH and attack == "no permission at all":
        # The token is good, and permits nothing: each operation says so.
        assert cloud.door.admit(protocol, BearerToken(token)).permission == ""
        return
    for _ in range(2):  # the second time past whatever was remembered from the first
        with pytest.raises(refusal) as refused:
            cloud.door.admit(protocol, BearerToken(token, ALICE))
        assert isinstance(refused.value, no.AuthenticationRefused)
    explanation = no.explained(refused.value)
    assert explanation.name == refusal.__name__
    if len(token) > 20:
        assert token not in str(explanation)
        assert token.rpartition(".")[2] not in str(explanation) or token.endswith(".")


def test_a_token_of_another_tenant_opens_nothing_here(world: World, cloud: Cloud, tenant: Tenant) -> None:
    other = world.neighbour()
    other.add_user("mallory")
    token = other.token(other.public_app, "mallory")
    visitor = cloud.door.admit(Protocol.IMAP, BearerToken(token, ALICE))
    assert visitor.tenant is other
    with pytest.raises(no.MailboxNotFound):
        cloud.door.open(visitor, ALICE)
    forged = other.mint(user="mallory", tid=tenant.tenant_id, iss=f"https://sts.windows.net/{tenant.tenant_id}/")
    with pytest.raises(no.AuthenticationRefused):
        cloud.door.admit(Protocol.IMAP, BearerToken(forged, ALICE))


def test_a_key_made_by_somebody_else(cloud: Cloud, tenant: Tenant) -> None:
    claims = {"tid": tenant.tenant_id, "aud": "https://outlook.office.com"}
    with pytest.raises(no.KeyUnknown):
        cloud.door.admit(Protocol.IMAP, BearerToken(encode(claims, SigningKey.generate())))


# --- the journal ---
