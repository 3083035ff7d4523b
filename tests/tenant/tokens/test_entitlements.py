"""What an application may have for a user."""

from typing import Any

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE, MICROSOFT_GRAPH, parse_scopes
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tokens.entitlements import Entitlements

IMAP, SMTP = "IMAP.AccessAsUser.All", "SMTP.Send"
ALICE = User("alice-id", "alice@contoso.example", "x", display_name="Alice")


def asked(*names: str) -> Any:
    return parse_scopes([f"https://outlook.office.com/{name}" for name in names])


@pytest.fixture
def app() -> Application:
    return Application("app", "object", "principal", "App", delegated=frozenset({(EXCHANGE_ONLINE, IMAP)}))


@pytest.fixture
def consent() -> Consent:
    return Consent()


@pytest.fixture
def entitlements(consent: Consent) -> Entitlements:
    return Entitlements(consent)


def test_what_was_asked_for_and_nobody_allowed(app: Application, consent: Consent, entitlements: Entitlements) -> None:
    assert entitlements.missing(app, ALICE, asked(IMAP, SMTP)) == {IMAP, SMTP}
    consent.grant("app", EXCHANGE_ONLINE, [IMAP], "alice-id")
    assert entitlements.missing(app, ALICE, asked(IMAP, SMTP)) == {SMTP}
    assert entitlements.granted(app, ALICE, asked(IMAP, SMTP)) == {IMAP}
    with pytest.raises(no.ConsentMissing) as raised:
        entitlements.check(app, ALICE, asked(IMAP, SMTP))
    assert raised.value.scopes == SMTP


def test_default_means_the_registration_first_and_consent_then(
    app: Application, consent: Consent, entitlements: Entitlements
) -> None:
    assert entitlements.missing(app, ALICE, asked(".default")) == {IMAP}
    consent.grant("app", EXCHANGE_ONLINE, [SMTP])
    assert entitlements.missing(app, ALICE, asked(".default")) == set()
    assert entitlements.granted(app, ALICE, asked(".default")) == {SMTP}


def test_default_of_a_resource_that_is_not_listed(
    app: Application, consent: Consent, entitlements: Entitlements
) -> None:
    graph = parse_scopes("https://graph.microsoft.com/.default")
    with pytest.raises(no.ResourceNotListed):
        entitlements.check(app, ALICE, graph)
    consent.grant("app", MICROSOFT_GRAPH, ["User.Read"])
    entitlements.check(app, ALICE, graph)


def test_openid_scopes_alone_need_no_consent(app: Application, entitlements: Entitlements) -> None:
    entitlements.check(app, ALICE, parse_scopes("openid profile"))
    assert entitlements.granted(app, ALICE, parse_scopes("openid profile")) == set()
