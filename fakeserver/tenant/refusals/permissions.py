"""May you come in here: the credential is good, but its permissions do not open this protocol."""

from typing import ClassVar

from fakeserver.tenant.refusals.base import Refusal


class PermissionRefused(Refusal):
    """The token is good, but its permissions do not open this protocol."""


class ScopeMissing(PermissionRefused):
    """The delegated token lacks the scope that this protocol asks for."""

    protocol: str = ""
    required: str = ""
    granted: str = ""
    rule: ClassVar[str] = "scp"
    mend: ClassVar[str] = "ask for the required scope when acquiring the token, and consent to it"


class RoleMissing(PermissionRefused):
    """The app-only token lacks the role that this protocol asks for."""

    protocol: str = ""
    required: str = ""
    granted: str = ""
    rule: ClassVar[str] = "roles"
    mend: ClassVar[str] = "register_app(application=[required role], consent='admin')"


class ServicePrincipalNotRegistered(PermissionRefused):
    """The application's service principal is not registered in Exchange, or with another object id."""

    application: str = ""
    object_id: str = ""
    registered_object_id: str = ""
    rule: ClassVar[str] = "New-ServicePrincipal"
    mend: ClassVar[str] = "tenant.register_in_exchange(app)"


class ProtocolDisabledForTenant(PermissionRefused):
    """The protocol is switched off for the whole tenant."""

    protocol: str = ""
    rule: ClassVar[str] = ""


class SubmissionDisabledForTenant(PermissionRefused):
    """Authenticated SMTP submission is switched off for the tenant, and the mailbox does not say otherwise."""

    address: str = ""
    rule: ClassVar[str] = "Set-TransportConfig -SmtpClientAuthenticationDisabled"
    mend: ClassVar[str] = "tenant.policies.smtp_auth = True, or user.smtp_auth = True"


class SubmissionDisabledForMailbox(PermissionRefused):
    """Authenticated SMTP submission is switched off for the mailbox."""

    address: str = ""
    rule: ClassVar[str] = "Set-CASMailbox -SmtpClientAuthenticationDisabled"
    mend: ClassVar[str] = "user.smtp_auth = True"
