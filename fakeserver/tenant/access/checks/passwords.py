"""Basic authentication at the door: whether the service, the policies and the directory accept a password."""

from fakeserver.tenant.access.checks.basic_auth import check_basic_auth
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE
from fakeserver.tenant.directory.sign_in_rules import Attempt
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    BasicAuthBlockedByConditionalAccess,
    BasicAuthBlockedBySecurityDefaults,
    MfaRequired,
    PasswordNotEnough,
    PasswordRefused,
    SignInRefused,
)
from fakeserver.tenant.tenant import Tenant


def names_of(credential: Password) -> tuple[str, str | None]:
    """Return who signs in, and the mailbox that they name: ``alice@contoso.com\\support`` opens support's.

    Source: clients' documentation of shared mailboxes by LOGIN; it ended with basic authentication.
    """
    user, backslash, mailbox = credential.user.partition("\\")
    if not backslash or "@" not in user:
        return credential.user, None
    return user, mailbox if "@" in mailbox else f"{mailbox}@{user.rpartition('@')[2]}"


def check_password_allowed(tenant: Tenant, protocol: Protocol, name: str) -> None:
    """Refuse a password before it is looked at (BasicAuthDisabled and its kinds)."""
    policies = tenant.policies
    check_basic_auth(
        policies.basic_auth,
        policies.basic_smtp_refusal,
        policies.default_authentication_policy,
        protocol,
        name,
        tenant.directory.user_by_address(name),
    )


def sign_in(tenant: Tenant, protocol: Protocol, name: str, password: str, peer: str) -> User:
    """Sign a user in by password, where the tenant allows basic authentication.

    Raises:
        BasicAuthDisabled: and its kinds; the service, an authentication policy, security defaults or Conditional
            Access say no.
        PasswordRefused: wrong, locked, expired, disabled; PasswordNotEnough without a second factor.
    """
    check_password_allowed(tenant, protocol, name)
    try:
        user = tenant.directory.check_password(name, password)
    except SignInRefused as refusal:
        # Each of them gets the same answer; the reason is for the journal.
        raise PasswordRefused(user=name, reason=_reason(refusal)) from refusal
    facts = {"protocol": protocol.value, "user": user.upn}
    if tenant.policies.security_defaults:
        raise BasicAuthBlockedBySecurityDefaults(**facts)
    attempt = Attempt(user, "", EXCHANGE_ONLINE, "legacy", peer)
    try:
        tenant.directory.rules.check(attempt)
    except SignInRefused as refusal:
        policy = str(refusal.facts.get("policy") or "")
        if isinstance(refusal, MfaRequired) and not policy:
            raise PasswordNotEnough(user=user.upn, reason=_reason(refusal)) from refusal
        # A legacy client cannot meet what a policy asks for, so any policy that applies blocks it.
        raise BasicAuthBlockedByConditionalAccess(**facts, policy=policy) from refusal
    return user


def _reason(refusal: SignInRefused) -> str:
    return refusal.sentence.rstrip(".").lower()
