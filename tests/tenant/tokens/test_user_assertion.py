"""The token that an API was called with."""

from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import (
    UserAssertionExpired,
    UserAssertionForOther,
    UserAssertionInvalid,
    UserAssertionIsIdToken,
    UserAssertionMalformed,
    UserAssertionOfApplication,
)
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.user_assertion import UserAssertion, read_user_assertion


@pytest.fixture
def api(tenant: Tenant) -> Application:
    return tenant.register_app("api")


def read(tenant: Tenant, api: Application, **change: Any) -> UserAssertion:
    usual: dict[str, Any] = {"user": "alice", "aud": f"api://{api.client_id}", "scopes": ["access_as_user"]}
    token = tenant.mint(**(usual | change))
    return read_user_assertion(token, api, tenant.tenant_id, tenant.tokens.validator, tenant.clock.time())


@pytest.mark.parametrize("form", ["api://{}", "{}"])
def test_it_speaks_for_the_caller(tenant: Tenant, api: Application, form: str) -> None:
    found = read(tenant, api, aud=form.format(api.client_id), amr=["pwd", "mfa"])
    assert found.user_id == tenant.user("alice").object_id
    assert found.sign_in.amr == ("pwd", "mfa")
    assert abs(found.issued_at - tenant.clock.time()) < 5


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"aud": "https://outlook.office365.com"}, UserAssertionForOther),
        ({"aud": ["x"]}, UserAssertionForOther),
        ({"tid": "elsewhere"}, UserAssertionInvalid),
        ({"scp": None}, UserAssertionIsIdToken),
        ({"scp": None, "roles": ["x"]}, UserAssertionInvalid),
        ({"key": None}, UserAssertionMalformed),
        ({"iat": "then"}, UserAssertionInvalid),
        ({"iat": None}, UserAssertionInvalid),
        ({"amr": 1}, UserAssertionInvalid),
        ({"exp": 1}, UserAssertionExpired),
        ({"exp": "soon"}, UserAssertionExpired),
        ({"user": None}, UserAssertionOfApplication),
    ],
)
def test_refused(tenant: Tenant, api: Application, change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as raised:
        read(tenant, api, **change)
    assert type(raised.value) is refusal
