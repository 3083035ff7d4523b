"""Basic authentication allowed again: who gets in by a password, and what keeps the others out."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.checks.passwords import names_of
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy

every_protocol = pytest.mark.parametrize("protocol", list(Protocol))
ALICE = "alice@contoso.onmicrosoft.com"
RIGHT = Password(ALICE, "Heron-Maple-4821")
WRONG = Password(ALICE, "wrong")


@pytest.fixture(autouse=True)
def allowed(tenant):
    tenant.policies.basic_auth = True


@every_protocol
def test_the_right_password_opens_the_own_mailbox(knock, protocol):
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
def test_what_the_account_forbids(tenant, knock, protocol, switches, refusal):
    for name, value in switches.items():
        setattr(tenant.user("alice"), name, value)
    with pytest.raises(refusal) as refused:
        knock(protocol, RIGHT)
    assert type(refused.value) is refusal


@every_protocol
def test_security_defaults(tenant, knock, protocol):
    tenant.policies.security_defaults = True
    with pytest.raises(no.BasicAuthBlockedBySecurityDefaults):
        knock(protocol, RIGHT)
    with pytest.raises(no.PasswordRefused):  # asked after the password
        knock(protocol, WRONG)
    knock(protocol, tenant.token(tenant.public_app, "alice"))


@every_protocol
@pytest.mark.parametrize("grant", ["block", "mfa", "compliant_device"])
def test_conditional_access_for_other_clients(tenant, knock, protocol, grant):
    tenant.sign_ins.add_conditional_access("No legacy clients", ways={"legacy"}, grant=grant, excluded_users={"bob@x"})
    with pytest.raises(no.BasicAuthBlockedByConditionalAccess) as refused:
        knock(protocol, RIGHT)
    assert refused.value.policy == "No legacy clients"
    knock(protocol, tenant.token(tenant.public_app, "alice"))


def test_conditional_access_for_other_ways_leaves_passwords_alone(tenant, knock):
    tenant.sign_ins.add_conditional_access("No device codes", ways={"device_code"})
    knock(Protocol.IMAP, RIGHT)


def test_wrong_passwords_lock_the_account_for_a_minute(tenant, knock):
    for _ in range(10):
        with pytest.raises(no.PasswordRefused, match="password is wrong"):
            knock(Protocol.IMAP, WRONG)
    with pytest.raises(no.PasswordRefused, match="locked"):
        knock(Protocol.SMTP, RIGHT)
    tenant.clock.advance(60)
    knock(Protocol.SMTP, RIGHT)


def test_a_policy_speaks_before_the_password_is_looked_at(tenant, knock):
    tenant.user("alice").authentication_policy = AuthenticationPolicy()
    for _ in range(12):
        with pytest.raises(no.BasicAuthBlockedByPolicy):
            knock(Protocol.IMAP, WRONG)
    assert tenant.user("alice").failures == 0


def test_smtp_alone(tenant, knock):
    tenant.policies.basic_auth = "SMTP"
    knock(Protocol.SMTP, RIGHT)
    with pytest.raises(no.BasicAuthDisabled):
        knock(Protocol.IMAP, RIGHT)


def test_switches_of_the_mailbox_hold_for_passwords_too(tenant, knock):
    alice = tenant.user("alice")
    alice.imap = alice.smtp_auth = False
    with pytest.raises(no.MailboxProtocolDisabled):
        knock(Protocol.IMAP, RIGHT)
    with pytest.raises(no.SubmissionDisabledForMailbox):
        knock(Protocol.SMTP, RIGHT)


def test_a_shared_mailbox_beside_the_name(tenant, knock):
    shared = tenant.add_shared_mailbox("support", ["alice"])
    named = Password(f"{ALICE}\\support", "Heron-Maple-4821")
    assert knock(Protocol.IMAP, named).owner is shared
    with pytest.raises(no.MailboxAccessDenied):
        knock(Protocol.IMAP, Password(f"{ALICE}\\bob", "Heron-Maple-4821"))


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
def test_names(given, user, mailbox):
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
def test_in_the_middle_of_a_session(cloud, tenant, knock, change, refusal):
    visit = knock(Protocol.IMAP, RIGHT)
    change(tenant)
    if refusal is None:
        cloud.door.recheck(visit)
    else:
        with pytest.raises(refusal):
            cloud.door.recheck(visit)
