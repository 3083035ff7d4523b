from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    AccountDisabled,
    AccountLocked,
    ApplicationDisabled,
    ApplicationNotFound,
    GuestFromElsewhere,
    PasswordExpired,
    PasswordMissing,
    PublicClientWithCredential,
    Refusal,
    SecretExpired,
    SecretMissing,
    SecretMissingForClientCredentials,
    SecretWrong,
    UserNotAssigned,
    UserNotFound,
    UserPasswordWrong,
)
from fakeserver.tenant.tenant import Tenant
from tests.world import PASSWORD


@pytest.fixture
def alice(tenant: Tenant, alice: User) -> User:
    tenant.people.add_alias(alice, "al")
    return alice


def test_names_compare_without_case(tenant: Tenant, alice: User) -> None:
    assert tenant.directory.check_password("ALICE@contoso.onmicrosoft.com", PASSWORD) is alice
    assert tenant.directory.user_by_address("AL@Contoso.onmicrosoft.com") is alice


def test_an_alias_is_no_sign_in_name(tenant: Tenant, alice: User) -> None:
    with pytest.raises(UserNotFound):
        tenant.directory.user_by_upn("al@contoso.onmicrosoft.com")


@pytest.mark.parametrize(
    ("change", "password", "refusal"),
    [
        ({}, "wrong", UserPasswordWrong),
        ({}, "", PasswordMissing),
        ({}, "\udc80", UserPasswordWrong),
        ({"enabled": False}, PASSWORD, AccountDisabled),
        ({"password_expired": True}, PASSWORD, PasswordExpired),
        ({"must_change_password": True}, PASSWORD, PasswordExpired),
        ({"password": None}, "x", PasswordMissing),
    ],
)
def test_what_refuses_a_password(
    tenant: Tenant, alice: User, change: dict[str, Any], password: str, refusal: type[Refusal]
) -> None:
    for name, value in change.items():
        setattr(alice, name, value)
    with pytest.raises(refusal):
        tenant.directory.check_password(alice.upn, password)


def test_unknown_users_and_guests(tenant: Tenant) -> None:
    with pytest.raises(UserNotFound):
        tenant.directory.check_password("nobody@contoso.onmicrosoft.com", "x")
    tenant.add_user("guest@fabrikam.com", kind="guest")
    with pytest.raises(GuestFromElsewhere):
        tenant.directory.check_password("guest@fabrikam.com", "x")


def test_ten_wrong_passwords_lock_for_a_minute(tenant: Tenant, alice: User) -> None:
    tenant.clock.freeze()
    for _ in range(10):
        with pytest.raises(UserPasswordWrong):
            tenant.directory.check_password(alice.upn, "wrong")
    with pytest.raises(AccountLocked):
        tenant.directory.check_password(alice.upn, PASSWORD)
    tenant.clock.advance(60)
    assert tenant.directory.check_password(alice.upn, PASSWORD) is alice
    assert alice.failures == 0


def test_a_changed_list_of_aliases_counts(tenant: Tenant, alice: User) -> None:
    alice.aliases = ["new@contoso.onmicrosoft.com"]
    assert tenant.directory.user_by_address("new@contoso.onmicrosoft.com") is alice
    assert tenant.directory.user_by_address("al@contoso.onmicrosoft.com") is None
    tenant.deliver("new@contoso.onmicrosoft.com", "Subject: x\n\n")
    assert [item.subject for item in tenant.mailbox(alice).messages()] == ["x"]
    bob = tenant.add_user("bob")
    alice.aliases, bob.aliases = [], ["new@contoso.onmicrosoft.com"]
    assert tenant.directory.user_by_address("new@contoso.onmicrosoft.com") is bob
    assert tenant.mailbox("new") is tenant.mailbox(bob)
    assert tenant.directory.primary_address("New@contoso.onmicrosoft.com") == bob.address
    assert tenant.directory.primary_address("Nobody@X.com") == "nobody@x.com"


def test_an_address_belongs_to_one_user(tenant: Tenant, alice: User) -> None:
    with pytest.raises(ValueError, match="belongs to"):
        tenant.add_user("al")
    alice.aliases = []
    assert tenant.add_user("al").address == "al@contoso.onmicrosoft.com"


def test_an_address_that_two_were_given_is_the_firsts_until_they_give_it_up(tenant: Tenant, alice: User) -> None:
    bob, info = tenant.add_user("bob"), "Info@contoso.onmicrosoft.com"
    alice.aliases = [info]
    bob.aliases = [info.lower(), "b@contoso.onmicrosoft.com"]
    assert tenant.directory.user_by_address(info) is alice
    alice.aliases = ["info2@contoso.onmicrosoft.com"]
    assert tenant.directory.user_by_address(info) is bob
    alice.aliases = [info]
    tenant.people.remove_user(bob)
    assert tenant.directory.user_by_address(info) is alice
    bob.aliases = ["b@contoso.onmicrosoft.com"]
    assert tenant.directory.user_by_address("b@contoso.onmicrosoft.com") is None


def test_aliases_cannot_be_changed_without_the_directory_knowing(alice: User) -> None:
    with pytest.raises(AttributeError):
        alice.aliases.append("new@contoso.onmicrosoft.com")  # type: ignore[attr-defined]


def test_applications_are_found_by_client_id(tenant: Tenant) -> None:
    app = tenant.daemon_app
    assert tenant.directory.application(app.client_id.upper()) is app
    with pytest.raises(ApplicationNotFound):
        tenant.directory.application("not-there")
    app.enabled = False
    with pytest.raises(ApplicationDisabled):
        tenant.directory.application(app.client_id)


def secret_of(app: Application) -> str:
    assert app.client_secret is not None
    return app.client_secret


def test_a_confidential_application_proves_itself_by_any_of_its_secrets(tenant: Tenant) -> None:
    app = tenant.daemon_app
    first = secret_of(app)
    second = tenant.applications.add_secret(app).value
    for secret in (first, second):
        tenant.directory.check_secret(app, secret)
    with pytest.raises(SecretMissing):
        tenant.directory.check_secret(app, None)
    with pytest.raises(SecretMissingForClientCredentials):
        tenant.directory.check_secret(app, "", client_credentials=True)


def test_wrong_secrets_and_secret_ids_are_refused(tenant: Tenant) -> None:
    app = tenant.daemon_app
    for wrong in ("wrong", app.secrets[0].secret_id, "\udc80"):
        with pytest.raises(SecretWrong):
            tenant.directory.check_secret(app, wrong)


def test_an_expired_secret_is_refused(tenant: Tenant) -> None:
    app = tenant.daemon_app
    expired = tenant.applications.add_secret(app, lifetime=-1)
    with pytest.raises(SecretExpired):
        tenant.directory.check_secret(app, expired.value)
    tenant.applications.add_secret(app, expired.value, lifetime=3600)
    tenant.directory.check_secret(app, expired.value)


def test_a_public_application_has_nothing_to_prove(tenant: Tenant) -> None:
    tenant.directory.check_secret(tenant.public_app, None)
    with pytest.raises(PublicClientWithCredential):
        tenant.directory.check_secret(tenant.public_app, "x")
    with pytest.raises(SecretMissingForClientCredentials):
        tenant.directory.check_secret(tenant.public_app, None, client_credentials=True)


def test_an_application_may_ask_for_assignment(tenant: Tenant, alice: User) -> None:
    app = tenant.public_app
    tenant.directory.check_assigned(app, alice)
    app.assignment_required = True
    with pytest.raises(UserNotAssigned):
        tenant.directory.check_assigned(app, alice)
    app.assigned_user_ids.add(alice.object_id)
    tenant.directory.check_assigned(app, alice)
