"""The door's truth table: who comes in, by which protocol, into which mailbox, and why not."""

from collections.abc import Callable

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.access.opening import NamedBy
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from tests.world import PASSWORD

ALICE = "alice@contoso.onmicrosoft.com"
BOB = "bob@contoso.onmicrosoft.com"
MAIL = (Protocol.IMAP, Protocol.POP3, Protocol.SMTP)
every_protocol = pytest.mark.parametrize("protocol", list(Protocol))


def enter(cloud: Cloud, protocol: Protocol, token: str, address: str | None = None) -> Visit:
    """Knock as the protocol would: with the address beside the token on SASL, in the SOAP header on EWS."""
    visitor = cloud.door.admit(protocol, BearerToken(token, None if protocol is Protocol.EWS else address))
    if protocol is Protocol.EWS and visitor.is_app and address:
        return cloud.door.impersonate(visitor, "primary_address", address)
    return cloud.door.open(visitor, address)


# --- delegated ---


@every_protocol
def test_a_user_opens_their_own_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    visit = enter(cloud, protocol, tenant.token(tenant.public_app, "alice"))
    assert visit.mailbox.address == ALICE
    assert visit.rights >= {"FullAccess", "SendAs"}
    assert (visit.visitor.address, visit.visitor.is_app) == (ALICE, False)
    assert visit.visitor.application is tenant.public_app
    assert visit.visitor.claims is not None
    assert visit.visitor.expires_at == visit.visitor.claims.expires_at


@every_protocol
def test_an_alias_leads_to_the_same_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    assert (
        enter(cloud, protocol, tenant.token(tenant.public_app, "alice"), "AL@contoso.onmicrosoft.com").owner.upn
        == ALICE
    )


@every_protocol
def test_another_users_mailbox_stays_shut(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    with pytest.raises(no.MailboxAccessDenied):
        enter(cloud, protocol, tenant.token(tenant.public_app, "alice"), BOB)


@every_protocol
def test_full_access_opens_another_users_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice")
    visit = enter(cloud, protocol, tenant.token(tenant.public_app, "alice"), BOB)
    assert visit.mailbox.address == BOB
    assert visit.rights == {"FullAccess"}


@every_protocol
def test_no_such_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    with pytest.raises(no.MailboxNotFound):
        enter(cloud, protocol, tenant.token(tenant.public_app, "alice"), "nobody@contoso.onmicrosoft.com")
    tenant.add_user("carol", mailbox=False)
    with pytest.raises(no.MailboxNotFound):
        enter(cloud, protocol, tenant.token(tenant.public_app, "carol"))


@pytest.mark.parametrize("protocol", [p for p in Protocol if REQUIREMENTS[p].scope])
def test_each_protocol_asks_for_its_own_scope(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    required = REQUIREMENTS[protocol].scope
    assert required is not None
    others = [row.scope for row in REQUIREMENTS.values() if row.scope and row.scope != required]
    enter(cloud, protocol, tenant.token(tenant.public_app, "alice", required))
    with pytest.raises(no.ScopeMissing) as refused:
        enter(cloud, protocol, tenant.token(tenant.public_app, "alice", *others))
    assert refused.value.required == required


# --- app-only ---


@pytest.mark.parametrize("protocol", [*MAIL, Protocol.EWS])
def test_the_daemon_opens_every_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    token = tenant.app_token(tenant.daemon_app)
    for address in (ALICE, BOB):
        assert enter(cloud, protocol, token, address).mailbox.address == address
    late = tenant.add_user("late")
    assert enter(cloud, protocol, token, late.address).owner is late


@pytest.mark.parametrize("protocol", [*MAIL, Protocol.EWS])
def test_each_protocol_asks_for_its_own_role(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    required = REQUIREMENTS[protocol].role
    others = [row.role for row in REQUIREMENTS.values() if row.role and row.role != required]
    with pytest.raises(no.RoleMissing):
        enter(cloud, protocol, tenant.mint(roles=others), ALICE)
    with pytest.raises(no.PermissionsMissing):
        enter(cloud, protocol, tenant.app_token(tenant.register_app("No roles")), ALICE)


@pytest.mark.parametrize("protocol", MAIL)
def test_an_application_must_be_registered_in_exchange(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    app = tenant.register_app("Daemon", application=[str(REQUIREMENTS[protocol].role)], exchange=False)
    tenant.rights.add_mailbox_permission("alice", app)
    token = tenant.app_token(app)
    with pytest.raises(no.ServicePrincipalNotRegistered):
        enter(cloud, protocol, token, ALICE)
    tenant.rights.register_in_exchange(app, app.object_id)  # the classic mistake
    with pytest.raises(no.ServicePrincipalNotRegistered) as refused:
        enter(cloud, protocol, token, ALICE)
    assert refused.value.registered_object_id == app.object_id
    tenant.rights.register_in_exchange(app)
    assert enter(cloud, protocol, token, ALICE).mailbox.address == ALICE


@pytest.mark.parametrize("protocol", MAIL)
def test_a_registered_application_needs_rights_on_the_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    app = tenant.register_app("Daemon", application=[str(REQUIREMENTS[protocol].role)])
    token = tenant.app_token(app)
    with pytest.raises(no.MailboxAccessDenied):
        enter(cloud, protocol, token, ALICE)
    tenant.rights.add_mailbox_permission("alice", app)
    enter(cloud, protocol, token, ALICE)
    with pytest.raises(no.MailboxAccessDenied):
        enter(cloud, protocol, token, BOB)


def test_the_daemons_right_can_be_taken_back_from_one_mailbox_or_all(cloud: Cloud, tenant: Tenant) -> None:
    token = tenant.app_token(tenant.daemon_app)
    tenant.rights.remove_mailbox_permission("alice", tenant.daemon_app)
    with pytest.raises(no.MailboxAccessDenied):
        enter(cloud, Protocol.IMAP, token, ALICE)
    enter(cloud, Protocol.IMAP, token, BOB)
    tenant.rights.remove_mailbox_permission("*", tenant.daemon_app)
    with pytest.raises(no.MailboxAccessDenied):
        enter(cloud, Protocol.IMAP, token, BOB)


def test_app_only_ews_must_impersonate(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.EWS, BearerToken(tenant.app_token(tenant.daemon_app)))
    for address in (None, ALICE):
        with pytest.raises(no.ImpersonationRequired):
            cloud.door.open(visitor, address)


def test_app_only_elsewhere_must_name_a_mailbox(cloud: Cloud, tenant: Tenant) -> None:
    with pytest.raises(no.MailboxMustBeNamed):
        enter(cloud, Protocol.IMAP, tenant.app_token(tenant.daemon_app))


# --- impersonation ---


def test_impersonation_by_each_kind_of_identifier(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.EWS, BearerToken(tenant.app_token(tenant.daemon_app)))
    alice = tenant.user("alice")
    identifiers: dict[NamedBy, str] = {
        "upn": ALICE.upper(),
        "sid": alice.sid,
        "primary_address": ALICE,
        "address": "al@contoso.onmicrosoft.com",
    }
    for named_by, value in identifiers.items():
        visit = cloud.door.impersonate(visitor, named_by, value)
        assert visit.owner is visit.acting_user is alice
        assert visit.rights >= {"FullAccess", "SendAs"}


@pytest.mark.parametrize(
    ("named_by", "value", "refusal"),
    [
        ("primary_address", "", no.ImpersonationHeaderInvalid),
        ("primary_address", "nobody@contoso.onmicrosoft.com", no.ImpersonatedMailboxNotFound),
        ("upn", "al@contoso.onmicrosoft.com", no.ImpersonatedMailboxNotFound),
        ("primary_address", "al@contoso.onmicrosoft.com", no.AddressNotPrimary),
    ],
)
def test_impersonation_refused(
    cloud: Cloud, tenant: Tenant, named_by: NamedBy, value: str, refusal: type[Refusal]
) -> None:
    visitor = cloud.door.admit(Protocol.EWS, BearerToken(tenant.app_token(tenant.daemon_app)))
    with pytest.raises(refusal):
        cloud.door.impersonate(visitor, named_by, value)


def test_a_user_may_not_impersonate(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.EWS, BearerToken(tenant.token(tenant.public_app, "alice")))
    with pytest.raises(no.ImpersonationForbidden):
        cloud.door.impersonate(visitor, "primary_address", ALICE)


def test_an_impersonated_user_has_only_their_own_rights_elsewhere(cloud: Cloud, tenant: Tenant) -> None:
    visit = enter(cloud, Protocol.EWS, tenant.app_token(tenant.daemon_app), ALICE)
    with pytest.raises(no.MailboxAccessDenied):
        cloud.door.open_from(visit, BOB)
    tenant.rights.add_mailbox_permission("bob", "alice")
    assert cloud.door.open_from(visit, BOB).owner.upn == BOB


# --- switches ---


@pytest.mark.parametrize(
    ("protocol", "switch"), [(Protocol.IMAP, "imap"), (Protocol.POP3, "pop"), (Protocol.EWS, "ews")]
)
def test_a_protocol_switched_off_for_a_mailbox(cloud: Cloud, tenant: Tenant, protocol: Protocol, switch: str) -> None:
    setattr(tenant.user("alice"), switch, False)
    with pytest.raises(no.MailboxProtocolDisabled) as refused:
        enter(cloud, protocol, tenant.token(tenant.public_app, "alice"))
    assert refused.value.switch.startswith("Set-CASMailbox")
    for other in set(Protocol) - {protocol}:
        enter(cloud, other, tenant.token(tenant.public_app, "alice"))


@pytest.mark.parametrize(
    ("on_tenant", "on_mailbox", "refusal"),
    [
        (True, True, None),
        (True, None, None),
        (True, False, no.SubmissionDisabledForMailbox),
        (False, True, None),
        (False, None, no.SubmissionDisabledForTenant),
        (False, False, no.SubmissionDisabledForMailbox),
    ],
)
def test_smtp_auth_is_a_tri_state(
    cloud: Cloud, tenant: Tenant, on_tenant: bool, on_mailbox: bool | None, refusal: type[Refusal] | None
) -> None:
    tenant.policies.smtp_auth = on_tenant
    tenant.user("alice").smtp_auth = on_mailbox
    token = tenant.token(tenant.public_app, "alice")
    enter(cloud, Protocol.IMAP, token, ALICE)
    if refusal is None:
        enter(cloud, Protocol.SMTP, token, ALICE)
    else:
        with pytest.raises(refusal):
            enter(cloud, Protocol.SMTP, token, ALICE)


def test_ews_switched_off_for_the_organization(cloud: Cloud, tenant: Tenant) -> None:
    tenant.policies.ews_enabled = False
    token = tenant.token(tenant.public_app, "alice")
    with pytest.raises(no.ProtocolDisabledForTenant):
        cloud.door.admit(Protocol.EWS, BearerToken(token))
    enter(cloud, Protocol.IMAP, token)
    tenant.policies.ews_enabled = None
    enter(cloud, Protocol.EWS, token)


# --- passwords, and nothing at all ---


@every_protocol
def test_nothing_shown(cloud: Cloud, protocol: Protocol) -> None:
    with pytest.raises(no.CredentialMissing):
        cloud.door.admit(protocol, None)


@every_protocol
def test_passwords_are_refused_unless_basic_authentication_is_on(
    cloud: Cloud, tenant: Tenant, protocol: Protocol
) -> None:
    for user in (ALICE, "nobody@contoso.onmicrosoft.com", "x@elsewhere.example", "x"):
        with pytest.raises(no.BasicAuthDisabled):
            cloud.door.admit(protocol, Password(user, PASSWORD))
    tenant.policies.basic_auth = True
    visitor = cloud.door.admit(protocol, Password(ALICE, PASSWORD))
    assert cloud.door.open(visitor).mailbox.address == ALICE
    for user, password in ((ALICE, "wrong"), ("nobody@contoso.onmicrosoft.com", "x")):
        with pytest.raises(no.PasswordRefused):
            cloud.door.admit(protocol, Password(user, password))
    tenant.policies.basic_auth = False
    with pytest.raises(no.BasicAuthDisabled):
        cloud.door.recheck(visitor)


# --- in time ---


def test_a_visit_is_let_on_while_nothing_changes(cloud: Cloud, tenant: Tenant) -> None:
    visit = enter(cloud, Protocol.IMAP, tenant.token(tenant.public_app, "alice"))
    cloud.door.recheck(visit)
    cloud.door.recheck(visit.visitor)


def test_a_visit_ends_when_the_token_expires(cloud: Cloud, tenant: Tenant) -> None:
    visit = enter(cloud, Protocol.IMAP, tenant.token(tenant.public_app, "alice"))
    tenant.clock.advance(5401)
    for inside in (visit, visit.visitor):
        with pytest.raises(no.TokenExpired):
            cloud.door.recheck(inside)


@pytest.mark.parametrize(
    ("protocol", "change", "refusal"),
    [
        (Protocol.IMAP, lambda t: setattr(t.user("alice"), "imap", False), no.MailboxProtocolDisabled),
        (Protocol.IMAP, lambda t: setattr(t.user("alice"), "enabled", False), no.TokenUserUnknown),
        (Protocol.IMAP, lambda t: t.people.remove_user("alice"), no.TokenUserUnknown),
        (Protocol.IMAP, lambda t: t.close(), no.TokenUserUnknown),
        (Protocol.SMTP, lambda t: setattr(t.user("alice"), "smtp_auth", False), no.SubmissionDisabledForMailbox),
        (Protocol.EWS, lambda t: setattr(t.policies, "ews_enabled", False), no.ProtocolDisabledForTenant),
    ],
)
def test_a_change_takes_effect_in_the_middle_of_a_visit(
    cloud: Cloud, tenant: Tenant, protocol: Protocol, change: Callable[[Tenant], object], refusal: type[Refusal]
) -> None:
    visit = enter(cloud, protocol, tenant.token(tenant.public_app, "alice"))
    change(tenant)
    for _ in range(2):
        with pytest.raises(refusal):
            cloud.door.recheck(visit)


def test_closing_the_tenant_ends_app_only_visits_too(cloud: Cloud, tenant: Tenant) -> None:
    visit = enter(cloud, Protocol.IMAP, tenant.app_token(tenant.daemon_app), ALICE)
    tenant.close()
    with pytest.raises(no.MailboxNotFound):
        cloud.door.recheck(visit)


def test_tokens_of_a_disabled_application_live_on(cloud: Cloud, tenant: Tenant) -> None:
    token = tenant.app_token(tenant.daemon_app)
    tenant.daemon_app.enabled = False
    enter(cloud, Protocol.IMAP, token, ALICE)


def test_a_permission_taken_back_ends_the_visit(cloud: Cloud, tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice")
    visit = enter(cloud, Protocol.IMAP, tenant.token(tenant.public_app, "alice"), BOB)
    tenant.rights.remove_mailbox_permission("bob", "alice")
    with pytest.raises(no.MailboxAccessDenied):
        cloud.door.recheck(visit)


def test_a_registration_taken_back_ends_the_visit(cloud: Cloud, tenant: Tenant) -> None:
    visit = enter(cloud, Protocol.IMAP, tenant.app_token(tenant.daemon_app), ALICE)
    tenant.daemon_app.exchange_object_id = None
    with pytest.raises(no.ServicePrincipalNotRegistered):
        cloud.door.recheck(visit)


def test_a_revocation_reaches_access_tokens_of_clients_that_declared_cp1(cloud: Cloud, tenant: Tenant) -> None:
    app, alice = tenant.public_app, tenant.user("alice")
    plain = tenant.token(app, alice)
    aware = tenant.mint(user=alice, xms_cc=["cp1"])
    for token in (plain, aware):
        enter(cloud, Protocol.EWS, token)
    visit = enter(cloud, Protocol.EWS, aware)
    tenant.revoke(alice)
    with pytest.raises(no.TokenRevoked):
        enter(cloud, Protocol.EWS, aware)
    with pytest.raises(no.TokenRevoked):
        cloud.door.recheck(visit)
    enter(cloud, Protocol.EWS, plain)
    tenant.policies.strict_revocation = True
    with pytest.raises(no.TokenRevoked):
        enter(cloud, Protocol.EWS, plain)
    enter(cloud, Protocol.EWS, tenant.token(app, alice))


def test_a_shut_mailbox_is_explained_with_the_way_to_open_it_and_the_token(cloud: Cloud, tenant: Tenant) -> None:
    with pytest.raises(no.MailboxAccessDenied) as refused:
        enter(cloud, Protocol.IMAP, tenant.token(tenant.public_app, "alice"), BOB)
    explanation = no.explained(refused.value)
    assert explanation.token["upn"] == ALICE
    assert "add_mailbox_permission" in explanation.fix
    assert explanation.facts["principal"] == ALICE


def test_visits_do_not_show_tokens(cloud: Cloud, tenant: Tenant) -> None:
    token = tenant.token(tenant.public_app, "alice")
    assert token not in repr(enter(cloud, Protocol.EWS, token))
