"""The token service and users: who signs in. The comments give Entra's AADSTS codes."""

from typing import ClassVar

from fakeserver.tenant.refusals.applications import DirectoryRefused


class SignInRefused(DirectoryRefused):
    """The user is not let in."""

    user: str = ""


class UserNotFound(SignInRefused):  # 50034
    """No user has this name in the tenant."""

    tenant: str = ""
    mend: ClassVar[str] = "tenant.add_user(name)"


class GuestFromElsewhere(SignInRefused):  # 50020
    """A guest signs in at home; this tenant has no password of theirs."""

    tenant: str = ""
    application: str = ""
    name: str = ""
    #: the issuer of the guest's home
    identity_provider: str = ""


class UserPasswordWrong(SignInRefused):  # 50126
    """The password is wrong."""

    mend: ClassVar[str] = "send user.password"


class PasswordMissing(SignInRefused):  # 50056
    """The user has no password here, or none was sent."""


class AccountDisabled(SignInRefused):  # 50057
    """The account is disabled."""

    rule: ClassVar[str] = "accountEnabled"
    mend: ClassVar[str] = "user.enabled = True"


class AccountLocked(SignInRefused):  # 50053
    """The account is locked after too many wrong passwords."""

    until: str = ""
    rule: ClassVar[str] = "smart lockout"
    mend: ClassVar[str] = "user.locked_until = None, or tenant.clock.advance(60)"


class PasswordExpired(SignInRefused):  # 50055
    """The password has expired, or must be changed at the first sign-in."""

    rule: ClassVar[str] = "passwordPolicies, forceChangePasswordNextSignIn"
    mend: ClassVar[str] = "user.password_expired = False; user.must_change_password = False"


class MfaRequired(SignInRefused):  # 50076
    """The user must pass multi-factor authentication, which this grant cannot show."""

    resource: str = ""
    #: the Conditional Access policy that asks for it; empty: the user's own setting
    policy: str = ""
    #: JSON: the claims request that the application sends back
    claims: str = ""
    rule: ClassVar[str] = "multi-factor authentication"
    mend: ClassVar[str] = "use an interactive grant, or user.mfa = 'none'"


class MfaEnrolmentRequired(MfaRequired):  # 50079
    """The user must first enrol in multi-factor authentication."""


class BlockedByConditionalAccess(SignInRefused):  # 53003
    """A Conditional Access policy blocks this sign-in."""

    policy: str = ""
    #: JSON: the claims request that the application sends back
    claims: str = ""
    rule: ClassVar[str] = "Conditional Access"
    mend: ClassVar[str] = "take the policy '{policy}' out of tenant.policies.conditional_access"


class DeviceNotCompliant(BlockedByConditionalAccess):  # 53000
    """A Conditional Access policy asks for a compliant device."""

    state: str = ""


class DeviceNotJoined(BlockedByConditionalAccess):  # 53001
    """A Conditional Access policy asks for a device that is joined to the domain."""

    state: str = ""


class SignInTooOld(SignInRefused):  # 70043
    """A Conditional Access policy asks for a more recent sign-in."""

    policy: str = ""
    issued_at: str = ""
    seconds: str = ""
    rule: ClassVar[str] = "sign-in frequency"
    mend: ClassVar[str] = "sign in again"


class BlockedBySecurityDefaults(SignInRefused):  # 530035
    """Security defaults block this kind of sign-in."""

    rule: ClassVar[str] = "security defaults"


class UserNotAssigned(SignInRefused):  # 50105
    """The application asks for assignment, and the user is not assigned to it."""

    application: str = ""
    name: str = ""


class SessionMissing(SignInRefused):  # 50058
    """Nobody is signed in, and the request forbids asking."""
