"""What POP3 says no with."""

from collections.abc import Iterator
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.own import POP3_RFC, Own, explained_by
from fakeserver.finding.places import ENDING, is_met_at, kinds_at
from fakeserver.protocols.pop3 import errors
from fakeserver.tenant import refusals as no

_POP3: Final = "POP3"

_OWN: Final[tuple[tuple[errors.Row, Own], ...]] = (
    (
        errors.PROTOCOL_ERROR,
        (
            "LongLine",
            "The token stood on one line with AUTH XOAUTH2, which POP3 of Exchange does not take, or the line was "
            "longer than 4096 characters.",
            "send AUTH XOAUTH2 alone, wait for +, then send the token on a line of its own; ask for fewer scopes where "
            "it is too long",
        ),
    ),
    (
        errors.INVALID_STATE,
        (
            "InvalidState",
            "The command needs a sign-in that there is not, or it signs in a second time.",
            "AUTH or USER and PASS before STAT; on a new connection sign in anew",
        ),
    ),
    (
        errors.UNKNOWN_COMMAND,
        ("UnknownCommand", "The command is not known, or what follows it cannot be read.", "ask for what CAPA has"),
    ),
    (
        errors.NO_SUCH_MESSAGE,
        ("NoSuchMessage", "There is no message of this number, or it was deleted.", "take numbers from LIST or UIDL"),
    ),
    (errors.TIMED_OUT, ("Silence", "The client said nothing for too long.", "NOOP in time, or connect anew")),
)


def said() -> Iterator[Said]:
    """Yield its texts with their causes."""
    for kind in kinds_at(_POP3):
        row = kind().row_in(errors.ROWS)
        cause = explanation_of(kind, _POP3)
        is_of_password = issubclass(kind, no.BasicAuthDisabled | no.PasswordRefused)
        if not is_of_password or kind is no.BasicAuthDisabled:
            yield Said(_POP3, f"-ERR {row.text}", cause, row.source)
        if is_of_password:
            yield Said(_POP3, f"-ERR {errors.LOGON_FAILED.text}", cause, errors.LOGON_FAILED.source)
    for kind in ENDING:
        if is_met_at(kind, _POP3):
            yield Said(_POP3, f"-ERR {errors.goodbye_for(kind()).text}", explanation_of(kind, _POP3))
    for row, own in _OWN:
        yield Said(_POP3, f"-ERR {row.text}", explained_by(own, POP3_RFC), row.source)
