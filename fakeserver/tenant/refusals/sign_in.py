"""The token service and users: who signs in."""

from fakeserver.tenant.refusals.applications import DirectoryRefused


class SignInRefused(DirectoryRefused):
    """The user is not let in."""

    user: str = ""
    page = "learn.microsoft.com/entra/identity-platform/reference-error-codes"


class UserNotFound(SignInRefused):
    """No user has this name in the tenant."""

    tenant: str = ""
    rule = "no user {user} in {tenant}"
    fix = "tenant.add_user(name); tenant.users lists those there are"
    real = (
        'Check the sign-in name (userPrincipalName, which may differ from the mail address: Get-MgUser -Filter "mail '
        "eq '{user}'\") and that the authority is the user's own tenant."
    )


class GuestFromElsewhere(SignInRefused):
    """A guest signs in at home; this tenant has no password of theirs."""

    tenant: str = ""
    application: str = ""
    name: str = ""
    #: the issuer of the guest's home
    identity_provider: str = ""
    rule = "{user} is a guest, whose home is {identity_provider}"
    fix = "sign in at the guest's own tenant"
    real = (
        "Use the authority of the guest's home tenant, and an app that is known there; a guest has no password and no "
        "mailbox here."
    )
    page = "learn.microsoft.com/entra/external-id/what-is-b2b"


class UserPasswordWrong(SignInRefused):
    """The password is wrong."""

    #: wrong ones in a row that lock the account
    limit: str = ""
    rule = "password of {user}; {limit} wrong ones lock the account"
    fix = "send user.password"
    real = (
        "Check the password by an interactive sign-in; a password with + or & must be escaped in a form. Users of a "
        "federated domain have it elsewhere."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth-ropc"


class PasswordMissing(SignInRefused):
    """The user has no password here, or none was sent."""

    rule = "password of {user}: none is set, or none was sent"
    fix = "tenant.add_user(name, password), and send it"
    real = (
        "Shared mailboxes, passwordless users and users of a federated domain have no password here: sign in "
        "interactively."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth-ropc"


class AccountDisabled(SignInRefused):
    """The account is disabled."""

    rule = "accountEnabled of {user} is false"
    fix = "user.enabled = True"
    real = (
        "Update-MgUser -UserId {user} -AccountEnabled:$true, or Entra admin center > Users > {user} > Edit properties "
        "> Settings > Account enabled. Shared mailboxes stay disabled: a member signs in and names the mailbox."
    )
    page = "learn.microsoft.com/entra/identity/users/users-revoke-access"


class AccountLocked(SignInRefused):
    """The account is locked after too many wrong passwords."""

    until: str = ""
    rule = "smart lockout of {user} until {until}"
    fix = "user.locked_until = None, or tenant.clock.advance(60)"
    real = (
        "Wait a minute, and longer after each further lockout; find the app that still sends an old password (Entra "
        "admin center > Users > {user} > Sign-in logs), and stop it."
    )
    page = "learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout"


class PasswordExpired(SignInRefused):
    """The password has expired, or must be changed at the first sign-in."""

    rule = "password of {user} has expired, or is a temporary one"
    fix = "user.password_expired = False; user.must_change_password = False"
    real = (
        "The user signs in at https://login.microsoftonline.com and changes it; or Update-MgUser -UserId {user} "
        "-PasswordPolicies DisablePasswordExpiration for the account of a service."
    )
    page = "learn.microsoft.com/entra/identity/authentication/concept-sspr-policy"


class MfaRequired(SignInRefused):
    """The user must pass multi-factor authentication, which this grant cannot show."""

    resource: str = ""
    #: the Conditional Access policy that asks for it; empty: the user's own setting
    policy: str = ""
    #: JSON: the claims request that the application sends back
    claims: str = ""
    #: the policy or the user's setting, in words
    asked_by: str = ""
    rule = "multi-factor authentication of {user}; {asked_by}"
    fix = 'use an interactive grant, or user.mfa = "none"; the policy is in tenant.policies.conditional_access'
    real = (
        "Sign in interactively (authorization code, device code) and pass claims on, where the answer has them; a "
        "password grant can show no second factor. For an app without a person: client credentials, or exclude its "
        "account from the policy."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/policy-all-users-mfa-strength"


class MfaEnrolmentRequired(MfaRequired):
    """The user must first enrol in multi-factor authentication."""

    rule = "{user} must register a second factor; {asked_by}"
    fix = 'user.mfa = "none"; or tenant.policies.security_defaults = False'
    real = (
        "The user registers once at https://aka.ms/mfasetup, and signs in interactively from then on. Security "
        "defaults ask it of everybody."
    )
    page = "learn.microsoft.com/entra/identity/authentication/howto-registration-mfa-sspr-combined"


class MfaMissed(MfaRequired):
    """A second factor is asked for, and the sign-in that is redeemed was without one."""

    fix = "sign in again: the page asks for the second factor"
    rule = "multi-factor authentication of {user}: the sign-in was without; {asked_by}"
    real = (
        "Sign in again, interactively, and pass claims on: the sign-in behind this grant was without a second factor."
    )


class MfaEnrolmentMissed(MfaEnrolmentRequired):
    """A second factor is asked for, and the sign-in that is redeemed was by somebody who has none."""

    fix = "sign in again: the page asks to register one"
    rule = "{user} must register a second factor, and signed in without; {asked_by}"


class MfaExpired(MfaRequired):
    """A Conditional Access policy asks for a more recent second factor."""

    rule = "the second factor of {user} is older than the policy '{policy}' allows"
    fix = "sign in again, or take sign_in_frequency out of the policy '{policy}'"
    real = "Sign in again, interactively. How long a second factor is good for is the policy's session control."
    page = "learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime"


class TermsNotAccepted(SignInRefused):
    """A Conditional Access policy asks to accept terms of use, which only the sign-in page shows."""

    resource: str = ""
    policy: str = ""
    policy_id: str = ""
    rule = "Conditional Access policy '{policy}' asks {user} to accept terms of use"
    fix = "accept them at the sign-in page, or tenant.sign_ins.accept_terms(user)"
    real = (
        "Sign in interactively once and accept; Entra admin center > Protection > Conditional Access > Terms of use "
        "shows who has."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/terms-of-use"


class BlockedByConditionalAccess(SignInRefused):
    """A Conditional Access policy blocks this sign-in."""

    policy: str = ""
    #: JSON: the claims request that the application sends back
    claims: str = ""
    rule = "Conditional Access policy '{policy}' blocks {user}"
    fix = "take the policy '{policy}' out of tenant.policies.conditional_access"
    real = (
        "Entra admin center > Protection > Conditional Access > '{policy}', or What If with user, app and address: "
        "then change the policy, or what it looks at (place, app, way of signing in). The sign-in logs (Conditional "
        "Access tab) name it."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access"


class DeviceNotCompliant(BlockedByConditionalAccess):
    """A Conditional Access policy asks for a compliant device."""

    state: str = ""
    rule = "Conditional Access policy '{policy}' asks {user} for a compliant device; this one is {state}"
    real = (
        "Enrol the device (Intune > Devices > {user}), and sign in by a browser or a broker that can show it (MSAL: "
        "enable_broker_on_windows). Programs on servers cannot: exclude their account, or use client credentials."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/policy-all-users-device-compliance"


class DeviceNotJoined(BlockedByConditionalAccess):
    """A Conditional Access policy asks for a device that is joined to the domain."""

    state: str = ""
    rule = "Conditional Access policy '{policy}' asks {user} for a device of the domain; this one is {state}"
    real = (
        "Sign in from a device that is joined (dsregcmd /status), by a browser or a broker that can show it. Programs "
        "on servers cannot: exclude their account, or use client credentials."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-grant"


class DeviceNotManaged(BlockedByConditionalAccess):
    """A Conditional Access policy asks for a managed device."""

    state: str = ""
    rule = "Conditional Access policy '{policy}' asks {user} for a managed device; this one is {state}"
    real = (
        "Enrol the device, and sign in by a browser or a broker that can show it. Programs on servers cannot: exclude "
        "their account, or use client credentials."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-grant"


class SignInTooOld(SignInRefused):
    """A Conditional Access policy asks for a more recent sign-in."""

    policy: str = ""
    issued_at: str = ""
    seconds: str = ""
    rule = "sign-in frequency of the policy '{policy}' is {seconds} seconds; the user signed in at {issued_at}"
    fix = "sign in again"
    real = (
        "The user signs in again. Sign-in frequency is a session control: Entra admin center > Protection > "
        "Conditional Access > '{policy}' > Session."
    )
    page = "learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime"


class BlockedBySecurityDefaults(SignInRefused):
    """Security defaults block this kind of sign-in."""

    policy: str = ""
    rule = "security defaults block this sign-in of {user}"
    fix = "tenant.policies.security_defaults = False, or an interactive grant"
    real = (
        "Sign in interactively. Security defaults go off for the whole tenant only: Entra admin center > Overview > "
        "Properties > Manage security defaults."
    )
    page = "learn.microsoft.com/entra/fundamentals/security-defaults"


class UserNotAssigned(SignInRefused):
    """The application asks for assignment, and the user is not assigned to it."""

    application: str = ""
    name: str = ""
    rule = "{application} asks for assignment, and {user} is not assigned"
    fix = "app.assignment_required = False, or assign the user"
    real = "Enterprise applications > your app > Users and groups > Add user; or Properties > Assignment required: No."
    page = "learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal"


class SessionMissing(SignInRefused):
    """Nobody is signed in, and the request forbids asking."""

    rule = "prompt=none, and nobody is signed in"
    fix = "leave prompt=none out, or set tenant.sign_ins.auto_sign_in"
    real = (
        "Fall back to an interactive sign-in when prompt=none answers login_required; browsers that block third-party "
        "cookies cause it, too."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"
