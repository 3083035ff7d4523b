"""Groups, assignments, service principals, terms, passwords."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.administration.sign_ins import SignIns
from fakeserver.tenant.directory.permissions import parse_scopes
from fakeserver.tenant.tenant import Tenant

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"


@pytest.fixture
def tenant() -> SignIns:
    tenant = Tenant()
    tenant.add_user("alice", "Heron-Maple-4821")
    return tenant


def by_password(tenant, password="Heron-Maple-4821", app=None):
    scopes = parse_scopes(f"{IMAP} offline_access", find=tenant.directory.resource)
    return tenant.tokens.password(app or tenant.public_app, f"alice@{tenant.domain}", password, scopes)


def test_a_policy_for_a_group(tenant):
    staff = tenant.add_group("Staff", ["alice"])
    tenant.add_conditional_access("not for staff", groups={"Staff"})
    with pytest.raises(no.BlockedByConditionalAccess):
        by_password(tenant)
    staff.member_ids.clear()
    by_password(tenant)


def test_a_policy_leaves_a_group_out_by_its_id(tenant):
    managers = tenant.add_group("Managers", ["alice"])
    tenant.add_conditional_access("nobody else", excluded_groups={managers.object_id})
    by_password(tenant)


def test_a_policy_for_users_and_groups_is_about_both(tenant):
    tenant.add_user("bob")
    tenant.add_group("Staff", ["bob"])
    tenant.add_conditional_access("some", users={f"alice@{tenant.domain}"}, groups={"Staff"})
    with pytest.raises(no.BlockedByConditionalAccess):
        by_password(tenant)


def test_two_groups_of_one_name(tenant):
    tenant.add_group("Staff")
    with pytest.raises(ValueError, match="already"):
        tenant.add_group("Staff")


def test_members_must_exist_and_leave_with_their_account(tenant):
    with pytest.raises(ValueError, match="no user 'nobody'"):
        tenant.add_group("Staff", ["nobody"])
    staff = tenant.add_group("Staff", ["alice"])
    tenant.remove_user("alice")
    assert staff.member_ids == set()


def test_assignment_of_users_and_groups(tenant):
    tenant.assign(tenant.public_app)
    with pytest.raises(no.UserNotAssigned):
        by_password(tenant)
    tenant.assign(tenant.public_app, tenant.add_group("Staff", ["alice"]))
    by_password(tenant)
    other = tenant.register_app("Other", public=True, delegated=["IMAP.AccessAsUser.All"])
    tenant.assign(other, "alice")
    by_password(tenant, app=other)


def test_an_application_without_a_service_principal(tenant):
    tenant.remove_service_principal(tenant.public_app)
    with pytest.raises(no.ServicePrincipalMissing) as raised:
        tenant.directory.application(tenant.public_app.client_id)
    assert raised.value.tenant_id == tenant.tenant_id


def test_a_resource_that_was_never_subscribed(tenant):
    tenant.remove_service_principal("https://outlook.office365.com")
    with pytest.raises(no.ResourceAbsent):
        by_password(tenant)
    with pytest.raises(ValueError, match="no resource 'nonsense'"):
        tenant.remove_service_principal("nonsense")


def test_terms_accepted_by_the_test(tenant):
    tenant.add_conditional_access("house rules", grant="terms_of_use")
    with pytest.raises(no.TermsNotAccepted):
        by_password(tenant)
    tenant.accept_terms("alice")
    by_password(tenant)


def test_a_new_password_ends_what_public_clients_hold(tenant):
    token = by_password(tenant).refresh_token
    new = tenant.change_password("alice")
    with pytest.raises(no.PasswordChangedSince):
        tenant.tokens.redeem_refresh_token(tenant.public_app, token)
    token = by_password(tenant, new).refresh_token
    tenant.tokens.redeem_refresh_token(tenant.public_app, token)


def test_a_new_password_leaves_confidential_clients_alone(tenant):
    app = tenant.register_app("Web", delegated=["IMAP.AccessAsUser.All"])
    token = by_password(tenant, app=app).refresh_token
    tenant.change_password("alice", "Otter-Cedar-7306")
    tenant.tokens.redeem_refresh_token(app, token)
    tenant.reset_password("alice")
    with pytest.raises(no.GrantRevoked) as raised:
        tenant.tokens.redeem_refresh_token(app, token)
    assert not isinstance(raised.value, no.PasswordChangedSince)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_device_that_was_approved_before_a_revocation(tenant, frozen):
    if frozen:
        tenant.clock.freeze()
    scopes = parse_scopes(IMAP)
    before, after = (tenant.tokens.device_codes.begin(tenant.public_app.client_id, scopes) for _ in range(2))
    tenant.approve_device_code(before.user_code)
    tenant.revoke("alice")
    tenant.approve_device_code(after.user_code, "alice")
    with pytest.raises(no.GrantRevoked):
        tenant.tokens.redeem_device_code(tenant.public_app, before.device_code)
    tenant.tokens.redeem_device_code(tenant.public_app, after.device_code)


def test_a_device_code_needs_somebody_to_approve_it(tenant):
    code = tenant.tokens.device_codes.begin(tenant.public_app.client_id, parse_scopes(IMAP))
    tenant.user("alice").enabled = False
    with pytest.raises(ValueError, match="no user who could sign in"):
        tenant.approve_device_code(code.user_code)


def test_a_reset_password_is_not_an_expired_one(tenant):
    tenant.user("alice").password_expired = True
    with pytest.raises(no.PasswordExpired):
        by_password(tenant)
    by_password(tenant, tenant.reset_password("alice"))
