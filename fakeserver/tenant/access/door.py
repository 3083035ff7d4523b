"""The door: the one way from a credential to a mailbox, for every protocol.

`admit` asks who it is and whether this protocol is open to them; `open` asks whether this mailbox is; `recheck` asks
both again, and costs next to nothing while nothing has changed. Each "no" is a refusal that the protocol phrases; it
shows the claims of the token that it is about.
"""

import typing

from fakeserver.jws import readable_claims
from fakeserver.redaction import relevant_claims
from fakeserver.tenant.access.admission import examine, principals
from fakeserver.tenant.access.checks.passwords import names_of, sign_in
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.opening import NamedBy, impersonated_user, open_mailbox
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.access.visit import Visit, Visitor, generation
from fakeserver.tenant.refusals import (
    BasicAuthDisabled,
    ClaimInvalid,
    CredentialMissing,
    ImpersonationForbidden,
    ImpersonationHeaderInvalid,
    ImpersonationRequired,
    MailboxMovedMeanwhile,
    Refusal,
    TenantUnknown,
)
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.validate import check_time
from fakeserver.tenant.tokens.verdicts import Verdicts

__all__ = ["Door", "Visit", "Visitor"]


class Tenants(typing.Protocol):
    """What the door needs of a cloud: finding the tenant that a credential names."""

    def by_id(self, tenant_id: str) -> Tenant | None:
        """Return the tenant with this id."""

    def by_address(self, address: str) -> Tenant | None:
        """Return the tenant that an address belongs to."""


class Door:
    """Lets callers in, or says why not; one for all tenants of a cloud."""

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants
        self._verdicts = Verdicts()

    def admit(
        self, protocol: Protocol, credential: Credential | None, *, user_agent: str = "", peer: str = "127.0.0.1"
    ) -> Visitor:
        """Say who a caller is, if the protocol is open to them.

        Args:
            credential: None when nothing was sent.
            user_agent: HTTP's, for switches that look at it.
            peer: IP address, for Conditional Access.

        Raises:
            AuthenticationRefused: the credential is not good.
            PermissionRefused: it is, but not for this protocol.
        """
        if credential is None:
            raise CredentialMissing
        if isinstance(credential, Password):
            return self._admit_password(protocol, credential, user_agent, peer)
        return self._admit_token(protocol, credential, user_agent)

    def open(self, visitor: Visitor, address: str | None = None, *, impersonated: bool = False) -> Visit:
        """Open a mailbox for a visitor.

        Args:
            address: any of the mailbox's addresses; None is the one that the credential names, or the visitor's own.
            impersonated: an application acts as the mailbox's owner (`impersonate` checks the header first).

        Raises:
            MailboxRefused: there is no such mailbox, or it isn't open to the visitor.
            PermissionRefused: SMTP submission is switched off for it.
        """
        try:
            address = address or _named_beside(visitor.credential)
            if visitor.is_app and REQUIREMENTS[visitor.protocol].by_impersonation and not impersonated:
                raise ImpersonationRequired(address or "")
            return open_mailbox(visitor, visitor.user, address or visitor.address, impersonated)
        except Refusal as refusal:
            _show_token(refusal, visitor)
            raise

    def open_from(self, visit: Visit, address: str) -> Visit:
        """Open another mailbox in the name of the user that a visit acts for, who may be impersonated.

        Raises:
            MailboxRefused: as `open`.
        """
        try:
            return open_mailbox(visit.visitor, visit.acting_user, address)
        except Refusal as refusal:
            _show_token(refusal, visit.visitor)
            raise

    def impersonate(self, visitor: Visitor, named_by: NamedBy, value: str) -> Visit:
        """Open the mailbox that an ExchangeImpersonation header names, as its owner.

        Args:
            named_by: which identifier of the user the value is.
            value: empty where the header names nobody.

        Raises:
            ImpersonationRefused: one of its kinds.
            MailboxProtocolDisabled: EWS is switched off for the mailbox.
        """
        try:
            if not value:
                raise ImpersonationHeaderInvalid(value)
            if not visitor.is_app:
                raise ImpersonationForbidden(value)
            user = impersonated_user(visitor.tenant, named_by, value)
            return open_mailbox(visitor, user, user.address, impersonated=True)
        except Refusal as refusal:
            _show_token(refusal, visitor)
            raise

    def recheck(self, visit: Visit | Visitor) -> None:
        """Refuse a visit that would not be let in any more: expired, revoked, or a switch was set.

        Cheap while nothing has changed; to be called at every command or request.

        Raises:
            Whatever `admit` and `open` raise; TokenExpired when the token's time is over.
        """
        visitor = visit.visitor if isinstance(visit, Visit) else visit
        try:
            self._recheck(visit, visitor)
        except Refusal as refusal:
            _show_token(refusal, visitor)
            raise

    @staticmethod
    def _recheck(visit: Visit | Visitor, visitor: Visitor) -> None:
        tenant = visitor.tenant
        if visitor.claims is not None and tenant.clock.time() >= visitor.expires_at:
            check_time(visitor.claims, tenant.clock.time())
        if isinstance(visit, Visit):
            if visit.moves != visit.mailbox.folders.moves and REQUIREMENTS[visit.protocol].stays_with_server:
                raise MailboxMovedMeanwhile
            if visit.checked_at == generation(visitor, visit.owner):
                return
            examine(visitor)
            again = open_mailbox(visitor, visit.acting_user, visit.owner.address, visit.impersonated)
            visit.rights, visit.checked_at = again.rights, again.checked_at
        elif visitor.checked_at != generation(visitor, None):
            examine(visitor)

    def tenant_of(self, credential: Credential | None) -> Tenant | None:
        """Return the tenant that a credential names, whether or not it is good; None where it names none.

        If the token names none, the address beside it decides.
        """
        if isinstance(credential, Password):
            return self._tenants.by_address(names_of(credential)[0])
        if credential is None:
            return None
        try:
            return self._tenant_named(self._verdicts.read(credential.token).tenant_id)
        except Refusal:
            return self._tenants.by_address(credential.user) if credential.user else None

    def forget(self, tenant: Tenant) -> None:
        """Forget the tokens of a tenant that is gone."""
        self._verdicts.forget(tenant.tenant_id)

    # --- who is it ---

    def _admit_password(self, protocol: Protocol, credential: Password, user_agent: str, peer: str) -> Visitor:
        name, _ = names_of(credential)
        tenant = self._tenants.by_address(name)
        if tenant is None:
            raise BasicAuthDisabled(protocol=protocol.value, user=credential.user)
        with tenant.lock:
            user = sign_in(tenant, protocol, name, credential.password, peer)
            visitor = Visitor(tenant, protocol, credential, None, None, user, float("inf"), user_agent)
            examine(visitor)
            return visitor

    def _admit_token(self, protocol: Protocol, credential: BearerToken, user_agent: str) -> Visitor:
        try:
            seen = self._verdicts.read(credential.token)
            tenant = self._tenant_named(seen.tenant_id)
            with tenant.lock:
                resource = REQUIREMENTS[protocol].resource
                claims = self._verdicts.claims(
                    credential.token, seen, tenant.tokens.validator, tenant.clock.time(), resource
                )
                user, application = principals(tenant, claims)
                visitor = Visitor(
                    tenant, protocol, credential, claims, application, user, claims.expires_at, user_agent
                )
                examine(visitor)
        except Refusal as refusal:
            refusal.token = relevant_claims(readable_claims(credential.token))
            raise
        # Only good tokens are kept, so that refused ones cannot fill the memory.
        self._verdicts.keep(credential.token, claims)
        return visitor

    def _tenant_named(self, tenant_id: str) -> Tenant:
        tenant = self._tenants.by_id(tenant_id)
        if tenant is None:
            if not tenant_id:
                raise ClaimInvalid("tid", "missing")
            raise TenantUnknown(tenant_id[:100])
        return tenant


def _show_token(refusal: Refusal, visitor: Visitor) -> None:
    if visitor.claims is not None:
        refusal.token = relevant_claims(visitor.claims.raw)


def _named_beside(credential: Credential) -> str | None:
    """Return the mailbox that a credential names besides the user."""
    return names_of(credential)[1] if isinstance(credential, Password) else credential.user
