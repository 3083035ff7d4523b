"""Basic authentication allowed again: who gets in by a password, and what keeps the others out."""

from collections.abc import Callable
from typing import Any

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.checks.passwords import names_of
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import BY_EXCHANGE, Knock
from tests.world import PASSWORD

every_protocol = pytest.mark.parametrize("protocol", BY_EXCHANGE)
ALICE = "alice@contoso.onmicrosoft.com"
RIGHT = Password(ALICE, PASSWORD)
WRONG = Password(ALICE, "wrong")


@pytest.fixture(autouse=True)
def allowed(tenant: Tenant) -> None:
    tenant.policies.basic_auth = True


@every_protocol
def test_the_right_password_opens_the_own_mailbox(knock: Knock, protocol: Protocol) -> None:
    assert knock(protocol, RIGHT).owner.upn == ALICE


@every_protocol
@pytest.mark.parametrize(
    ("switches", "refusal"),
    [
        ({"enabled": False}, no.PasswordRefused),
        ({"password_expired": True}, no.PasswordRefused),
        ({"must_change_password": True}, no.PasswordRefused),
        ({"mfa": "required"}, no.PasswordNotEnough),
        ({"mfa": "enrol"}, no.PasswordNotEnough),
        ({"authentication_policy": AuthenticationPolicy()}, no.BasicAuthBlockedByPolicy),
    ],
)
def test_what_the_account_forbids(
    tenant: Tenant, knock: Knock, protocol: Protocol, switches: dict[str, Any], refusal: type[Refusal]
) -> None:
    for name, value in switches.items():
        setattr(tenant.user("alice"), name, value)
    with pytest.raises(refusal) as refused:
        knock(protocol, RIGHT)
    assert type(refused.value) is refusal


@every_protocol
def test_security_defaults(tenant: Tenant, knock: Knock, protocol: Protocol) -> None:
    tenant.policies.security_defaults = True
    with pytest.raises(no.BasicAuthBlockedBySecurityDefaults):
        knock(protocol, RIGHT)
    with pytest.raises(no.PasswordRefused):  # asked after the password
        knock(protocol, WRONG)
    knock(protocol, tenant.token(tenant.public_app, "alice"))


@every_protocol
@pytest.mark.parametrize("grant", ["block", "mfa", "compliant_device"])
def test_conditional_access_for_other_clients(tenant: Tenant, knock: Knock, protocol: Protocol, grant: str) -> None:
    tenant.sign_ins.add_conditional_access("No legacy clients", ways={"legacy"}, grant=grant, excluded_users={"bob@x"})
    with pytest.raises(no.BasicAuthBlockedByConditionalAccess) as refused:
        knock(protocol, RIGHT)
    assert refused.value.policy == "No legacy clients"
    knock(protocol, tenant.token(tenant.public_app, "alice"))


def test_conditional_access_for_other_ways_leaves_passwords_alone(tenant: Tenant, knock: Knock) -> None:
    tenant.sign_ins.add_conditional_access("No device codes", ways={"device_code"})
    knock(Protocol.IMAP, RIGHT)


def test_wrong_passwords_lock_the_account_for_a_minute(tenant: Tenant, knock: Knock) -> None:
    for _ in range(10):
        with pytest.raises(no.PasswordRefused, match="password is wrong"):
            knock(Protocol.IMAP, WRONG)
    with pytest.raises(no.PasswordRefused, match="locked"):
        knock(Protocol.SMTP, RIGHT)
    tenant.clock.advance(60)
    knock(Protocol.SMTP, RIGHT)


def test_a_policy_speaks_before_the_password_is_looked_at(tenant: Tenant, knock: Knock) -> None:
    tenant.user("alice").authentication_policy = AuthenticationPolicy()
    for _ in range(12):
        with pytest.raises(no.BasicAuthBlockedByPolicy):
            knock(Protocol.IMAP, WRONG)
    assert tenant.user("alice").failures == 0


def test_smtp_alone(tenant: Tenant, knock: Knock) -> None:
    tenant.policies.basic_auth = "SMTP"
    knock(Protocol.SMTP, RIGHT)
    with pytest.raises(no.BasicAuthDisabled):
        knock(Protocol.IMAP, RIGHT)


def test_switches_of_the_mailbox_hold_for_passwords_too(tenant: Tenant, knock: Knock) -> None:
    alice = tenant.user("alice")
    alice.imap = alice.smtp_auth = False
    with pytest.raises(no.MailboxProtocolDisabled):
        knock(Protocol.IMAP, RIGHT)
    with pytest.raises(no.SubmissionDisabledForMailbox):
        knock(Protocol.SMTP, RIGHT)


def test_a_shared_mailbox_beside_the_name(tenant: Tenant, knock: Knock) -> None:
    shared = tenant.add_shared_mailbox("support", ["alice"])
    named = Password(f"{ALICE}\\support", PASSWORD)
    assert knock(Protocol.IMAP, named).owner is shared
    with pytest.raises(no.MailboxAccessDenied):
        knock(Protocol.IMAP, Password(f"{ALICE}\\bob", PASSWORD))


@pytest.mark.parametrize(
    ("given", "user", "mailbox"),
    [
        (ALICE, ALICE, None),
        (f"{ALICE}\\support", ALICE, "support@contoso.onmicrosoft.com"),
        (f"{ALICE}\\info@fabrikam.example", ALICE, "info@fabrikam.example"),
        ("CONTOSO\\alice", "CONTOSO\\alice", None),
        ("", "", None),
    ],
)
def test_names(given: str, user: str, mailbox: str | None) -> None:
    assert names_of(Password(given, "")) == (user, mailbox)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda t: setattr(t.policies, "basic_auth", False), no.BasicAuthDisabled),
        (lambda t: setattr(t.user("alice"), "enabled", False), no.PasswordRefused),
        (lambda t: t.people.remove_user("alice"), no.PasswordRefused),
        (lambda t: setattr(t.user("alice"), "imap", False), no.MailboxProtocolDisabled),
        (lambda t: t.sign_ins.reset_password("alice"), None),  # asked at sign-in only
        (lambda t: setattr(t.policies, "security_defaults", True), None),
    ],
)
def test_in_the_middle_of_a_session(
    cloud: Cloud, tenant: Tenant, knock: Knock, change: Callable[[Tenant], object], refusal: type[Refusal] | None
) -> None:
    visit = knock(Protocol.IMAP, RIGHT)
    change(tenant)
    if refusal is None:
        cloud.door.recheck(visit)
    else:
        with pytest.raises(refusal):
            cloud.door.recheck(visit)
