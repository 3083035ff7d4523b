"""Who are you: the credential itself is not good."""

from typing import ClassVar

from fakeserver.tenant.refusals.base import Refusal


class AuthenticationRefused(Refusal):
    """The credential is not good, so nobody is signed in."""


class CredentialMissing(AuthenticationRefused):
    """No credential was sent."""

    mend: ClassVar[str] = "send an access token: Target.token(...) mints one"


class CredentialMalformed(AuthenticationRefused):
    """The credential does not have the form that the protocol asks for."""

    problem: str = ""


class TokenRefused(AuthenticationRefused):
    """The access token is not valid."""


class TokenMalformed(TokenRefused):
    """The token cannot be read as a signed JWT."""

    problem: str = ""
    mend: ClassVar[str] = "send the access_token of the token endpoint's answer, unchanged"


class AlgorithmRefused(TokenRefused):
    """The token is signed with an algorithm other than RS256."""

    algorithm: str = ""
    rule: ClassVar[str] = "alg"


class KeyUnknown(TokenRefused):
    """The token names a signing key that the tenant does not publish."""

    kid: str = ""
    rule: ClassVar[str] = "kid"


class SignatureInvalid(TokenRefused):
    """The token's signature does not fit its content."""

    kid: str = ""
    rule: ClassVar[str] = "signature"


class IssuerWrong(TokenRefused):
    """The token was issued by somebody else than this tenant's token service."""

    issuer: str = ""
    rule: ClassVar[str] = "iss"


class TenantUnknown(TokenRefused):
    """The token speaks for a tenant that does not exist here."""

    tenant_id: str = ""
    rule: ClassVar[str] = "tid"


class AudienceWrong(TokenRefused):
    """The token was issued for another resource than Exchange Online."""

    audience: str = ""
    rule: ClassVar[str] = "aud"
    mend: ClassVar[str] = "ask for scopes of https://outlook.office.com or https://outlook.office365.com"


class TokenExpired(TokenRefused):
    """The token has expired."""

    expired_at: str = ""
    now: str = ""
    rule: ClassVar[str] = "exp"
    mend: ClassVar[str] = "renew the token (acquire_token_silent, refresh_token) before it expires"


class TokenNotYetValid(TokenRefused):
    """The token is not valid yet."""

    not_before: str = ""
    now: str = ""
    rule: ClassVar[str] = "nbf"


class ClaimInvalid(TokenRefused):
    """A claim of the token is missing or contradicts the others."""

    claim: str = ""
    problem: str = ""


class TokenUserUnknown(TokenRefused):
    """The token's user does not exist in the directory, or is disabled."""

    user: str = ""
    rule: ClassVar[str] = "oid"


class TokenRevoked(TokenRefused):
    """The session behind the token was revoked."""

    valid_from: str = ""
    rule: ClassVar[str] = "TokensValidFrom"


class PermissionsMissing(TokenRefused):
    """The token holds no permission for Exchange Online at all: neither scp nor roles."""

    application: str = ""
    rule: ClassVar[str] = "scp, roles"
    mend: ClassVar[str] = "register_app(delegated=[...]) or register_app(application=[...]), with consent"


class BasicAuthDisabled(AuthenticationRefused):
    """A user name and a password were sent, and basic authentication is off."""

    protocol: str = ""
    user: str = ""
    rule: ClassVar[str] = "AllowBasicAuth"
    mend: ClassVar[str] = "send a token (XOAUTH2 or Bearer); or set tenant.policies.basic_auth = True"


class PasswordRefused(AuthenticationRefused):
    """The user name or the password is wrong."""

    user: str = ""
