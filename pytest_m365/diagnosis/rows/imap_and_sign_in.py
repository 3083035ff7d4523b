"""Rows 1 to 11: the sign-in to IMAP, and what POP3 and SMTP say of the same causes."""

from fakeserver.tenant import refusals as no
from pytest_m365.diagnosis import clues, waits
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.judging import each
from pytest_m365.diagnosis.row import Cause, Row, Sign

#: A good token, and a mailbox that does not open. On POP3 and SMTP it is a refused sign-in.
# Assumption: that POP3 and SMTP refuse the sign-in for a mailbox that is not the caller's; nobody has recorded it.
_NOT_CONNECTED = r"User is authenticated but not connected"
_REFUSED = r"AUTHENTICATE failed|LOGIN failed|535\W{0,4}(b')?5\.7\.3\b|-ERR (Authentication|Logon) failure"
SHUT = Sign(("imap", "pop3", "smtp"), rf"{_NOT_CONNECTED}|535\W{{0,4}}(b')?5\.7\.3\b|-ERR Authentication failure")
#: The token itself is not taken. IMAP tells this from the above.
REFUSED = Sign(("imap", "pop3", "smtp"), _REFUSED)
#: Of rows 8 and 9: what POP3 and SMTP say of the same is rows 41 and 14.
_WITHOUT_PERMISSION = r"(AUTHENTICATE|LOGIN) failed"
#: EWS: of a token without the permission, or of one of the five causes of row 18
FORBIDDEN = Sign(("ews",), r"\b403\b", is_loose=True)
_SHUT = "`OK AUTHENTICATE completed.`, then `BAD User is authenticated but not connected.`"
_NO = "`NO AUTHENTICATE failed.`"
_SAME = "as above"

ROWS = (
    Row(
        1,
        _SHUT,
        SHUT,
        (
            Cause(
                "the application has no FullAccess to the mailbox",
                no.MailboxAccessDenied,
                waits.EXCHANGE_GRANT,
                each(
                    clues.of_an_application,
                    clues.before_the_mailbox,
                    clues.has_full_access,
                    clues.opens_by("imap", "pop3"),
                    clues.refused_by("imap", "pop3"),
                ),
            ),
        ),
    ),
    Row(
        2,
        _SAME,
        SHUT,
        (
            Cause(
                "the mailbox is not that of the user who signed in, who has no FullAccess to it",
                no.MailboxAccessDenied,
                waits.EXCHANGE_GRANT,
                each(
                    clues.of_a_user,
                    clues.before_the_mailbox,
                    clues.of_another_user,
                    clues.has_full_access,
                    clues.opens_by("imap", "pop3", "ews"),
                ),
                blame=Blame.UNKNOWN,
            ),
        ),
    ),
    Row(
        3,
        _SAME,
        Sign(("imap",), _NOT_CONNECTED),
        (
            Cause(
                "IMAP is switched off for the mailbox (ImapEnabled is $false)",
                no.MailboxProtocolDisabled,
                waits.CAS_MAILBOX,
                clues.is_switched_off,
            ),
        ),
    ),
    Row(
        4,
        _SAME,
        Sign(("imap",), _NOT_CONNECTED),
        (
            Cause(
                "too many sign-ins from this address in a short time",
                "Fewer connections, and each kept open; after a minute or two it works again.",
                waits.PASSES,
                clues.is_busy,
            ),
        ),
    ),
    Row(
        5,
        _SAME,
        SHUT,
        (
            Cause(
                "there is no mailbox of this address yet, it has no licence or one without mail, or the address is an "
                "alias",
                no.MailboxNotFound,
                waits.LICENCE,
                each(clues.before_the_mailbox, clues.mailbox_is_missing, clues.opens_at_all),
                further="Sign in by the primary address: Get-EXOMailbox {address} | Format-List PrimarySmtpAddress.",
            ),
        ),
    ),
    Row(
        6,
        f"{_NO}, of an application with the right roles",
        REFUSED,
        (
            Cause(
                "Exchange does not know the application, or knows it by the object id of the app registration",
                no.ServicePrincipalNotRegistered,
                waits.EXCHANGE_GRANT,
                each(clues.of_an_application, clues.is_not_registered, clues.behind_the_sign_in),
                further="It is oid of the token.",
            ),
        ),
    ),
    Row(
        7,
        _NO,
        REFUSED,
        (
            Cause(
                "the token is for another resource, mostly Microsoft Graph",
                no.AudienceWrong,
                waits.NONE,
                clues.audience_is_wrong,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
    Row(
        8,
        _NO,
        Sign(("imap",), _WITHOUT_PERMISSION, also=FORBIDDEN),
        (
            Cause(
                "the application's token lacks the role {role_needed}",
                no.RoleMissing,
                waits.CONSENT,
                each(clues.of_an_application, clues.permission_is_missing),
            ),
        ),
    ),
    Row(
        9,
        _NO,
        Sign(("imap",), _WITHOUT_PERMISSION, also=FORBIDDEN),
        (
            Cause(
                "the user's token lacks the scope {scope_needed}",
                no.ScopeMissing,
                waits.CONSENT,
                each(clues.of_a_user, clues.permission_is_missing),
                blame=Blame.PROGRAM,
            ),
        ),
    ),
    Row(
        10,
        _NO,
        REFUSED,
        (
            Cause(
                "the token is of a personal account, of a guest, or of another tenant",
                no.TenantUnknown,
                waits.NONE,
                clues.is_of_elsewhere,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
    Row(
        11,
        _NO,
        REFUSED,
        (
            Cause(
                "the token has expired",
                no.TokenExpired,
                waits.NONE,
                clues.has_expired,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
)
