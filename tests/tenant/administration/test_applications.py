"""Applications: registered, trusted, allowed."""

import pytest

from fakeserver.tenant.administration.applications import SECRET_LIFETIME
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import ConsentMissing
from fakeserver.tenant.tenant import Tenant
from tests.tokens import claims_of


def test_registering_an_application(tenant: Tenant) -> None:
    app = tenant.register_app(
        "Mine", delegated=["SMTP.Send", "https://graph.microsoft.com/User.Read"], application=["imap.accessasapp"]
    )
    assert app in tenant.apps
    assert app.exchange_object_id == app.service_principal_id
    assert app.object_id != app.service_principal_id
    assert claims_of(tenant.app_token(app))["roles"] == ["IMAP.AccessAsApp"]
    assert tenant.directory.application(app.client_id) is app


def test_a_program_that_has_its_id_written_in_it(tenant: Tenant) -> None:
    client_id = "FACD6CFF-a294-4415-b59f-c5b01937d7bd"
    app = tenant.register_app("DavMail", public=True, client_id=client_id)
    assert app.client_id == client_id.lower()
    with pytest.raises(ValueError, match="is that of 'DavMail' already"):
        tenant.register_app("Another", client_id=client_id)
    for wrong in ("DavMail", "", 7):
        with pytest.raises(ValueError, match=f"client_id is a GUID, not {wrong!r}"):
            tenant.register_app("Mine", client_id=wrong)  # type: ignore[arg-type]


def test_consent_decides_what_is_granted(tenant: Tenant, alice: User) -> None:
    for consent in ("user", None):
        app = tenant.register_app("Mine", delegated=["SMTP.Send"], application=["SMTP.SendAsApp"], consent=consent)
        assert "roles" not in claims_of(tenant.app_token(app))
        with pytest.raises(ConsentMissing):
            tenant.token(app, alice, "SMTP.Send")


def test_secrets_public_apps_and_certificates(tenant: Tenant) -> None:
    assert tenant.register_app("Mine", secret="my own").client_secret == "my own"
    assert tenant.register_app("Mine", public=True).client_secret is None
    with pytest.raises(ValueError, match="no secret"):
        tenant.register_app("Mine", public=True, secret=True)
    with pytest.raises(ValueError, match="certificate"):
        tenant.register_app("Mine", certificate="nonsense")


def test_unknown_permissions_list_what_there_is(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match=r"IMAP\.AccessAsUser\.All"):
        tenant.register_app("Mine", delegated=["IMAP.Access"])
    with pytest.raises(ValueError, match="no resource"):
        tenant.register_app("Mine", application=["https://example.com/x"])


def test_secrets_live_two_years_unless_told(tenant: Tenant) -> None:
    tenant.clock.freeze()
    secret = tenant.applications.add_secret(tenant.daemon_app)
    assert secret.expires_at == tenant.clock.time() + SECRET_LIFETIME
    assert tenant.applications.add_secret(tenant.daemon_app, lifetime=-1).expires_at < tenant.clock.time()


def test_a_consent_that_is_none_of_the_three_is_refused(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match="consent takes 'admin', 'user', None, not 'none'"):
        tenant.register_app("x", consent="none")  # type: ignore[arg-type]
