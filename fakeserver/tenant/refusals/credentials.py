"""Who are you: the credential itself is not good."""

from typing import ClassVar

from fakeserver.tenant.refusals.base import Refusal

_ENTRA = "learn.microsoft.com/entra/"
_EXCHANGE = "learn.microsoft.com/exchange/"
_TOKENS = _ENTRA + "identity-platform/access-tokens"
_CLAIMS = _ENTRA + "identity-platform/access-token-claims-reference"
_KEYS = _ENTRA + "identity-platform/signing-key-rollover"
_REVOKED = _ENTRA + "identity-platform/refresh-tokens"
_OAUTH = _EXCHANGE + "client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
_NO_BASIC = _EXCHANGE + "clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online"
_BASIC_POLICY = _EXCHANGE + "clients-and-mobile-in-exchange-online/disable-basic-authentication-in-exchange-online"

_NEW_TOKEN = (
    "Acquire a new token from https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token and send it unchanged; "
    "jwt.ms shows what is in it."
)


class AuthenticationRefused(Refusal):
    """The credential is not good, so nobody is signed in."""


class CredentialMissing(AuthenticationRefused):
    """No credential was sent."""

    rule: ClassVar[str] = "no Authorization header, or a scheme other than Bearer and Basic"
    mend: ClassVar[str] = "send Authorization: Bearer with tenant.token(app, user)"
    real: ClassVar[str] = (
        "Send Authorization: Bearer <access token>. Some clients try without a credential first and send one only "
        "when the 401 asks for it: then this entry is the first half of a good sign-in."
    )
    page: ClassVar[str] = (
        _EXCHANGE + "client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth"
    )


class CredentialMalformed(AuthenticationRefused):
    """The credential does not have the form that the protocol asks for."""

    problem: str = ""
    rule: ClassVar[str] = "form of the SASL response: {problem}"
    mend: ClassVar[str] = 'base64 of "user=<mailbox>\\x01auth=Bearer <token>\\x01\\x01", in one line'
    real: ClassVar[str] = (
        "The same: user=, the mailbox, a byte 0x01, auth=Bearer, a space, the token, two bytes 0x01; all of it in "
        "base64 without line ends. Libraries encode by themselves: give them the text, not the base64."
    )
    page: ClassVar[str] = _OAUTH


class TokenRefused(AuthenticationRefused):
    """The access token is not valid."""


class TokenMalformed(TokenRefused):
    """The token cannot be read as a signed JWT."""

    problem: str = ""
    rule: ClassVar[str] = "form of the token: {problem}"
    mend: ClassVar[str] = "send the access_token of the token endpoint's answer, unchanged"
    real: ClassVar[str] = (
        "Send the member access_token of the token endpoint's answer: not the whole JSON, not id_token, not "
        "refresh_token; no quotes, no line ends, not cut off by a column of a database. Tokens of personal Microsoft "
        "accounts are no JWT and open no mailbox of an organization."
    )
    page: ClassVar[str] = _TOKENS


class AlgorithmRefused(TokenRefused):
    """The token is signed with an algorithm other than RS256."""

    algorithm: str = ""
    rule: ClassVar[str] = "alg is {algorithm}; Entra ID signs with RS256"
    mend: ClassVar[str] = "tenant.token(app, user), or tenant.mint(user=...) without key="
    real: ClassVar[str] = _NEW_TOKEN
    page: ClassVar[str] = _KEYS


class KeyUnknown(TokenRefused):
    """The token names a signing key that the tenant does not publish."""

    kid: str = ""
    rule: ClassVar[str] = "kid {kid} is not in the tenant's discovery/v2.0/keys"
    mend: ClassVar[str] = "tenant.mint(user=...) without key=; after tenant.keys.roll(), a new token"
    real: ClassVar[str] = "The token is of another cloud or environment, or forged. " + _NEW_TOKEN
    page: ClassVar[str] = _KEYS


class SignatureInvalid(TokenRefused):
    """The token's signature does not fit its content."""

    kid: str = ""
    rule: ClassVar[str] = "the signature does not fit header and payload; kid is {kid}"
    mend: ClassVar[str] = "send the token as it was issued: tenant.mint(user=..., claim=value) changes claims and signs"
    real: ClassVar[str] = "The token was changed on its way, or cut and padded. " + _NEW_TOKEN
    page: ClassVar[str] = _TOKENS


class IssuerWrong(TokenRefused):
    """The token was issued by somebody else than this tenant's token service."""

    issuer: str = ""
    rule: ClassVar[str] = "iss is {issuer}; Exchange Online takes https://sts.windows.net/<tenant id>/"
    mend: ClassVar[str] = "tenant.mint(user=...) without iss="
    real: ClassVar[str] = (
        "Use the authority of the mailbox's own tenant, https://login.microsoftonline.com/<tenant id>, in the right "
        "cloud (login.microsoftonline.us, login.partner.microsoftonline.cn)."
    )
    page: ClassVar[str] = _CLAIMS


class TenantUnknown(TokenRefused):
    """The token speaks for a tenant that does not exist here."""

    tenant_id: str = ""
    rule: ClassVar[str] = "tid is {tenant_id}"
    mend: ClassVar[str] = "take the token from the tenant of this test: each test has a tenant of its own"
    real: ClassVar[str] = (
        "Acquire the token from the tenant that holds the mailbox: authority "
        "https://login.microsoftonline.com/<tenant id or domain>. With /common or /organizations it is the home "
        "tenant of whoever signs in."
    )
    page: ClassVar[str] = _CLAIMS


class AudienceWrong(TokenRefused):
    """The token was issued for another resource than Exchange Online."""

    audience: str = ""
    rule: ClassVar[str] = (
        "aud is {audience}; Exchange Online takes https://outlook.office365.com or https://outlook.office.com"
    )
    mend: ClassVar[str] = 'tenant.token(app, user, "IMAP.AccessAsUser.All"): bare names are Exchange Online\'s'
    real: ClassVar[str] = (
        "Ask for https://outlook.office.com/IMAP.AccessAsUser.All (POP.AccessAsUser.All, SMTP.Send, "
        "EWS.AccessAsUser.All), or for https://outlook.office365.com/.default. A scope without an address, such as "
        "Mail.Read or IMAP.AccessAsUser.All, is Microsoft Graph's, and its token opens nothing here. One token is "
        "for one resource."
    )
    page: ClassVar[str] = _OAUTH


class TokenExpired(TokenRefused):
    """The token has expired."""

    expired_at: str = ""
    now: str = ""
    rule: ClassVar[str] = "exp is {expired_at}; it is {now}"
    mend: ClassVar[str] = "renew it before exp: acquire_token_silent, refresh_token; tenant.token(app, user) for a test"
    real: ClassVar[str] = (
        "Renew the token in time: MSAL's acquire_token_silent does it by itself from the cache, a refresh_token "
        "grant by hand (scope offline_access). A connection does not outlive its token: sign in again with the new "
        "one. Check the machine's clock."
    )
    page: ClassVar[str] = _ENTRA + "identity-platform/configurable-token-lifetimes"


class TokenNotYetValid(TokenRefused):
    """The token is not valid yet."""

    not_before: str = ""
    now: str = ""
    rule: ClassVar[str] = "nbf is {not_before}; it is {now}"
    mend: ClassVar[str] = "tenant.clock.advance(...), or tenant.mint(user=...) without nbf="
    real: ClassVar[str] = (
        "Entra ID dates its tokens five minutes back: this one was made elsewhere, or the clock of the machine that "
        "made it "
        "is ahead. " + _NEW_TOKEN
    )
    page: ClassVar[str] = _CLAIMS


class ClaimInvalid(TokenRefused):
    """A claim of the token is missing or contradicts the others."""

    claim: str = ""
    problem: str = ""
    rule: ClassVar[str] = "{claim}: {problem}"
    mend: ClassVar[str] = "tenant.token(app, user), or tenant.mint(user=...) without {claim}="
    real: ClassVar[str] = "Entra ID issues no such token. " + _NEW_TOKEN
    page: ClassVar[str] = _CLAIMS


class TokenUserUnknown(TokenRefused):
    """The token's user does not exist in the directory any more."""

    user: str = ""
    rule: ClassVar[str] = "oid: no account {user}"
    mend: ClassVar[str] = "tenant.add_user(name), then a token for that user"
    real: ClassVar[str] = (
        "Get-MgUser -UserId {user}; a user deleted less than 30 days ago is in Entra admin center > Users > Deleted "
        "users, and comes back with Restore user."
    )
    page: ClassVar[str] = _ENTRA + "fundamentals/users-restore"


class TokenUserDisabled(TokenUserUnknown):
    """The token's user is disabled."""

    rule: ClassVar[str] = "accountEnabled of {user} is false"
    mend: ClassVar[str] = "user.enabled = True"
    real: ClassVar[str] = (
        "Update-MgUser -UserId {user} -AccountEnabled:$true, or Entra admin center > Users > {user} > Edit "
        "properties > Settings > Account enabled. Shared mailboxes stay disabled: a member signs in and names the "
        "mailbox."
    )
    page: ClassVar[str] = _ENTRA + "identity/users/users-revoke-access"


class TokenRevoked(TokenRefused):
    """The session behind the token was revoked."""

    valid_from: str = ""
    rule: ClassVar[str] = "signInSessionsValidFromDateTime is {valid_from}, after the token was issued"
    mend: ClassVar[str] = "a new sign-in: tenant.token(app, user); or policies.strict_revocation = False"
    real: ClassVar[str] = (
        "The user must sign in again, interactively: sessions were revoked (Revoke-MgUserSignInSession) or the "
        "password was reset, and refresh tokens died with it (AADSTS50173)."
    )
    page: ClassVar[str] = _REVOKED


class InsufficientClaims(TokenRevoked):
    """The token was called back while it was still valid: continuous access evaluation, which the client declared."""

    #: JSON: the claims request that the client takes to the token endpoint
    claims: str = ""
    #: what happened: "sessions revoked", "account disabled"
    event: str = ""
    rule: ClassVar[str] = "xms_cc of the token has cp1, and: {event}"
    mend: ClassVar[str] = (
        "answer the claims challenge: msal's acquire_token_silent(scopes, account, claims_challenge=...), then a "
        "sign-in"
    )
    real: ClassVar[str] = (
        "Whoever declares the capability cp1 must answer the challenge: decode claims= of WWW-Authenticate from "
        "base64 and pass it to MSAL (claims_challenge), which gets a new token or asks the user to sign in."
    )
    page: ClassVar[str] = _ENTRA + "identity-platform/claims-challenge"


class PermissionsMissing(TokenRefused):
    """The token holds no permission for Exchange Online at all: neither scp nor roles."""

    application: str = ""
    rule: ClassVar[str] = "neither scp nor roles in the token of {application}"
    mend: ClassVar[str] = (
        "register_app(delegated=[...]) or register_app(application=[...]), with consent; or tenant.assign_role(app, "
        "...)"
    )
    real: ClassVar[str] = (
        "Entra admin center > App registrations > {application} > API permissions > Add a permission > APIs my "
        "organization uses > Office 365 Exchange Online; then Grant admin consent, and acquire a new token. "
        "Permissions that were added but not consented to do not stand in tokens."
    )
    page: ClassVar[str] = _ENTRA + "identity/enterprise-apps/grant-admin-consent"


class BasicAuthDisabled(AuthenticationRefused):
    """A user name and a password were sent, and basic authentication is off."""

    protocol: str = ""
    user: str = ""
    rule: ClassVar[str] = "basic authentication on {protocol}: off for every tenant (policies.basic_auth)"
    mend: ClassVar[str] = "send a token (XOAUTH2 or Bearer); or tenant.policies.basic_auth = True"
    real: ClassVar[str] = (
        "Change the app to OAuth: nothing brings basic authentication back on IMAP, POP3 and EWS. On SMTP it lasts "
        "until the end of 2026-12 where Authenticated SMTP is on and no authentication policy, security default or "
        "Conditional Access policy blocks it."
    )
    page: ClassVar[str] = _NO_BASIC


class BasicSubmissionRetired(BasicAuthDisabled):
    """A password was sent to SMTP, where basic authentication for client submission has been retired."""

    rule: ClassVar[str] = "basic authentication for client submission: retired (policies.basic_smtp_refusal is 5.7.30)"
    mend: ClassVar[str] = "send a token (XOAUTH2); or tenant.policies.basic_auth = True"
    real: ClassVar[str] = (
        "Change the app to OAuth (AUTH XOAUTH2 with SMTP.Send), or send by another way: high volume email, Azure "
        "Communication Services, a connector. Until the final date an admin can switch it on again."
    )


class LoginNotOffered(BasicAuthDisabled):
    """IMAP's LOGIN was sent to a front end that advertises LOGINDISABLED."""

    rule: ClassVar[str] = "CAPABILITY says LOGINDISABLED (policies.imap_generation is c or rev2)"
    mend: ClassVar[str] = 'AUTHENTICATE XOAUTH2; or tenant.policies.imap_generation = "b" and basic_auth = True'


class BasicAuthBlockedByPolicy(BasicAuthDisabled):
    """The user's authentication policy takes no password on this protocol."""

    policy: str = ""
    parameter: str = ""
    #: the protocol as `AuthenticationPolicy` spells it
    argument: str = ""
    rule: ClassVar[str] = "authentication policy '{policy}' of {user}: {parameter} is $false"
    mend: ClassVar[str] = "user.authentication_policy = AuthenticationPolicy(allow_basic_auth_{argument}=True), or None"
    real: ClassVar[str] = (
        "Get-User {user} | Format-List AuthenticationPolicy; Get-OrganizationConfig | Format-List "
        "DefaultAuthenticationPolicy; then Set-AuthenticationPolicy '{policy}' -{parameter}, or better: change the "
        "app to OAuth. It takes up to a day, or 30 minutes after Set-User {user} -STSRefreshTokensValidFrom."
    )
    page: ClassVar[str] = _BASIC_POLICY


class BasicAuthBlockedBySecurityDefaults(BasicAuthDisabled):
    """Security defaults block basic authentication."""

    rule: ClassVar[str] = "security defaults are on"
    mend: ClassVar[str] = "send a token; or tenant.policies.security_defaults = False"
    real: ClassVar[str] = (
        "Change the app to OAuth. Security defaults go off for the whole tenant only: Entra admin center > Overview "
        "> Properties > Manage security defaults."
    )
    page: ClassVar[str] = _ENTRA + "fundamentals/security-defaults"


class BasicAuthBlockedByConditionalAccess(BasicAuthDisabled):
    """A Conditional Access policy for other clients blocks basic authentication."""

    policy: str = ""
    rule: ClassVar[str] = "Conditional Access policy '{policy}' fits a password of {user} on {protocol}"
    mend: ClassVar[str] = "send a token; or take the policy '{policy}' out of tenant.policies.conditional_access"
    real: ClassVar[str] = (
        "Change the app to OAuth; or exclude {user} in Entra admin center > Protection > Conditional Access > "
        "'{policy}' > Users. The sign-in logs (client app: Other clients) show which policy it was."
    )
    page: ClassVar[str] = _ENTRA + "identity/conditional-access/policy-block-legacy-authentication"


class PasswordRefused(AuthenticationRefused):
    """The user name or the password is wrong, or the account may not sign in."""

    user: str = ""
    #: the directory's own reason, which the wire never tells
    reason: str = ""
    rule: ClassVar[str] = "sign-in of {user}: {reason}"
    mend: ClassVar[str] = (
        "send user.upn and user.password; user.enabled, user.locked_until, user.password_expired tell more"
    )
    real: ClassVar[str] = (
        "Entra admin center > Monitoring > Sign-in logs shows the reason with its AADSTS number: 50126 wrong "
        "password, 50034 unknown user, 50053 locked, 50055 expired, 50057 disabled."
    )
    page: ClassVar[str] = _ENTRA + "identity-platform/reference-error-codes"


class PasswordNotEnough(PasswordRefused):
    """The password is right, but the account asks for a second factor, which basic authentication cannot show."""

    rule: ClassVar[str] = "multi-factor authentication of {user}: {reason}"
    mend: ClassVar[str] = 'send a token; or user.mfa = "none"'
    real: ClassVar[str] = (
        "Change the app to OAuth. Where SMTP takes nothing but passwords: an app password, if the tenant allows "
        "them, or an account without multi-factor authentication for sending alone."
    )
    page: ClassVar[str] = _ENTRA + "identity/authentication/howto-mfa-app-passwords"
