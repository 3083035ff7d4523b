r"""An IMAP connection that can change nothing by accident: messages are read by PEEK, in folders opened by EXAMINE.

What touches others' mail is not here: EXPUNGE and CLOSE, which remove everybody's ``\Deleted``, and FETCH without PEEK,
which marks as read. Leaving is LOGOUT.
"""

from __future__ import annotations

import ast
import imaplib
import re
import ssl
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fakeserver.digits import number_in
from fakeserver.endpoint import Endpoint
from fakeserver.modified_utf7 import encoded
from fakeserver.xoauth2 import xoauth2
from pytest_m365.live import imap_answers
from pytest_m365.live.busy import is_busy, seconds_asked_for
from pytest_m365.live.errors import AccessRefused, Busy, Disconnected, LiveError, NotConnected, Unavailable
from pytest_m365.live.imap_answers import Listed

#: seconds for one answer
TIMEOUT = 60.0
_NOT_CONNECTED = "User is authenticated but not connected"
_CLOSED = "Connection closed. 14"
#: Assumption: so the service words it; [TRYCREATE] and [NONEXISTENT] are RFC 3501's and RFC 5530's.
_NOT_THERE = re.compile(r"\[TRYCREATE\]|\[NONEXISTENT\]|does(?:n't| not) exist", re.IGNORECASE)
#: how imaplib words a BYE: "command: STATUS => Connection closed. 14", and in the place of a greeting "b'* BYE ...'"
_FAREWELL = re.compile(r"(?:command: [A-Z ]+ => |b['\"]\* BYE )(?P<text>.*?)['\"]?\Z", re.DOTALL)
#: how it words a BAD: "UID command error: BAD [b'...']"
_WRAPPED = re.compile(r"(?:[A-Z ]+ )?command(?: error)?: (?:[A-Z]+ )?(?P<answer>\[b.*\]|b.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Filled:
    """How far a folder is filled, as STATUS has shown it."""

    validity: str
    #: of the next message that comes
    next_uid: int


@dataclass(frozen=True)
class Opened:
    """A folder as EXAMINE or SELECT has shown it."""

    validity: str
    #: of the next message that comes; None where the server doesn't say
    next_uid: int | None
    #: how many messages it has
    exists: int


class ImapSession:
    """One connection, signed in. Its errors are those of `pytest_m365.live.errors`, with the server's own words."""

    def __init__(self, where: Endpoint, trust: ssl.SSLContext, user: str, token: Callable[[], str]) -> None:
        """Connect and sign in.

        Args:
            user: the mailbox's address, which SASL is told.
            token: asked once, for this connection.
        """
        self._user = user
        with self._said(f"connecting to {where.host}:{where.port}"):
            self._client = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=trust, timeout=TIMEOUT)
        try:
            shown = xoauth2(user, token()).encode()
            with self._said(f"signing in as {user}", condition="NO "):
                self._client.authenticate("XOAUTH2", lambda _challenge: shown)
        except BaseException:
            self._hang_up()
            raise

    def position(self, path: str) -> Filled:
        """Return how far a folder is filled, without opening it.

        Raises:
            LookupError
        """
        doing = f"asking for the position in {path}"
        with self._said(doing):
            answer = self._client.status(_quoted(path), "(UIDNEXT UIDVALIDITY)")
        found = imap_answers.status(self._ok(answer, doing))
        if not {"UIDNEXT", "UIDVALIDITY"} <= found.keys():
            raise Unavailable("imap", doing, f"STATUS has no UIDNEXT and UIDVALIDITY: {answer[1]}")
        return Filled(str(found["UIDVALIDITY"]), found["UIDNEXT"])

    def open(self, path: str, *, writing: bool = False) -> Opened:
        """Open a folder by EXAMINE, or by SELECT for removing; shows what has come since it was opened before.

        Raises:
            LookupError
        """
        doing = f"opening {path}"
        with self._said(doing):
            answer = self._client.select(_quoted(path), readonly=not writing)
        exists = self._ok(answer, doing)[-1]
        numbers = {name: self._client.response(name)[1][-1] for name in ("UIDVALIDITY", "UIDNEXT")}
        next_uid = numbers["UIDNEXT"]
        count = number_in(_text(exists), 10) or 0
        return Opened(_text(numbers["UIDVALIDITY"]), int(next_uid) if next_uid else None, count)

    def bodies(self, numbers: str, section: str) -> dict[int, bytes]:
        """Return a section of messages of the open folder, by UID, without marking them as read.

        Args:
            numbers: a set of UIDs.
            section: "" for the whole message.
        """
        return imap_answers.bodies(self._uid("FETCH", numbers, f"(UID BODY.PEEK[{section}])"))

    def uids(self, numbers: str) -> list[int]:
        """Return which messages of a set of UIDs there are in the open folder."""
        return imap_answers.fetched_uids(self._uid("FETCH", numbers, "(UID)"))

    def flags(self, number: int) -> frozenset[str] | None:
        """Return a message's flags, in small letters with their backslashes; None where the open folder lacks it."""
        return imap_answers.flags(self._uid("FETCH", str(number), "(UID FLAGS)")).get(number)

    def search(self, *criteria: str) -> list[int]:
        """Return the UIDs of messages in the open folder."""
        return imap_answers.uids(self._uid("SEARCH", *criteria))

    def remove(self, numbers: Collection[int]) -> None:
        r"""Remove messages of the open folder, and no other, even if it is ``\Deleted``."""
        for chosen in imap_answers.sequence_sets(numbers):
            self._uid("STORE", chosen, "+FLAGS.SILENT", r"(\Deleted)")
            self._uid("EXPUNGE", chosen)

    def append(self, path: str, mime: bytes, flags: str, received_at: datetime | None) -> None:
        """Store a message.

        Raises:
            LookupError: there is no such folder.
        """
        doing = f"putting a message into {path}"
        at = imaplib.Time2Internaldate(received_at) if received_at else None
        with self._said(doing):
            answer = self._client.append(_quoted(path), flags, at, mime)
        self._ok(answer, doing)

    def folders(self) -> Sequence[Listed]:
        """Return all folders that can be opened."""
        doing = "listing the folders"
        with self._said(doing):
            answer = self._client.list()
        found = imap_answers.listed(self._ok(answer, doing))
        return [each for each in found if not {"\\noselect", "\\nonexistent"} & each.attributes]

    def create(self, path: str) -> None:
        """Make a folder."""
        self._folder_command("create", path)

    def delete(self, path: str) -> None:
        """Remove a folder with what is in it."""
        self._folder_command("delete", path)

    def logout(self) -> None:
        """Say LOGOUT, and close the socket."""
        with suppress(imaplib.IMAP4.error, OSError):
            self._client.logout()
        self._hang_up()

    # --- inside ------------------------------------------------------------------------------------------------

    def _folder_command(self, command: str, path: str) -> None:
        doing = f"{command.rstrip('e')}ing {path}"
        with self._said(doing):
            answer = getattr(self._client, command)(_quoted(path))
        self._ok(answer, doing)

    def _uid(self, command: str, *arguments: str) -> list[Any]:
        doing = f"UID {command}"
        with self._said(doing):
            answer = self._client.uid(command, *arguments)
        return self._ok(answer, doing)

    def _ok(self, answer: tuple[str, list[Any]], doing: str) -> list[Any]:
        """Return what was answered; a NO is raised."""
        condition, data = answer
        if condition == "OK":
            return data
        said = f"{condition} {_text(data[-1] if data else b'')}"
        if _NOT_THERE.search(said):
            raise LookupError(f"imap: {said} (while {doing})")
        raise self._meant(said, doing)

    @contextmanager
    def _said(self, doing: str, condition: str = "") -> Iterator[None]:
        """Tell what imaplib raises in our words.

        Args:
            condition: what imaplib leaves out where it raises on a NO.
        """
        try:
            yield
        except imaplib.IMAP4.abort as error:
            raise self._ended(plain_answer(str(error)), doing) from error
        except imaplib.IMAP4.error as error:
            said = plain_answer(str(error))
            raise self._meant(said if said.startswith("BAD ") else condition + said, doing) from error
        except ssl.SSLCertVerificationError as error:
            raise Unavailable("imap", doing, str(error)) from error
        except OSError as error:
            raise Disconnected("imap", doing, str(error) or type(error).__name__) from error

    def _ended(self, said: str, doing: str) -> LiveError:
        error = self._meant(said, doing)
        # A busy server may end it without a reason: only another connection hears whether it is to wait.
        is_told = isinstance(error, Busy) and _CLOSED not in said
        return error if is_told else Disconnected("imap", doing, said)

    def _meant(self, said: str, doing: str) -> LiveError:
        if is_busy("imap", said):
            return Busy("imap", doing, said, seconds_asked_for(said))
        if _NOT_CONNECTED in said:
            return NotConnected("imap", f"{doing} of {self._user}", said)
        return AccessRefused("imap", doing, said)

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._client.shutdown()


def _quoted(path: str) -> str:
    # imaplib sends what it is given.
    escaped = encoded(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or "")


def plain_answer(said: str) -> str:
    """Return an answer as the server wrote it, without what imaplib wraps it in."""
    if (farewell := _FAREWELL.match(said)) is not None:
        return f"BYE {farewell['text']}"
    wrapped = _WRAPPED.search(said)
    if wrapped is None:
        return said
    try:
        inner = ast.literal_eval(wrapped["answer"])
    except (SyntaxError, ValueError):
        return said
    pieces = inner if isinstance(inner, list) else [inner]
    condition = " BAD " if " BAD " in said[: wrapped.start("answer")] else ""
    return (condition.lstrip() + " ".join(map(_text, pieces))).strip()
