"""Verdicts on tokens that were seen before."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.keys import SigningKey
from fakeserver.tenant.tokens.validate import Claims
from fakeserver.tenant.tokens.verdicts import Verdicts
from tests.world import World


@pytest.fixture
def verdicts() -> Verdicts:
    return Verdicts(limit=2)


def enter(verdicts: Verdicts, tenant: Tenant, token: str) -> Claims:
    """Do as the door does with a token that it lets in."""
    claims = verdicts.claims(token, verdicts.read(token), tenant.tokens.validator, tenant.clock.time(), EXCHANGE_ONLINE)
    verdicts.keep(token, claims)
    return claims


def test_a_token_seen_before_costs_no_signature_check(
    verdicts: Verdicts, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tenant.mint(user="alice")
    claims = enter(verdicts, tenant, token)
    monkeypatch.setattr(SigningKey, "verify", lambda *_: pytest.fail("checked again"))
    assert verdicts.read(token) is claims
    assert enter(verdicts, tenant, token) is claims


def test_a_token_names_its_tenant_whether_it_was_seen_or_not(verdicts: Verdicts, tenant: Tenant) -> None:
    token = tenant.mint(user="alice")
    assert verdicts.read(token).tenant_id == tenant.tenant_id
    enter(verdicts, tenant, token)
    assert verdicts.read(token).tenant_id == tenant.tenant_id
    with pytest.raises(no.TokenMalformed):
        verdicts.read(token + "x.y")


def test_time_bites_on_a_token_seen_before(verdicts: Verdicts, tenant: Tenant) -> None:
    token = tenant.mint(user="alice")
    claims = enter(verdicts, tenant, token)
    tenant.clock.advance(claims.expires_at - tenant.clock.time() - 1)
    enter(verdicts, tenant, token)
    tenant.clock.advance(1)
    with pytest.raises(no.TokenExpired):
        enter(verdicts, tenant, token)


def test_rolled_keys_bite_on_a_token_seen_before(verdicts: Verdicts, tenant: Tenant) -> None:
    token = tenant.mint(user="alice")
    enter(verdicts, tenant, token)
    tenant.keys.roll()
    with pytest.raises(no.KeyUnknown):
        enter(verdicts, tenant, token)
    enter(verdicts, tenant, tenant.mint(user="alice"))


def test_keys_that_are_kept_let_a_token_go_on(verdicts: Verdicts, tenant: Tenant) -> None:
    token = tenant.mint(user="alice")
    enter(verdicts, tenant, token)
    tenant.keys.roll(keep_old=True)
    claims = enter(verdicts, tenant, token)
    assert claims.keys_generation == tenant.keys.generation
    assert verdicts.read(token) is claims


def test_the_oldest_is_forgotten(verdicts: Verdicts, tenant: Tenant) -> None:
    tokens = [tenant.mint(user="alice") for _ in range(3)]
    for token in tokens:
        enter(verdicts, tenant, token)
    assert [isinstance(verdicts.read(token), Claims) for token in tokens] == [False, True, True]
    assert len(verdicts) == 2


def test_a_tenant_is_forgotten(verdicts: Verdicts, world: World, tenant: Tenant) -> None:
    other = world.neighbour()
    other.add_user("bob")
    ours, theirs = tenant.mint(user="alice"), other.mint(user="bob")
    enter(verdicts, tenant, ours)
    enter(verdicts, other, theirs)
    verdicts.forget(tenant.tenant_id)
    assert [isinstance(verdicts.read(token), Claims) for token in (ours, theirs)] == [False, True]


def test_a_tenant_is_forgotten_while_another_token_is_let_in(tenant: Tenant) -> None:
    """A test drops its tenant in its own thread; the server's may come in between any two steps of that."""
    verdicts = Verdicts()
    claims = enter(verdicts, tenant, tenant.mint(user="alice"))

    class Interrupted:
        @property
        def tenant_id(self) -> str:
            verdicts.keep("another", claims)
            return tenant.tenant_id

    verdicts.keep("first", Interrupted())  # type: ignore[arg-type]
    verdicts.keep("second", claims)
    verdicts.forget(tenant.tenant_id)
    assert not isinstance(verdicts._kept.get("first"), Interrupted)
