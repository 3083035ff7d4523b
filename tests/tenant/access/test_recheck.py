"""A visit that has begun: what ends it, and what it outlives."""

from collections.abc import Callable

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import Knock


def test_a_visit_is_let_on_while_nothing_changes(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    visit = knock(Protocol.IMAP, tenant.token(tenant.public_app, "alice"))
    cloud.door.recheck(visit)
    cloud.door.recheck(visit.visitor)


def test_a_visit_ends_when_the_token_expires(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    visit = knock(Protocol.IMAP, tenant.token(tenant.public_app, "alice"))
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
    cloud: Cloud,
    knock: Knock,
    tenant: Tenant,
    protocol: Protocol,
    change: Callable[[Tenant], object],
    refusal: type[Refusal],
) -> None:
    visit = knock(protocol, tenant.token(tenant.public_app, "alice"))
    change(tenant)
    for _ in range(2):
        with pytest.raises(refusal):
            cloud.door.recheck(visit)


def test_closing_the_tenant_ends_app_only_visits_too(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    visit = knock(Protocol.IMAP, tenant.app_token(tenant.daemon_app), "alice")
    tenant.close()
    with pytest.raises(no.MailboxNotFound):
        cloud.door.recheck(visit)


def test_tokens_of_a_disabled_application_live_on(knock: Knock, tenant: Tenant) -> None:
    token = tenant.app_token(tenant.daemon_app)
    tenant.daemon_app.enabled = False
    knock(Protocol.IMAP, token, "alice")


def test_a_permission_taken_back_ends_the_visit(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice")
    visit = knock(Protocol.IMAP, tenant.token(tenant.public_app, "alice"), "bob")
    tenant.rights.remove_mailbox_permission("bob", "alice")
    with pytest.raises(no.MailboxAccessDenied):
        cloud.door.recheck(visit)


def test_a_registration_taken_back_ends_the_visit(cloud: Cloud, knock: Knock, tenant: Tenant) -> None:
    visit = knock(Protocol.IMAP, tenant.app_token(tenant.daemon_app), "alice")
    tenant.daemon_app.exchange_object_id = None
    with pytest.raises(no.ServicePrincipalNotRegistered):
        cloud.door.recheck(visit)


def test_a_revocation_reaches_access_tokens_of_clients_that_declared_cp1(
    cloud: Cloud, knock: Knock, tenant: Tenant
) -> None:
    app, alice = tenant.public_app, tenant.user("alice")
    plain = tenant.token(app, alice)
    aware = tenant.mint(user=alice, xms_cc=["cp1"])
    for token in (plain, aware):
        knock(Protocol.EWS, token)
    visit = knock(Protocol.EWS, aware)
    tenant.revoke(alice)
    with pytest.raises(no.TokenRevoked):
        knock(Protocol.EWS, aware)
    with pytest.raises(no.TokenRevoked):
        cloud.door.recheck(visit)
    knock(Protocol.EWS, plain)
    tenant.policies.strict_revocation = True
    with pytest.raises(no.TokenRevoked):
        knock(Protocol.EWS, plain)
    knock(Protocol.EWS, tenant.token(app, alice))
