"""Rows 12 to 17: submission by SMTP."""

from fakeserver.tenant import refusals as no
from pytest_m365.diagnosis import clues, waits
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.judging import OPEN, Judgement, excluded, proved
from pytest_m365.diagnosis.row import Cause, Row, Sign
from pytest_m365.diagnosis.seen import Seen


def _sends_as_another(seen: Seen) -> Judgement:
    if not seen.sender or not seen.mailbox:
        return OPEN
    if seen.sender.lower() == seen.mailbox.lower():
        return excluded("the sender is the mailbox")
    return proved(f"the sender is {seen.sender}, the mailbox {seen.mailbox}")


ROWS = (
    Row(
        12,
        "`535 5.7.139 … SmtpClientAuthentication is disabled for the Tenant`",
        Sign(("smtp",), r"SmtpClientAuthentication is disabled for the Tenant"),
        (
            Cause(
                "authenticated SMTP is off for the tenant, and the mailbox follows it",
                no.SubmissionDisabledForTenant,
                waits.CAS_MAILBOX,
            ),
        ),
    ),
    Row(
        13,
        "`535 5.7.139 … SmtpClientAuthentication is disabled for the Mailbox`",
        Sign(("smtp",), r"SmtpClientAuthentication is disabled for the Mailbox"),
        (
            Cause(
                "authenticated SMTP is off for the mailbox",
                no.SubmissionDisabledForMailbox,
                waits.CAS_MAILBOX,
            ),
        ),
    ),
    Row(
        14,
        "SMTP `535 5.7.3 Authentication unsuccessful`",
        Sign(("smtp",), r"535\W{0,4}(b')?5\.7\.3\b"),
        (
            Cause(
                "the token has no right to submit: {required} is missing",
                "Consent to {required} for {client_id} (App registrations > API permissions > APIs my organization "
                "uses > Office 365 Exchange Online), then a new token. Or, for an application and without consent: "
                "New-ManagementRoleAssignment -App {object_id} -Role 'Application SMTP.SendAsApp' "
                "-CustomResourceScope <scope>.",
                waits.CONSENT,
                clues.permission_is_missing,
            ),
        ),
        note="What IMAP says to the same identity tells a bad token from one without the right to send.",
    ),
    Row(
        15,
        "`554 5.2.252 SendAsDenied` at the end of DATA",
        Sign(("smtp",), r"5\.2\.252|SendAsDenied|550\W{0,4}(b')?5\.7\.60|permissions to send as this sender"),
        (
            Cause(
                "From or MAIL FROM is another address than that of the mailbox",
                no.SendAsDenied,
                waits.EXCHANGE_GRANT,
                _sends_as_another,
                blame=Blame.PROGRAM,
                further="Where an application acts by itself, the trustee is its object id (Get-ServicePrincipal).",
            ),
        ),
    ),
    Row(
        16,
        "`535 5.7.139 … basic authentication is disabled`, `550 5.7.30`",
        Sign(("smtp",), r"basic authentication is (disabled|not supported)|550\W{0,4}(b')?5\.7\.30"),
        (
            Cause(
                "the program signs in by user name and password",
                no.BasicAuthDisabled,
                waits.NONE,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
    Row(
        17,
        "`535 5.7.139 … security defaults policy`, `… did not meet the criteria`",
        Sign(("smtp",), r"security defaults policy|did not meet the criteria"),
        (
            Cause(
                "the program signs in by user name and password, which security defaults or Conditional Access block",
                no.BasicAuthBlockedBySecurityDefaults,
                waits.NONE,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
)
