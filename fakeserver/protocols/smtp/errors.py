"""SMTP's replies to the tenant's refusals.

A row is found along the refusal's class order, so that a special refusal falls back to its parent's row. A refused AUTH
gets one line at once, without the failure challenge (334 with JSON) that other services send.

Source, unless a row says otherwise: logs of smtp.office365.com in public issue threads, and Microsoft's "Fix issues
with printers, scanners, and LOB applications that send email".
"""

from collections.abc import Mapping

from fakeserver.protocols.smtp.replies import (
    AUTHENTICATION_BUSY,
    CONNECTIONS_EXCEEDED,
    NOT_AVAILABLE,
    RECIPIENT_FIRST,
    RECIPIENT_INVALID,
    TEMPORARY_ERROR,
    TOO_LARGE,
    TOO_MANY_RECIPIENTS,
    Reply,
    Trace,
)
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import Refusal

UNSUCCESSFUL = Reply(535, "5.7.3", "Authentication unsuccessful", Trace.SESSION)


def _unsuccessful(reason: str) -> Reply:
    return Reply(535, "5.7.139", f"Authentication unsuccessful, {reason}", Trace.SESSION)


_SWITCHED_OFF = (
    "SmtpClientAuthentication is disabled for the {}. Visit https://aka.ms/smtp_auth_disabled for more information."
)
_CRITERIA = _unsuccessful(
    "the request did not meet the criteria to be authenticated successfully. Contact your administrator."
)
_CREDENTIALS = _unsuccessful("the user credentials were incorrect.")
_SECURITY_DEFAULTS = _unsuccessful(
    "user is locked by your organization's security defaults policy. Contact your administrator."
)
_NO_MAILBOX = Reply(550, "5.2.1", "Mailbox cannot be accessed", Trace.SESSION)

ROWS: Mapping[type[Refusal], Reply] = {
    # Refusals that cannot happen in a submission, since SMTP never makes these checks.
    Refusal: TEMPORARY_ERROR,
    # Assumption: the words of a server that cannot reach the mailbox.
    refusals.MailboxMoving: TEMPORARY_ERROR,
    # Assumption: as the daily quota is refused, with the exception of a full store.
    refusals.MailboxFull: Reply(
        554,
        "5.2.2",
        "STOREDRV.Submission.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process "
        "message due to a permanent exception with message Cannot submit message.",
        Trace.MAILBOX_SERVER,
    ),
    refusals.TooManyConnections: CONNECTIONS_EXCEEDED,
    refusals.SubmissionQuotaExceeded: Reply(
        554,
        "5.2.0",
        "STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent "
        "exception with message The message can't be submitted because the sender's submission quota was exceeded.",
        Trace.MAILBOX_SERVER,
    ),
    # By the command: see `reply_to`.
    refusals.Throttled: CONNECTIONS_EXCEEDED,
    # --- AUTH
    refusals.AuthenticationRefused: UNSUCCESSFUL,
    refusals.PermissionRefused: UNSUCCESSFUL,
    refusals.DirectoryRefused: UNSUCCESSFUL,
    refusals.BasicAuthDisabled: _unsuccessful("basic authentication is disabled."),
    refusals.BasicSubmissionRetired: Reply(
        550, "5.7.30", "Basic authentication is not supported for Client Submission.", Trace.SESSION
    ),
    refusals.BasicAuthBlockedBySecurityDefaults: _SECURITY_DEFAULTS,
    refusals.BasicAuthBlockedByConditionalAccess: _CRITERIA,
    refusals.PasswordRefused: _CREDENTIALS,
    refusals.PasswordNotEnough: _CRITERIA,
    refusals.SignInRefused: _CREDENTIALS,
    refusals.SubmissionDisabledForTenant: _unsuccessful(_SWITCHED_OFF.format("Tenant")),
    refusals.SubmissionDisabledForMailbox: _unsuccessful(_SWITCHED_OFF.format("Mailbox")),
    refusals.MfaRequired: _CRITERIA,
    refusals.BlockedByConditionalAccess: _CRITERIA,
    refusals.BlockedBySecurityDefaults: _SECURITY_DEFAULTS,
    # --- the mailbox that XOAUTH2's user= names
    refusals.MailboxRefused: UNSUCCESSFUL,
    # Seen in 2018 for an identity without a mailbox; its enhanced code was not kept, this one is Exchange's.
    refusals.MailboxNotFound: _NO_MAILBOX,
    refusals.LicenceMissing: _NO_MAILBOX,
    # Assumption: the reply for a mailbox that was moved to another organization is not known.
    refusals.MailboxMoved: _NO_MAILBOX,
    # --- after DATA
    # The real one has a list of diagnostic numbers before [EndDiagnosticData].
    refusals.SendAsDenied: Reply(
        554,
        "5.2.252",
        "SendAsDenied; {mailbox} not allowed to send as {sender}; "
        "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; "
        "Failed to process message due to a permanent exception with message "
        "[BeginDiagnosticData]Cannot submit message. [EndDiagnosticData]",
        Trace.MAILBOX_SERVER,
    ),
    refusals.AuthorsWithoutSender: Reply(
        550, "5.1.20", "Multiple From addresses are not allowed without Sender address", Trace.SESSION
    ),
    refusals.StoreRefused: Reply(
        554,
        "5.2.0",
        "STOREDRV.Submission.Exception:StorePermanentException; Failed to process message due to a permanent exception",
        Trace.MAILBOX_SERVER,
    ),
    refusals.MessageTooLarge: TOO_LARGE,
    # Assumption: in the words for the whole message.
    refusals.HeaderTooLarge: Reply(552, "5.3.4", "Header size exceeds fixed maximum size", Trace.SESSION),
    refusals.RecipientsMissing: RECIPIENT_FIRST,
    refusals.RecipientUnresolved: RECIPIENT_INVALID,
}

#: `policies.send_as_refusal` -> how a sender is refused, today and in older logs.
SEND_AS_ROWS: Mapping[str, Reply] = {
    "5.2.252": ROWS[refusals.SendAsDenied],
    "5.7.60": Reply(550, "5.7.60", "SMTP; Client does not have permissions to send as this sender", Trace.HOST),
}


#: code -> a reply to a client that asks for too much
THROTTLED: Mapping[int, Reply] = {
    reply.code: reply
    for reply in (
        NOT_AVAILABLE,
        CONNECTIONS_EXCEEDED,
        TEMPORARY_ERROR,
        TOO_MANY_RECIPIENTS,
        AUTHENTICATION_BUSY,
    )
}
#: command -> the code of the usual one
#: Assumption: only that of the message is recorded; the others are what Exchange's stack says of its own troubles.
_THROTTLED_AT = {"connect": 421, "AUTH": 454, "DATA": 432}


def reply_to(refusal: Refusal, *, send_as: str = "5.2.252") -> Reply:
    """Return the reply to a refusal, its facts filled in; ``send_as`` chooses among SEND_AS_ROWS."""
    if isinstance(refusal, refusals.SendAsDenied) and send_as != "5.2.252":
        return SEND_AS_ROWS[send_as]
    if isinstance(refusal, refusals.Throttled):
        return THROTTLED[_THROTTLED_AT.get(refusal.operation, 451)]
    return refusal.row_in(ROWS).filled(refusal.facts)
