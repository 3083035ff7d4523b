"""The doors of a mailbox, EWS, IMAP, POP3 and SMTP: what each says to a token, and to the first use behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

from fakeserver.digits import number_in
from fakeserver.xoauth2 import xoauth2
from pytest_m365.contract.asking.lines import CLOSED
from pytest_m365.contract.asking.permissions import PERMISSIONS, is_delegated, permits, scope_of
from pytest_m365.contract.terms import NotAsked
from pytest_m365.live.busy import is_busy
from pytest_m365.live.errors import LiveError

if TYPE_CHECKING:
    from pytest_m365.contract.asking.caller import Caller

_INBOX = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox">{}</t:DistinguishedFolderId></m:FolderIds></m:GetFolder>'
)
#: what POP3 says to a token that is longer than it takes, and IMAP of a mailbox that is being moved
_SHOWS_NOTHING = ("Protocol error", "Connection closed. 14")


def enter(caller: Caller, door: str, token: str, user: str = "") -> list[str]:
    """Return what a door says to a token, and to the first use, in its deciding lines.

    Args:
        user: whose mailbox; the run's by default. EWS is told it by each its own way: an application impersonates its
            owner, a user names it in the folder's id.
    """
    user = user or caller.user
    if door != "EWS":
        return respond(caller, door, xoauth2(user, token), sender=user)
    if not is_delegated(token):
        answer = caller.ews(_INBOX.format(""), token=token, impersonated=user, X_AnchorMailbox=user)
    elif user == caller.user:
        answer = caller.ews(_INBOX.format(""), token=token)
    else:
        owner = f"<t:Mailbox><t:EmailAddress>{escape(user)}</t:EmailAddress></t:Mailbox>"
        answer = caller.ews(_INBOX.format(owner), token=token, X_AnchorMailbox=user)
    return answer.lines() if answer.answer.body else answer.answer.front_end()


def token_without(caller: Caller, door: str) -> str:
    """Return a user's token that is good and lacks the scope of a door.

    Raises:
        NotAsked: there is none: every scope that was consented to for a resource is in every token for it.
        SignInRefused: there is no consent for any of the others.
    """
    refused: LiveError | None = None
    for other in PERMISSIONS:
        if other == door:
            continue
        try:
            token = caller.user_token(scope_of(other))
        except LiveError as error:
            refused = error
            continue
        if permits(token, door):
            raise NotAsked("the application has consent for this scope, so that no token is without it")
        return token
    assert refused is not None, "each of the others was refused"
    raise refused


def respond(caller: Caller, door: str, response: str, *, sender: str = "") -> list[str]:
    """Return what IMAP, POP3 or SMTP says to a response of XOAUTH2, and to the first use if that lets in.

    Args:
        sender: who sends, on SMTP; the run's user by default.
    """
    if door == "IMAP":
        imap = caller.new_imap()
        said = imap.respond(response)
        # A folder is opened read-write, and nothing is done there.
        return said + imap.tagged("SELECT INBOX") if is_open(said) else said
    if door == "POP3":
        pop3 = caller.new_pop3()
        said = pop3.respond(response)
        return [*said, _without_counts(pop3.say("STAT"))] if is_open(said) else said
    smtp = caller.new_smtp()
    said = smtp.respond(response)
    return said + smtp.whole(f"MAIL FROM:<{sender or caller.user}>") if is_open(said) else said


def is_open(said: list[str]) -> bool:
    """Say whether a door has let in, by what it said last."""
    return said[-1].startswith(("OK", "+OK", "235", "250", "200 NoError"))


def _without_counts(line: str) -> str:
    return "+OK <number> <number>" if line.startswith("+OK") else line


def _shows_nothing(door: str, line: str) -> bool:
    line = line if number_in(line) is None else f"HTTP {line}"
    # Whoever only hangs up may have too many connections, or be no mail server at all.
    return line == CLOSED or any(words in line for words in _SHOWS_NOTHING) or is_busy(door.lower(), line)


def said_at(caller: Caller, door: str, who: Literal["user", "app"], user: str = "") -> list[str]:
    """Return what a door says to the run's user or application; asked once for all promises.

    Args:
        user: whose mailbox; the run's by default.

    Raises:
        NotAsked: the run has no such token; or the service has no time, so that nothing shows.
    """

    def ask() -> list[str]:
        said = enter(caller, door, caller.token_of(who, door), user)
        if any(_shows_nothing(door, line) for line in said):
            raise NotAsked(f"{door} says nothing of the mailbox: {said[-1]}")
        return said

    return caller.once((door, who, user), ask)
