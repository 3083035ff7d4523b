"""Access to a mailbox: the caller is known, but this mailbox does not open for them."""

from fakeserver.tenant.refusals.base import Refusal
from fakeserver.tenant.refusals.pages import EWS_OAUTH as _EWS_OAUTH

_LEARN = "learn.microsoft.com/"
_PERMISSIONS = _LEARN + "exchange/recipients-in-exchange-online/manage-permissions-for-recipients"
_EWS = _LEARN + "exchange/client-developer/exchange-web-services/"
_RESTORE = _LEARN + "exchange/recipients-in-exchange-online/delete-or-restore-mailboxes"


class MailboxRefused(Refusal):
    """The caller is known, but this mailbox does not open for them."""

    address: str = ""


class MailboxNotFound(MailboxRefused):
    """No mailbox has this address."""

    rule = "no mailbox {address}"
    fix = "tenant.add_user(name), or tenant.people.add_alias(user, alias); tenant.users lists those there are"
    real = (
        "Get-EXOMailbox {address}. If there is none: check the spelling, and that the user has a licence with "
        "Exchange Online (Microsoft 365 admin center > Users > Active users > Licenses and apps)."
    )
    page = _LEARN + "powershell/module/exchange/get-exomailbox"


class MailboxSoftDeleted(MailboxNotFound):
    """The mailbox was deleted less than 30 days ago: it can be brought back, and opens for nobody till then."""

    rule = "Get-Mailbox {address} -SoftDeletedMailbox"
    fix = 'user.mailbox_state = "active"'
    real = (
        "Restore the user (Entra admin center > Users > Deleted users), or Undo-SoftDeletedMailbox {address}, within "
        "30 days of the deletion."
    )
    page = _RESTORE


class MailboxNotProvisioned(MailboxNotFound):
    """The user has a licence, but Exchange Online has not made the mailbox yet."""

    rule = "Get-Mailbox {address} finds nothing yet"
    fix = 'user.mailbox_state = "active"'
    real = (
        "Wait: after a licence was assigned it takes minutes, and up to a day, until the mailbox is there. "
        "Get-EXOMailbox {address} shows when."
    )
    page = _LEARN + "microsoft-365/admin/manage/assign-licenses-to-users"


class MailboxMoving(MailboxRefused):
    """The mailbox is being moved to another server, and opens for nobody until that is done."""

    #: what decides: the order of a test
    because: str = ""
    rule = "{because}"
    fix = "try again later; or take back what moves it: fault.cancel()"
    real = "Get-MoveRequestStatistics shows how far the move is; it ends by itself, the last step within minutes."
    page = _LEARN + "powershell/module/exchange/get-moverequeststatistics"


class MailboxMovedMeanwhile(MailboxMoving):
    """The mailbox was moved to another database since it was opened, and the connection ends."""

    rule = "people.move_mailbox, or faults.moved, after the connection was opened"
    fix = "connect again; where UIDVALIDITY is another one, what is kept by UID is worthless"
    real = "The same: Microsoft moves mailboxes to balance its databases, at any time, and tells nobody."


class MailboxMoved(MailboxRefused):
    """The mailbox was moved elsewhere; what stayed behind only says where."""

    #: the address that it has there; empty: not known
    target: str = ""
    rule = "TargetAddress of {address} is {target}"
    fix = 'user.mailbox_state = "active"; or follow Autodiscover, which redirects to user.moved_to once that is set'
    real = (
        "Ask Autodiscover where the mailbox is and follow its redirect; do not keep server names. Get-MailUser "
        "{address} | Format-List ExternalEmailAddress shows the new place; Get-MoveRequest {address} a move that is "
        "under way."
    )
    page = _LEARN + "microsoft-365/enterprise/cross-tenant-mailbox-migration"


class MailboxAccessDenied(MailboxRefused):
    """The caller has no permission on this mailbox."""

    principal: str = ""
    rule = "Add-MailboxPermission {address}: no FullAccess for {principal}"
    fix = 'tenant.rights.add_mailbox_permission("{address}", trustee) with {principal} as trustee'
    real = (
        "Add-MailboxPermission -Identity {address} -User {principal} -AccessRights "
        "FullAccess (Exchange admin center > Mailboxes > Delegation > Read and manage). Check that the right account "
        "signed in, and that user= names the mailbox that is meant. A change takes up to an hour."
    )
    page = _PERMISSIONS


class MailboxProtocolDisabled(MailboxRefused):
    """The protocol is switched off for this mailbox."""

    protocol: str = ""
    #: as the admin knows it, and as the fake's user has it
    switch: str = ""
    attribute: str = ""
    rule = "{switch} is $false for {address}"
    fix = "user.{attribute} = True"
    real = (
        "{switch} $true -Identity {address}, or Microsoft 365 admin center > Users > Active users > Mail > Manage "
        "email apps. A change takes up to an hour."
    )
    page = _LEARN + "powershell/module/exchange/set-casmailbox"


class LicenceMissing(MailboxProtocolDisabled):
    """The user has no licence for the mailbox, or one that does not include this protocol."""

    #: empty: none at all
    licence: str = ""
    rule = "licence of {address}: {licence}; {protocol} asks for one that includes it"
    fix = 'user.licence = "E3"'
    real = (
        "Microsoft 365 admin center > Users > Active users > {address} > Licenses and apps: assign one with Exchange "
        "Online Plan 1 or 2. Since 2026-03-01 mailboxes with F1, F3 or Kiosk alone have no right to EWS."
    )
    page = _LEARN + "microsoft-365/admin/manage/assign-licenses-to-users"


class EwsUserAgentBlockedForMailbox(MailboxProtocolDisabled):
    """EWS is closed to clients with this User-Agent, by a switch of the mailbox."""

    user_agent: str = ""
    value: str = ""
    rule = "{switch} is {value} for {address}; User-Agent is {user_agent}"
    fix = "user.{attribute}: change it so that this User-Agent passes; or user.ews_application_access_policy = None"
    real = (
        "Get-CASMailbox {address} | Format-List Ews*; then {switch} so that it lets this User-Agent through (* is "
        "the only wildcard)."
    )
    page = _EWS + "how-to-control-access-to-ews-in-exchange"


class ApplicationAccessPolicyDenies(MailboxProtocolDisabled):
    """An application access policy keeps the application out of this mailbox."""

    application: str = ""
    #: DenyAccess, or RestrictAccess without this mailbox
    right: str = ""
    policy: str = ""
    rule = "New-ApplicationAccessPolicy -AppId {application} -AccessRight {right} ({policy})"
    fix = 'tenant.rights.add_application_access_policy(app, ["{address}"], "RestrictAccess"), or remove the policy'
    real = (
        "Test-ApplicationAccessPolicy -Identity {address} -AppId {application}; Get-ApplicationAccessPolicy. Add the "
        "mailbox to the policy's group, or Remove-ApplicationAccessPolicy. A change takes up to an hour."
    )
    page = _LEARN + "powershell/module/exchange/new-applicationaccesspolicy"


class ImpersonationRefused(MailboxRefused):
    """The impersonation header does not fit the token."""


class ImpersonationRequired(ImpersonationRefused):
    """An app-only token must name the mailbox that it acts for in the ExchangeImpersonation header."""

    rule = "an app-only token without the ExchangeImpersonation SOAP header"
    fix = (
        "send ExchangeImpersonation (exchangelib: access_type=IMPERSONATION, and a version= in the Configuration or "
        "an identity= in the credentials, because it guesses the version without impersonating anybody)"
    )
    real = (
        "The same: name the mailbox by its primary address in the header, and by the same address in the HTTP header "
        "X-AnchorMailbox."
    )
    page = _EWS_OAUTH


class ImpersonationForbidden(ImpersonationRefused):
    """A delegated token acts for its user and may not carry the ExchangeImpersonation header."""

    rule = "a user's token with the ExchangeImpersonation SOAP header"
    fix = "leave the header out (exchangelib: access_type=DELEGATE), or use an app-only token"
    real = (
        "Leave the header out and name the mailbox together with the folder; or sign in as the application with "
        "full_access_as_app. The role ApplicationImpersonation for users was taken out of Exchange Online."
    )
    page = _EWS_OAUTH


class ImpersonationHeaderInvalid(ImpersonationRefused):
    """The ExchangeImpersonation header is empty or names nobody."""

    rule = "the header names one user: by sign-in name, SID, primary address or any address"
    fix = "name the mailbox, e.g. by its primary address, user.address"
    real = "Name the mailbox by its primary address."
    page = _EWS + "impersonation-and-ews-in-exchange"


class ImpersonationDenied(ImpersonationRefused):
    """The caller may not act for this user."""

    rule = "no permission to act for {address}"
    fix = 'tenant.register_app(name, application=["full_access_as_app"])'
    real = (
        "Give the application full_access_as_app (App registrations > API permissions > Office 365 Exchange Online > "
        "Application permissions), or a role assignment whose scope includes {address}."
    )
    page = _EWS + "impersonation-and-ews-in-exchange"


class OutsideRoleScope(ImpersonationDenied):
    """The application's management role does not reach this mailbox: it is outside the assignment's scope."""

    application: str = ""
    role: str = ""
    scope: str = ""
    rule = "New-ManagementRoleAssignment -App {application} -Role '{role}': the scope is {scope}"
    fix = 'tenant.rights.assign_role(app, "{role}", ["{address}"])'
    real = (
        "Test-ServicePrincipalAuthorization -Identity {application} -Resource {address} shows InScope. Then change "
        "the recipient filter (Set-ManagementScope) or the mailbox so that it fits. A change takes up to two hours; "
        "the test shows it at once."
    )
    page = _LEARN + "exchange/permissions-exo/application-rbac"


class ImpersonatedMailboxNotFound(ImpersonationRefused):
    """The impersonated address has no mailbox."""

    rule = "no mailbox {address} for ExchangeImpersonation"
    fix = "tenant.add_user(name); tenant.users lists those there are"
    real = "Get-EXOMailbox {address}: check the spelling, the licence, and that the tenant is the right one."
    page = _EWS + "impersonation-and-ews-in-exchange"


class ImpersonatedNameNotFound(ImpersonatedMailboxNotFound):
    """Nobody signs in by the name to impersonate: it is unknown, or another address of somebody."""

    rule = "no user signs in as {address}"
    fix = "name a user by user.upn, or the mailbox by SmtpAddress; tenant.users lists those there are"
    real = (
        "Get-MgUser -UserId {address}: PrincipalName is the userPrincipalName, which may differ from the mail address."
    )


class ImpersonatedSidNotFound(ImpersonatedMailboxNotFound):
    """Nobody in the directory has the SID to impersonate."""

    rule = "no user has the SID {address}"
    fix = "name user.sid, or one of user.addresses as an address; tenant.users lists those there are"
    real = "Get-User -ResultSize Unlimited | Where-Object Sid -eq {address}, and name one that is there."


class AddressNotPrimary(ImpersonationRefused):
    """An alias was given where the mailbox's primary address must stand."""

    primary: str = ""
    rule = "the primary address of {address} is {primary}"
    fix = "name {primary}, or send the alias as any address instead of as the primary one"
    real = "Get-EXOMailbox {address} | Format-List PrimarySmtpAddress, and name that."
    page = _EWS + "impersonation-and-ews-in-exchange"


class MailboxMustBeNamed(MailboxRefused):
    """A caller without a mailbox must name one for a distinguished folder."""

    rule = "the caller has no mailbox of their own, and the request names none"
    fix = "name the mailbox together with the folder, or by user= beside the token"
    real = (
        "The same; an application names the mailbox by ExchangeImpersonation on EWS and by user= in XOAUTH2. If the "
        "user ought to have a mailbox: assign a licence with Exchange Online."
    )
    page = _EWS_OAUTH


class SendAsDenied(Refusal):
    """The mailbox may not send as this sender."""

    mailbox: str = ""
    sender: str = ""
    rule = "Add-RecipientPermission {sender} -AccessRights SendAs: none for {mailbox}"
    fix = 'send from {mailbox}, or tenant.rights.add_mailbox_permission("{sender}", "{mailbox}", "SendAs")'
    real = (
        "Add-RecipientPermission {sender} -Trustee {mailbox} -AccessRights SendAs (Exchange admin center > Mailboxes "
        "> Delegation > Send as), or Set-Mailbox {sender} -GrantSendOnBehalfTo {mailbox}. FullAccess alone does not "
        "allow sending; From and MAIL FROM both count."
    )
    page = _PERMISSIONS


class SenderUnknown(SendAsDenied):
    """The mailbox may not send as an address that nobody in the tenant has."""

    rule = "no recipient of the tenant has the address {sender}"
    fix = "send from {mailbox}; nobody can be given the right to send as {sender}"
    real = (
        "Send from an address of the mailbox. Exchange Online lets nobody send as an address that is none of its "
        "recipients': Get-EXORecipient {sender} finds nothing."
    )
    page = "learn.microsoft.com/powershell/module/exchange/get-exorecipient"
