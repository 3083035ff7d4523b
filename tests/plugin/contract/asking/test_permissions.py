"""What a token may open is read from its claims."""

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.permissions import PERMISSIONS, is_delegated, permissions_in, permits, scope_of
from pytest_m365.fake import FakeTarget


@pytest.mark.parametrize("door", PERMISSIONS)
def test_a_scope_opens_its_own_door(door: str, m365: FakeTarget) -> None:
    token = m365.tenant.mint(user=m365.user, scopes=[scope_of(door)])
    assert [other for other in PERMISSIONS if permits(token, other)] == [door]
    assert is_delegated(token)


def test_an_application_has_roles(m365_fake: Tenant) -> None:
    token = m365_fake.app_token(m365_fake.daemon_app)
    assert permissions_in(token) == {role for _, role in PERMISSIONS.values()}
    assert not is_delegated(token)


@pytest.mark.parametrize("token", ["", "no.token.at-all", "eyJhbGciOiJub25lIn0.eyJyb2xlcyI6ICJ4In0."])
def test_what_cannot_be_read_has_none(token: str) -> None:
    assert permissions_in(token) == frozenset()
    assert not any(permits(token, door) for door in PERMISSIONS)
