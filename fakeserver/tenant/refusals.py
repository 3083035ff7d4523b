"""Every "no" of the tenant, typed, with its facts and without a word of any protocol.

Each protocol has a table that phrases them (`protocols/*/errors.py`); a test walks every refusal through every
table. The first line of the docstring is the explanation that the journal gives; ``rule`` names the claim or the
switch that decided, as an admin or a token reader knows it; ``mend`` says what would let it pass on the fake.
"""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """The tenant says no."""

    rule: ClassVar[str] = ""
    mend: ClassVar[str] = ""

    @property
    def facts(self) -> dict[str, object]:
        """The values that decided, by name; never a secret or a whole token."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def explain(self) -> str:
        """Return one line for the developer: what was refused, why, and on which facts."""
        sentence = (type(self).__doc__ or "").strip().splitlines()[0]
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items() if value not in (None, ""))
        return f"{sentence} ({facts})" if facts else sentence

    def __str__(self) -> str:
        return self.explain()


# --- who are you: the credential itself -------------------------------------------------------------------------


@dataclass(eq=False)
class AuthenticationRefused(Refusal):
    """The credential is not good, so nobody is signed in."""


@dataclass(eq=False)
class CredentialMissing(AuthenticationRefused):
    """No credential was sent."""

    mend: ClassVar[str] = "send an access token: Target.token(...) mints one"


@dataclass(eq=False)
class CredentialMalformed(AuthenticationRefused):
    """The credential does not have the form that the protocol asks for."""

    problem: str = ""


@dataclass(eq=False)
class TokenRefused(AuthenticationRefused):
    """The access token is not valid."""


@dataclass(eq=False)
class TokenMalformed(TokenRefused):
    """The token cannot be read as a signed JWT."""

    problem: str = ""
    mend: ClassVar[str] = "send the access_token of the token endpoint's answer, unchanged"


@dataclass(eq=False)
class AlgorithmRefused(TokenRefused):
    """The token is signed with an algorithm other than RS256."""

    algorithm: str = ""
    rule: ClassVar[str] = "alg"


@dataclass(eq=False)
class KeyUnknown(TokenRefused):
    """The token names a signing key that the tenant does not publish."""

    kid: str = ""
    rule: ClassVar[str] = "kid"


@dataclass(eq=False)
class SignatureInvalid(TokenRefused):
    """The token's signature does not fit its content."""

    kid: str = ""
    rule: ClassVar[str] = "signature"


@dataclass(eq=False)
class IssuerWrong(TokenRefused):
    """The token was issued by somebody else than this tenant's token service."""

    issuer: str = ""
    rule: ClassVar[str] = "iss"


@dataclass(eq=False)
class TenantUnknown(TokenRefused):
    """The token speaks for a tenant that does not exist here."""

    tenant_id: str = ""
    rule: ClassVar[str] = "tid"


@dataclass(eq=False)
class AudienceWrong(TokenRefused):
    """The token was issued for another resource than Exchange Online."""

    audience: str = ""
    rule: ClassVar[str] = "aud"
    mend: ClassVar[str] = "ask for scopes of https://outlook.office.com or https://outlook.office365.com"


@dataclass(eq=False)
class TokenExpired(TokenRefused):
    """The token has expired."""

    expired_at: str = ""
    now: str = ""
    rule: ClassVar[str] = "exp"
    mend: ClassVar[str] = "renew the token (acquire_token_silent, refresh_token) before it expires"


@dataclass(eq=False)
class TokenNotYetValid(TokenRefused):
    """The token is not valid yet."""

    not_before: str = ""
    now: str = ""
    rule: ClassVar[str] = "nbf"


@dataclass(eq=False)
class ClaimInvalid(TokenRefused):
    """A claim of the token is missing or contradicts the others."""

    claim: str = ""
    problem: str = ""


@dataclass(eq=False)
class TokenUserUnknown(TokenRefused):
    """The token's user does not exist in the directory, or is disabled."""

    user: str = ""
    rule: ClassVar[str] = "oid"


@dataclass(eq=False)
class TokenRevoked(TokenRefused):
    """The session behind the token was revoked."""

    valid_from: str = ""
    rule: ClassVar[str] = "TokensValidFrom"


@dataclass(eq=False)
class PermissionsMissing(TokenRefused):
    """The token holds no permission for Exchange Online at all: neither scp nor roles."""

    application: str = ""
    rule: ClassVar[str] = "scp, roles"
    mend: ClassVar[str] = "register_app(delegated=[...]) or register_app(application=[...]), with consent"


@dataclass(eq=False)
class BasicAuthDisabled(AuthenticationRefused):
    """A user name and a password were sent, and basic authentication is off."""

    protocol: str = ""
    user: str = ""
    rule: ClassVar[str] = "AllowBasicAuth"
    mend: ClassVar[str] = "send a token (XOAUTH2 or Bearer); or set tenant.policies.basic_auth = True"


@dataclass(eq=False)
class PasswordRefused(AuthenticationRefused):
    """The user name or the password is wrong."""

    user: str = ""


# --- may you come in here: permission and protocol ---------------------------------------------------------------


@dataclass(eq=False)
class PermissionRefused(Refusal):
    """The token is good, but its permissions do not open this protocol."""


@dataclass(eq=False)
class ScopeMissing(PermissionRefused):
    """The delegated token lacks the scope that this protocol asks for."""

    protocol: str = ""
    required: str = ""
    granted: str = ""
    rule: ClassVar[str] = "scp"
    mend: ClassVar[str] = "ask for the required scope when acquiring the token, and consent to it"


@dataclass(eq=False)
class RoleMissing(PermissionRefused):
    """The app-only token lacks the role that this protocol asks for."""

    protocol: str = ""
    required: str = ""
    granted: str = ""
    rule: ClassVar[str] = "roles"
    mend: ClassVar[str] = "register_app(application=[required role], consent='admin')"


@dataclass(eq=False)
class ServicePrincipalNotRegistered(PermissionRefused):
    """The application's service principal is not registered in Exchange, or with another object id."""

    application: str = ""
    object_id: str = ""
    registered_object_id: str = ""
    rule: ClassVar[str] = "New-ServicePrincipal"
    mend: ClassVar[str] = "tenant.register_in_exchange(app)"


@dataclass(eq=False)
class ProtocolDisabledForTenant(PermissionRefused):
    """The protocol is switched off for the whole tenant."""

    protocol: str = ""
    rule: ClassVar[str] = ""


@dataclass(eq=False)
class SubmissionDisabledForTenant(PermissionRefused):
    """Authenticated SMTP submission is switched off for the tenant, and the mailbox does not say otherwise."""

    address: str = ""
    rule: ClassVar[str] = "Set-TransportConfig -SmtpClientAuthenticationDisabled"
    mend: ClassVar[str] = "tenant.policies.smtp_auth = True, or user.smtp_auth = True"


@dataclass(eq=False)
class SubmissionDisabledForMailbox(PermissionRefused):
    """Authenticated SMTP submission is switched off for the mailbox."""

    address: str = ""
    rule: ClassVar[str] = "Set-CASMailbox -SmtpClientAuthenticationDisabled"
    mend: ClassVar[str] = "user.smtp_auth = True"


# --- is this mailbox yours: opening --------------------------------------------------------------------------------


@dataclass(eq=False)
class MailboxRefused(Refusal):
    """The caller is known, but this mailbox does not open for them."""

    address: str = ""


@dataclass(eq=False)
class MailboxNotFound(MailboxRefused):
    """No mailbox has this address."""


@dataclass(eq=False)
class MailboxAccessDenied(MailboxRefused):
    """The caller has no permission on this mailbox."""

    principal: str = ""
    rule: ClassVar[str] = "Add-MailboxPermission -AccessRights FullAccess"
    mend: ClassVar[str] = "tenant.add_mailbox_permission(mailbox, trustee)"


@dataclass(eq=False)
class MailboxProtocolDisabled(MailboxRefused):
    """The protocol is switched off for this mailbox."""

    protocol: str = ""
    switch: str = ""
    mend: ClassVar[str] = "set the user's switch (imap, pop, ews) to True"


@dataclass(eq=False)
class ImpersonationRefused(MailboxRefused):
    """The impersonation header does not fit the token."""


@dataclass(eq=False)
class ImpersonationRequired(ImpersonationRefused):
    """An app-only token must name the mailbox that it acts for in the ExchangeImpersonation header."""

    rule: ClassVar[str] = "ExchangeImpersonation"
    mend: ClassVar[str] = "send ExchangeImpersonation (exchangelib: access_type=IMPERSONATION)"


@dataclass(eq=False)
class ImpersonationForbidden(ImpersonationRefused):
    """A delegated token acts for its user and may not carry the ExchangeImpersonation header."""

    rule: ClassVar[str] = "ExchangeImpersonation"
    mend: ClassVar[str] = "leave the header out (exchangelib: access_type=DELEGATE), or use an app-only token"


@dataclass(eq=False)
class ImpersonationHeaderInvalid(ImpersonationRefused):
    """The ExchangeImpersonation header is empty or names nobody."""


@dataclass(eq=False)
class ImpersonationDenied(ImpersonationRefused):
    """The caller may not act for this user."""


@dataclass(eq=False)
class ImpersonatedMailboxNotFound(ImpersonationRefused):
    """The impersonated address has no mailbox."""


@dataclass(eq=False)
class AddressNotPrimary(ImpersonationRefused):
    """An alias was given where the mailbox's primary address must stand."""

    primary: str = ""


@dataclass(eq=False)
class MailboxMustBeNamed(MailboxRefused):
    """A caller without a mailbox must name one for a distinguished folder."""


@dataclass(eq=False)
class SendAsDenied(Refusal):
    """The mailbox may not send as this sender."""

    mailbox: str = ""
    sender: str = ""
    rule: ClassVar[str] = "Add-RecipientPermission -AccessRights SendAs"
    mend: ClassVar[str] = "send from the mailbox's own address, or tenant.add_send_as(sender, trustee)"


# --- what is in the mailbox ----------------------------------------------------------------------------------------


@dataclass(eq=False)
class StoreRefused(Refusal):
    """The mailbox cannot do what was asked."""


@dataclass(eq=False)
class IdMalformed(StoreRefused):
    """The id cannot be read."""

    given: str = ""


@dataclass(eq=False)
class ItemNotFound(StoreRefused):
    """No item with this id is in the mailbox, or not any more."""

    item_id: str = ""


@dataclass(eq=False)
class FolderNotFound(StoreRefused):
    """No such folder is in the mailbox, or not any more."""

    folder: str = ""


@dataclass(eq=False)
class ParentFolderNotFound(FolderNotFound):
    """The folder to create or to put something in does not exist."""


@dataclass(eq=False)
class FolderExists(StoreRefused):
    """A folder of this name is already there."""

    name: str = ""


@dataclass(eq=False)
class FolderNameInvalid(StoreRefused):
    """A folder cannot have this name."""

    name: str = ""


@dataclass(eq=False)
class FolderProtected(StoreRefused):
    """A distinguished folder cannot be deleted, moved or renamed."""

    name: str = ""


@dataclass(eq=False)
class ChangeKeyInvalid(StoreRefused):
    """The change key cannot be read."""

    given: str = ""


@dataclass(eq=False)
class ChangeKeyRequired(StoreRefused):
    """This operation needs the item's change key."""


@dataclass(eq=False)
class ChangeKeyStale(StoreRefused):
    """The item was changed since this change key was given out."""

    item_id: str = ""


@dataclass(eq=False)
class AttachmentNotFound(StoreRefused):
    """No attachment has this id."""

    attachment_id: str = ""


@dataclass(eq=False)
class SyncStateInvalid(StoreRefused):
    """The sync state was not issued for this folder."""


@dataclass(eq=False)
class MessageTooLarge(StoreRefused):
    """The message is larger than the mailbox takes."""

    size: int = 0
    limit: int = 0


@dataclass(eq=False)
class RecipientsMissing(StoreRefused):
    """The message has no valid recipient."""


@dataclass(eq=False)
class PropertyInvalid(StoreRefused):
    """The property does not take this value."""

    name: str = ""
    problem: str = ""
