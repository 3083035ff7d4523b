"""What live runs may touch. No network: the names are the real ones, and nothing is asked of anybody."""

from collections.abc import Mapping

import jwt
import pytest

from pytest_m365.live.clouds import CLOUDS
from pytest_m365.live.guard import Guard, NotAllowed

TENANT = "11111111-2222-4333-8444-555555555555"
APP = "66666666-7777-4888-8999-aaaaaaaaaaaa"
USER = "test1@contoso.com"
GUARD = Guard(frozenset({TENANT}), frozenset({USER}), CLOUDS["public"].hosts | {"localhost"})
CLAIMS = {"tid": TENANT, "appid": APP, "upn": "Test1@contoso.com", "scp": "IMAP.AccessAsUser.All"}
APP_CLAIMS = {"tid": TENANT, "appid": APP, "roles": ["IMAP.AccessAsApp"]}


def token(claims: Mapping[str, object], **changes: object) -> str:
    """Return a token with claims; a None takes one out."""
    both = {**claims, **changes}
    return jwt.encode({name: value for name, value in both.items() if value is not None}, "k" * 32)


def test_what_is_named_is_allowed() -> None:
    GUARD.check_tenant(TENANT.upper())
    GUARD.check_mailbox("TEST1@contoso.com")
    for host in ("outlook.office365.com", "smtp.office365.com", "login.microsoftonline.com", "LOCALHOST", "localhost."):
        GUARD.check_host(host)
    GUARD.check_url("https://outlook.office365.com/EWS/Exchange.asmx")


@pytest.mark.parametrize("mailbox", ["boss@contoso.com", "test1@contoso.com.evil.example", "test1", ""])
def test_another_mailbox(mailbox: str) -> None:
    with pytest.raises(NotAllowed, match=r"m365_live_mailboxes has test1@contoso\.com"):
        GUARD.check_mailbox(mailbox)


def test_another_tenant() -> None:
    with pytest.raises(NotAllowed, match=f"m365_live_tenants has {TENANT}"):
        GUARD.check_tenant(APP)
    with pytest.raises(NotAllowed, match="m365_live_tenants has nothing"):
        Guard(frozenset(), frozenset(), frozenset()).check_tenant(TENANT)


@pytest.mark.parametrize(
    "host",
    [
        "outlook.office365.com.evil.example",
        "evil-outlook.office365.com",
        "office365.com",
        "outlook.office365.us",
        "login.microsoftonline.us",
        "",
    ],
)
def test_another_host(host: str) -> None:
    with pytest.raises(NotAllowed, match="no token is sent to"):
        GUARD.check_host(host)


@pytest.mark.parametrize(
    "url",
    [
        "http://outlook.office365.com/EWS/Exchange.asmx",
        "https://outlook.office365.com@evil.example/EWS",
        "https://evil.example/outlook.office365.com",
        "ftp://outlook.office365.com",
        "outlook.office365.com",
        # Libraries disagree on which host these name.
        "https://evil.example\\@outlook.office365.com/",
        "https://outlook.office365.com\\@evil.example/",
        "https://evil.example@outlook.office365.com/",
        "https://[::1/",
    ],
)
def test_another_address(url: str) -> None:
    with pytest.raises(NotAllowed, match="no token is sent to"):
        GUARD.check_url(url)


def test_a_token_of_the_user() -> None:
    assert GUARD.check_token(token(CLAIMS), client_id=APP.upper(), user=USER)["tid"] == TENANT
    GUARD.check_token(token(CLAIMS, upn=None, unique_name=USER), client_id=APP, user=USER)
    GUARD.check_token(token(CLAIMS, appid=None, azp=APP), client_id=APP, user=USER)


def test_a_token_of_the_application() -> None:
    GUARD.check_token(token(APP_CLAIMS), client_id=APP, user=None)
    # Exchange's own RBAC gives rights without a role in the token.
    GUARD.check_token(token(APP_CLAIMS, roles=None), client_id=APP, user=None)


@pytest.mark.parametrize(
    ("shown", "user", "said"),
    [
        (token(CLAIMS, tid=APP), USER, f"the tenant {APP} is not among"),
        (token(CLAIMS, tid=None), USER, "the token has no tid"),
        (token(CLAIMS, appid=TENANT), USER, f"issued to the application {TENANT}, not to"),
        (token(CLAIMS, appid=None), USER, r"issued to the application \(none\)"),
        (token(CLAIMS, upn="boss@contoso.com"), USER, "is of boss@contoso.com, not of test1@contoso.com"),
        (token(CLAIMS, upn=None), USER, "is of nobody, not of test1@contoso.com"),
        (token(APP_CLAIMS), USER, "is of nobody, not of"),
        (token(CLAIMS), None, "is of the user Test1@contoso.com, and an application's was asked for"),
        ("opaque", USER, "cannot be read"),
        ("", USER, "cannot be read"),
    ],
)
def test_a_token_of_others(shown: str, user: str | None, said: str) -> None:
    with pytest.raises(NotAllowed, match=said) as refused:
        GUARD.check_token(shown, client_id=APP, user=user)
    assert not shown or shown not in str(refused.value)


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_each_clouds_own_addresses_are_allowed(cloud: object) -> None:
    from pytest_m365.live.clouds import Cloud

    assert isinstance(cloud, Cloud)
    guard = Guard(frozenset({TENANT}), frozenset(), cloud.hosts)
    for url in (cloud.authority(TENANT), cloud.ews_url, cloud.resource, cloud.graph_url, cloud.graph_resource):
        guard.check_url(url)
    for where in (cloud.imap, cloud.pop3, cloud.smtp):
        guard.check_host(where.host)
