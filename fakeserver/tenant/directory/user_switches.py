"""The switches of a user: one row each. `User` has them as attributes, `add_user` and the `m365` marker take them."""

from fakeserver.tenant.directory.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switch import Switch

_CAS = "learn.microsoft.com/powershell/module/exchange/set-casmailbox"
_ACCESS_TO_EWS = (
    "learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange"
)
_ON = (True, False)
_OVERRIDE = "for this mailbox, beside the tenant's switch of the same name."

#: licences whose holders EWS turns away since 2026-03-01
FRONTLINE_LICENCES = ("F1", "F3", "Kiosk")
LICENCES = ("E1", "E3", "E5", "Business Basic", "Business Standard", "Business Premium", *FRONTLINE_LICENCES)
MAILBOX_STATES = ("active", "soft_deleted", "not_provisioned", "moved")

ROWS = (
    # --- Entra ID
    Switch(
        "enabled",
        True,
        _ON,
        "Update-MgUser -AccountEnabled",
        "The account may sign in.",
        "learn.microsoft.com/powershell/module/microsoft.graph.users/update-mguser",
    ),
    Switch(
        "mfa",
        "none",
        ("none", "required", "enrol"),
        "per-user multi-factor authentication: disabled, enforced, enabled",
        "A password alone is enough, is not enough, or is not enough until the user has enrolled.",
        "learn.microsoft.com/entra/identity/authentication/howto-mfa-userstates",
    ),
    Switch(
        "admin",
        False,
        _ON,
        "role: Global Administrator",
        "The user may consent for everybody.",
        "learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
    ),
    Switch(
        "password_expired",
        False,
        _ON,
        "password policy: validity period is over",
        "The password must be changed before the user can sign in.",
        "learn.microsoft.com/entra/identity/authentication/concept-sspr-policy",
    ),
    Switch(
        "must_change_password",
        False,
        _ON,
        "Update-MgUser -PasswordProfile ForceChangePasswordNextSignIn",
        "The password is a temporary one.",
        "learn.microsoft.com/powershell/module/microsoft.graph.users/update-mguser",
    ),
    Switch(
        "failures",
        0,
        (),
        "smart lockout: failed sign-ins",
        "Wrong passwords since the last good one; the tenth locks the account.",
        "learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout",
        kind=int,
    ),
    Switch(
        "locked_until",
        None,
        (None,),
        "smart lockout: lockout duration",
        "Seconds since the epoch until which every password is refused.",
        "learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout",
        kind=float,
    ),
    Switch(
        "tokens_valid_from",
        0.0,
        (),
        "Revoke-MgUserSignInSession (signInSessionsValidFromDateTime)",
        "Seconds since the epoch; grants from before it are worthless.",
        "learn.microsoft.com/powershell/module/microsoft.graph.users.actions/revoke-mgusersigninsession",
        kind=float,
    ),
    Switch(
        "password_changed_at",
        0.0,
        (),
        "lastPasswordChangeDateTime; tenant.sign_ins.change_password sets it",
        "Seconds since the epoch; public clients' sign-ins by an older password are worthless.",
        "learn.microsoft.com/entra/identity-platform/refresh-tokens",
        kind=float,
    ),
    # --- the mailbox
    Switch("imap", True, _ON, "Set-CASMailbox -ImapEnabled", "IMAP opens this mailbox.", _CAS),
    Switch("pop", True, _ON, "Set-CASMailbox -PopEnabled", "POP3 opens this mailbox.", _CAS),
    Switch(
        "ews",
        None,
        (True, None, False),
        "Set-CASMailbox -EwsEnabled",
        "EWS opens this mailbox, if the organization allows it as well; only False decides here.",
        _CAS,
    ),
    Switch(
        "smtp_auth",
        None,
        (True, None, False),
        "Set-CASMailbox -SmtpClientAuthenticationDisabled (the reverse)",
        "This mailbox may submit mail, whatever the tenant says; None leaves it to the tenant.",
        _CAS,
    ),
    Switch(
        "authentication_policy",
        None,
        (None,),
        "Set-User -AuthenticationPolicy",
        "By which protocols the user may send a password; None takes the organization's default policy.",
        "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
        "disable-basic-authentication-in-exchange-online",
        kind=AuthenticationPolicy,
    ),
    Switch(
        "licence",
        "E3",
        (*LICENCES, None),
        "Microsoft 365 admin center: Users > Active users > Licenses and apps",
        "None shuts the mailbox; F1, F3 and Kiosk have no right to EWS. Shared mailboxes need none.",
        "learn.microsoft.com/microsoft-365/admin/manage/assign-licenses-to-users",
    ),
    Switch(
        "mailbox_state",
        "active",
        MAILBOX_STATES,
        "Get-Mailbox -SoftDeletedMailbox; Get-MoveRequest",
        "Whether the mailbox is there: deleted within 30 days, not made yet after the licence, or moved elsewhere.",
        "learn.microsoft.com/exchange/recipients-in-exchange-online/delete-or-restore-mailboxes",
    ),
    Switch(
        "moved_to",
        None,
        (None,),
        "Set-MailUser -ExternalEmailAddress (TargetAddress)",
        "The address that a moved mailbox has now; Autodiscover redirects to it.",
        "learn.microsoft.com/microsoft-365/enterprise/cross-tenant-mailbox-migration",
        kind=str,
    ),
    Switch(
        "ews_application_access_policy",
        None,
        (None, "EnforceAllowList", "EnforceBlockList"),
        "Set-CASMailbox -EwsApplicationAccessPolicy",
        f"Which list of user agents holds {_OVERRIDE}",
        _ACCESS_TO_EWS,
    ),
    Switch(
        "ews_allow_list",
        None,
        (None,),
        "Set-CASMailbox -EwsAllowList",
        f"User agents that EWS lets in under EnforceAllowList, with * as wildcard, {_OVERRIDE}",
        _ACCESS_TO_EWS,
        listed=str,
    ),
    Switch(
        "ews_block_list",
        None,
        (None,),
        "Set-CASMailbox -EwsBlockList",
        f"User agents that EWS keeps out under EnforceBlockList, with * as wildcard, {_OVERRIDE}",
        _ACCESS_TO_EWS,
        listed=str,
    ),
    *(
        Switch(
            f"ews_allow_{word}",
            None,
            (True, None, False),
            f"Set-CASMailbox -{parameter}",
            f"EWS lets {client} in, or keeps it out, whatever the lists say, {_OVERRIDE}",
            _ACCESS_TO_EWS,
        )
        for word, parameter, client in (
            ("outlook", "EwsAllowOutlook", "Outlook"),
            ("mac_outlook", "EwsAllowMacOutlook", "Outlook for Mac"),
            ("entourage", "EwsAllowEntourage", "Entourage"),
        )
    ),
)

#: Every switch of a user, by name.
USER_ROWS = {row.name: row for row in ROWS}
