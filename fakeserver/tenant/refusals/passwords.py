"""A password where tokens are wanted: basic authentication is off, or the sign-in fails."""

from fakeserver.tenant.refusals.credentials import AuthenticationRefused

_ENTRA = "learn.microsoft.com/entra/"
_EXCHANGE = "learn.microsoft.com/exchange/"
_NO_BASIC = _EXCHANGE + "clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online"
_BASIC_POLICY = _EXCHANGE + "clients-and-mobile-in-exchange-online/disable-basic-authentication-in-exchange-online"


class BasicAuthDisabled(AuthenticationRefused):
    """A user name and a password were sent, and basic authentication is off."""

    protocol: str = ""
    user: str = ""
    rule = "basic authentication on {protocol}: off for every tenant (policies.basic_auth)"
    fix = "send a token (XOAUTH2 or Bearer); or tenant.policies.basic_auth = True"
    real = (
        "Change the app to OAuth: nothing brings basic authentication back on IMAP, POP3 and EWS. On SMTP it lasts "
        "until the end of 2026-12 where Authenticated SMTP is on and no authentication policy, security default or "
        "Conditional Access policy blocks it."
    )
    page = _NO_BASIC


class BasicSubmissionRetired(BasicAuthDisabled):
    """A password was sent to SMTP, where basic authentication for client submission has been retired."""

    rule = "basic authentication for client submission: retired (policies.basic_smtp_refusal is 5.7.30)"
    fix = "send a token (XOAUTH2); or tenant.policies.basic_auth = True"
    real = (
        "Change the app to OAuth (AUTH XOAUTH2 with SMTP.Send), or send by another way: high volume email, Azure "
        "Communication Services, a connector. Until the final date an admin can switch it on again."
    )


class LoginNotOffered(BasicAuthDisabled):
    """IMAP's LOGIN was sent to a front end that advertises LOGINDISABLED."""

    rule = "CAPABILITY says LOGINDISABLED (policies.imap_generation is c or rev2)"
    fix = 'AUTHENTICATE XOAUTH2; or tenant.policies.imap_generation = "b" and basic_auth = True'


class BasicAuthBlockedByPolicy(BasicAuthDisabled):
    """The user's authentication policy takes no password on this protocol."""

    policy: str = ""
    parameter: str = ""
    #: the protocol as `AuthenticationPolicy` spells it
    argument: str = ""
    rule = "authentication policy '{policy}' of {user}: {parameter} is $false"
    fix = "user.authentication_policy = AuthenticationPolicy(allow_basic_auth_{argument}=True), or None"
    real = (
        "Get-User {user} | Format-List AuthenticationPolicy; Get-OrganizationConfig | Format-List "
        "DefaultAuthenticationPolicy; then Set-AuthenticationPolicy '{policy}' -{parameter}, or better: change the "
        "app to OAuth. It takes up to a day, or 30 minutes after Set-User {user} -STSRefreshTokensValidFrom."
    )
    page = _BASIC_POLICY


class BasicAuthBlockedBySecurityDefaults(BasicAuthDisabled):
    """Security defaults block basic authentication."""

    rule = "security defaults are on"
    fix = "send a token; or tenant.policies.security_defaults = False"
    real = (
        "Change the app to OAuth. Security defaults go off for the whole tenant only: Entra admin center > Overview "
        "> Properties > Manage security defaults."
    )
    page = _ENTRA + "fundamentals/security-defaults"


class BasicAuthBlockedByConditionalAccess(BasicAuthDisabled):
    """A Conditional Access policy for other clients blocks basic authentication."""

    policy: str = ""
    rule = "Conditional Access policy '{policy}' fits a password of {user} on {protocol}"
    fix = "send a token; or take the policy '{policy}' out of tenant.policies.conditional_access"
    real = (
        "Change the app to OAuth; or exclude {user} in Entra admin center > Protection > Conditional Access > "
        "'{policy}' > Users. The sign-in logs (client app: Other clients) show which policy it was."
    )
    page = _ENTRA + "identity/conditional-access/policy-block-legacy-authentication"


class PasswordRefused(AuthenticationRefused):
    """The user name or the password is wrong, or the account may not sign in."""

    user: str = ""
    #: the directory's own reason, which no protocol shows
    reason: str = ""
    rule = "sign-in of {user}: {reason}"
    fix = "send user.upn and user.password; look at user.enabled, user.locked_until and user.password_expired"
    real = (
        "Entra admin center > Monitoring > Sign-in logs shows the reason with its AADSTS number: 50126 wrong "
        "password, 50034 unknown user, 50053 locked, 50055 expired, 50057 disabled."
    )
    page = _ENTRA + "identity-platform/reference-error-codes"


class PasswordNotEnough(PasswordRefused):
    """The password is right, but the account asks for a second factor, which basic authentication cannot show."""

    rule = "multi-factor authentication of {user}: {reason}"
    fix = 'send a token; or user.mfa = "none"'
    real = (
        "Change the app to OAuth. Where SMTP takes nothing but passwords: an app password, if the tenant allows "
        "them, or an account without multi-factor authentication for sending alone."
    )
    page = _ENTRA + "identity/authentication/howto-mfa-app-passwords"
