"""A person signs in: by the browser that msal opens, and by a code typed elsewhere."""

import re
import shutil
import webbrowser
from collections.abc import Callable
from typing import Any

import msal
import pytest

from pytest_m365 import Browser, Target, Tenant
from pytest_m365.live import person
from pytest_m365.live.errors import SignInRefused, Unavailable
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.person import SCOPES, Person, has_browser
from pytest_m365.live.settings import read_settings
from tests.plugin.live.conftest import Make, guard_of


@pytest.fixture
def told() -> list[str]:
    """The lines that the person was shown."""
    return []


MakePerson = Callable[..., Person]


@pytest.fixture
def a_person(environment: dict[str, str], told: list[str]) -> MakePerson:
    """Makes a person of the environment, with changes to it."""

    def make(tell: Callable[[str], object] = lambda line: None, **changes: str) -> Person:
        settings = read_settings({**environment, **changes})

        def show(line: str) -> None:
            told.append(line)
            tell(line)

        return Person(settings, guard_of(settings), show)

    return make


def approving(tenant: Tenant, user: str = "alice") -> Callable[[str], None]:
    """Return somebody who types the code of a line at the page."""

    def approve(line: str) -> None:
        if found := re.search(r"enter the code (\S+) ", line):
            tenant.sign_ins.approve_device_code(found[1], user)

    return approve


def test_by_browser(a_person: MakePerson, m365: Target, m365_browser: Browser, told: list[str], sign_in: Make) -> None:
    cache = msal.TokenCache()
    signed_in = a_person().sign_in(m365.username, SCOPES, cache, by_device=False)
    assert (signed_in.user, sorted(signed_in.scopes)) == (m365.username, sorted(SCOPES))
    (url,) = m365_browser.visited
    assert url.startswith(f"https://login.microsoftonline.com/{m365.tenant_id}/oauth2/v2.0/authorize?")
    assert "prompt=select_account" in url
    assert "login_hint=alice" in url
    assert told == [f"A browser opens; sign in there as {m365.username}."]
    # And a run takes it from there, without a request.
    assert sign_in(cache).identity == "user"
    assert sign_in(cache).user_token(["SMTP.Send"])


def test_by_device_code(a_person: MakePerson, m365: Target, m365_fake: Tenant, told: list[str], sign_in: Make) -> None:
    cache = msal.TokenCache()
    signed_in = a_person(approving(m365_fake)).sign_in(m365.username, ["SMTP.Send"], cache, by_device=True)
    assert signed_in.scopes
    assert "https://login.microsoft.com/device" in told[0]
    assert sign_in(cache).user_token(["SMTP.Send"])


def test_somebody_else_has_signed_in(a_person: MakePerson, m365: Target, m365_fake: Tenant) -> None:
    """As when the browser remembers another account: nothing of it is kept."""
    m365_fake.add_user("boss")
    cache = msal.TokenCache()
    with pytest.raises(NotAllowed, match=r"the access token is of boss@.*, not of alice@"):
        a_person(approving(m365_fake, "boss")).sign_in(m365.username, SCOPES, cache, by_device=True)
    assert list(cache.search(msal.TokenCache.CredentialType.REFRESH_TOKEN)) == []


def test_a_mailbox_that_is_not_the_tests(a_person: MakePerson, m365_browser: Browser) -> None:
    with pytest.raises(NotAllowed, match="boss@contoso"):
        a_person().sign_in("boss@contoso.onmicrosoft.com", SCOPES, msal.TokenCache(), by_device=False)
    assert m365_browser.visited == []


def test_the_registration_has_no_device_codes(a_person: MakePerson, m365: Target, m365_fake: Tenant) -> None:
    confidential = m365_fake.register_app("Confidential", delegated=["SMTP.Send"])
    with pytest.raises(SignInRefused, match=r"AADSTS7000218.*Allow public client flows"):
        a_person(approving(m365_fake), M365_CLIENT_ID=confidential.client_id).sign_in(
            m365.username, ["SMTP.Send"], msal.TokenCache(), by_device=True
        )


def test_device_codes_are_blocked(a_person: MakePerson, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.sign_ins.add_conditional_access("no codes", ways={"device_code"})
    with pytest.raises(SignInRefused, match=r"AADSTS53003.*try the browser \(no --device\)"):
        a_person(approving(m365_fake)).sign_in(m365.username, SCOPES, msal.TokenCache(), by_device=True)


def test_it_was_declined(a_person: MakePerson, m365: Target, m365_fake: Tenant) -> None:
    def decline(line: str) -> None:
        m365_fake.sign_ins.decline_device_code(re.findall(r"the code (\S+) ", line)[0])

    with pytest.raises(SignInRefused, match=r"AADSTS70018: .* has denied the authorization request"):
        a_person(decline).sign_in(m365.username, SCOPES, msal.TokenCache(), by_device=True)


def test_no_such_application(a_person: MakePerson, m365: Target) -> None:
    with pytest.raises(SignInRefused, match="AADSTS700016"):
        a_person(M365_CLIENT_ID="8b2f0000-0000-4000-8000-000000000002").sign_in(
            m365.username, SCOPES, msal.TokenCache(), by_device=True
        )


def test_nobody_answers_the_browser(
    a_person: MakePerson, m365: Target, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    """The page showed AADSTS50011, or was closed: the program hears nothing."""
    monkeypatch.setattr(person, "TIMEOUT", 0.1)
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    monkeypatch.setattr(webbrowser, "get", refuse)
    with pytest.raises(SignInRefused, match=r"no answer came to http://localhost .*Mobile and desktop applications"):
        a_person().sign_in(m365.username, SCOPES, msal.TokenCache(), by_device=False)
    assert "No browser has opened. Open this address in one:\nhttps://login.microsoftonline.com/" in told[-1]


def test_the_service_is_down(a_person: MakePerson, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.down("oauth")
    with pytest.raises(Unavailable, match="ConnectionError"):
        a_person().sign_in(m365.username, SCOPES, msal.TokenCache(), by_device=True)


def test_the_sign_in_page_of_a_stranger(
    a_person: MakePerson, m365: Target, m365_fake: Tenant, m365_browser: Browser
) -> None:
    m365_fake.faults.say(
        "discovery",
        text='{"token_endpoint": "https://login.microsoftonline.com/t/oauth2/v2.0/token",'
        ' "issuer": "x", "authorization_endpoint": "https://login.example/authorize"}',
    )
    with pytest.raises(NotAllowed, match=r"login\.example"):
        a_person().sign_in(m365.username, SCOPES, msal.TokenCache(), by_device=False)
    assert m365_browser.visited == []


def refuse(*_: object) -> Any:
    raise webbrowser.Error("could not locate runnable browser")


def test_whether_there_is_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda *_: object())
    assert has_browser()
    monkeypatch.setattr(webbrowser, "get", refuse)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not has_browser()
    monkeypatch.setattr(shutil, "which", {"wslview": "/usr/bin/wslview"}.get)
    assert has_browser()
