"""EWS errors of availability: of the whole request, which are faults, and of one mailbox."""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, RESPONSECODE, TEXT_UNKNOWN, EwsError, Row
from fakeserver.protocols.ews.soap.names import ERRORS
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.protocols.http.front_end import BACK_END

# --- of the whole request ----------------------------------------------------------------------------------------

ZONE: Final = Row("ErrorTimeZone", "The time zone isn't valid.", MANAGED_API)
NOTHING_ASKED: Final = Row(
    "ErrorMissingArgument", "FreeBusyViewOptions or SuggestionsViewOptions must be in the request.", TEXT_UNKNOWN
)
INVALID_OPTION: Final = Row("ErrorInvalidArgument", "{} must be between {} and {}.", TEXT_UNKNOWN)
NO_MAILBOXES: Final = Row("ErrorMailboxDataArrayEmpty", "The EmailAddress array is empty.", TEXT_UNKNOWN)
#: microsoftgraph/microsoft-graph-docs#7047, of the same service
TOO_MANY_MAILBOXES: Final = Row(
    "ErrorMailboxDataArrayTooBig",
    "There are too many target users in the EmailAddress array. The allowed size = {}; the actual size = {}.",
    REPORTED,
)
#: gautamsi/ews-javascript-api#235
INVALID_TIME: Final = Row("ErrorInvalidTimeInterval", "The time duration specified for {} is invalid.", REPORTED)
#: microsoftgraph/microsoft-graph-docs#19703
TIME_TOO_LONG: Final = Row(
    "ErrorTimeIntervalTooBig",
    "The requested time duration specified for {} is too long. The allowed limit = {} days; the actual limit = {} "
    "days.",
    REPORTED,
)
#: ecederstrand/exchangelib#1019; two blanks stand in it
INVALID_INTERVAL: Final = Row(
    "ErrorInvalidMergedFreeBusyInterval",
    "The specified merged free/busy interval is not valid. Specify an interval that is less than the free/busy time "
    "window and  between 5 and 1440 minutes.",
    REPORTED,
)
INVALID_VIEW: Final = Row("ErrorInvalidFreeBusyViewType", "The free/busy view type isn't valid.", TEXT_UNKNOWN)


def with_facts(row: Row, *facts: object) -> EwsError:
    """Return the error of a row with these in its text."""
    return EwsError(Row(row.code, row.text.format(*facts), row.source))


# --- of one mailbox ----------------------------------------------------------------------------------------------

_EXCEPTIONS: Final = "Microsoft.Exchange.InfoWorker.Common.Availability"
#: The service's text has the exception, its sentence, and the server behind a line break: a Microsoft support article
#: on free/busy between organizations, and Ericsson/exchangecalendar#460.
_TEXT: Final = "{}.{}: {}\r\n. Name of the server where exception originated: {}"


@dataclass(frozen=True)
class MailboxError:
    """What can be wrong with one mailbox."""

    code: str
    exception: str
    sentence: str
    #: the exception's number; None where no answer with it is known
    number: int | None = None
    source: str = RESPONSECODE


#: microsoftgraph/microsoft-graph-docs#11225 has text and number
NOT_FOUND: Final = MailboxError(
    "ErrorMailRecipientNotFound",
    "MailRecipientNotFoundException",
    "Unable to resolve e-mail address {} to an Active Directory object.",
    5009,
    REPORTED,
)
#: Ericsson/exchangecalendar#460
NO_ACCESS: Final = MailboxError(
    "ErrorNoFreeBusyAccess",
    "NoFreeBusyAccessException",
    "The caller does not have access to free/busy data.",
    source=REPORTED,
)
#: Assumption: a mailbox that is shut for want of a licence; name and words of the exception.
NOT_OPENED: Final = MailboxError(
    "ErrorMailboxLogonFailed", "MailboxLogonFailedException", "Unable to open the mailbox of {}.", source=TEXT_UNKNOWN
)
#: ecederstrand/exchangelib#1060; it goes on with a list of the calls inside the service.
#: Assumption: it is what a mailbox gets that has moved to another organization.
PROXY_FAILED: Final = MailboxError(
    "ErrorProxyRequestProcessingFailed",
    "ProxyWebRequestProcessingException",
    "Proxy web request failed. , inner exception: System.Net.WebException: The remote server returned an error: (404) "
    "Not Found.",
    source=REPORTED,
)
#: Assumption: names and words of these two exceptions.
GROUP_TOO_LARGE: Final = MailboxError(
    "ErrorFreeBusyDLLimitReached",
    "FreeBusyDLLimitReachedException",
    "The group {} has more than the {} members that free/busy is looked up of.",
    source=TEXT_UNKNOWN,
)
TOO_MANY_PEOPLE: Final = MailboxError(
    "ErrorIndividualMailboxLimitReached",
    "IndividualMailboxLimitReachedException",
    "Free/busy is looked up of {} mailboxes in one request.",
    source=TEXT_UNKNOWN,
)


def of_mailbox(kind: MailboxError, *facts: object) -> EwsError:
    """Return the error of one mailbox, with the facts that its sentence wants."""
    text = _TEXT.format(_EXCEPTIONS, kind.exception, kind.sentence.format(*facts), BACK_END)
    return EwsError(Row(kind.code, text, kind.source), message_xml=_message_xml(kind))


def _message_xml(kind: MailboxError) -> Xml:
    parts = Xml(f'<e:ExceptionType xmlns:e="{ERRORS}">{_EXCEPTIONS}.{kind.exception}</e:ExceptionType>')
    number = NOTHING
    if kind.number is not None:
        number = Xml(f'<e:ExceptionCode xmlns:e="{ERRORS}">{kind.number}</e:ExceptionCode>')
    return Xml(parts + number)
