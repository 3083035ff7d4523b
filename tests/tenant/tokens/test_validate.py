from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.mint import encode
from fakeserver.tenant.tokens.parsing import parse
from fakeserver.tenant.tokens.validate import Claims, check_time
from tests.world import World


def validate(tenant: Tenant, token: str) -> Claims:
    claims = tenant.tokens.validator.check(parse(token))
    check_time(claims, tenant.clock.time())
    return claims


def test_a_good_token_gives_its_claims(tenant: Tenant) -> None:
    claims = validate(tenant, tenant.mint(user="alice", scopes=["SMTP.Send"]))
    alice = tenant.user("alice")
    assert (claims.tenant_id, claims.object_id, claims.app_id) == (
        tenant.tenant_id,
        alice.object_id,
        tenant.public_app.client_id,
    )
    assert claims.scopes == {"SMTP.Send"}
    assert claims.roles == frozenset()
    assert not claims.is_app
    assert claims.raw["upn"] == alice.upn
    assert claims.issued_at == int(tenant.clock.time())


def test_an_app_only_token(tenant: Tenant) -> None:
    claims = validate(tenant, tenant.mint(roles=["IMAP.AccessAsApp"]))
    assert claims.is_app
    assert claims.roles == {"IMAP.AccessAsApp"}


@pytest.mark.parametrize(("ahead", "good"), [(0, True), (300, True), (301, False), (3600, False)])
def test_not_before_allows_for_slow_clocks(tenant: Tenant, ahead: int, good: bool) -> None:
    token = tenant.mint(user="alice", nbf=int(tenant.clock.time()) + ahead)
    tenant.clock.freeze(tenant.clock.now().replace(microsecond=0))
    if good:
        validate(tenant, token)
    else:
        with pytest.raises(no.TokenNotYetValid):
            validate(tenant, token)


@pytest.mark.parametrize(
    "aud", ["https://outlook.office365.com", "https://outlook.office.com/", "00000002-0000-0ff1-ce00-000000000000"]
)
def test_audiences_that_are_taken(tenant: Tenant, aud: str) -> None:
    assert validate(tenant, tenant.mint(user="alice", aud=aud)).raw["aud"] == aud


@pytest.mark.parametrize(
    ("claims", "refusal"),
    [
        ({"aud": ["https://outlook.office365.com"]}, no.AudienceWrong),
        ({"aud": None}, no.AudienceWrong),
        ({"ver": "2.0"}, no.ClaimInvalid),
        ({"exp": None}, no.ClaimInvalid),
        ({"exp": True}, no.ClaimInvalid),
        ({"exp": "9999999999"}, no.ClaimInvalid),
        ({"exp": 1e300}, no.ClaimInvalid),
        ({"nbf": -1}, no.ClaimInvalid),
        ({"oid": None}, no.ClaimInvalid),
        ({"oid": {}}, no.ClaimInvalid),
        ({"appid": 7}, no.ClaimInvalid),
        ({"scp": ["SMTP.Send"]}, no.ClaimInvalid),
        ({"idtyp": "app"}, no.ClaimInvalid),
        ({"upn": None}, no.ClaimInvalid),
    ],
)
def test_claims_that_no_token_of_ours_has(tenant: Tenant, claims: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        validate(tenant, tenant.mint(user="alice", **claims))


@pytest.mark.parametrize("roles", ["IMAP.AccessAsApp", [1], {}])
def test_roles_must_be_a_list_of_texts(tenant: Tenant, roles: object) -> None:
    with pytest.raises(no.ClaimInvalid):
        validate(tenant, encode({**validate(tenant, tenant.mint()).raw, "roles": roles}, tenant.keys.current))


@given(st.data())
def test_any_claims_are_validated_or_refused(data: st.DataObject) -> None:
    tenant = World.of("alice").tenant
    values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2)
    names = st.sampled_from(["aud", "iss", "tid", "oid", "sub", "scp", "exp", "nbf", "iat", "ver", "idtyp", "xms_cc"])
    overrides: dict[str, Any] = data.draw(st.dictionaries(names, values, max_size=4))
    token = tenant.mint(user="alice", **overrides)
    with suppress(no.TokenRefused):
        assert validate(tenant, token).tenant_id == tenant.tenant_id
