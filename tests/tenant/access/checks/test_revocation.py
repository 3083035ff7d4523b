import json

import pytest

from fakeserver.tenant.access.checks.revocation import check_not_revoked
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import InsufficientClaims, Refusal, TokenRevoked, TokenUserDisabled
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.parsing import parse


@pytest.mark.parametrize(
    ("strict", "capabilities", "revoked", "disabled"),
    [
        (False, None, None, TokenUserDisabled),
        (True, None, TokenRevoked, TokenUserDisabled),
        (False, ["cp1"], InsufficientClaims, InsufficientClaims),
        (True, ["cp1"], InsufficientClaims, InsufficientClaims),
    ],
)
def test_revocation_reaches_what_is_looked_at_again(
    tenant: Tenant,
    alice: User,
    strict: bool,
    capabilities: list[str] | None,
    revoked: type[Refusal] | None,
    disabled: type[Refusal],
) -> None:
    claims = tenant.tokens.validator.check(parse(tenant.mint(user=alice, xms_cc=capabilities)))

    def ask() -> type[Refusal] | None:
        try:
            check_not_revoked(strict, claims, alice, tenant.clock.time())
        except Refusal as refusal:
            return type(refusal)
        return None

    assert ask() is None
    tenant.revoke(alice)
    assert ask() is revoked
    alice.enabled = False
    assert ask() is disabled


def test_the_challenge_asks_for_a_younger_token(tenant: Tenant, alice: User) -> None:
    claims = tenant.tokens.validator.check(parse(tenant.mint(user=alice, xms_cc=["cp1"])))
    tenant.sign_ins.reset_password(alice)
    with pytest.raises(InsufficientClaims) as refused:
        check_not_revoked(False, claims, alice, tenant.clock.time())
    wanted = json.loads(refused.value.claims)["access_token"]["nbf"]
    assert wanted == {"essential": True, "value": f"{alice.tokens_valid_from:.0f}"}


@pytest.mark.parametrize(
    ("strict", "capabilities", "refusal"), [(False, ["cp1"], InsufficientClaims), (True, None, TokenRevoked)]
)
def test_a_password_that_its_user_has_changed(
    tenant: Tenant, alice: User, strict: bool, capabilities: list[str] | None, refusal: type[Refusal]
) -> None:
    claims = tenant.tokens.validator.check(parse(tenant.mint(user=alice, xms_cc=capabilities)))
    tenant.sign_ins.change_password(alice)
    with pytest.raises(refusal):
        check_not_revoked(strict, claims, alice, tenant.clock.time())
    usual = tenant.tokens.validator.check(parse(tenant.mint(user=alice)))
    check_not_revoked(False, usual, alice, tenant.clock.time())
