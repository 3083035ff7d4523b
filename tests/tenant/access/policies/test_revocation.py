import pytest

from fakeserver.tenant.access.policies.revocation import check_not_revoked
from fakeserver.tenant.refusals import TokenRevoked, TokenUserUnknown
from fakeserver.tenant.tenant import Tenant


@pytest.mark.parametrize(
    ("strict", "capabilities", "refused"), [(False, None, False), (False, ["cp1"], True), (True, None, True)]
)
def test_revocation_reaches_what_is_looked_at_again(strict, capabilities, refused):
    tenant = Tenant()
    tenant.clock.freeze()
    alice = tenant.add_user("alice")
    claims = tenant.tokens.validator.validate(tenant.mint(user=alice, xms_cc=capabilities), tenant.clock.time())
    check_not_revoked(strict, claims, alice)
    tenant.revoke(alice)
    if refused:
        with pytest.raises(TokenRevoked):
            check_not_revoked(strict, claims, alice)
    else:
        check_not_revoked(strict, claims, alice)
    alice.enabled = False
    with pytest.raises(TokenUserUnknown):
        check_not_revoked(strict, claims, alice)
