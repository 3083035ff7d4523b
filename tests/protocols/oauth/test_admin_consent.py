"""The admin consent endpoint."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import PASSWORD

CALLBACK = "https://app.example/consented"


@pytest.fixture
def app(entra: Entra) -> Any:
    return entra.tenant.register_app(
        "Nightly",
        redirect_uris=[CALLBACK],
        delegated=["IMAP.AccessAsUser.All"],
        application=["full_access_as_app", "https://graph.microsoft.com/Mail.Read"],
        consent=None,
    )


@pytest.fixture
def admin(entra: Entra) -> Any:
    return entra.tenant.add_user("root", admin=True)


def url(entra: Entra, app: Any, version: int = 2, **query: str) -> str:
    usual = {"client_id": app.client_id, "redirect_uri": CALLBACK, "state": "s 1"}
    path = "v2.0/adminconsent" if version == 2 else "adminconsent"
    usual |= {"scope": "https://outlook.office365.com/.default"} if version == 2 else {}
    return f"/{entra.tenant.tenant_id}/{path}?{urlencode(usual | query)}"


def test_an_admin_allows_what_was_asked_for(entra: Entra, app: Any, admin: Any) -> None:
    browser = entra.browser().get(url(entra, app)).submit("next", loginfmt=admin.upn, passwd=admin.password)
    assert "for all users in Contoso" in browser.page.text
    assert "full_access_as_app" in browser.page.text
    assert "Mail.Read" not in browser.page.text
    browser.submit("accept")
    assert browser.left_for == CALLBACK
    assert browser.parameters == {
        "admin_consent": "True",
        "tenant": entra.tenant.tenant_id,
        "scope": "https://outlook.office365.com/.default",
        "state": "s 1",
    }
    token = entra.daemon(client_id=app.client_id, client_secret=app.client_secret).json["access_token"]
    assert claims_of(token)["roles"] == ["full_access_as_app"]


def test_version_1_allows_the_whole_registration(entra: Entra, app: Any, admin: Any) -> None:
    entra.tenant.sign_ins.auto_sign_in = admin
    browser = entra.browser().get(url(entra, app, 1))
    assert browser.parameters == {"admin_consent": "True", "tenant": entra.tenant.tenant_id, "state": "s 1"}
    form = {"client_id": app.client_id, "client_secret": app.client_secret}
    token = entra.daemon(**form, scope="https://graph.microsoft.com/.default").json["access_token"]
    assert claims_of(token)["roles"] == ["Mail.Read"]


def test_the_exchange_scope_of_the_mail_protocols(entra: Entra, app: Any, admin: Any) -> None:
    entra.tenant.sign_ins.auto_sign_in = admin
    entra.browser().get(url(entra, app, scope="https://ps.outlook.com/.default"))
    token = entra.daemon(client_id=app.client_id, client_secret=app.client_secret).json["access_token"]
    assert claims_of(token)["roles"] == ["full_access_as_app"]


def test_an_admin_who_cancels(entra: Entra, app: Any, admin: Any) -> None:
    browser = entra.browser().get(url(entra, app)).submit("next", loginfmt=admin.upn, passwd=admin.password)
    assert browser.submit("cancel").parameters == {
        "error": "permission_denied",
        "error_description": "The admin canceled the request",
        "state": "s 1",
    }


def test_a_user_who_is_no_admin(entra: Entra, app: Any) -> None:
    browser = entra.browser().get(url(entra, app))
    browser.submit("next", loginfmt=entra.alice.upn, passwd=PASSWORD)
    assert "AADSTS90093" in browser.page.text


def test_a_wrong_redirect_uri_stays_on_the_page(entra: Entra, app: Any) -> None:
    page = entra.browser().get(url(entra, app, redirect_uri="https://evil.example")).page
    assert "AADSTS50011" in page.text
