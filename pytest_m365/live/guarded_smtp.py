"""smtplib in a live run: mail stays inside, and is marked so that it is found again."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_socket import guarded, sending
from pytest_m365.live.headers import read_header
from pytest_m365.live.recipients import check_recipient
from pytest_m365.live.tags import FIELD, Tag

_RCPT = re.compile(r"(?i)\s*RCPT\s+TO:\s*(?:<([^>]*)>|(\S*))")
#: verbs of recipients, however they are written, and of messages
_VERB = re.compile(r"(?i)\s*(RCPT|DATA|BDAT)\b")


class GuardedSmtp(smtplib.SMTP):
    """An smtplib client that sends to the domains of the test mailboxes only, and marks what it sends."""

    #: a command that was looked at, or a message that has its mark, is being sent
    _is_sending = False

    def __init__(self, domains: Collection[str], tag: Tag, *where: Any, **options: Any) -> None:
        """Connect, as smtplib does."""
        self.domains = domains
        self.tag = tag
        super().__init__(*where, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send a message. Where nothing marks it as the test's it gets our field, by which its copies are found."""
        octets = msg.encode("utf-8", "replace") if isinstance(msg, str) else bytes(msg)
        if self.tag not in read_header(octets).tags:
            mark = f"{FIELD}: {self.tag.field(datetime.now(UTC))}\r\n"
            msg = mark + msg if isinstance(msg, str) else mark.encode() + octets
        with self._sending():
            return super().data(msg)

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command; a recipient is looked at as the server will read it.

        Raises:
            NotAllowed
        """
        line = f"{cmd} {args}"
        verb = _VERB.match(line)
        if verb is not None and verb[1].upper() == "RCPT":
            recipient = _RCPT.match(line)
            check_recipient((recipient[1] or recipient[2] or "") if recipient else line, self.domains)
        elif verb is not None and not self._is_sending:
            raise NotAllowed(f"{verb[1]}: nothing would mark the message as the test's; data() and sendmail() do")
        with self._sending():
            super().putcmd(cmd, args)

    def send(self, s: Any) -> None:
        """Send what a command or a message consists of; what comes past them is refused.

        Raises:
            NotAllowed
        """
        if not self._is_sending:
            raise NotAllowed("send(): nobody can look at what is sent past smtplib's commands")
        with sending(self.sock):
            super().send(s)

    # No files with a client's certificate: Exchange Online asks for none.
    def starttls(self, *, context: ssl.SSLContext | None = None) -> tuple[int, bytes]:  # type: ignore[override]
        """Begin TLS, as smtplib does."""
        return super().starttls(context=guarded(context or ssl.create_default_context()))

    @contextmanager
    def _sending(self) -> Iterator[None]:
        before, self._is_sending = self._is_sending, True
        try:
            yield
        finally:
            self._is_sending = before
