"""The attack table: each forged, stolen or twisted token on each protocol, over real sockets.

Each is refused in the service's words, and the journal names the claim, or the part of the token, that failed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fakeserver.tenant.refusals.explanation import Explanation
from fakeserver.tenant.tokens.keys import SigningKey, shipped_key
from fakeserver.tenant.tokens.mint import encode
from pytest_m365 import FakeServer, Target, Tenant
from tests.matrix.connections import connected
from tests.matrix.outcomes import CLOSED, Ews, Http, Imap, Outcome, Pop3, Smtp, said
from tests.matrix.wire import Credential

PROTOCOLS = ("EWS", "Autodiscover", "IMAP", "POP3", "SMTP")
LINES: dict[str, Outcome] = {"IMAP": Imap.NO, "POP3": Pop3.NO, "SMTP": Smtp.NO}

#: how a token is made, for whom, in a tenant
Make = Callable[[Tenant], str]


@dataclass(frozen=True)
class Attack:
    """A row: how its token is made, what refuses it, and which word of the explanation names what failed."""

    name: str
    make: Make
    refusal: str
    names: str
    #: what EWS and Autodiscover say; the other protocols tell nobody anything
    http: Outcome

    def __str__(self) -> str:
        return self.name


def attackers_key() -> SigningKey:
    """A key that the tenant does not publish; made ahead, since making one takes long."""
    return shipped_key(2)


def small_jwk() -> dict[str, object]:
    """The attacker's public key without its certificate, with which it would be longer than POP3's lines."""
    return {name: value for name, value in attackers_key().jwk.items() if name != "x5c"}


def alice(tenant: Tenant) -> str:
    return tenant.user("alice").upn


def minted(**settings: object) -> Make:
    """Make alice's token with everything right but what is given."""
    return lambda tenant: tenant.mint(user=alice(tenant), **settings)  # type: ignore[arg-type]


def in_time(**offsets: int) -> Make:
    """Make alice's token with times so many seconds from now."""

    def make(tenant: Tenant) -> str:
        now = int(tenant.clock.time())
        return minted(**{name: now + offset for name, offset in offsets.items()})(tenant)

    return make


def by_attacker(**header: object) -> Make:
    return lambda tenant: tenant.mint(user=alice(tenant), key=attackers_key(), header=header)


def by_attacker_under_our_kid(**header: object) -> Make:
    def make(tenant: Tenant) -> str:
        header["kid"] = tenant.keys.current.kid
        return tenant.mint(user=alice(tenant), key=attackers_key(), header=header)

    return make


def hs256_with_the_public_key(tenant: Tenant) -> str:
    key = tenant.keys.current
    return tenant.mint(user=alice(tenant), key=key.public_pem, header={"kid": key.kid})


def the_next_keys_kid(tenant: Tenant) -> str:
    """A kid that the tenant publishes, of a key that has not signed this token."""
    other = next(kid for kid in tenant.keys.published if kid != tenant.keys.current.kid)
    return tenant.mint(user=alice(tenant), header={"kid": other})


def a_rolled_keys(tenant: Tenant) -> str:
    token = tenant.mint(user=alice(tenant))
    tenant.keys.roll()
    return token


def signature(change: Callable[[str], str]) -> Make:
    def make(tenant: Tenant) -> str:
        head, _, text = tenant.mint(user=alice(tenant)).rpartition(".")
        return f"{head}.{change(text)}"

    return make


def other_claims_under_the_signature(tenant: Tenant) -> str:
    """The payload of another token, under the signature of this one."""
    head, _, rest = tenant.mint(user=alice(tenant)).partition(".")
    payload = tenant.mint(user=alice(tenant), scp="full_access").split(".")[1]
    return f"{head}.{payload}.{rest.rpartition('.')[2]}"


def of_a_foreign_tenant(tenant: Tenant) -> str:
    stranger = Tenant("fabrikam.onmicrosoft.com")
    stranger.add_user("alice")
    return stranger.mint(user="alice")


def foreign_user_with_our_tid(tenant: Tenant) -> str:
    """A token of a foreign tenant (it is signed by the same service) that claims to be of this one."""
    stranger = Tenant("fabrikam.onmicrosoft.com")
    stranger.add_user("alice")
    return stranger.mint(user="alice", tid=tenant.tenant_id)


def the_id_token(tenant: Tenant) -> str:
    tokens = tenant.tokens
    with tenant.lock:
        issued = tokens.issuer.issue_for_user(
            tenant.public_app, tenant.user("alice"), tenant._minting._requested(["IMAP.AccessAsUser.All", "openid"])
        )
    assert issued.id_token is not None
    return issued.id_token


def revoked(tenant: Tenant) -> str:
    tenant.policies.strict_revocation = True
    token = tenant.mint(user=alice(tenant))
    tenant.revoke(alice(tenant))
    return token


def called_back(tenant: Tenant) -> str:
    token = tenant.mint(user=alice(tenant), xms_cc=["cp1"])
    tenant.revoke(alice(tenant))
    return token


def of_a_deleted_user(tenant: Tenant) -> str:
    token = tenant.mint(user=tenant.add_user("bob"))
    tenant.people.remove_user("bob")
    return token


def twice(text: bytes) -> Make:
    return minted(raw=lambda payload: b"{" + text + b"," + payload[1:])


def nested(tenant: Tenant) -> str:
    # Small, so that even POP3's line takes it.
    inner = encode({"aud": "https://outlook.office365.com", "tid": tenant.tenant_id}, tenant.keys.current).encode()
    return tenant.mint(user=alice(tenant), raw=lambda _: inner, header={"cty": "JWT"})


SIGNATURE, INVALID = Http.SIGNATURE, Http.INVALID
CALLED_BACK = said(
    "401",
    'WWW-Authenticate: <bearer>, error="insufficient_claims", claims="<any>",Basic Realm=""',
    "<any>",
    "(empty body)",
)

ATTACKS = [
    # --- algorithm and key ---
    Attack("alg-none", minted(key=None), "AlgorithmRefused", "alg", SIGNATURE),
    Attack("alg-None", minted(key=None, header={"alg": "None"}), "AlgorithmRefused", "alg", SIGNATURE),
    Attack("alg-missing", minted(header={"alg": None}), "AlgorithmRefused", "alg", SIGNATURE),
    Attack("hs256-with-the-public-key", hs256_with_the_public_key, "AlgorithmRefused", "alg", SIGNATURE),
    Attack("rs512-in-the-header", minted(header={"alg": "RS512"}), "AlgorithmRefused", "alg", SIGNATURE),
    Attack("unknown-kid", by_attacker(), "KeyUnknown", "kid", SIGNATURE),
    Attack("no-kid", minted(header={"kid": None}), "KeyUnknown", "kid", SIGNATURE),
    Attack("kid-of-a-file", minted(header={"kid": "../../../../dev/null"}), "KeyUnknown", "kid", SIGNATURE),
    Attack("kid-of-a-site", minted(header={"kid": "https://evil.example/key"}), "KeyUnknown", "kid", SIGNATURE),
    Attack("kid-of-another-key", the_next_keys_kid, "SignatureInvalid", "signature", SIGNATURE),
    Attack("kid-of-a-key-rolled-away", a_rolled_keys, "KeyUnknown", "kid", SIGNATURE),
    Attack("jku", by_attacker(jku="https://evil.example/keys"), "KeyUnknown", "kid", SIGNATURE),
    Attack("x5u", by_attacker(x5u="https://evil.example/chain"), "KeyUnknown", "kid", SIGNATURE),
    Attack("jku-under-our-kid", by_attacker_under_our_kid(jku="https://evil.example/keys"),
           "SignatureInvalid", "signature", SIGNATURE),
    Attack("embedded-jwk", by_attacker_under_our_kid(jwk=small_jwk()),
           "SignatureInvalid", "signature", SIGNATURE),
    Attack("embedded-x5c", by_attacker_under_our_kid(x5c=["MIIB"]),
           "SignatureInvalid", "signature", SIGNATURE),
    # --- signature ---
    Attack("signature-stripped", signature(lambda _: ""), "SignatureInvalid", "signature", SIGNATURE),
    Attack("signature-truncated", signature(lambda text: text[:-2]), "SignatureInvalid", "signature", SIGNATURE),
    Attack("signature-flipped", signature(lambda text: ("B" if text[0] != "B" else "C") + text[1:]),
           "SignatureInvalid", "signature", SIGNATURE),
    Attack("claims-changed", other_claims_under_the_signature, "SignatureInvalid", "signature", SIGNATURE),
    # --- claims ---
    Attack("foreign-issuer", minted(iss="https://sts.windows.net/11111111-2222-3333-4444-555555555555/"),
           "IssuerWrong", "iss", INVALID),
    Attack("v2-issuer", lambda t: minted(iss=f"https://login.microsoftonline.com/{t.tenant_id}/v2.0")(t),
           "IssuerWrong", "iss", INVALID),
    Attack("foreign-tenant", of_a_foreign_tenant, "TenantUnknown", "tid", Http.TENANT),
    Attack("foreign-token-with-our-tid", foreign_user_with_our_tid, "IssuerWrong", "iss", INVALID),
    Attack("graph-audience", minted(aud="https://graph.microsoft.com"), "AudienceWrong", "aud", Http.AUDIENCE),
    Attack("two-audiences", minted(aud=["https://outlook.office365.com", "https://evil.example"]),
           "AudienceWrong", "aud", Http.AUDIENCE),
    Attack("id-token", the_id_token, "AudienceWrong", "aud", Http.AUDIENCE),
    Attack("expired", in_time(exp=-1), "TokenExpired", "exp", Http.EXPIRED),
    Attack("not-yet-valid", in_time(nbf=3600), "TokenNotYetValid", "nbf", INVALID),
    Attack("not-yet-valid-by-more-than-the-skew", in_time(nbf=310), "TokenNotYetValid", "nbf", INVALID),
    Attack("never-expires", minted(exp=None), "ClaimInvalid", "exp", INVALID),
    Attack("scopes-in-an-app-token", lambda t: t.mint(scp="EWS.AccessAsUser.All IMAP.AccessAsUser.All"),
           "ClaimInvalid", "scp", INVALID),
    Attack("a-user-in-an-app-token", lambda t: t.mint(upn=alice(t)), "ClaimInvalid", "upn", INVALID),
    Attack("roles-in-a-users-token", minted(roles=["full_access_as_app", "IMAP.AccessAsApp"]),
           "ClaimInvalid", "roles", INVALID),
    Attack("a-users-token-that-says-app", minted(idtyp="app"), "ClaimInvalid", "idtyp", INVALID),
    Attack("revoked", revoked, "TokenRevoked", "signInSessionsValidFromDateTime", INVALID),
    Attack("called-back", called_back, "InsufficientClaims", "xms_cc", CALLED_BACK),
    Attack("of-a-deleted-user", of_a_deleted_user, "TokenUserUnknown", "oid", Http.USER),
    Attack("of-an-unknown-application", minted(appid="11111111-2222-3333-4444-555555555555"),
           "ClaimInvalid", "appid", INVALID),
    # --- form ---
    Attack("a-member-twice", twice(b'"aud":"https://outlook.office365.com"'),
           "TokenMalformed", "a JSON member stands twice", INVALID),
    Attack("a-nested-token", nested, "TokenMalformed", "is not JSON", INVALID),
    Attack("says-nested", minted(header={"cty": "JWT"}), "TokenMalformed", "a token within a token", INVALID),
    Attack("critical-header", minted(header={"crit": ["b64"], "b64": False}), "TokenMalformed", "critical", INVALID),
    Attack("two-parts", lambda t: t.mint(user=alice(t)).rpartition(".")[0], "TokenMalformed", "2 parts", INVALID),
    Attack("five-parts", lambda t: t.mint(user=alice(t)) + ".a.b", "TokenMalformed", "5 parts", INVALID),
]  # fmt: skip


def noted(tenant: Tenant, server: FakeServer, protocol: str) -> Explanation:
    """Return the explanation of a protocol's last refusal; what names no tenant is in the journal of them all."""
    entries = [*server.cloud.journal.refusals, *tenant.journal.refusals]
    refusals = [entry.refusal for entry in entries if entry.protocol == protocol and entry.refusal is not None]
    assert refusals, "the journal explains each refusal"
    return refusals[-1]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_is_refused(m365: Target, m365_fake: Tenant, m365_server: FakeServer, attack: Attack, protocol: str) -> None:
    credential = Credential(m365.username, attack.make(m365_fake))
    with connected(protocol, m365_server, m365_fake) as connection:
        answered = connection.sign_in(credential)
    outcome = LINES.get(protocol, attack.http)
    assert outcome.fits(answered), f"{answered} is not {outcome.lines}"
    why = noted(m365_fake, m365_server, protocol)
    assert why.name == attack.refusal
    assert attack.names in str(why)
    assert credential.token is not None
    assert credential.token not in str(m365_fake.journal)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_clock_that_is_a_little_slow_is_forgiven(
    m365: Target, m365_fake: Tenant, m365_server: FakeServer, protocol: str
) -> None:
    credential = Credential("" if protocol == "EWS" else m365.username, in_time(nbf=290)(m365_fake))
    with connected(protocol, m365_server, m365_fake) as connection:
        assert not m365_fake.journal.refusals, connection.sign_in(credential)


OTHERS_MAILBOX = {"EWS": Ews.ACCESS_DENIED, "IMAP": Imap.NOT_CONNECTED, "POP3": Pop3.NO, "SMTP": Smtp.NO}


@pytest.mark.parametrize("protocol", OTHERS_MAILBOX)
def test_the_token_is_one_users_and_the_mailbox_anothers(
    m365: Target, m365_fake: Tenant, m365_server: FakeServer, protocol: str
) -> None:
    mallory = m365_fake.add_user("mallory")
    credential = Credential(m365.username, m365_fake.mint(user=mallory))
    with connected(protocol, m365_server, m365_fake) as connection:
        answered = connection.sign_in(credential)
    assert OTHERS_MAILBOX[protocol].fits(answered), answered
    why = noted(m365_fake, m365_server, protocol)
    assert why.name == "MailboxAccessDenied"
    assert mallory.upn in str(why)
    assert m365.username in str(why)


#: HTTP takes a field of that length, and the validator measures it; elsewhere the line is too long before that
TOO_LONG: dict[str, tuple[Outcome, str]] = {
    "EWS": (INVALID, "TokenMalformed"),
    "Autodiscover": (INVALID, "TokenMalformed"),
    "IMAP": (said("BAD Command Error. 10"), "too long"),
    "POP3": (Pop3.ONE_LINE, "too long"),
    "SMTP": (Smtp.NO, "too long"),
}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_token_of_100_kb(m365: Target, m365_fake: Tenant, m365_server: FakeServer, protocol: str) -> None:
    credential = Credential(m365.username, m365_fake.mint(user=alice(m365_fake), filling="x" * 75_000))
    assert credential.token is not None
    assert len(credential.token) > 100_000
    with connected(protocol, m365_server, m365_fake) as connection:
        answered = connection.sign_in(credential)
    outcome, noted_as = TOO_LONG[protocol]
    # A connection that is closed in the middle of what is sent may take the answer with it.
    assert outcome.fits(answered) or (outcome.closes and answered == [CLOSED]), answered
    journals = (*m365_server.cloud.journal.entries, *m365_fake.journal.entries)
    assert any(entry.protocol == protocol and noted_as in str(entry) for entry in journals)


def test_whoever_comes_next_is_served(m365: Target, m365_fake: Tenant, m365_server: FakeServer) -> None:
    for attack in ATTACKS[::6]:
        with connected("IMAP", m365_server, m365_fake) as connection:
            connection.sign_in(Credential(m365.username, attack.make(m365_fake)))
    m365_fake.policies.strict_revocation = False
    with m365.open_imap() as client:
        assert client.select("INBOX")[0] == "OK"
