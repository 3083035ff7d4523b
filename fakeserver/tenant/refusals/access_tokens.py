"""The access token itself is not good, whatever it might permit."""

from fakeserver.tenant.refusals.credentials import AuthenticationRefused
from fakeserver.tenant.refusals.pages import OAUTH as _OAUTH
from fakeserver.tenant.refusals.pages import OAUTH_OF_EWS as _OAUTH_OF_EWS

_ENTRA = "learn.microsoft.com/entra/"
_TOKENS = _ENTRA + "identity-platform/access-tokens"
_CLAIMS = _ENTRA + "identity-platform/access-token-claims-reference"
_KEYS = _ENTRA + "identity-platform/signing-key-rollover"
_REVOKED = _ENTRA + "identity-platform/refresh-tokens"
_NEW_TOKEN = (
    "Acquire a new token from https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token and send it unchanged; "
    "jwt.ms shows what is in it."
)


class TokenRefused(AuthenticationRefused):
    """The access token is not valid."""


class TokenMalformed(TokenRefused):
    """The token cannot be read as a signed JWT."""

    problem: str = ""
    rule = "form of the token: {problem}"
    fix = "send the access_token of the token endpoint's answer, unchanged"
    real = (
        "Send the member access_token of the token endpoint's answer: not the whole JSON, not id_token, not "
        "refresh_token; no quotes, no line ends, not cut off by a column of a database. Tokens of personal Microsoft "
        "accounts are no JWT and open no mailbox of an organization."
    )
    page = _TOKENS


class AlgorithmRefused(TokenRefused):
    """The token is signed with an algorithm other than RS256."""

    algorithm: str = ""
    rule = "alg is {algorithm}; Entra ID signs with RS256"
    fix = "tenant.token(app, user), or tenant.mint(user=...) without key="
    real = _NEW_TOKEN
    page = _KEYS


class KeyUnknown(TokenRefused):
    """The token names a signing key that the tenant does not publish."""

    kid: str = ""
    rule = "kid {kid} is not in the tenant's discovery/v2.0/keys"
    fix = "tenant.mint(user=...) without key=; after tenant.keys.roll(), a new token"
    real = "The token is of another cloud or environment, or forged. " + _NEW_TOKEN
    page = _KEYS


class SignatureInvalid(TokenRefused):
    """The token's signature does not fit its content."""

    kid: str = ""
    rule = "the signature does not fit header and payload; kid is {kid}"
    fix = "send the token as it was issued: tenant.mint(user=..., claim=value) changes claims and signs"
    real = "The token was changed on its way, or cut and padded. " + _NEW_TOKEN
    page = _TOKENS


class IssuerWrong(TokenRefused):
    """The token was issued by somebody else than this tenant's token service."""

    issuer: str = ""
    rule = "iss is {issuer}; Exchange Online takes https://sts.windows.net/<tenant id>/"
    fix = "tenant.mint(user=...) without iss="
    real = (
        "Use the authority of the mailbox's own tenant, https://login.microsoftonline.com/<tenant id>, in the right "
        "cloud (login.microsoftonline.us, login.partner.microsoftonline.cn)."
    )
    page = _CLAIMS


class TenantUnknown(TokenRefused):
    """The token speaks for a tenant that does not exist here."""

    tenant_id: str = ""
    rule = "tid is {tenant_id}"
    fix = "take the token from the tenant of this test: each test has a tenant of its own"
    real = (
        "Acquire the token from the tenant that holds the mailbox: authority "
        "https://login.microsoftonline.com/<tenant id or domain>. With /common or /organizations it is the home "
        "tenant of whoever signs in."
    )
    page = _CLAIMS


class AudienceWrong(TokenRefused):
    """The token was issued for another resource than Exchange Online."""

    audience: str = ""
    rule = "aud is {audience}; Exchange Online takes https://outlook.office365.com or https://outlook.office.com"
    fix = 'tenant.token(app, user, "IMAP.AccessAsUser.All"): bare names are Exchange Online\'s'
    real = (
        "Ask for https://outlook.office.com/IMAP.AccessAsUser.All (POP.AccessAsUser.All, SMTP.Send, "
        "EWS.AccessAsUser.All), or for https://outlook.office365.com/.default. A scope without an address, such as "
        "Mail.Read or IMAP.AccessAsUser.All, is Microsoft Graph's, and its token opens nothing here. One token is "
        "for one resource."
    )
    page = _OAUTH
    pages = _OAUTH_OF_EWS


class TokenExpired(TokenRefused):
    """The token has expired."""

    expired_at: str = ""
    now: str = ""
    rule = "exp is {expired_at}; it is {now}"
    fix = "renew it before exp: acquire_token_silent, refresh_token; tenant.token(app, user) for a test"
    real = (
        "Renew the token in time: MSAL's acquire_token_silent does it by itself from the cache, a refresh_token "
        "grant by hand (scope offline_access). A connection does not outlive its token: sign in again with the new "
        "one. Check the machine's clock."
    )
    page = _ENTRA + "identity-platform/configurable-token-lifetimes"


class TokenNotYetValid(TokenRefused):
    """The token is not valid yet."""

    not_before: str = ""
    now: str = ""
    rule = "nbf is {not_before}; it is {now}"
    fix = "tenant.clock.advance(...), or tenant.mint(user=...) without nbf="
    real = (
        "Entra ID dates its tokens five minutes back: this one was made elsewhere, or the clock of the machine that "
        "made it is ahead. " + _NEW_TOKEN
    )
    page = _CLAIMS


class ClaimInvalid(TokenRefused):
    """A claim of the token is missing or contradicts the others."""

    claim: str = ""
    problem: str = ""
    rule = "{claim}: {problem}"
    fix = "tenant.token(app, user), or tenant.mint(user=...) without {claim}="
    real = "Entra ID issues no such token. " + _NEW_TOKEN
    page = _CLAIMS


class TokenUserUnknown(TokenRefused):
    """The token's user does not exist in the directory any more."""

    user: str = ""
    rule = "oid: no account {user}"
    fix = "tenant.add_user(name), then a token for that user"
    real = (
        "Get-MgUser -UserId {user}; a user deleted less than 30 days ago is in Entra admin center > Users > Deleted "
        "users, and comes back with Restore user."
    )
    page = _ENTRA + "fundamentals/users-restore"


class TokenUserDisabled(TokenUserUnknown):
    """The token's user is disabled."""

    rule = "accountEnabled of {user} is false"
    fix = "user.enabled = True"
    real = (
        "Update-MgUser -UserId {user} -AccountEnabled:$true, or Entra admin center > Users > {user} > Edit "
        "properties > Settings > Account enabled. Shared mailboxes stay disabled: a member signs in and names the "
        "mailbox."
    )
    page = _ENTRA + "identity/users/users-revoke-access"


class TokenRevoked(TokenRefused):
    """The session behind the token was revoked."""

    valid_from: str = ""
    rule = "signInSessionsValidFromDateTime is {valid_from}, after the token was issued"
    fix = "a new sign-in: tenant.token(app, user); or policies.strict_revocation = False"
    real = (
        "The user must sign in again, interactively: sessions were revoked (Revoke-MgUserSignInSession) or the "
        "password was reset, and refresh tokens died with it (AADSTS50173)."
    )
    page = _REVOKED


class InsufficientClaims(TokenRevoked):
    """The token was called back while it was still valid: continuous access evaluation, which the client declared."""

    #: JSON: the claims request that the client takes to the token endpoint
    claims: str = ""
    #: what happened: "sessions revoked", "account disabled"
    event: str = ""
    rule = "xms_cc of the token has cp1, and: {event}"
    fix = (
        "answer the claims challenge: msal's acquire_token_silent(scopes, account, claims_challenge=...), then a "
        "sign-in"
    )
    real = (
        "Whoever declares the capability cp1 must answer the challenge: decode claims= of WWW-Authenticate from "
        "base64 and pass it to MSAL (claims_challenge), which gets a new token or asks the user to sign in."
    )
    page = _ENTRA + "identity-platform/claims-challenge"


class PermissionsMissing(TokenRefused):
    """The token holds no permission for Exchange Online at all: neither scp nor roles."""

    application: str = ""
    rule = "neither scp nor roles in the token of {application}"
    fix = (
        "register_app(delegated=[...]) or register_app(application=[...]), with consent; or "
        "tenant.rights.assign_role(app, ...)"
    )
    real = (
        "Entra admin center > App registrations > {application} > API permissions > Add a permission > APIs my "
        "organization uses > Office 365 Exchange Online; then Grant admin consent, and acquire a new token. "
        "Permissions that were added but not consented to do not stand in tokens."
    )
    page = _ENTRA + "identity/enterprise-apps/grant-admin-consent"
