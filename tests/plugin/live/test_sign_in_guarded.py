"""A sign-in stays with the tenant, the mailboxes and the hosts that the ini file allows."""

from typing import Any

import msal
import pytest

from pytest_m365 import FakeServer, Target, Tenant
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.settings import read_settings
from tests.plugin.live.conftest import Make, guard_of, sign_in_by_password


def test_a_tenant_that_the_ini_file_does_not_name(
    sign_in: Make, environment: dict[str, str], m365_fake: Tenant
) -> None:
    guard = guard_of(read_settings(environment), tenants=frozenset({"8b2f0000-0000-4000-8000-000000000001"}))
    before = len(m365_fake.journal)
    with pytest.raises(NotAllowed, match="m365_live_tenants has 8b2f"):
        sign_in(guard=guard)
    assert len(m365_fake.journal) == before


def test_a_mailbox_that_it_does_not_name(sign_in: Make, kept: msal.TokenCache) -> None:
    with pytest.raises(NotAllowed, match="boss@contoso"):
        sign_in(kept).user_token(user="boss@contoso.onmicrosoft.com")


def test_an_authority_of_a_stranger(sign_in: Make, m365: Target) -> None:
    with pytest.raises(NotAllowed, match=r"no token is sent to login\.example"):
        sign_in(M365_AUTHORITY=f"https://login.example/{m365.tenant_id}")


def test_a_token_endpoint_of_a_stranger(sign_in: Make, m365_fake: Tenant, learned: list[str]) -> None:
    """The discovery document names another host: no secret goes there."""
    document = (
        '{"token_endpoint": "https://login.example/t/oauth2/v2.0/token", "issuer": "https://login.example",'
        ' "authorization_endpoint": "https://login.example/t/oauth2/v2.0/authorize"}'
    )
    m365_fake.faults.say("discovery", text=document)
    with pytest.raises(NotAllowed, match=r"no token is sent to login\.example"):
        sign_in().app_token()


def test_a_token_of_another_tenant(sign_in: Make, m365: Target, m365_server: FakeServer) -> None:
    """The authority's path is another tenant's, as after a wrong copy and paste."""
    other = m365_server.new_tenant()
    try:
        app = other.daemon_app
        signed_in = sign_in(
            M365_AUTHORITY=f"https://login.microsoftonline.com/{other.tenant_id}",
            M365_DAEMON_CLIENT_ID=app.client_id,
            M365_CLIENT_SECRET=app.client_secret,
        )
        with pytest.raises(NotAllowed, match=f"the tenant {other.tenant_id} is not among"):
            signed_in.app_token()
    finally:
        m365_server.drop_tenant(other)


def test_a_token_of_somebody_else(sign_in: Make, m365: Target, m365_fake: Tenant) -> None:
    """Whoever has a cache of their own making under alice's name."""
    bob = m365_fake.add_user("bob")
    cache = msal.TokenCache()
    sign_in_by_password(as_user(m365, bob.upn, bob.password), cache)
    for account in cache.search(msal.TokenCache.CredentialType.ACCOUNT):
        cache.modify(msal.TokenCache.CredentialType.ACCOUNT, account, {"username": m365.username})
    with pytest.raises(NotAllowed, match=f"the access token is of {bob.upn}, not of {m365.username}"):
        sign_in(cache).user_token()


def as_user(m365: Target, username: str, password: str | None) -> Any:
    """Return what `sign_in_by_password` reads, of another user."""

    class Other:
        tenant_id, public_app = m365.tenant_id, m365.public_app

    other: Any = Other()
    other.username, other.password = username, password
    return other


def test_a_host_of_the_projects_own(sign_in: Make, environment: dict[str, str], m365: Target) -> None:
    """A proxy, or a fake at its own address, that the ini file names in m365_live_hosts."""
    settings = read_settings(environment)
    own = guard_of(settings, hosts=settings.cloud.hosts | {"localhost"})
    with pytest.raises(NotAllowed, match="m365_live_hosts"):
        sign_in(M365_AUTHORITY=m365.authority)
    cache = msal.TokenCache()
    signed_in = sign_in(cache, own, M365_AUTHORITY=m365.authority, M365_PASSWORD=m365.password, M365_ALLOW_PASSWORD="1")
    assert signed_in.app_token()
    assert signed_in.user_token() == signed_in.user_token()
    assert sign_in(cache, own, M365_AUTHORITY=m365.authority).user_token()
