"""The door's truth table: who comes in, by which protocol, into which mailbox, and why not."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.opening import NamedBy
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import BY_EXCHANGE, Knock
from tests.world import PASSWORD

ALICE = "alice@contoso.onmicrosoft.com"
BOB = "bob@contoso.onmicrosoft.com"
MAIL = (Protocol.IMAP, Protocol.POP3, Protocol.SMTP)
every_protocol = pytest.mark.parametrize("protocol", BY_EXCHANGE)


# --- delegated ---


@every_protocol
def test_a_user_opens_their_own_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    visit = knock(protocol, tenant.token(tenant.public_app, "alice"))
    assert visit.mailbox.address == ALICE
    assert visit.rights >= {"FullAccess", "SendAs"}
    assert (visit.visitor.address, visit.visitor.is_app) == (ALICE, False)
    assert visit.visitor.application is tenant.public_app
    assert visit.visitor.claims is not None
    assert visit.visitor.expires_at == visit.visitor.claims.expires_at


@every_protocol
def test_an_alias_leads_to_the_same_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    assert knock(protocol, tenant.token(tenant.public_app, "alice"), "AL").owner.upn == ALICE


@every_protocol
def test_another_users_mailbox_stays_shut(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    with pytest.raises(no.MailboxAccessDenied):
        knock(protocol, tenant.token(tenant.public_app, "alice"), "bob")


@every_protocol
def test_full_access_opens_another_users_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice")
    visit = knock(protocol, tenant.token(tenant.public_app, "alice"), "bob")
    assert visit.mailbox.address == BOB
    assert visit.rights == {"FullAccess"}


@every_protocol
def test_no_such_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    with pytest.raises(no.MailboxNotFound):
        knock(protocol, tenant.token(tenant.public_app, "alice"), "nobody")
    tenant.add_user("carol", mailbox=False)
    with pytest.raises(no.MailboxNotFound):
        knock(protocol, tenant.token(tenant.public_app, "carol"))


@pytest.mark.parametrize("protocol", [p for p in Protocol if REQUIREMENTS[p].scope])
def test_each_protocol_asks_for_its_own_scope(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    required = REQUIREMENTS[protocol].scope
    assert required is not None
    others = [row.scope for row in REQUIREMENTS.values() if row.scope and row.scope != required]
    knock(protocol, tenant.token(tenant.public_app, "alice", required))
    with pytest.raises(no.ScopeMissing) as refused:
        knock(protocol, tenant.token(tenant.public_app, "alice", *others))
    assert refused.value.required == required


# --- app-only ---


@pytest.mark.parametrize("protocol", [*MAIL, Protocol.EWS])
def test_the_daemon_opens_every_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    token = tenant.app_token(tenant.daemon_app)
    for name, address in (("alice", ALICE), ("bob", BOB)):
        assert knock(protocol, token, name).mailbox.address == address
    late = tenant.add_user("late")
    assert knock(protocol, token, "late").owner is late


@pytest.mark.parametrize("protocol", [*MAIL, Protocol.EWS])
def test_each_protocol_asks_for_its_own_role(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    required = REQUIREMENTS[protocol].role
    others = [row.role for row in REQUIREMENTS.values() if row.role and row.role != required]
    with pytest.raises(no.RoleMissing):
        knock(protocol, tenant.mint(roles=others), "alice")
    with pytest.raises(no.PermissionsMissing):
        knock(protocol, tenant.app_token(tenant.register_app("No roles")), "alice")


@pytest.mark.parametrize("protocol", MAIL)
def test_an_application_must_be_registered_in_exchange(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    app = tenant.register_app("Daemon", application=[str(REQUIREMENTS[protocol].role)], exchange=False)
    tenant.rights.add_mailbox_permission("alice", app)
    token = tenant.app_token(app)
    with pytest.raises(no.ServicePrincipalNotRegistered):
        knock(protocol, token, "alice")
    tenant.rights.register_in_exchange(app, app.object_id)  # the classic mistake
    with pytest.raises(no.ServicePrincipalNotRegistered) as refused:
        knock(protocol, token, "alice")
    assert refused.value.registered_object_id == app.object_id
    tenant.rights.register_in_exchange(app)
    assert knock(protocol, token, "alice").mailbox.address == ALICE


@pytest.mark.parametrize("protocol", MAIL)
def test_a_registered_application_needs_rights_on_the_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol) -> None:
    app = tenant.register_app("Daemon", application=[str(REQUIREMENTS[protocol].role)])
    token = tenant.app_token(app)
    with pytest.raises(no.MailboxAccessDenied):
        knock(protocol, token, "alice")
    tenant.rights.add_mailbox_permission("alice", app)
    knock(protocol, token, "alice")
    with pytest.raises(no.MailboxAccessDenied):
        knock(protocol, token, "bob")


def test_the_daemons_right_can_be_taken_back_from_one_mailbox_or_all(knock: Knock, tenant: Tenant) -> None:
    token = tenant.app_token(tenant.daemon_app)
    tenant.rights.remove_mailbox_permission("alice", tenant.daemon_app)
    with pytest.raises(no.MailboxAccessDenied):
        knock(Protocol.IMAP, token, "alice")
    knock(Protocol.IMAP, token, "bob")
    tenant.rights.remove_mailbox_permission("*", tenant.daemon_app)
    with pytest.raises(no.MailboxAccessDenied):
        knock(Protocol.IMAP, token, "bob")


def test_app_only_ews_must_impersonate(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.EWS, BearerToken(tenant.app_token(tenant.daemon_app)))
    for address in (None, ALICE):
        with pytest.raises(no.ImpersonationRequired):
            cloud.door.open(visitor, address)


def test_app_only_elsewhere_must_name_a_mailbox(knock: Knock, tenant: Tenant) -> None:
    with pytest.raises(no.MailboxMustBeNamed):
        knock(Protocol.IMAP, tenant.app_token(tenant.daemon_app))


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
        ("upn", "al@contoso.onmicrosoft.com", no.ImpersonatedNameNotFound),
        ("upn", "nobody@contoso.onmicrosoft.com", no.ImpersonatedNameNotFound),
        ("sid", "S-1-5-21-1-2-3-4", no.ImpersonatedSidNotFound),
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


def test_an_impersonated_user_has_only_their_own_rights_elsewhere(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    visit = knock(Protocol.EWS, tenant.app_token(tenant.daemon_app), "alice")
    with pytest.raises(no.MailboxAccessDenied):
        cloud.door.open_from(visit, BOB)
    tenant.rights.add_mailbox_permission("bob", "alice")
    assert cloud.door.open_from(visit, BOB).owner.upn == BOB


# --- switches ---


@pytest.mark.parametrize(
    ("protocol", "switch"), [(Protocol.IMAP, "imap"), (Protocol.POP3, "pop"), (Protocol.EWS, "ews")]
)
def test_a_protocol_switched_off_for_a_mailbox(knock: Knock, tenant: Tenant, protocol: Protocol, switch: str) -> None:
    setattr(tenant.user("alice"), switch, False)
    with pytest.raises(no.MailboxProtocolDisabled) as refused:
        knock(protocol, tenant.token(tenant.public_app, "alice"))
    assert refused.value.switch.startswith("Set-CASMailbox")
    for other in set(BY_EXCHANGE) - {protocol}:
        knock(other, tenant.token(tenant.public_app, "alice"))


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
    knock: Knock, tenant: Tenant, on_tenant: bool, on_mailbox: bool | None, refusal: type[Refusal] | None
) -> None:
    tenant.policies.smtp_auth = on_tenant
    tenant.user("alice").smtp_auth = on_mailbox
    token = tenant.token(tenant.public_app, "alice")
    knock(Protocol.IMAP, token, "alice")
    if refusal is None:
        knock(Protocol.SMTP, token, "alice")
    else:
        with pytest.raises(refusal):
            knock(Protocol.SMTP, token, "alice")


def test_ews_switched_off_for_the_organization(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    tenant.policies.ews_enabled = False
    token = tenant.token(tenant.public_app, "alice")
    with pytest.raises(no.ProtocolDisabledForTenant):
        cloud.door.admit(Protocol.EWS, BearerToken(token))
    knock(Protocol.IMAP, token)
    tenant.policies.ews_enabled = None
    knock(Protocol.EWS, token)


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


def test_a_shut_mailbox_is_explained_with_the_way_to_open_it_and_the_token(knock: Knock, tenant: Tenant) -> None:
    with pytest.raises(no.MailboxAccessDenied) as refused:
        knock(Protocol.IMAP, tenant.token(tenant.public_app, "alice"), "bob")
    explanation = no.explained(refused.value)
    assert explanation.token["upn"] == ALICE
    assert "add_mailbox_permission" in explanation.fix
    assert explanation.facts["principal"] == ALICE


def test_visits_do_not_show_tokens(knock: Knock, tenant: Tenant) -> None:
    token = tenant.token(tenant.public_app, "alice")
    assert token not in repr(knock(Protocol.EWS, token))
