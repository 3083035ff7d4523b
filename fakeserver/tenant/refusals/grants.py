"""The token service and grants: what is redeemed for a token. The comments give Entra's AADSTS codes."""

from typing import ClassVar

from fakeserver.tenant.refusals.applications import DirectoryRefused


class GrantRefused(DirectoryRefused):
    """What was given to redeem is not good."""

    application: str = ""


class CodeInvalid(GrantRefused):  # 70000
    """The authorization code was not issued here."""


class CodeAlreadyRedeemed(GrantRefused):  # 54005
    """The authorization code was redeemed before."""


class CodeExpired(GrantRefused):  # 70008
    """The authorization code has expired."""

    expired_at: str = ""


class CodeForOtherApplication(GrantRefused):  # 700007
    """The code or refresh token was issued to another application."""

    issued_to: str = ""


class CodeForOtherTenant(GrantRefused):  # 700005
    """The authorization code was issued by another tenant."""


class ReplyAddressMissing(GrantRefused):  # 700009
    """The code was requested with a redirect URI, so it must be redeemed with the same one."""


class ReplyAddressDiffers(GrantRefused):  # 50011
    """The redirect URI differs from the one that the code was requested with."""

    redirect_uri: str = ""
    requested_with: str = ""


class VerifierWrong(GrantRefused):  # 501481
    """The code_verifier is missing or does not fit the code_challenge."""

    rule: ClassVar[str] = "code_verifier"


class SpaVerifierMissing(GrantRefused):  # 9002325
    """A code for a single-page app can be redeemed with PKCE only."""


class OriginNotAllowed(GrantRefused):  # 9002326
    """A cross-origin request redeems a code that was not issued to a single-page app."""

    origin: str = ""


class OriginMissing(GrantRefused):  # 9002327
    """A code for a single-page app can be redeemed by a cross-origin request only."""


class RefreshTokenInvalid(GrantRefused):  # 70000
    """The refresh token was not issued here."""


class RefreshTokenExpired(GrantRefused):  # 700082
    """The refresh token has expired, unused for too long."""

    issued_at: str = ""
    inactive_for: str = ""


class SpaRefreshTokenExpired(RefreshTokenExpired):  # 700084
    """The refresh token of a single-page app has reached its fixed end."""


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


class UserAssertionInvalid(GrantRefused):  # 50013
    """The assertion of the on-behalf-of grant is not a token for this application."""

    problem: str = ""


class UserAssertionExpired(UserAssertionInvalid):  # 500133
    """The assertion of the on-behalf-of grant has expired."""

    now: str = ""
    expires_at: str = ""


class UserAssertionOfApplication(UserAssertionInvalid):  # 7000114
    """The assertion of the on-behalf-of grant is an application's own token: it speaks for no user."""

    mend: ClassVar[str] = "call the API with a user's token"
