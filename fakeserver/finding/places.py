"""Which refusals a program can meet where; a kind that is not named is met where its nearest ancestor is."""

from collections.abc import Iterator, Mapping
from typing import Final

from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Refusal

_EVERYWHERE: Final = ("IMAP", "POP3", "SMTP", "EWS", "Autodiscover", "Graph")
_MAIL: Final = ("IMAP", "POP3", "SMTP", "EWS", "Graph")
_LINES: Final = ("IMAP", "POP3", "SMTP")
_HTTP: Final = ("EWS", "Autodiscover", "Graph")
_FOLDERS: Final = ("IMAP", "EWS", "Graph")
#: Exchange's own protocols, whose tokens are for Exchange Online
_EXCHANGE: Final = ("IMAP", "POP3", "SMTP", "EWS")
_STORE: Final = ("EWS", "Graph")
_GRAPH: Final = ("Graph",)

PLACES: Final[Mapping[type[Refusal], tuple[str, ...]]] = {
    no.Refusal: (),
    # --- who asks
    no.AuthenticationRefused: _EVERYWHERE,
    no.CredentialMissing: _HTTP,
    no.CredentialMalformed: _LINES,
    no.BasicSubmissionRetired: ("SMTP",),
    no.LoginNotOffered: ("IMAP",),
    no.DirectoryRefused: ("OAuth",),
    no.AudienceWrong: (*_EXCHANGE, "Autodiscover"),
    no.GraphAudienceWrong: _GRAPH,
    # --- what the token permits
    no.ScopeMissing: _EXCHANGE,
    no.RoleMissing: _EXCHANGE,
    no.GraphPermissionMissing: _GRAPH,
    no.GraphRoleMissing: _GRAPH,
    no.DirectoryPermissionMissing: _GRAPH,
    no.UserMustBeNamed: _GRAPH,
    no.PermissionRefused: _MAIL,
    no.AppOnlyNotSupported: _LINES,
    no.ServicePrincipalNotRegistered: _LINES,
    no.ProtocolDisabledForTenant: ("EWS",),
    no.SubmissionDisabledForTenant: ("SMTP",),
    no.SubmissionDisabledForMailbox: ("SMTP",),
    # --- the mailbox
    no.MailboxRefused: _MAIL,
    no.MailboxNotFound: _EVERYWHERE,
    no.MailboxMoved: _EVERYWHERE,
    no.MailboxProtocolDisabled: ("IMAP", "POP3", "EWS"),
    no.LicenceMissing: _MAIL,
    no.FolderAccessDenied: _STORE,
    no.EwsUserAgentBlockedForMailbox: ("EWS",),
    no.ApplicationAccessPolicyDenies: _STORE,
    no.ImpersonationRefused: ("EWS",),
    no.OutsideRoleScope: ("EWS", "SMTP", "Graph"),
    no.AddressNotPrimary: ("EWS",),
    no.MailboxMustBeNamed: ("EWS",),
    no.SendAsDenied: ("SMTP", "EWS", "Graph"),
    # --- what is in it
    no.StoreRefused: _STORE,
    no.ExpungeFailed: ("IMAP",),
    no.LineTooLong: ("IMAP",),
    no.ContentRefused: ("IMAP",),
    no.RecoverableItemsFull: ("IMAP", "POP3", "EWS", "Graph"),
    no.FolderNotFound: _FOLDERS,
    no.ArchiveMissing: ("EWS",),
    no.FolderGone: _STORE,
    no.ParentFolderNotFound: _STORE,
    no.FolderExists: _FOLDERS,
    no.FolderNameInvalid: _FOLDERS,
    no.FolderProtected: _FOLDERS,
    no.ItemNotFound: _FOLDERS,
    no.PrivateItemHidden: _STORE,
    no.MessageTooLarge: ("IMAP", "SMTP", "EWS", "Graph"),
    no.HeaderTooLarge: ("SMTP",),
    no.RecipientsMissing: ("SMTP", "EWS", "Graph"),
    no.RecipientUnresolved: ("SMTP", "EWS", "Graph"),
    no.AuthorsWithoutSender: ("SMTP",),
    # --- whether the service does it now
    no.ServiceRefused: (*_MAIL, "OAuth"),
    no.Throttled: (*_EVERYWHERE, "OAuth"),
    no.ThrottledWithin: ("EWS",),
    no.ServiceUnavailable: (*_EVERYWHERE, "OAuth"),
    no.MailboxFull: ("IMAP", "SMTP", "EWS", "Graph"),
    no.TooManyConnections: _MAIL,
    no.SubmissionQuotaExceeded: ("SMTP", "EWS", "Graph"),
}

#: The kinds that end a session while it lasts, on IMAP, POP3 and SMTP.
ENDING: Final[tuple[type[Refusal], ...]] = (
    no.TokenExpired,
    no.TokenRevoked,
    no.InsufficientClaims,
    no.TokenUserDisabled,
    no.MailboxProtocolDisabled,
    no.MailboxAccessDenied,
    no.SubmissionDisabledForMailbox,
)

#: Kinds that nobody meets as such: what is below them is met.
GROUPS: Final = frozenset(
    {
        *(no.Refusal, no.AuthenticationRefused, no.TokenRefused, no.PermissionRefused, no.ProtocolDisabledForTenant),
        *(no.DirectoryRefused, no.ApplicationRefused, no.ConsentRefused, no.GrantRefused, no.SignInRefused),
        *(no.MailboxRefused, no.ImpersonationRefused, no.StoreRefused, no.ServiceRefused),
    }
)

#: What people who ask about a message have met most, first. Assumption: by the issue threads that the texts are from;
#: nobody has counted.
LIKELIEST: Final[tuple[type[Refusal], ...]] = (
    *(no.ScopeMissing, no.RoleMissing, no.AudienceWrong, no.TokenExpired, no.ServicePrincipalNotRegistered),
    *(no.MailboxAccessDenied, no.MailboxProtocolDisabled, no.MailboxNotFound, no.LicenceMissing),
    *(no.BasicAuthDisabled, no.PasswordRefused, no.ConsentMissing, no.SecretWrong),
)


def kinds_at(protocol: str) -> Iterator[type[Refusal]]:
    """Yield the kinds of refusals that a program can meet on a protocol, the likeliest first."""
    for kind in dict.fromkeys([*LIKELIEST, *_below(Refusal)]):
        if kind not in GROUPS and is_met_at(kind, protocol):
            yield kind


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    """Yield a kind and all below it, each once."""
    seen: dict[type[Refusal], None] = {kind: None}
    todo = [kind]
    while todo:
        for each in todo.pop(0).__subclasses__():
            # A kind that a program of somebody else has made is none of the protocols'.
            if each not in seen and each.__module__.startswith(no.__name__):
                seen[each] = None
                todo.append(each)
    yield from seen


def is_met_at(kind: type[Refusal], protocol: str) -> bool:
    """Say whether a program can meet a kind of refusal on a protocol."""
    return protocol in kind().row_in(PLACES)
