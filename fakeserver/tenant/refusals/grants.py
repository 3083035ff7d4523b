"""The token service and grants: what is redeemed for a token."""

from fakeserver.tenant.refusals.applications import DirectoryRefused


class GrantRefused(DirectoryRefused):
    """What was given to redeem is not good."""

    application: str = ""
    page = "learn.microsoft.com/entra/identity-platform/reference-error-codes"


class GrantMalformed(GrantRefused):
    """What was sent as a code or a refresh token is none: it is cut off, quoted, or escaped twice."""

    rule = "it has not the form of a code or refresh token of Entra ID"
    fix = "send the text of the redirect or of the last answer, unchanged"
    real = (
        "Send it whole and decoded once: look for quotation marks and line ends around it, for plus signs and percent "
        "signs in it, and for a column or a variable that is too short."
    )


class CodeInvalid(GrantRefused):
    """The authorization code was not issued here."""

    rule = "code was not issued by this token endpoint"
    fix = "redeem the code of the redirect, unchanged; each test's tenant has codes of its own"
    real = (
        "Redeem what stands in code= of the redirect, decoded once from its URL, at the token endpoint of the same "
        "tenant."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class CodeAlreadyRedeemed(GrantRefused):
    """The authorization code was redeemed before."""

    rule = "code was redeemed before"
    fix = "begin a new sign-in; keep the refresh token of the first answer"
    real = (
        "A code is good for one redemption. Look for two requests in place of one: a page that was loaded again, a "
        "retry after a time-out, two workers."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class CodeExpired(GrantRefused):
    """The authorization code has expired."""

    expired_at: str = ""
    rule = "code expired at {expired_at}"
    fix = "redeem it at once, or begin a new sign-in"
    real = "Redeem the code as soon as it comes: it lives about ten minutes. Then check the machine's clock."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class CodeForOtherApplication(GrantRefused):
    """The code or refresh token was issued to another application."""

    issued_to: str = ""
    rule = "it was issued to {issued_to}; client_id is {application}"
    fix = "redeem it with the client_id that asked for it"
    real = (
        "Redeem a code or refresh token with the client_id that it was issued to: after a change of client id "
        "everybody signs in again."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class CodeForOtherTenant(GrantRefused):
    """The authorization code was issued by another tenant."""

    rule = "code was issued by another tenant"
    fix = "redeem it at the authority that the user signed in at (target.authority)"
    real = "Redeem the code at the token endpoint of the authority at which the user signed in."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class ReplyAddressMissing(GrantRefused):
    """The code was requested with a redirect URI, so it must be redeemed with the same one."""

    rule = "redirect_uri is missing; the code was requested with one"
    fix = "send the same redirect_uri again"
    real = "Send redirect_uri with the code, the same as in the authorization request."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class ReplyAddressDiffers(GrantRefused):
    """The redirect URI differs from the one that the code was requested with."""

    redirect_uri: str = ""
    requested_with: str = ""
    rule = "redirect_uri is {redirect_uri}; the code was requested with {requested_with}"
    fix = "send redirect_uri={requested_with}"
    real = (
        "Send the same redirect_uri with the code as in the authorization request, to the letter; behind a proxy "
        "check which scheme and host the app believes to have."
    )
    page = "learn.microsoft.com/entra/identity-platform/reply-url"


class VerifierWrong(GrantRefused):
    """The code_verifier is missing or does not fit the code_challenge."""

    rule = "code_verifier does not fit code_challenge"
    fix = "send the verifier whose challenge began this sign-in"
    real = (
        "Keep the code_verifier with the state of this sign-in, and send it with the code; with several workers, not "
        "in the memory of one of them."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class SpaVerifierMissing(GrantRefused):
    """A code for a single-page app can be redeemed with PKCE only."""

    rule = "code_verifier is missing, and the code is for a single-page app"
    fix = "use PKCE (msal does), or a redirect URI of kind web or native"
    real = (
        "Use PKCE. If the app is none that runs in a browser, its redirect URI stands under the wrong platform: App "
        "registrations > your app > Authentication."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class OriginNotAllowed(GrantRefused):
    """A cross-origin request redeems a code that was not issued to a single-page app."""

    origin: str = ""
    rule = "Origin is {origin}, and the redirect URI is none of kind spa"
    fix = 'RedirectUri(uri, "spa")'
    real = (
        "App registrations > your app > Authentication > Single-page application: put the redirect URI there; or "
        "redeem the code on the server."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class OriginMissing(GrantRefused):
    """A code for a single-page app can be redeemed by a cross-origin request only."""

    rule = "no Origin header, and the redirect URI is of kind spa"
    fix = "redeem the code in the browser, or register the redirect URI as web or native"
    real = (
        "App registrations > your app > Authentication: move the redirect URI from Single-page application to Web, or "
        "to Mobile and desktop applications."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"


class RefreshTokenInvalid(GrantRefused):
    """The refresh token was not issued here."""

    rule = "refresh_token was not issued by this token endpoint"
    fix = "send the refresh_token of the last answer; each test's tenant has its own"
    real = (
        "Send the newest refresh_token, unchanged and whole, to the tenant and cloud that issued it. If it is lost, "
        "the user signs in again."
    )
    page = "learn.microsoft.com/entra/identity-platform/refresh-tokens"


class RefreshTokenForOtherTenant(RefreshTokenInvalid):
    """The refresh token was issued by another tenant."""

    rule = "refresh_token was issued by another tenant"
    fix = "redeem it at the authority that the user signed in at (target.authority)"
    real = "Redeem it at the tenant at whose address the user signed in: an app's settings may still name another."


class RefreshTokenExpired(GrantRefused):
    """The refresh token has expired, unused for too long."""

    issued_at: str = ""
    inactive_for: str = ""
    rule = "refresh_token was issued at {issued_at} and unused for {inactive_for}"
    fix = "sign in again; tenant.clock is the time that counts"
    real = (
        "The user signs in again. A refresh token ends after 90 days without use: an app that runs more seldom needs "
        "another grant, e.g. client credentials."
    )
    page = "learn.microsoft.com/entra/identity-platform/refresh-tokens"


class SpaRefreshTokenExpired(RefreshTokenExpired):
    """The refresh token of a single-page app has reached its fixed end."""

    rule = "refresh_token of a single-page app was issued at {issued_at}: it lives 24 hours"
    real = (
        "Sign in again in the browser: refresh tokens of single-page apps live 24 hours, however often they are "
        "renewed."
    )


class GrantRevoked(GrantRefused):
    """The grant was revoked: sessions revoked, or the password reset."""

    user: str = ""
    issued_at: str = ""
    valid_from: str = ""
    rule = "signInSessionsValidFromDateTime of {user} is {valid_from}; the grant was issued at {issued_at}"
    fix = "sign in again: tenant.revoke and tenant.sign_ins.reset_password end what was issued before"
    real = (
        "The user signs in again, interactively: sessions were revoked, or the password was changed or reset. Entra "
        "admin center > Users > {user} > Audit logs shows by whom. MSAL: InteractionRequired, then "
        "acquire_token_interactive."
    )
    page = "learn.microsoft.com/entra/identity-platform/refresh-tokens"


class PasswordChangedSince(GrantRevoked):
    """The user has changed the password since signing in with the old one."""

    rule = "password of {user} was changed at {valid_from}; the grant was issued at {issued_at}"
    fix = "sign in again"
    real = (
        "The user signs in again with the new password. Apps that need no password at sign-in (passkey, Windows "
        "Hello) keep theirs."
    )


class DeviceCodePending(GrantRefused):
    """The user has not answered yet at the device login page."""

    rule = "the user has not answered at the device login page"
    fix = "tenant.sign_ins.approve_device_code(user_code)"
    real = "Nothing is wrong: poll again after interval seconds, until expires_in is over."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code"


class DeviceCodePolledTooOften(DeviceCodePending):
    """The device polls faster than the interval allows."""

    rule = "the last poll was less than interval seconds ago"
    real = "Wait interval seconds between two polls, and five more after each slow_down."


class DeviceCodeDeclined(GrantRefused):
    """The user declined at the device login page."""

    rule = "the user declined"
    fix = "tenant.sign_ins.approve_device_code(user_code)"
    real = "Begin again with a new device code, if the user wants to."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code"


class DeviceCodeExpired(GrantRefused):
    """The device code has expired."""

    rule = "device_code is older than expires_in"
    fix = "ask for a new device code; tenant.clock is the time that counts"
    real = "Ask for a new device code, and show the user how long it is good for."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code"


class DeviceCodeInvalid(GrantRefused):
    """The device code was not issued here, or was redeemed."""

    rule = "device_code was not issued here, or was redeemed"
    fix = "poll with the device_code of the last answer, and stop after the first token"
    real = "Poll with device_code, not user_code, and stop after the first good answer."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code"
