"""Permissions: the credential is good, but what it permits does not open this protocol."""

from fakeserver.tenant.refusals.base import Refusal
from fakeserver.tenant.refusals.pages import OAUTH as _OAUTH
from fakeserver.tenant.refusals.pages import OAUTH_OF_EWS as _OAUTH_OF_EWS

_EWS_END = "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online"
_EWS_ACCESS = (
    "learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange"
)
_SMTP_AUTH = "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission"


class PermissionRefused(Refusal):
    """The token is good, but its permissions do not open this protocol."""


class ScopeMissing(PermissionRefused):
    """The delegated token lacks the scope that this protocol asks for."""

    protocol: str = ""
    required: str = ""
    granted: str = ""
    rule = "scp must contain {required}; it is: {granted}"
    fix = 'tenant.token(app, user, "{required}"); in the app: scopes=["https://outlook.office.com/{required}"]'
    real = (
        "Ask for https://outlook.office.com/{required} when the token is acquired. The app registration needs it: "
        "Entra admin center > App registrations > your app > API permissions > Add a permission > APIs my "
        "organization uses > Office 365 Exchange Online > Delegated permissions > {required}; then Grant admin "
        "consent. A token that was issued before does not change: acquire a new one."
    )
    page = _OAUTH
    pages = _OAUTH_OF_EWS


class RoleMissing(PermissionRefused):
    """The app-only token lacks the role that this protocol asks for."""

    protocol: str = ""
    required: str = ""
    granted: str = ""
    rule = "roles must contain {required}; it is: {granted}"
    fix = 'tenant.register_app(name, application=["{required}"]), then a new token'
    real = (
        "Entra admin center > App registrations > your app > API permissions > Add a permission > APIs my "
        "organization uses > Office 365 Exchange Online > Application permissions > {required}; then Grant admin "
        "consent. Permissions of Microsoft Graph do not count here. Acquire a new token, with "
        "scope=https://outlook.office365.com/.default."
    )
    page = _OAUTH
    pages = _OAUTH_OF_EWS


class AppOnlyNotSupported(PermissionRefused):
    """This tenant takes no app-only tokens on IMAP, POP3 and SMTP, as Microsoft's older documentation has it."""

    protocol: str = ""
    application: str = ""
    rule = "policies.app_only_mail_protocols is False: an app-only token on {protocol}"
    fix = "tenant.policies.app_only_mail_protocols = True; or use a user's token: tenant.token(app, user)"
    real = (
        "Nothing has to be switched on: since 2022 real tenants take client credentials on IMAP and POP3, and on "
        "SMTP since 2023, once the service principal is registered in Exchange (New-ServicePrincipal)."
    )
    page = _OAUTH


class ServicePrincipalNotRegistered(PermissionRefused):
    """The application's service principal is not registered in Exchange, or with another object id."""

    application: str = ""
    #: the right one, of the Enterprise application
    object_id: str = ""
    #: what was registered; empty: nothing
    registered_object_id: str = ""
    rule = "New-ServicePrincipal -ObjectId must be {object_id}; registered is {registered_object_id}"
    fix = "tenant.rights.register_in_exchange(app)"
    real = (
        "Connect-ExchangeOnline; New-ServicePrincipal -AppId {application} -ObjectId {object_id}. The object id is "
        "that of the Enterprise application (Entra admin center > Enterprise applications > your app > Object ID), "
        "not the one on the App registrations page. If the wrong one was registered: Remove-ServicePrincipal first. "
        "It can take an hour until sign-ins work."
    )
    page = _OAUTH


class ProtocolDisabledForTenant(PermissionRefused):
    """The protocol is switched off for the whole tenant."""

    protocol: str = ""
    rule = "{protocol} is off for the organization"


class EwsDisabledForTenant(ProtocolDisabledForTenant):
    """EWS is switched off for the whole organization."""

    rule = "Set-OrganizationConfig -EwsEnabled is $false"
    fix = "tenant.policies.ews_enabled = True"
    real = (
        "Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | Format-List Ews*; then Set-OrganizationConfig "
        "-EwsEnabled $true -EwsAllowedAppIDs '<ids that are there>,<client id>', one text, which Set overwrites. Since "
        "October 2026 Microsoft has been setting $false for organizations that did nothing, and EWS ends for all on "
        "2027-04-01: move the app to Microsoft Graph."
    )
    page = _EWS_END


class EwsApplicationNotAllowed(ProtocolDisabledForTenant):
    """The organization lets only listed applications use EWS, and this one is not on the list."""

    application: str = ""
    client_id: str = ""
    allowed: str = ""
    rule = "Set-OrganizationConfig -EwsAllowedAppIDs is {allowed}; the token's appid is {client_id}"
    fix = "tenant.policies.ews_allowed_app_ids = [app.client_id], or None for all"
    real = (
        "Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | Format-List Ews*; then Set-OrganizationConfig "
        "-EwsAllowedAppIDs '<ids that are there>,{client_id}', one text, which Set overwrites. It takes up to a day "
        "until every server knows. EWS ends on 2027-04-01."
    )
    page = _EWS_END


class EwsUserAgentBlocked(ProtocolDisabledForTenant):
    """EWS is closed to clients with this User-Agent."""

    user_agent: str = ""
    parameter: str = ""
    switch: str = ""
    value: str = ""
    rule = "Set-OrganizationConfig -{parameter} is {value}; User-Agent is {user_agent}"
    fix = (
        "tenant.policies.{switch}: change it so that this User-Agent passes; or "
        "policies.ews_application_access_policy = None"
    )
    real = (
        "Get-OrganizationConfig | Format-List Ews*; then Set-OrganizationConfig -{parameter} so that it lets this "
        "User-Agent through (* is the only wildcard). A client can name itself: exchangelib has "
        "BaseProtocol.USERAGENT."
    )
    page = _EWS_ACCESS


class SubmissionDisabledForTenant(PermissionRefused):
    """Authenticated SMTP submission is switched off for the tenant, and the mailbox does not say otherwise."""

    address: str = ""
    rule = "Set-TransportConfig -SmtpClientAuthenticationDisabled is $true, and the mailbox's own value is empty"
    fix = "tenant.policies.smtp_auth = True, or user.smtp_auth = True for {address} alone"
    real = (
        "For this mailbox: Set-CASMailbox {address} -SmtpClientAuthenticationDisabled $false, or Microsoft 365 admin "
        "center > Users > Active users > Mail > Manage email apps > Authenticated SMTP. For all: Set-TransportConfig "
        "-SmtpClientAuthenticationDisabled $false. It holds for tokens as well as for passwords."
    )
    page = _SMTP_AUTH


class SubmissionDisabledForMailbox(PermissionRefused):
    """Authenticated SMTP submission is switched off for the mailbox."""

    address: str = ""
    rule = "Set-CASMailbox {address} -SmtpClientAuthenticationDisabled is $true"
    fix = "user.smtp_auth = True, or None to take the tenant's"
    real = (
        "Set-CASMailbox {address} -SmtpClientAuthenticationDisabled $false, or Microsoft 365 admin center > Users > "
        "Active users > Mail > Manage email apps > Authenticated SMTP. The mailbox's value wins over the "
        "organization's."
    )
    page = _SMTP_AUTH
