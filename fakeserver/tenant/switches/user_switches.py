"""A user's switches: each one row, which is its attribute, its values, and what the documentation says of it.

`User` has them as attributes (``user.imap = False``); `add_user` and the ``m365`` marker take them by name. The
defaults are a new mailbox's in Exchange Online. Tests can send mail all the same because the tenant's switch allows it
(`policies.smtp_auth`), which a test can switch off for everybody.
"""

from datetime import UTC, datetime
from typing import Literal

from fakeserver.tenant.switches import calendar_processing, junk_email, regional
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switches.programs import USER_AGENTS, lets_in
from fakeserver.tenant.switches.switch import Switches, switch
from fakeserver.tenant.switches.working_hours import WorkingHours

_CAS = "learn.microsoft.com/powershell/module/exchange/set-casmailbox"
_LOCKOUT = "learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout"
_POLICIES = (
    "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/disable-basic-authentication-in-exchange-online"
)
_ACCOUNT = "learn.microsoft.com/powershell/module/microsoft.graph.users/update-mguser"

#: licences whose holders EWS turns away since 2026-03-01
FRONTLINE_LICENCES = ("F1", "F3", "Kiosk")
LICENCES = ("E1", "E3", "E5", "Business Basic", "Business Standard", "Business Premium", *FRONTLINE_LICENCES)
_FOR_ONE = ", for this mailbox, beside the tenant's switch of the same name."
#: The end of the year 9999, behind which Python has no dates.
_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


def _is_moment(seconds: float) -> bool:
    """Say whether these are seconds since the epoch; NaN is none."""
    return 0 <= seconds <= _END_OF_TIME


class UserSwitches(Switches):
    """What an admin sets on each account and its mailbox."""

    holder = "a user"

    # --- Entra ID

    enabled: bool = switch(
        True,
        values=(True, False),
        admin_name="Update-MgUser -AccountEnabled",
        meaning="The account may sign in.",
        source=_ACCOUNT,
    )
    mfa: Literal["none", "required", "enrol"] = switch(
        "none",
        values=("none", "required", "enrol"),
        admin_name="per-user multi-factor authentication: disabled, enforced, enabled",
        meaning="A password alone is enough, is not enough, or is not enough until the user has enrolled.",
        source="learn.microsoft.com/entra/identity/authentication/howto-mfa-userstates",
    )
    admin: bool = switch(
        False,
        values=(True, False),
        admin_name="role: Global Administrator",
        meaning="The user may consent for everybody.",
        source="learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
    )
    password_expired: bool = switch(
        False,
        values=(True, False),
        admin_name="password policy: validity period is over",
        meaning="The password must be changed before the user can sign in.",
        source="learn.microsoft.com/entra/identity/authentication/concept-sspr-policy",
    )
    must_change_password: bool = switch(
        False,
        values=(True, False),
        admin_name="Update-MgUser -PasswordProfile ForceChangePasswordNextSignIn",
        meaning="The password is a temporary one.",
        source=_ACCOUNT,
    )
    failures: int = switch(
        0,
        kind=int,
        known=lambda count: count >= 0,
        described="an int that is not negative",
        admin_name="smart lockout: failed sign-ins",
        meaning="Wrong passwords since the last good one; the tenth locks the account.",
        source=_LOCKOUT,
    )
    locked_until: float | None = switch(
        None,
        values=(None,),
        kind=float,
        known=_is_moment,
        described="a float from 0 up to the year 9999",
        admin_name="smart lockout: lockout duration",
        meaning="Seconds since the epoch until which every password is refused.",
        source=_LOCKOUT,
    )
    tokens_valid_from: float = switch(
        0.0,
        kind=float,
        known=_is_moment,
        described="a float from 0 up to the year 9999",
        admin_name="Revoke-MgUserSignInSession (signInSessionsValidFromDateTime)",
        meaning="Seconds since the epoch; grants from before it are worthless.",
        source="learn.microsoft.com/powershell/module/microsoft.graph.users.actions/revoke-mgusersigninsession",
    )
    password_changed_at: float = switch(
        0.0,
        kind=float,
        known=_is_moment,
        described="a float from 0 up to the year 9999",
        admin_name="lastPasswordChangeDateTime; tenant.sign_ins.change_password sets it",
        meaning="Seconds since the epoch; public clients' sign-ins by an older password are worthless.",
        source="learn.microsoft.com/entra/identity-platform/refresh-tokens",
    )
    # --- the mailbox

    imap: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-CASMailbox -ImapEnabled",
        meaning="IMAP opens this mailbox.",
        source=_CAS,
    )
    pop: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-CASMailbox -PopEnabled",
        meaning="POP3 opens this mailbox.",
        source=_CAS,
    )
    imap_force_ical: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-CASMailbox -ImapForceICalForCalendarRetrievalOption (real mailboxes begin with False)",
        meaning="IMAP shows invitations as iCalendar; False: as text with a link to Outlook on the web.",
        source=_CAS,
    )
    imap_exact_size: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-CASMailbox -ImapEnableExactRFC822Size (real mailboxes begin with False)",
        meaning="IMAP's RFC822.SIZE is exact; False: an estimate, which does not fit the message.",
        source=_CAS,
    )
    pop_force_ical: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-CASMailbox -PopForceICalForCalendarRetrievalOption (real mailboxes begin with False)",
        meaning="POP3 shows invitations as iCalendar; False: as text with a link to Outlook on the web.",
        source=_CAS,
    )
    pop_exact_size: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-CASMailbox -PopEnableExactRFC822Size (real mailboxes begin with False)",
        meaning="The sizes of LIST and STAT in POP3 are exact; False: estimates.",
        source=_CAS,
    )
    ews: bool | None = switch(
        None,
        values=(True, None, False),
        admin_name="Set-CASMailbox -EwsEnabled",
        meaning="EWS opens this mailbox, if the organization allows it as well; only False decides here.",
        source=_CAS,
    )
    smtp_auth: bool | None = switch(
        None,
        values=(True, None, False),
        admin_name="Set-CASMailbox -SmtpClientAuthenticationDisabled (the reverse)",
        meaning="This mailbox may submit mail, whatever the tenant says; None leaves it to the tenant.",
        source=_CAS,
    )
    authentication_policy: AuthenticationPolicy | None = switch(
        None,
        values=(None,),
        kind=AuthenticationPolicy,
        admin_name="Set-User -AuthenticationPolicy",
        meaning="By which protocols the user may send a password; None takes the organization's default policy.",
        source=_POLICIES,
    )
    licence: str | None = switch(
        "E3",
        values=(*LICENCES, None),
        admin_name="Microsoft 365 admin center: Users > Active users > Licenses and apps",
        meaning="None shuts the mailbox; F1, F3 and Kiosk have no right to EWS. Shared mailboxes need none.",
        source="learn.microsoft.com/microsoft-365/admin/manage/assign-licenses-to-users",
    )
    archive: bool = switch(
        False,
        values=(True, False),
        admin_name="Enable-Mailbox -Archive, Disable-Mailbox -Archive",
        meaning="The mailbox has an archive mailbox (In-Place Archive) beside it, which EWS opens; its items stay.",
        source="learn.microsoft.com/purview/enable-archive-mailboxes",
    )
    mailbox_state: Literal["active", "soft_deleted", "not_provisioned", "moved"] = switch(
        "active",
        values=("active", "soft_deleted", "not_provisioned", "moved"),
        admin_name="Get-Mailbox -SoftDeletedMailbox; Get-MoveRequest",
        meaning=(
            "Whether the mailbox is there: deleted within 30 days, not made yet after the licence, or moved elsewhere."
        ),
        source="learn.microsoft.com/exchange/recipients-in-exchange-online/delete-or-restore-mailboxes",
    )
    moved_to: str | None = switch(
        None,
        values=(None,),
        kind=str,
        admin_name="Set-MailUser -ExternalEmailAddress (TargetAddress)",
        meaning="The address that a moved mailbox has now; Autodiscover redirects to it.",
        source="learn.microsoft.com/microsoft-365/enterprise/cross-tenant-mailbox-migration",
    )
    ews_application_access_policy: Literal["EnforceAllowList", "EnforceBlockList"] | None = switch(
        None,
        values=(None, "EnforceAllowList", "EnforceBlockList"),
        admin_name="Set-CASMailbox -EwsApplicationAccessPolicy",
        meaning="Which list of user agents holds for this mailbox, beside the tenant's switch of the same name.",
        source=USER_AGENTS,
    )
    ews_allow_list: tuple[str, ...] | None = switch(
        None,
        values=(None,),
        listed=str,
        admin_name="Set-CASMailbox -EwsAllowList",
        meaning=(
            "User agents that EWS lets in under EnforceAllowList, with * as wildcard, for this mailbox, beside the "
            "tenant's switch of the same name."
        ),
        source=USER_AGENTS,
    )
    ews_block_list: tuple[str, ...] | None = switch(
        None,
        values=(None,),
        listed=str,
        admin_name="Set-CASMailbox -EwsBlockList",
        meaning=(
            "User agents that EWS keeps out under EnforceBlockList, with * as wildcard, for this mailbox, beside the "
            "tenant's switch of the same name."
        ),
        source=USER_AGENTS,
    )
    ews_allow_outlook: bool | None = lets_in("Outlook", "Set-CASMailbox -EwsAllowOutlook", _FOR_ONE)
    ews_allow_mac_outlook: bool | None = lets_in("Outlook for Mac", "Set-CASMailbox -EwsAllowMacOutlook", _FOR_ONE)
    ews_allow_entourage: bool | None = lets_in("Entourage", "Set-CASMailbox -EwsAllowEntourage", _FOR_ONE)
    time_zone = regional.time_zone
    language = regional.language
    date_format = regional.date_format
    time_format = regional.time_format
    working_hours: WorkingHours | None = switch(
        WorkingHours(),
        values=(None,),
        kind=WorkingHours,
        described="a WorkingHours(['Monday'], '09:00', '12:30')",
        admin_name="Set-MailboxCalendarConfiguration -WorkDays, -WorkingHoursStartTime, -WorkingHoursEndTime",
        meaning=(
            "On which days, from when and until when the owner works, as free/busy shows it and suggests times; None "
            "shows no hours."
        ),
        source="learn.microsoft.com/powershell/module/exchange/set-mailboxcalendarconfiguration",
    )
    # --- meeting messages, as they come

    automate_processing = calendar_processing.automate_processing
    process_external_meeting_messages = calendar_processing.process_external_meeting_messages
    add_new_requests_tentatively = calendar_processing.add_new_requests_tentatively
    remove_old_meeting_messages = calendar_processing.remove_old_meeting_messages
    allow_conflicts = calendar_processing.allow_conflicts
    booking_window_in_days = calendar_processing.booking_window_in_days
    maximum_duration_in_minutes = calendar_processing.maximum_duration_in_minutes
    add_organizer_to_subject = calendar_processing.add_organizer_to_subject
    delete_comments = calendar_processing.delete_comments
    delete_subject = calendar_processing.delete_subject

    # --- junk email

    trusted_senders = junk_email.trusted_senders
    contacts_trusted = junk_email.contacts_trusted
    trusted_lists_only = junk_email.trusted_lists_only
