"""What IMAP says no with."""

from collections.abc import Iterator
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.own import IMAP_RFC, Own, explained_by
from fakeserver.finding.places import ENDING, is_met_at, kinds_at
from fakeserver.protocols.imap import errors
from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Refusal

_IMAP: Final = "IMAP"
#: What imapflow's error says of a sign-in that was refused; the server's words are its `responseText`.
_IMAPFLOW: Final = "Authentication failed"

#: Rows that no refusal is behind.
_OWN: Final[tuple[tuple[errors.Row, Own], ...]] = (
    (
        errors.UNKNOWN_COMMAND,
        (
            "UnknownCommand",
            "Exchange does not have this command, or the line is longer than it takes.",
            "ask for what CAPABILITY has: no SORT, THREAD, ENABLE, CONDSTORE or COMPRESS; send the token unbroken",
        ),
    ),
    (
        errors.BAD_ARGUMENTS,
        (
            "BadArguments",
            "The command is known, and what follows it cannot be read or is not taken.",
            "quote names with blanks, write folders in modified UTF-7, store no keywords: Exchange takes system flags",
        ),
    ),
    (
        errors.BAD_MESSAGE_SET,
        ("BadMessageSet", "A set of messages has not the form of one.", "write it as 5, as 3,7 or as 1:*"),
    ),
    (
        errors.NO_SUCH_MESSAGES,
        (
            "NoSuchMessages",
            "The set names messages that the folder does not have, or has no longer.",
            "name messages by UID, and look again after an untagged EXPUNGE or EXISTS",
        ),
    ),
    (
        errors.INVALID_STATE,
        (
            "InvalidState",
            "The command needs a sign-in or a selected folder that there is not, or it signs in a second time.",
            "AUTHENTICATE before SELECT, SELECT before FETCH; on a new connection sign in anew",
        ),
    ),
    (
        errors.BAD_CHARSET,
        ("BadCharset", "SEARCH names a charset that Exchange does not take.", "leave CHARSET out, or name UTF-8"),
    ),
    (errors.READ_ONLY, ("ReadOnly", "The folder was opened by EXAMINE.", "open it by SELECT to change it")),
)
_SILENT: Final = ("Silence", "The client said nothing for too long, half an hour.", "NOOP, or IDLE anew, in time")


def said() -> Iterator[Said]:
    """Yield its texts with their causes."""
    for kind in kinds_at(_IMAP):
        row = kind().row_in(errors.ROWS)
        for text in _texts(kind, row):
            yield Said(_IMAP, text, explanation_of(kind, _IMAP), row.source)
    cancelled = errors.phrase(errors.SIGN_IN_CANCELLED, "AUTHENTICATE").decode()
    yield Said(_IMAP, cancelled, explanation_of(no.CredentialMalformed, _IMAP))
    for kind in ENDING:
        if is_met_at(kind, _IMAP):
            yield Said(_IMAP, f"BYE {errors.goodbye_for(kind()).decode()}", explanation_of(kind, _IMAP))
    yield Said(_IMAP, f"BYE {errors.TIMED_OUT.decode()}", explained_by(_SILENT, IMAP_RFC))
    for row, own in _OWN:
        yield Said(_IMAP, f"{row.status} {row.text}", explained_by(own, IMAP_RFC), row.source)


def _texts(kind: type[Refusal], row: errors.Row) -> Iterator[str]:
    """Yield how a row is said for a kind of refusal: that of a sign-in once for each command that may be one."""
    if row is not errors.SIGN_IN_FAILED:
        yield f"{row.status} {row.text}"
        return
    is_of_password = issubclass(kind, no.BasicAuthDisabled | no.PasswordRefused)
    if not is_of_password or kind is no.BasicAuthDisabled:
        yield errors.phrase(row, "AUTHENTICATE").decode()
        yield _IMAPFLOW
    if is_of_password:
        yield errors.phrase(row, "LOGIN").decode()
