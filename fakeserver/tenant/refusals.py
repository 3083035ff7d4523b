"""Every "no" of the tenant, typed, with its facts and without a word of any protocol.

Each protocol has a table that phrases them (`protocols/*/errors.py`); a test walks every refusal through every
table. A class with facts of its own is a dataclass; the others inherit their parents' (a decorator would only cost
import time). The first line of the docstring is the explanation that the journal gives; ``rule`` names the claim or the
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


class AuthenticationRefused(Refusal):
    """The credential is not good, so nobody is signed in."""


class CredentialMissing(AuthenticationRefused):
    """No credential was sent."""

    mend: ClassVar[str] = "send an access token: Target.token(...) mints one"


@dataclass(eq=False)
class CredentialMalformed(AuthenticationRefused):
    """The credential does not have the form that the protocol asks for."""

    problem: str = ""


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


class ImpersonationRefused(MailboxRefused):
    """The impersonation header does not fit the token."""


class ImpersonationRequired(ImpersonationRefused):
    """An app-only token must name the mailbox that it acts for in the ExchangeImpersonation header."""

    rule: ClassVar[str] = "ExchangeImpersonation"
    mend: ClassVar[str] = "send ExchangeImpersonation (exchangelib: access_type=IMPERSONATION)"


class ImpersonationForbidden(ImpersonationRefused):
    """A delegated token acts for its user and may not carry the ExchangeImpersonation header."""

    rule: ClassVar[str] = "ExchangeImpersonation"
    mend: ClassVar[str] = "leave the header out (exchangelib: access_type=DELEGATE), or use an app-only token"


class ImpersonationHeaderInvalid(ImpersonationRefused):
    """The ExchangeImpersonation header is empty or names nobody."""


class ImpersonationDenied(ImpersonationRefused):
    """The caller may not act for this user."""


class ImpersonatedMailboxNotFound(ImpersonationRefused):
    """The impersonated address has no mailbox."""


@dataclass(eq=False)
class AddressNotPrimary(ImpersonationRefused):
    """An alias was given where the mailbox's primary address must stand."""

    primary: str = ""


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
class FolderCycle(StoreRefused):
    """A folder cannot be put into itself or into a folder below itself."""

    name: str = ""


@dataclass(eq=False)
class ChangeKeyInvalid(StoreRefused):
    """The change key cannot be read."""

    given: str = ""


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


class SyncStateInvalid(StoreRefused):
    """The sync state was not issued for this folder."""


@dataclass(eq=False)
class MessageTooLarge(StoreRefused):
    """The message is larger than the mailbox takes."""

    size: int = 0
    limit: int = 0


class RecipientsMissing(StoreRefused):
    """The message has no valid recipient."""


@dataclass(eq=False)
class PropertyInvalid(StoreRefused):
    """The property does not take this value."""

    name: str = ""
    problem: str = ""


# --- the directory and the token service: applications ---------------------------------------------------------------
#
# The comment behind a class is the AADSTS code that Entra ID gives for it; the words are in protocols/oauth/errors.py.


class DirectoryRefused(Refusal):
    """The directory or its token service says no."""


@dataclass(eq=False)
class ApplicationRefused(DirectoryRefused):
    """The application is not let in."""

    application: str = ""
    name: str = ""


@dataclass(eq=False)
class ApplicationNotFound(ApplicationRefused):  # 700016
    """No application has this client id in the tenant."""

    tenant: str = ""
    rule: ClassVar[str] = "client_id"
    mend: ClassVar[str] = "use tenant.public_app.client_id, or register one: tenant.register_app(...)"


class ApplicationDisabled(ApplicationRefused):  # 7000112
    """The application is disabled in the tenant."""

    rule: ClassVar[str] = "accountEnabled"
    mend: ClassVar[str] = "app.enabled = True"


class SecretWrong(ApplicationRefused):  # 7000215
    """The client secret is not one of the application's."""

    rule: ClassVar[str] = "client_secret"
    mend: ClassVar[str] = "send app.client_secret: the secret's value, not its id"


@dataclass(eq=False)
class SecretExpired(ApplicationRefused):  # 7000222
    """The client secret has expired."""

    expired_at: str = ""
    rule: ClassVar[str] = "passwordCredentials.endDateTime"
    mend: ClassVar[str] = "tenant.add_secret(app)"


class SecretMissing(ApplicationRefused):  # 7000218
    """A confidential application must prove itself with a secret or an assertion, and sent neither."""

    rule: ClassVar[str] = "client_secret, client_assertion"
    mend: ClassVar[str] = "send app.client_secret, or register the application with public=True"


class SecretMissingForClientCredentials(SecretMissing):  # 7000216
    """The client credentials grant needs a secret or an assertion, and neither was sent."""


class PublicClientWithCredential(ApplicationRefused):  # 700025
    """A public client sent a secret or an assertion, which it cannot have."""

    rule: ClassVar[str] = "isFallbackPublicClient"
    mend: ClassVar[str] = "leave client_secret out, or register the application with public=False"


@dataclass(eq=False)
class RedirectUriMismatch(ApplicationRefused):  # 50011
    """The redirect URI is not one of the application's."""

    redirect_uri: str = ""
    rule: ClassVar[str] = "redirect_uri"
    mend: ClassVar[str] = "register_app(redirect_uris=[...])"


class AssertionRefused(ApplicationRefused):  # 700027
    """The client assertion is not good."""

    rule: ClassVar[str] = "client_assertion"


class AssertionMalformed(AssertionRefused):  # 50027
    """The client assertion is not a JWT."""


@dataclass(eq=False)
class AssertionSignatureWrong(AssertionRefused):  # 700027
    """The client assertion is not signed by a certificate of the application."""

    thumbprint: str = ""
    detail: str = ""


class AssertionSubjectWrong(AssertionRefused):  # 50048
    """The assertion's subject and issuer differ."""


class AssertionForOtherApplication(AssertionRefused):  # 700021
    """The assertion's issuer is not the client_id of the request."""


@dataclass(eq=False)
class AssertionAudienceWrong(AssertionRefused):  # 700023
    """The assertion is meant for another token endpoint."""

    audience: str = ""


@dataclass(eq=False)
class FederatedIdentityUnknown(AssertionRefused):  # 700213
    """The application trusts the assertion's issuer, but not this subject."""

    subject: str = ""
    rule: ClassVar[str] = "federatedIdentityCredentials.subject"
    mend: ClassVar[str] = "tenant.trust_issuer(app, issuer, subject, ...)"


@dataclass(eq=False)
class AssertionOutOfTime(AssertionRefused):  # 700024
    """The assertion has expired or is not valid yet."""

    now: str = ""
    valid_from: str = ""
    expires_at: str = ""


# --- the directory and the token service: users ----------------------------------------------------------------------


@dataclass(eq=False)
class SignInRefused(DirectoryRefused):
    """The user is not let in."""

    user: str = ""


@dataclass(eq=False)
class UserNotFound(SignInRefused):  # 50034
    """No user has this name in the tenant."""

    tenant: str = ""
    mend: ClassVar[str] = "tenant.add_user(name)"


@dataclass(eq=False)
class GuestFromElsewhere(SignInRefused):  # 50020
    """A guest signs in at home; this tenant has no password of theirs."""

    tenant: str = ""
    application: str = ""


class UserPasswordWrong(SignInRefused):  # 50126
    """The password is wrong."""

    mend: ClassVar[str] = "send user.password"


class PasswordMissing(SignInRefused):  # 50056
    """The user has no password here, or none was sent."""


class AccountDisabled(SignInRefused):  # 50057
    """The account is disabled."""

    rule: ClassVar[str] = "accountEnabled"
    mend: ClassVar[str] = "user.enabled = True"


@dataclass(eq=False)
class AccountLocked(SignInRefused):  # 50053
    """The account is locked after too many wrong passwords."""

    until: str = ""
    rule: ClassVar[str] = "smart lockout"
    mend: ClassVar[str] = "user.locked_until = None, or tenant.clock.advance(60)"


class PasswordExpired(SignInRefused):  # 50055
    """The password has expired, or must be changed at the first sign-in."""

    rule: ClassVar[str] = "passwordPolicies, forceChangePasswordNextSignIn"
    mend: ClassVar[str] = "user.password_expired = False; user.must_change_password = False"


@dataclass(eq=False)
class MfaRequired(SignInRefused):  # 50076
    """The user must pass multi-factor authentication, which this grant cannot show."""

    resource: str = ""
    rule: ClassVar[str] = "multi-factor authentication"
    mend: ClassVar[str] = "use an interactive grant, or user.mfa = 'none'"


class MfaEnrolmentRequired(MfaRequired):  # 50079
    """The user must first enrol in multi-factor authentication."""


@dataclass(eq=False)
class BlockedByConditionalAccess(SignInRefused):  # 53003
    """A Conditional Access policy blocks this sign-in."""

    policy: str = ""
    rule: ClassVar[str] = "Conditional Access"


class BlockedBySecurityDefaults(SignInRefused):  # 530035
    """Security defaults block this kind of sign-in."""

    rule: ClassVar[str] = "security defaults"


@dataclass(eq=False)
class UserNotAssigned(SignInRefused):  # 50105
    """The application asks for assignment, and the user is not assigned to it."""

    application: str = ""
    name: str = ""


class SessionMissing(SignInRefused):  # 50058
    """Nobody is signed in, and the request forbids asking."""


# --- the directory and the token service: consent, scopes, resources --------------------------------------------------


@dataclass(eq=False)
class ConsentRefused(DirectoryRefused):
    """The application may not have these permissions."""

    application: str = ""
    name: str = ""
    scopes: str = ""


@dataclass(eq=False)
class ConsentMissing(ConsentRefused):  # 65001
    """Neither the user nor an admin has consented to these permissions."""

    user: str = ""
    rule: ClassVar[str] = "consent"
    mend: ClassVar[str] = "register_app(delegated=[...], consent='admin')"


class AdminConsentRequired(ConsentMissing):  # 90094
    """The user may not consent to these permissions; an admin must."""


class ConsentDeclined(ConsentRefused):  # 65004
    """The user declined to consent."""


@dataclass(eq=False)
class RoleNotAssigned(ConsentRefused):  # 501051
    """The application holds no application permission of the resource."""

    resource: str = ""
    resource_name: str = ""


@dataclass(eq=False)
class ScopeInvalid(DirectoryRefused):  # 70011
    """A scope is not one that the resource knows."""

    scopes: str = ""
    rule: ClassVar[str] = "scope"


class ScopeMustBeDefault(ScopeInvalid):  # 1002012
    """The client credentials grant takes one scope: the resource's address with /.default."""

    mend: ClassVar[str] = "scope=https://outlook.office365.com/.default"


class ScopeEmpty(ScopeInvalid):  # 28003
    """The scope names no permission, and the grant doesn't say which resource is meant."""


@dataclass(eq=False)
class TwoResources(ScopeInvalid):  # 28000
    """Scopes of two resources were asked for in one token."""

    resources: str = ""
    mend: ClassVar[str] = "ask for one access token per resource"


@dataclass(eq=False)
class ResourceUnknown(DirectoryRefused):  # 500011
    """No resource of this name is known in the tenant."""

    resource: str = ""
    tenant: str = ""
    rule: ClassVar[str] = "resource"
    mend: ClassVar[str] = "ask for https://outlook.office.com or https://outlook.office365.com"


# --- the directory and the token service: grants ------------------------------------------------------------------


@dataclass(eq=False)
class GrantRefused(DirectoryRefused):
    """What was given to redeem is not good."""

    application: str = ""


class CodeInvalid(GrantRefused):  # 70000
    """The authorization code was not issued here."""


class CodeAlreadyRedeemed(GrantRefused):  # 54005
    """The authorization code was redeemed before."""


@dataclass(eq=False)
class CodeExpired(GrantRefused):  # 70008
    """The authorization code has expired."""

    expired_at: str = ""


@dataclass(eq=False)
class CodeForOtherApplication(GrantRefused):  # 700007
    """The code or refresh token was issued to another application."""

    issued_to: str = ""


class CodeForOtherTenant(GrantRefused):  # 700005
    """The authorization code was issued by another tenant."""


class ReplyAddressMissing(GrantRefused):  # 700009
    """The code was requested with a redirect URI, so it must be redeemed with the same one."""


@dataclass(eq=False)
class ReplyAddressDiffers(GrantRefused):  # 50011
    """The redirect URI differs from the one that the code was requested with."""

    redirect_uri: str = ""
    requested_with: str = ""


class VerifierWrong(GrantRefused):  # 501481
    """The code_verifier is missing or does not fit the code_challenge."""

    rule: ClassVar[str] = "code_verifier"


class SpaVerifierMissing(GrantRefused):  # 9002325
    """A code for a single-page app can be redeemed with PKCE only."""


@dataclass(eq=False)
class OriginNotAllowed(GrantRefused):  # 9002326
    """A cross-origin request redeems a code that was not issued to a single-page app."""

    origin: str = ""


class OriginMissing(GrantRefused):  # 9002327
    """A code for a single-page app can be redeemed by a cross-origin request only."""


class RefreshTokenInvalid(GrantRefused):  # 70000
    """The refresh token was not issued here."""


@dataclass(eq=False)
class RefreshTokenExpired(GrantRefused):  # 700082
    """The refresh token has expired, unused for too long."""

    issued_at: str = ""
    inactive_for: str = ""


class SpaRefreshTokenExpired(RefreshTokenExpired):  # 700084
    """The refresh token of a single-page app has reached its fixed end."""


@dataclass(eq=False)
class GrantRevoked(GrantRefused):  # 50173
    """The grant was revoked: sessions revoked, or the password reset."""

    user: str = ""
    issued_at: str = ""
    valid_from: str = ""
    rule: ClassVar[str] = "TokensValidFrom"
    mend: ClassVar[str] = "sign in again"


class DeviceCodePending(GrantRefused):  # 70016
    """The user has not answered yet at the device login page."""


class DeviceCodePolledTooOften(DeviceCodePending):  # slow_down
    """The device polls faster than it was told."""


class DeviceCodeDeclined(GrantRefused):  # 70018
    """The user declined at the device login page."""


class DeviceCodeExpired(GrantRefused):  # 70020
    """The device code has expired."""


class DeviceCodeInvalid(GrantRefused):  # 7000014
    """The device code was not issued here, or was redeemed."""


@dataclass(eq=False)
class UserAssertionInvalid(GrantRefused):  # 50013
    """The assertion of the on-behalf-of grant is not a token for this application."""

    problem: str = ""


@dataclass(eq=False)
class UserAssertionExpired(UserAssertionInvalid):  # 500133
    """The assertion of the on-behalf-of grant has expired."""

    now: str = ""
    expires_at: str = ""


@dataclass(eq=False)
class UserAssertionOfApplication(UserAssertionInvalid):  # 7000114
    """The assertion of the on-behalf-of grant is an application's own token: it speaks for no user."""

    mend: ClassVar[str] = "call the API with a user's token"
