"""What each protocol would answer to a token: the door is asked, and the protocol's rows say it. Nothing is noted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fakeserver.protocols.control.problems import Reason, reason_of
from fakeserver.protocols.http import front_end
from fakeserver.protocols.imap import errors as imap
from fakeserver.protocols.pop3 import errors as pop3
from fakeserver.protocols.smtp import errors as smtp
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import MailboxRefused, Refusal, explained
from fakeserver.wire import HttpRequest

#: Fields of HTTP by which a refused client knows why.
_TELLING: Final = frozenset({"www-authenticate", "x-ms-diagnostics"})


@dataclass
class Verdict:
    """What a protocol would answer."""

    is_let_in: bool
    #: the lines that the client would see
    answer: str
    #: why not; null: nothing was refused
    refusal: Reason | None


def verdict(cloud: Cloud, protocol: Protocol, credential: BearerToken) -> Verdict:
    """Ask the door, as the protocol does at a sign-in that opens the mailbox."""
    is_admitted = False
    try:
        visitor = cloud.door.admit(protocol, credential)
        is_admitted = True
        with visitor.tenant.lock:
            if protocol is not Protocol.EWS or not visitor.is_app:
                # An application names its mailbox by impersonation, request by request.
                cloud.door.open(visitor)
    except Refusal as refusal:
        return Verdict(False, _REFUSED[protocol](refusal, is_admitted), reason_of(explained(refusal)))
    return Verdict(True, _LET_IN[protocol], None)


_LET_IN: Final = {
    Protocol.IMAP: "A1 OK AUTHENTICATE completed.",
    Protocol.POP3: "+OK User successfully authenticated.",
    Protocol.SMTP: "235 2.7.0 Authentication successful",
    Protocol.EWS: "HTTP 200",
}


def _by_imap(refusal: Refusal, is_admitted: bool) -> str:
    row = imap.row_for(refusal)
    if is_admitted and isinstance(refusal, MailboxRefused):
        # A mailbox that does not open shows only at the next command.
        said = imap.phrase(row, "SELECT").decode("ascii", "replace")
        return f"{_LET_IN[Protocol.IMAP]}\nA2 {said}"
    return f"A1 {imap.phrase(row, 'AUTHENTICATE').decode('ascii', 'replace')}"


def _by_pop3(refusal: Refusal, is_admitted: bool) -> str:
    return f"-ERR {pop3.row_for(refusal).text}"


def _by_smtp(refusal: Refusal, is_admitted: bool) -> str:
    return str(smtp.reply_to(refusal))


def _by_ews(refusal: Refusal, is_admitted: bool) -> str:
    if is_admitted and isinstance(refusal, MailboxRefused):
        return f"HTTP 200, and what is asked of the mailbox is refused: {type(refusal).__name__}"
    request = HttpRequest("POST", "/EWS/Exchange.asmx")
    response = front_end.refused(refusal, request, "00000000-0000-0000-0000-000000000000", datetime.now(UTC))
    fields = [f"{name}: {value}" for name, value in response.headers if name.lower() in _TELLING]
    return "\n".join([f"HTTP {response.status}", *fields])


_REFUSED: Final[dict[Protocol, Callable[[Refusal, bool], str]]] = {
    Protocol.IMAP: _by_imap,
    Protocol.POP3: _by_pop3,
    Protocol.SMTP: _by_smtp,
    Protocol.EWS: _by_ews,
}
