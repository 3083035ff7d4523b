"""poplib for a live mailbox: ``dele(1)`` of somebody else's message is refused unsent."""

from __future__ import annotations

import re
import ssl
from typing import Any

from pytest_m365.clients import Pop3
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_socket import check_one_line, guarded, sending
from pytest_m365.live.headers import named, read_header
from pytest_m365.live.tags import Tag

_KNOWN = frozenset("USER PASS APOP RPOP AUTH CAPA STLS UTF8 STAT LIST UIDL TOP NOOP RSET QUIT RETR DELE".split())
_CHANGES = re.compile(r"(?i)(RETR|DELE) *(.*)")


class GuardedPop3(Pop3):
    """A poplib client that reads whole and deletes the test's own messages only; TOP shows others."""

    #: the next line answers the server's challenge
    _is_challenged = False
    _has_signed_in = False

    def __init__(self, tag: Tag, *where: Any, context: ssl.SSLContext, **options: Any) -> None:
        """Connect, as poplib does."""
        self.tag = tag
        super().__init__(*where, context=guarded(context), **options)

    def _putline(self, line: bytes) -> None:
        # All of poplib's methods come through here.
        self._check(line.decode("latin-1"))
        with sending(self.sock):
            super()._putline(line)  # type: ignore[misc]

    def _check(self, line: str) -> None:
        word = line.partition(" ")[0].upper()
        if self._is_challenged:
            self._is_challenged = False
            return
        check_one_line(word, line)
        if word not in _KNOWN:
            raise NotAllowed(f"{word}: nothing says that it changes only what is the test's; m365_fake takes it")
        if word == "AUTH" and not self._has_signed_in:
            self._is_challenged = self._has_signed_in = True
        elif (changes := _CHANGES.fullmatch(line)) is not None:
            self._check_message(changes[1].upper(), changes[2])

    def _check_message(self, command: str, which: str) -> None:
        header = b"\r\n".join(self.top(which, 0)[1])
        if self.tag not in read_header(header).tags:
            raise NotAllowed(
                f"{command} {which}: {named(header)} is not the test's; top({which}, 0) shows it unchanged"
            )
