"""What live runs may touch; with the real names, and no network."""

from typing import Any

import jwt
import pytest

from pytest_m365.live.clouds import CLOUDS
from pytest_m365.live.guard import Guard, NotAllowed

TENANT, CLIENT = "8b2f0000-0000-4000-8000-000000000001", "8b2f0000-0000-4000-8000-000000000002"
ALICE = "alice@contoso.example"
GUARD = Guard(frozenset({TENANT}), frozenset({ALICE}), CLOUDS["public"].hosts | {"mail.contoso.example"})


def token(**claims: Any) -> str:
    whole = {"tid": TENANT, "appid": CLIENT, **claims}
    return jwt.encode({name: value for name, value in whole.items() if value is not None}, "k" * 32, "HS256")


@pytest.mark.parametrize("host", ["login.microsoftonline.com", "Outlook.Office365.com", "smtp.office365.com.",
                                  "mail.contoso.example"])  # fmt: skip
def test_allowed_hosts(host: str) -> None:
    GUARD.check_host(host)
    GUARD.check_url(f"https://{host}/EWS/Exchange.asmx")


@pytest.mark.parametrize("url", ["https://outlook.office365.us/", "https://contoso.example/", "https:///x", "",
                                 "ftp://outlook.office365.com/", "https://a.mail.contoso.example/"])  # fmt: skip
def test_refused_addresses(url: str) -> None:
    with pytest.raises(NotAllowed, match="no token is sent to"):
        GUARD.check_url(url)


def test_tenants_and_mailboxes() -> None:
    GUARD.check_tenant(TENANT.upper())
    GUARD.check_mailbox(ALICE.title())
    with pytest.raises(NotAllowed, match="m365_live_tenants has 8b2f"):
        GUARD.check_tenant("common")
    with pytest.raises(NotAllowed, match=f"m365_live_mailboxes has {ALICE}"):
        GUARD.check_mailbox("alice+m365t@contoso.example")
    with pytest.raises(NotAllowed, match="has nothing"):
        Guard(frozenset(), frozenset(), frozenset()).check_mailbox(ALICE)


def test_good_tokens() -> None:
    assert GUARD.check_token(token(upn=ALICE.upper(), scp="SMTP.Send"), client_id=CLIENT.upper(), user=ALICE)["tid"]
    assert GUARD.check_token(token(appid=None, azp=CLIENT, roles=["IMAP.AccessAsApp"]), client_id=CLIENT, user=None)


@pytest.mark.parametrize(
    ("wrong", "user", "message"),
    [
        ("opaque", None, "cannot be read"),
        (token(tid="8b2f0000-0000-4000-8000-00000000dead"), None, "the tenant 8b2f0000-0000-4000-8000-00000000dead"),
        (token(tid=None), None, "the token has no tid"),
        (token(appid="another"), None, "issued to the application another, not to"),
        (token(appid=None), None, r"issued to the application \(none\)"),
        (token(upn="boss@contoso.example", scp="SMTP.Send"), ALICE, "is of boss@contoso.example, not of alice"),
        (token(), ALICE, "is of nobody, not of alice"),
        (token(upn=ALICE, scp="SMTP.Send"), None, "an application's was asked for"),
    ],
)
def test_wrong_tokens(wrong: str, user: str | None, message: str) -> None:
    with pytest.raises(NotAllowed, match=message):
        GUARD.check_token(wrong, client_id=CLIENT, user=user)
