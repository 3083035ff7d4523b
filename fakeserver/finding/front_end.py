"""What the HTTP front ends of EWS and Autodiscover say no with: 401 with a diagnosis, 403 without a word, 503."""

from collections.abc import Iterator
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.places import kinds_at
from fakeserver.protocols.autodiscover import pox
from fakeserver.protocols.http import front_end
from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Refusal

#: Without a body; which of the causes it is, only an administrator can see.
FORBIDDEN: Final = "403 Forbidden"
BUSY: Final = "503 Service Unavailable"
_UNAUTHORIZED: Final = "401 Unauthorized"
_CHALLENGED: Final = f"{_UNAUTHORIZED} WWW-Authenticate: "
#: What a mailbox refuses once the door is passed: in words of the operation.
_WITHIN: Final = (no.MailboxRefused, no.StoreRefused, no.SendAsDenied)
#: And which of these the door knows already.
_AT_THE_DOOR: Final = (
    no.MailboxProtocolDisabled,
    no.LicenceMissing,
    no.EwsUserAgentBlockedForMailbox,
    no.ApplicationAccessPolicyDenies,
)


def said(protocol: str) -> Iterator[Said]:
    """Yield the texts of a protocol's front end with their causes."""
    for kind in kinds_at(protocol):
        text = _text(kind)
        if text:
            status = _UNAUTHORIZED if text[0] == "2" else ""
            yield Said(protocol, text, explanation_of(kind, protocol), status=status)
    if protocol == "Autodiscover":
        yield from _of_autodiscover()


def _text(kind: type[Refusal]) -> str:
    """Return how a kind is said there; nothing where another place has the words for it."""
    if issubclass(kind, no.BasicAuthDisabled | no.PasswordRefused):
        return f"{_CHALLENGED}{front_end.BASIC_CHALLENGE},{front_end.BASIC_CHALLENGE}"
    if issubclass(kind, no.CredentialMissing):
        return f"{_CHALLENGED}{front_end.BEARER_CHALLENGE},{front_end.BASIC_CHALLENGE}"
    if issubclass(kind, no.AuthenticationRefused):
        diagnosis = kind().row_in(front_end.DIAGNOSES)
        return f'{diagnosis.number};reason="{diagnosis.reason}";error_category="{diagnosis.category}"'
    if issubclass(kind, no.ServiceRefused):
        return BUSY if issubclass(kind, no.Throttled | no.ServiceUnavailable) else ""
    is_within = issubclass(kind, _WITHIN) and not issubclass(kind, _AT_THE_DOOR)
    return "" if is_within else FORBIDDEN


def _of_autodiscover() -> Iterator[Said]:
    code, text = pox.ADDRESS_NOT_FOUND
    for kind in (no.MailboxNotFound, no.MailboxSoftDeleted, no.MailboxNotProvisioned):
        yield Said("Autodiscover", f"{code} {text}", explanation_of(kind, "Autodiscover"))
    yield Said("Autodiscover", "redirectAddr {address}", explanation_of(no.MailboxMoved, "Autodiscover"))
