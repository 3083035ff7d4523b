"""What the journal keeps of sign-ins: who asked, for what, and what of it was given."""

import pytest
import requests

from fakeserver.protocols.oauth.noting import answered
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpResponse
from pytest_m365 import Target

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"


def noted(tenant: Tenant) -> list[Exchange]:
    """Return what the token endpoint was asked."""
    return tenant.journal.requests("token")


def test_what_an_application_named_and_what_it_was_given(m365: Target, m365_fake: Tenant) -> None:
    m365.msal_public().acquire_token_by_username_password(m365.username, m365.password, [IMAP])
    [exchange] = noted(m365_fake)
    assert exchange.user == m365.username
    assert exchange.client_id == m365.public_app.client_id
    grant = exchange.grant
    assert grant is not None
    assert grant.kind == "password"
    assert grant.asked == grant.given == {"IMAP.AccessAsUser.All"}
    assert 3600 <= grant.lifetime <= 5400
    assert exchange.http is not None
    assert (exchange.http.method, exchange.http.url, exchange.http.status) == ("POST", m365.token_url, 200)


def test_default_names_nothing_and_gives_everything(m365: Target, m365_fake: Tenant) -> None:
    m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])
    [exchange] = noted(m365_fake)
    assert exchange.grant is not None
    assert exchange.grant.asked == frozenset()
    assert exchange.grant.given == {"full_access_as_app", "IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp"}
    assert exchange.user == ""


def test_permissions_of_other_resources_have_it_in_front(m365: Target, m365_fake: Tenant) -> None:
    m365.msal_public().acquire_token_by_username_password(m365.username, m365.password, ["User.Read"])
    [exchange] = noted(m365_fake)
    assert exchange.grant is not None
    assert exchange.grant.asked == {"https://graph.microsoft.com/User.Read"}
    assert "https://graph.microsoft.com/User.Read" in exchange.grant.given


def test_the_same_credential_is_known_again_and_cannot_be_read(m365: Target, m365_fake: Tenant) -> None:
    for password in ("wrong-one", "wrong-one", "wrong-two"):
        form = {"client_id": m365.public_app.client_id, "grant_type": "password", "scope": IMAP, "username": "x"}
        requests.post(m365.token_url, {**form, "password": password})
    first, second, third = (exchange.grant for exchange in noted(m365_fake))
    assert first == second != third
    assert "wrong" not in str(noted(m365_fake))


def test_a_refused_request_was_given_nothing(m365: Target, m365_fake: Tenant) -> None:
    m365.msal_public().acquire_token_by_username_password(m365.username, "wrong", [IMAP])
    [exchange] = noted(m365_fake)
    assert exchange.grant is not None
    assert (exchange.grant.given, exchange.grant.lifetime) == (frozenset(), 0)


@pytest.mark.parametrize("scope", ["x" * 600, "", " "])
def test_what_names_nothing(m365: Target, m365_fake: Tenant, scope: str) -> None:
    form = {"client_id": m365.public_app.client_id, "grant_type": "client_credentials", "scope": scope}
    requests.post(m365.token_url, form)
    [exchange] = noted(m365_fake)
    assert exchange.grant is not None
    assert exchange.grant.asked == frozenset()
    assert len(exchange.grant.scope) < 20


def test_the_answer_in_a_few_words() -> None:
    assert answered(HttpResponse(302), None) == "302"
