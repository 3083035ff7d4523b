"""imaplib for a live mailbox, which holds other people's mail as well: what would change that is refused unsent.

A test written for the fake calls ``expunge()`` without a thought, since the mailbox is its own there.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Sequence
from typing import Any

from fakeserver.modified_utf7 import decoded
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_socket import check_one_line, guarded, sending
from pytest_m365.live.headers import FIELDS, named, read_header
from pytest_m365.live.imap_answers import bodies, bodies_by_number, sequence_set
from pytest_m365.live.own_folders import OwnFolders
from pytest_m365.live.tags import Tag

#: data items of FETCH that set no flag though they name a body or a header
_HARMLESS = re.compile(r"(?i)BODY\.PEEK\[|BINARY\.(?:PEEK|SIZE)\[|RFC822\.(?:SIZE|HEADER)")
#: commands that change nothing of others, or that are looked at by name below
_KNOWN = frozenset(
    "CAPABILITY NOOP LOGOUT STARTTLS AUTHENTICATE LOGIN ID NAMESPACE ENABLE IDLE SELECT EXAMINE UNSELECT CHECK LIST "
    "LSUB XLIST STATUS SEARCH SORT THREAD FETCH GETACL LISTRIGHTS MYRIGHTS GETQUOTA GETQUOTAROOT GETANNOTATION CREATE "
    "APPEND CLOSE".split()
)
_CHANGES_MESSAGES = frozenset("STORE COPY MOVE EXPUNGE".split())
_CHANGES_FOLDERS = frozenset("DELETE RENAME SUBSCRIBE UNSUBSCRIBE".split())
_WITHOUT_LITERALS = _CHANGES_MESSAGES | _CHANGES_FOLDERS | {"CREATE", "FETCH", "SELECT", "EXAMINE"}
_SET = re.compile(r"[0-9:*,]+")
_READS = re.compile(r"(?i)BODY\[|BINARY\[|RFC822")
_HEADER = f"(UID BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"


class GuardedImap(imaplib.IMAP4_SSL):
    """An imaplib client that changes the test's own messages and folders only."""

    #: path of the folder that is open; empty where that is not sure
    _selected = ""
    #: a command that was looked at is being sent
    _is_sending = False
    #: folders that this command was noted to make
    _noted: Sequence[str] = ()

    def __init__(
        self,
        tag: Tag,
        folders: OwnFolders,
        host: str,
        port: int,
        *,
        ssl_context: ssl.SSLContext,
        timeout: float | None = None,
    ) -> None:
        """Connect, as imaplib does.

        Args:
            tag: the test whose messages these are.
            folders: the folders that it has made; is told of those that it makes here.
        """
        self.tag = tag
        self._folders = folders
        super().__init__(host, port, ssl_context=guarded(ssl_context), timeout=timeout)

    def _command(self, name: str, *args: Any) -> Any:
        # All of imaplib's methods come through here, `uid` and `xatom` as well.
        words = [_text(argument) for argument in args if argument is not None]
        command = name.upper()
        is_uid = command == "UID" and bool(words)
        if is_uid:
            command, words = words[0].upper(), words[1:]
        try:
            self._check(command, words)
            changes = command in _CHANGES_MESSAGES or (command == "FETCH" and _reads(words))
            if changes and words and not self._is_in_own_folder():
                words[0] = self._checked(command, words[0], is_uid)
                args = (args[0], *words) if is_uid else tuple(words)
        except BaseException:
            # imaplib would send it with the next command.
            self.literal = None
            raise
        if command in ("SELECT", "EXAMINE", "UNSELECT", "CLOSE"):
            self._selected = ""
        self._is_sending = True
        try:
            return super()._command(name, *args)  # type: ignore[misc]
        finally:
            self._is_sending = False

    def _command_complete(self, name: str, tag: bytes) -> Any:
        noted, self._noted = self._noted, ()
        try:
            answer = super()._command_complete(name, tag)  # type: ignore[misc]
        except imaplib.IMAP4.abort:
            # Nobody knows whether it was made.
            raise
        except imaplib.IMAP4.error:
            self._folders.were_not_made(noted)
            raise
        if answer[0] != "OK":
            self._folders.were_not_made(noted)
        return answer

    def _check(self, command: str, words: list[str]) -> None:
        check_one_line(command, " ".join(words))
        if self.literal is not None and command in _WITHOUT_LITERALS:
            raise NotAllowed(f"{command} with a literal, which nobody looks at: give it as an argument, in quotes")
        if command not in _KNOWN | _CHANGES_MESSAGES | _CHANGES_FOLDERS:
            raise NotAllowed(f"{command}: nothing says that it changes only what is the test's; m365_fake takes it")
        if command in ("EXPUNGE", "CLOSE") and not words and not self._is_in_own_folder():
            raise NotAllowed(
                f"{command} would remove every message of the folder that anybody has marked as \\Deleted: remove the "
                "test's own by uid('EXPUNGE', uid), and end with unselect() or logout()"
            )
        if command in _CHANGES_FOLDERS and not (words and self._folders.owns_folder(_path(words[0]))):
            raise NotAllowed(f"{' '.join([command, *words[:1]])}: the test has not made this folder")
        # Remembered before it is there, so that nothing is left.
        if command == "CREATE" and words:
            self._noted = self._folders.note_folder(_path(words[0]))
        if command == "RENAME" and len(words) > 1:
            self._noted = self._folders.note_renamed(_path(words[0]), _path(words[1]))
        if command == "APPEND" and self.tag not in read_header(_octets(self.literal)).tags:
            raise NotAllowed(
                "APPEND of a message that nothing marks as the test's, which nobody would remove: address it to "
                "m365_mailbox.address, or use m365_mailbox.deliver(...)"
            )

    def _is_in_own_folder(self) -> bool:
        return self._selected != "" and self._folders.owns_folder(self._selected)

    def select(self, mailbox: str = "INBOX", readonly: bool = False) -> tuple[str, list[bytes | None]]:
        """Open a folder, as imaplib does, and remember which."""
        answer = super().select(mailbox, readonly)
        if answer[0] == "OK":
            self._selected = _path(mailbox)
        return answer

    def send(self, data: Any) -> None:
        """Send what a command consists of; what comes past the commands is refused, but for the end of IDLE.

        Raises:
            NotAllowed
        """
        if not self._is_sending and bytes(data).strip().upper() != b"DONE":
            raise NotAllowed("send(): nobody can look at what is sent past imaplib's commands")
        with sending(self.sock):
            super().send(data)

    def _checked(self, command: str, numbers: str, is_uid: bool) -> str:
        """Return a set of messages without ``*``, so that none joins it later, if all are the test's.

        Raises:
            NotAllowed: one is not, or the server doesn't say.
        """
        if _SET.fullmatch(numbers) is None:
            raise NotAllowed(f"{command} {numbers}: that is no set of numbers, so that nothing says whose these are")
        condition, answers = self.uid("FETCH", numbers, _HEADER) if is_uid else self.fetch(numbers, _HEADER)
        if condition != "OK":
            raise NotAllowed(f"{command} {numbers}: the server does not say whose these are: {condition} {answers}")
        found = bodies(answers) if is_uid else bodies_by_number(answers)
        for header in found.values():
            if self.tag not in read_header(header).tags:
                raise NotAllowed(
                    f"{command} {numbers}: {named(header)} is not the test's; its own have {self.tag} in their "
                    "address, Message-ID or X-Pytest-M365. To read others leave their flags alone: BODY.PEEK[]"
                )
        # Where there is none that is the server's to say, as without us.
        return sequence_set(found) or numbers


def _reads(items: list[str]) -> bool:
    """Say whether data items of FETCH mark messages as read."""
    return _READS.search(_HARMLESS.sub("", " ".join(items))) is not None


def _text(argument: object) -> str:
    return argument.decode("latin-1") if isinstance(argument, bytes | bytearray) else str(argument)


def _octets(literal: object) -> bytes:
    return literal if isinstance(literal, bytes) else b""


def _path(name: str) -> str:
    """Return a folder's path as people write it, of a name as IMAP has it."""
    plain = name[1:-1].replace('\\"', '"').replace("\\\\", "\\") if name[:1] == '"' else name
    return decoded(plain)
