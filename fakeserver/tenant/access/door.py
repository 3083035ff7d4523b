"""The door: the one way from a credential to a mailbox, for every protocol.

`admit` asks who it is and whether this protocol is open to them; `open` asks whether this mailbox is; `recheck` asks
both again, and costs next to nothing while nothing has changed. Each "no" is a refusal that the protocol phrases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from fakeserver.journal import Journal
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.policies.basic_auth import check_basic_auth
from fakeserver.tenant.access.policies.ews_enabled import check_ews_enabled
from fakeserver.tenant.access.policies.exchange_registration import check_exchange_registration
from fakeserver.tenant.access.policies.mailbox_permissions import RIGHTS
from fakeserver.tenant.access.policies.mailbox_protocols import check_mailbox_protocol
from fakeserver.tenant.access.policies.revocation import check_not_revoked
from fakeserver.tenant.access.policies.smtp_auth import check_smtp_auth
from fakeserver.tenant.access.protocol import REQUIREMENTS, Protocol
from fakeserver.tenant.access.visit import Visit, Visitor
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    AddressNotPrimary,
    BasicAuthDisabled,
    ClaimInvalid,
    CredentialMissing,
    ImpersonatedMailboxNotFound,
    ImpersonationForbidden,
    ImpersonationHeaderInvalid,
    ImpersonationRequired,
    MailboxAccessDenied,
    MailboxMustBeNamed,
    MailboxNotFound,
    PasswordRefused,
    PermissionsMissing,
    Refusal,
    RoleMissing,
    ScopeMissing,
    SignInRefused,
    TenantUnknown,
    TokenUserUnknown,
)
from fakeserver.tenant.tokens.validate import Claims, check_time, describe, parse

if TYPE_CHECKING:
    from fakeserver.tenant.cloud import Cloud
    from fakeserver.tenant.tenant import Tenant

__all__ = ["Door", "Visit", "Visitor"]

#: Tokens whose tenant is remembered, so that a token seen before is not taken apart again.
_MOST_TOKENS = 4096


class Door:
    """Lets callers in, or says why not; one for all tenants of a cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._tenants_of_tokens: dict[str, str] = {}

    def admit(
        self, protocol: Protocol, credential: Credential, *, user_agent: str = "", peer: str = "127.0.0.1"
    ) -> Visitor:
        """Say who a caller is, if the protocol is open to them.

        Args:
            credential: None when nothing was sent.
            user_agent: HTTP's, for switches that look at it.
            peer: IP address.

        Raises:
            AuthenticationRefused: the credential is not good.
            PermissionRefused: it is, but not for this protocol.
        """
        if credential is None:
            refusal = CredentialMissing()
            self._cloud.journal.add(protocol.value, "no credential", "refused", refusal)
            raise refusal
        if isinstance(credential, Password):
            return self._admit_password(protocol, credential, user_agent, peer)
        return self._admit_token(protocol, credential, user_agent, peer)

    def open(self, visitor: Visitor, address: str | None = None, *, impersonated: bool = False) -> Visit:
        """Open a mailbox for a visitor.

        Args:
            address: any of the mailbox's addresses; None is the visitor's own.
            impersonated: an application acts as the mailbox's owner (`impersonate` checks the header first).

        Raises:
            MailboxRefused: there is no such mailbox, or it isn't open to the visitor.
            PermissionRefused: SMTP submission is switched off for it.
        """
        try:
            if visitor.is_app and visitor.protocol is Protocol.EWS and not impersonated:
                raise ImpersonationRequired(address or "")
            return self._open(visitor, visitor.user, address or visitor.address, impersonated)
        except Refusal as refusal:
            self._refuse(visitor.tenant.journal, visitor.protocol, f"{visitor.name} opens {address or 'own'}", refusal)

    def open_from(self, visit: Visit, address: str) -> Visit:
        """Open another mailbox in the name of the user that a visit acts for, who may be impersonated.

        Raises:
            MailboxRefused: as `open`.
        """
        user = visit.acting_user
        try:
            return self._open(visit.visitor, user, address, False)
        except Refusal as refusal:
            who = visit.visitor.name if user is None else user.upn
            self._refuse(visit.tenant.journal, visit.protocol, f"{who} opens {address}", refusal)

    def impersonate(self, visitor: Visitor, kind: str, value: str) -> Visit:
        """Open the mailbox that an ExchangeImpersonation header names, as its owner.

        Args:
            kind: ``PrincipalName``, ``SID``, ``PrimarySmtpAddress`` or ``SmtpAddress``, as the header's element.

        Raises:
            ImpersonationRefused: one of its kinds.
            MailboxProtocolDisabled: EWS is switched off for the mailbox.
        """
        try:
            if not value:
                raise ImpersonationHeaderInvalid(value)
            if not visitor.is_app:
                raise ImpersonationForbidden(value)
            user = _impersonated(visitor.tenant, kind, value)
            return self._open(visitor, user, user.address, True)
        except Refusal as refusal:
            self._refuse(visitor.tenant.journal, visitor.protocol, f"{visitor.name} acts as {kind} {value}", refusal)

    def recheck(self, visit: Visit | Visitor) -> None:
        """Refuse a visit that would not begin any more: expired, revoked, or a switch was thrown.

        Cheap while nothing has changed; to be called at every command or request.

        Raises:
            Whatever `admit` and `open` raise; TokenExpired when the token's time is over.
        """
        visitor = visit.visitor if isinstance(visit, Visit) else visit
        tenant = visitor.tenant
        if visitor.claims is not None and tenant.clock.time() >= visitor.expires_at:
            check_time(visitor.claims, tenant.clock.time())
        if isinstance(visit, Visit):
            if visit.stamp == _stamp(visitor, visit.owner):
                return
            self._examine(visitor)
            again = self._open(visitor, visit.acting_user, visit.owner.address, visit.impersonated)
            visit.rights, visit.stamp = again.rights, again.stamp
        elif visitor.stamp != _stamp(visitor, None):
            self._examine(visitor)

    # --- who is it ---

    def _admit_password(self, protocol: Protocol, credential: Password, user_agent: str, peer: str) -> Visitor:
        tenant = self._cloud.by_address(credential.user)
        journal = self._cloud.journal if tenant is None else tenant.journal
        asked = f"password of {credential.user[:200]}"
        if tenant is None:
            self._refuse(journal, protocol, asked, BasicAuthDisabled(protocol=protocol.value, user=credential.user))
        with tenant.lock:
            try:
                check_basic_auth(tenant.policies.basic_auth, protocol, credential.user)
                user = _user_of_password(tenant, credential)
                visitor = Visitor(tenant, protocol, credential, None, None, user, float("inf"), user_agent, peer)
                self._examine(visitor)
            except Refusal as refusal:
                self._refuse(journal, protocol, asked, refusal)
            journal.add(protocol.value, asked, "admitted")
            return visitor

    def _admit_token(self, protocol: Protocol, credential: BearerToken, user_agent: str, peer: str) -> Visitor:
        # Where the token does not say which tenant it speaks for, the address beside it tells whose journal to use.
        named = self._cloud.by_address(credential.user) if credential.user else None
        journal = self._cloud.journal if named is None else named.journal
        try:
            tenant = self._tenant_of_token(credential.token)
        except Refusal as refusal:
            self._refuse(journal, protocol, describe(credential.token), refusal)
        with tenant.lock:
            try:
                claims = tenant.tokens.validator.validate(credential.token, tenant.clock.time())
                user, application = _principals(tenant, claims)
                visitor = Visitor(
                    tenant, protocol, credential, claims, application, user, claims.expires_at, user_agent, peer
                )
                self._examine(visitor)
            except Refusal as refusal:
                self._refuse(tenant.journal, protocol, describe(credential.token), refusal)
            if protocol.value not in claims.noted:
                claims.noted.add(protocol.value)
                permissions = " ".join(sorted(claims.roles if claims.is_app else claims.scopes))
                asked = f"token of {visitor.name} by {application.name!r} ({permissions})"
                tenant.journal.add(protocol.value, asked, "admitted")
            return visitor

    def _tenant_of_token(self, token: str) -> Tenant:
        tenant_id = self._tenants_of_tokens.get(token)
        if tenant_id is None:
            tenant_id = parse(token).tenant_id
            if len(self._tenants_of_tokens) >= _MOST_TOKENS:
                self._tenants_of_tokens.clear()
            self._tenants_of_tokens[token] = tenant_id
        tenant = self._cloud.by_id(tenant_id)
        if tenant is None:
            if not tenant_id:
                raise ClaimInvalid("tid", "missing")
            raise TenantUnknown(tenant_id[:100])
        return tenant

    # --- may they come in ---

    def _examine(self, visitor: Visitor) -> None:
        """Look at everything that admission depends on, apart from the token's signature."""
        tenant, claims, application = visitor.tenant, visitor.claims, visitor.application
        stamp = _stamp(visitor, None)
        if claims is None or application is None:
            _examine_password_visitor(visitor)
        else:
            if visitor.user is not None:
                if tenant.directory.users.get(visitor.user.object_id) is not visitor.user:
                    raise TokenUserUnknown(user=visitor.user.upn)
                check_not_revoked(tenant.policies.strict_revocation, claims, visitor.user)
            _check_permission(visitor.protocol, claims, application)
            if claims.is_app:
                check_exchange_registration(visitor.protocol, application)
        check_ews_enabled(tenant.policies.ews_enabled, visitor.protocol)
        visitor.stamp = stamp

    def _open(self, visitor: Visitor, user: User | None, address: str | None, impersonated: bool) -> Visit:
        tenant = visitor.tenant
        if address is None:
            raise MailboxMustBeNamed("")
        mailbox = tenant.mailstore.by_address(address)
        owner = None if mailbox is None else tenant.directory.user_by_address(mailbox.address)
        if mailbox is None or owner is None or not owner.has_mailbox:
            raise MailboxNotFound(address)
        stamp = _stamp(visitor, owner)
        rights = RIGHTS if owner is user else tenant.permissions.rights(owner.object_id, _trustee_id(visitor, user))
        # Whoever may send as a mailbox may submit for it without reading it.
        enough = {"FullAccess", "SendAs"} if visitor.protocol is Protocol.SMTP else {"FullAccess"}
        if not rights & enough:
            raise MailboxAccessDenied(owner.address, principal=visitor.name if user is None else user.upn)
        check_mailbox_protocol(visitor.protocol, owner)
        if visitor.protocol is Protocol.SMTP:
            check_smtp_auth(tenant.policies.smtp_auth, owner)
        return Visit(visitor, mailbox, owner, rights, _trustee_id(visitor, user), impersonated, stamp)

    @staticmethod
    def _refuse(journal: Journal, protocol: Protocol, asked: str, refusal: Refusal) -> NoReturn:
        journal.add(protocol.value, asked, "refused", refusal)
        raise refusal


def _stamp(visitor: Visitor, owner: User | None) -> int:
    """Count the changes of all that a decision rests on; each count only grows, so an equal sum means no change."""
    tenant, user, application = visitor.tenant, visitor.user, visitor.application
    return (
        tenant.policies.generation
        + tenant.permissions.generation
        + (0 if user is None else user.generation)
        + (0 if application is None else application.generation)
        + (0 if owner is None else owner.generation)
    )


def _trustee_id(visitor: Visitor, user: User | None) -> str:
    """Return by which id mailbox permissions know the one whose rights count: a user, or the application itself."""
    if user is not None:
        return user.object_id
    return "" if visitor.application is None else visitor.application.service_principal_id


def _user_of_password(tenant: Tenant, credential: Password) -> User:
    try:
        return tenant.directory.check_password(credential.user, credential.password)
    except SignInRefused as refusal:
        raise PasswordRefused(user=credential.user) from refusal


def _examine_password_visitor(visitor: Visitor) -> None:
    user = visitor.user
    if user is None or visitor.tenant.directory.users.get(user.object_id) is not user or not user.enabled:
        raise PasswordRefused(user=visitor.address or "")
    check_basic_auth(visitor.tenant.policies.basic_auth, visitor.protocol, user.upn)


def _principals(tenant: Tenant, claims: Claims) -> tuple[User | None, Application]:
    """Find the user (None in an app-only token) and the application that a token speaks for.

    Raises:
        TokenUserUnknown, ClaimInvalid.
    """
    # A disabled application gets no new tokens; those it has live on until they expire, as access tokens do.
    application = tenant.directory.applications.get(claims.app_id.lower())
    if application is None:
        raise ClaimInvalid("appid", f"no application {claims.app_id[:100]!r} is in the tenant")
    if claims.is_app:
        if claims.object_id != application.service_principal_id:
            raise ClaimInvalid("oid", "not the object id of the application's service principal")
        return None, application
    user = tenant.directory.users.get(claims.object_id)
    if user is None:
        raise TokenUserUnknown(user=str(claims.get("upn", claims.object_id))[:200])
    return user, application


def _check_permission(protocol: Protocol, claims: Claims, application: Application) -> None:
    """Refuse a token without the permission that the protocol asks for.

    Raises:
        PermissionsMissing: it has none at all.
        ScopeMissing, RoleMissing: it has others.
    """
    row = REQUIREMENTS[protocol]
    granted, required = (claims.roles, row.role) if claims.is_app else (claims.scopes, row.scope)
    if not granted:
        raise PermissionsMissing(application=application.name)
    if required is not None and required not in granted:
        kind = RoleMissing if claims.is_app else ScopeMissing
        raise kind(protocol=protocol.value, required=required, granted=" ".join(sorted(granted)))


def _impersonated(tenant: Tenant, kind: str, value: str) -> User:
    """Find whom an ExchangeImpersonation header names.

    Raises:
        ImpersonatedMailboxNotFound, AddressNotPrimary, ImpersonationHeaderInvalid.
    """
    wanted = value.lower()
    if kind == "PrincipalName":
        user = next((u for u in tenant.directory.users.values() if u.upn.lower() == wanted), None)
    elif kind == "SID":
        user = next((u for u in tenant.directory.users.values() if u.sid.lower() == wanted), None)
    elif kind in ("PrimarySmtpAddress", "SmtpAddress"):
        user = tenant.directory.user_by_address(value)
    else:
        raise ImpersonationHeaderInvalid(value)
    if user is None or not user.has_mailbox:
        raise ImpersonatedMailboxNotFound(value)
    if kind == "PrimarySmtpAddress" and user.address.lower() != wanted:
        raise AddressNotPrimary(value, primary=user.address)
    return user
