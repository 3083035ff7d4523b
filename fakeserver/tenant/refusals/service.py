"""The service does not do it now: it is busy, or ordered to be by a test. Nothing is wrong with who asks."""

from math import ceil

from fakeserver.tenant.refusals.applications import DirectoryRefused
from fakeserver.tenant.refusals.base import TAKE_BACK, Refusal

_THROTTLING = "learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange"
_LIMITS = "learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits"
_SUBMISSION = "learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements"
_CODES = "learn.microsoft.com/entra/identity-platform/reference-error-codes"
#: Of being throttled, by protocol.
_PAGES = {"EWS": _THROTTLING, "SMTP": _SUBMISSION, "OAuth": _CODES}


class ServiceRefused(Refusal):
    """The service does not do it now."""

    #: what decides: the order of a test, or a switch
    because: str = ""
    rule = "{because}"


class Throttled(ServiceRefused):
    """The service is busy, and asks the program to wait before it tries again."""

    #: what was asked, as the journal names it
    operation: str = ""
    #: seconds to wait
    retry_after: float = 0
    fix = "wait for {retry_after} seconds and try again; or take back what makes it busy: fault.cancel()"
    real = "Wait, as long as the answer says where it does, then try again; ask for less, and on fewer connections."
    page = _LIMITS
    pages = _PAGES

    @property
    def milliseconds(self) -> int:
        """How long to wait, as Exchange counts it."""
        return round(self.retry_after * 1000)

    @property
    def header(self) -> str:
        """How long to wait as Retry-After says it, in whole seconds."""
        return str(ceil(self.retry_after))


class ThrottledWithin(Throttled):
    """The service has become busy while it answered; each part of the answer says so, and none how long to wait."""

    fix = "try again later; or take back what makes it busy: fault.cancel()"
    page = _THROTTLING


class ServiceUnavailable(ServiceRefused):
    """The service does not answer now, for no reason of the program's."""

    #: seconds after which to try again; 0: it does not say
    retry_after: float = 0
    fix = "try again later; or take back what makes it fail: fault.cancel()"
    real = "Try again, each time after a longer pause; the admin center's Service health says what is wrong."
    page = "learn.microsoft.com/microsoft-365/enterprise/view-service-health"


class MailboxFull(ServiceRefused):
    """The mailbox has reached its quota, and takes and sends nothing more."""

    fix = "take the order back: fault.cancel()"
    real = (
        "Get-MailboxStatistics shows the size, Set-Mailbox -ProhibitSendReceiveQuota sets the quota; delete something."
    )
    page = _LIMITS


class AnswerOrdered(DirectoryRefused):
    """A test has ordered this answer; nothing is wrong with the request."""

    # `explained` puts the order itself in the rule's place.
    rule = "a test has ordered it"
    fix = TAKE_BACK
    real = "See what Microsoft says of the code, at login.microsoftonline.com/error."
    page = _CODES


class TooManyConnections(ServiceRefused):
    """This mailbox has too many connections or requests at a time."""

    limit: int = 0
    fix = "close those that are not used, and share one among threads; or set that switch to None"
    real = "Nobody can raise it: use fewer connections at a time, and close them."
    page = _SUBMISSION


class SubmissionQuotaExceeded(ServiceRefused):
    """This mailbox has sent to as many recipients as it may in 24 hours."""

    limit: int = 0
    fix = "wait: tenant.clock.advance(86400); or set that switch to None"
    real = "Wait until the next day; use High Volume Email or Azure Communication Services for more."
    page = _LIMITS
