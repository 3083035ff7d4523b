"""The standard library's clients for a live mailbox, which hold other people's mail as well: what would change that is
refused before it is sent.

A test written for the fake calls ``expunge()`` or ``dele(1)`` without a thought, since the mailbox is its own there.
"""

from __future__ import annotations

import imaplib
import re
import smtplib
from collections.abc import Collection
from typing import Any, Protocol

from fakeserver.modified_utf7 import decoded
from pytest_m365.clients import Pop3
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.headers import FIELDS, read_header
from pytest_m365.live.tags import Tag

#: data items of FETCH that set no flag though they name a body or a header
_HARMLESS = re.compile(r"(?i)BODY\.PEEK\[|BINARY\.(?:PEEK|SIZE)\[|RFC822\.(?:SIZE|HEADER)")
_READS = re.compile(r"(?i)BODY\[|BINARY\[|RFC822")
#: a message's answer without a literal
_ON_THE_LINE = re.compile(rb"(?is)\d+ \(.*BODY\[")
_HEADER = f"(BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"


class OwnFolders(Protocol):
    """The folders of a test."""

    def owns_folder(self, path: str) -> bool:
        """Say whether the test has made a folder, or one above it."""

    def note_folder(self, path: str) -> None:
        """Note a folder that is about to be made."""


class GuardedImap(imaplib.IMAP4_SSL):
    """An imaplib client that changes the test's own messages and folders only."""

    #: path of the folder that was opened last
    _selected = ""

    def __init__(self, tag: Tag, folders: OwnFolders, *where: Any, **options: Any) -> None:
        """Connect, as imaplib does.

        Args:
            tag: the test whose messages these are.
            folders: the folders that it has made; is told of those that it makes here.
        """
        self.tag = tag
        self._folders = folders
        super().__init__(*where, **options)

    def _command(self, name: str, *args: Any) -> Any:
        # All of imaplib's methods come through here, `uid` and `xatom` as well.
        words = [_text(argument) for argument in args if argument is not None]
        command = name.upper()
        is_uid = command == "UID"
        if is_uid:
            command, words = words[0].upper(), words[1:]
        self._check(command, words, is_uid)
        if command in ("SELECT", "EXAMINE"):
            self._selected = _path(words[0])
        return super()._command(name, *args)  # type: ignore[misc]

    def _check(self, command: str, words: list[str], is_uid: bool) -> None:
        if command in ("EXPUNGE", "CLOSE") and not words and not self._is_in_own_folder():
            raise NotAllowed(
                f"{command} would remove every message of the folder that anybody has marked as \\Deleted: remove the "
                "test's own by uid('EXPUNGE', uid), and end with unselect() or logout()"
            )
        if command in ("DELETE", "RENAME") and not self._folders.owns_folder(_path(words[0])):
            raise NotAllowed(f"{command} {words[0]}: the test has not made this folder")
        if command == "CREATE":
            # Remembered before it is there, so that nothing is left.
            self._folders.note_folder(_path(words[0]))
        if command == "APPEND" and self.tag not in read_header(_octets(self.literal)).tags:
            raise NotAllowed(
                "APPEND of a message that nothing marks as the test's, which nobody would remove: address it to "
                "m365_mailbox.address, or use m365_mailbox.deliver(...)"
            )
        changes = command in ("STORE", "COPY", "MOVE", "EXPUNGE") or (command == "FETCH" and _reads(words[1:]))
        if changes and words and not self._is_in_own_folder():
            self._check_messages(command, words[0], is_uid)

    def _is_in_own_folder(self) -> bool:
        return self._selected != "" and self._folders.owns_folder(self._selected)

    def _check_messages(self, command: str, numbers: str, is_uid: bool) -> None:
        """Refuse a set of messages in which one is not the test's.

        Raises:
            NotAllowed
        """
        _, answers = self.uid("FETCH", numbers, _HEADER) if is_uid else self.fetch(numbers, _HEADER)
        for answer in answers:
            header = _answered(answer)
            if header is not None and self.tag not in read_header(header).tags:
                raise NotAllowed(
                    f"{command} {numbers}: {_named(header)} is not the test's; its own have {self.tag} in their "
                    "address, Message-ID or X-Pytest-M365. To read others leave their flags alone: BODY.PEEK[]"
                )


class GuardedPop3(Pop3):
    """A poplib client that reads whole and deletes the test's own messages only; TOP shows others."""

    def __init__(self, tag: Tag, *where: Any, **options: Any) -> None:
        """Connect, as poplib does."""
        self.tag = tag
        super().__init__(*where, **options)

    def retr(self, which: Any) -> tuple[bytes, list[bytes], int]:
        """Retrieve a message, which may mark it as read."""
        self._check_message("RETR", which)
        return super().retr(which)

    def dele(self, which: Any) -> bytes:
        """Delete a message, which has no way back."""
        self._check_message("DELE", which)
        return super().dele(which)

    def _check_message(self, command: str, which: Any) -> None:
        header = b"\r\n".join(self.top(which, 0)[1])
        if self.tag not in read_header(header).tags:
            raise NotAllowed(
                f"{command} {which}: {_named(header)} is not the test's; top({which}, 0) shows it unchanged"
            )


class GuardedSmtp(smtplib.SMTP):
    """An smtplib client that sends to the domains of the test mailboxes only."""

    def __init__(self, domains: Collection[str], *where: Any, **options: Any) -> None:
        """Connect, as smtplib does."""
        self.domains = domains
        super().__init__(*where, **options)

    def rcpt(self, recip: str, options: Any = ()) -> tuple[int, bytes]:
        """Name a recipient."""
        check_recipient(recip, self.domains)
        return super().rcpt(recip, options)


def check_recipient(address: str, domains: Collection[str]) -> None:
    """Refuse a recipient who is outside of the test mailboxes' domains.

    Raises:
        NotAllowed
    """
    domain = address.strip("<> ").rpartition("@")[2].lower()
    if domain not in domains:
        raise NotAllowed(
            f"no mail is sent to {address}: live tests send to the domains of m365_live_mailboxes, "
            f"{', '.join(sorted(domains))}"
        )


def _reads(items: list[str]) -> bool:
    """Say whether data items of FETCH mark messages as read."""
    return _READS.search(_HARMLESS.sub("", " ".join(items))) is not None


def _answered(piece: object) -> bytes | None:
    """Return the header in a piece of the answer to FETCH; None for what is no message's."""
    if isinstance(piece, tuple):
        return bytes(piece[1])
    # One that stands on the line has nothing of ours in it.
    return b"" if isinstance(piece, bytes) and _ON_THE_LINE.match(piece) else None


def _text(argument: object) -> str:
    return argument.decode("latin-1") if isinstance(argument, bytes | bytearray) else str(argument)


def _octets(literal: object) -> bytes:
    return literal if isinstance(literal, bytes) else b""


def _path(name: str) -> str:
    """Return a folder's path as people write it, of a name as IMAP has it."""
    plain = name[1:-1].replace('\\"', '"').replace("\\\\", "\\") if name[:1] == '"' else name
    return decoded(plain)


def _named(header: bytes) -> str:
    """Return what tells a message from others, without its subject: it is somebody's."""
    match = re.search(rb"(?im)^message-id:\s*(\S{1,200})", header)
    return f"the message {match[1].decode('ascii', 'replace')}" if match else "a message without a Message-ID"
