"""Groups, assignments, service principals, terms, passwords."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import parse_scopes
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens
from tests.tokens import refresh_token_of
from tests.world import PASSWORD

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"


def by_password(tenant: Tenant, password: str = PASSWORD, app: Application | None = None) -> IssuedTokens:
    scopes = parse_scopes(f"{IMAP} offline_access", find=tenant.directory.resource)
    return tenant.tokens.password(app or tenant.public_app, f"alice@{tenant.domain}", password, scopes)


def test_a_policy_for_a_group(tenant: Tenant) -> None:
    staff = tenant.sign_ins.add_group("Staff", ["alice"])
    tenant.sign_ins.add_conditional_access("not for staff", groups={"Staff"})
    with pytest.raises(no.BlockedByConditionalAccess):
        by_password(tenant)
    staff.member_ids.clear()
    by_password(tenant)


def test_a_policy_leaves_a_group_out_by_its_id(tenant: Tenant) -> None:
    managers = tenant.sign_ins.add_group("Managers", ["alice"])
    tenant.sign_ins.add_conditional_access("nobody else", excluded_groups={managers.object_id})
    by_password(tenant)


def test_a_policy_for_users_and_groups_is_about_both(tenant: Tenant) -> None:
    tenant.add_user("bob")
    tenant.sign_ins.add_group("Staff", ["bob"])
    tenant.sign_ins.add_conditional_access("some", users={f"alice@{tenant.domain}"}, groups={"Staff"})
    with pytest.raises(no.BlockedByConditionalAccess):
        by_password(tenant)


def test_two_groups_of_one_name(tenant: Tenant) -> None:
    tenant.sign_ins.add_group("Staff")
    with pytest.raises(ValueError, match="already"):
        tenant.sign_ins.add_group("Staff")


def test_members_must_exist_and_leave_with_their_account(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match="no user 'nobody'"):
        tenant.sign_ins.add_group("Staff", ["nobody"])
    staff = tenant.sign_ins.add_group("Staff", ["alice"])
    tenant.people.remove_user("alice")
    assert staff.member_ids == set()


def test_assignment_of_users_and_groups(tenant: Tenant) -> None:
    tenant.sign_ins.assign(tenant.public_app)
    with pytest.raises(no.UserNotAssigned):
        by_password(tenant)
    tenant.sign_ins.assign(tenant.public_app, tenant.sign_ins.add_group("Staff", ["alice"]))
    by_password(tenant)
    other = tenant.register_app("Other", public=True, delegated=["IMAP.AccessAsUser.All"])
    tenant.sign_ins.assign(other, "alice")
    by_password(tenant, app=other)


def test_an_application_without_a_service_principal(tenant: Tenant) -> None:
    tenant.applications.remove_service_principal(tenant.public_app)
    with pytest.raises(no.ServicePrincipalMissing) as raised:
        tenant.directory.application(tenant.public_app.client_id)
    assert raised.value.tenant_id == tenant.tenant_id


def test_a_resource_that_was_never_subscribed(tenant: Tenant) -> None:
    tenant.applications.remove_service_principal("https://outlook.office365.com")
    with pytest.raises(no.ResourceAbsent):
        by_password(tenant)
    with pytest.raises(ValueError, match="no resource 'nonsense'"):
        tenant.applications.remove_service_principal("nonsense")


def test_terms_accepted_by_the_test(tenant: Tenant) -> None:
    tenant.sign_ins.add_conditional_access("house rules", grant="terms_of_use")
    with pytest.raises(no.TermsNotAccepted):
        by_password(tenant)
    tenant.sign_ins.accept_terms("alice")
    by_password(tenant)


def test_a_new_password_ends_what_public_clients_hold(tenant: Tenant) -> None:
    token = refresh_token_of(by_password(tenant))
    new = tenant.sign_ins.change_password("alice")
    with pytest.raises(no.PasswordChangedSince):
        tenant.tokens.redeem_refresh_token(tenant.public_app, token)
    token = refresh_token_of(by_password(tenant, new))
    tenant.tokens.redeem_refresh_token(tenant.public_app, token)


def test_a_new_password_leaves_confidential_clients_alone(tenant: Tenant) -> None:
    app = tenant.register_app("Web", delegated=["IMAP.AccessAsUser.All"])
    token = refresh_token_of(by_password(tenant, app=app))
    tenant.sign_ins.change_password("alice", "Otter-Cedar-7306")
    tenant.tokens.redeem_refresh_token(app, token)
    tenant.sign_ins.reset_password("alice")
    with pytest.raises(no.GrantRevoked) as raised:
        tenant.tokens.redeem_refresh_token(app, token)
    assert not isinstance(raised.value, no.PasswordChangedSince)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_device_that_was_approved_before_a_revocation(tenant: Tenant, frozen: bool) -> None:
    if frozen:
        tenant.clock.freeze()
    scopes = parse_scopes(IMAP)
    before, after = (tenant.tokens.device_codes.begin(tenant.public_app.client_id, scopes) for _ in range(2))
    tenant.sign_ins.approve_device_code(before.user_code)
    tenant.revoke("alice")
    tenant.sign_ins.approve_device_code(after.user_code, "alice")
    with pytest.raises(no.GrantRevoked):
        tenant.tokens.redeem_device_code(tenant.public_app, before.device_code)
    tenant.tokens.redeem_device_code(tenant.public_app, after.device_code)


def test_no_guest_approves_a_device_code_unasked() -> None:
    tenant = Tenant()
    tenant.add_user("guest@elsewhere.example", kind="guest")
    code = tenant.tokens.device_codes.begin(tenant.public_app.client_id, parse_scopes(IMAP))
    with pytest.raises(ValueError, match="no user who could sign in"):
        tenant.sign_ins.approve_device_code(code.user_code)
    bob = tenant.add_user("bob")
    tenant.sign_ins.approve_device_code(code.user_code)
    assert code.user_id == bob.object_id


def test_a_device_code_needs_somebody_to_approve_it(tenant: Tenant) -> None:
    code = tenant.tokens.device_codes.begin(tenant.public_app.client_id, parse_scopes(IMAP))
    tenant.user("alice").enabled = False
    with pytest.raises(ValueError, match="no user who could sign in"):
        tenant.sign_ins.approve_device_code(code.user_code)


def test_a_reset_password_is_not_an_expired_one(tenant: Tenant) -> None:
    tenant.user("alice").password_expired = True
    with pytest.raises(no.PasswordExpired):
        by_password(tenant)
    by_password(tenant, tenant.sign_ins.reset_password("alice"))


def test_who_signs_in_without_being_asked(tenant: Tenant) -> None:
    assert tenant.sign_ins.user_who_signs_in() is None
    tenant.add_shared_mailbox("info")
    alice, bob = tenant.user("alice"), tenant.add_user("bob")
    assert tenant.sign_ins.user_who_signs_in(alice.upn) is None
    tenant.sign_ins.auto_sign_in = True
    assert tenant.sign_ins.user_who_signs_in() is alice
    assert tenant.sign_ins.user_who_signs_in(bob.upn) is bob
    tenant.sign_ins.auto_sign_in = bob
    assert tenant.sign_ins.user_who_signs_in(alice.upn) is bob
