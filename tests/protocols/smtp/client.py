"""An SMTP client with no socket under it, and a fixed moment."""

import re
from datetime import UTC, datetime

from fakeserver.protocols.smtp.session import SmtpSession
from tests.world import World

MOMENT = datetime(2022, 11, 4, 10, 7, 41, 972_000, tzinfo=UTC)
TRACE = "[AM0P190CA0021.EURP190.PROD.OUTLOOK.COM 2022-11-04T10:07:41.972Z 08DE2A0000000001]"
ALICE = "alice@contoso.onmicrosoft.com"
BOB = "bob@contoso.onmicrosoft.com"


class SmtpClient:
    """Says lines to a session and hears its answers, secured by TLS unless told."""

    def __init__(self, world: World, *, tls: str = "up") -> None:
        self.world = world
        self.session = SmtpSession(
            world.cloud,
            session_id="08DE2A0000000001",
            now=lambda: MOMENT,
            tls="off" if tls == "off" else "required",
        )
        if tls == "up":
            self.says("EHLO me.example")
            self.says("STARTTLS")
            self.session.secured()
            self.says("EHLO me.example")

    def hears(self, octets: bytes) -> str:
        """Send octets as they are; return the answer without its last line end."""
        return self.session.receive(octets).decode().removesuffix("\r\n")

    def says(self, line: str | bytes) -> str:
        """Send a line; return the answer without its last line end."""
        return self.hears((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def sends(self, message: bytes) -> str:
        """Answer 354 with a message, whose lines end as SMTP's do."""
        return self.hears(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")

    def xoauth2(self, user: str = ALICE, *scopes: str, token: str | None = None) -> str:
        """Return the base64 response of XOAUTH2."""
        return self.world.xoauth2(user, *(scopes or ("SMTP.Send",)), token=token, address=user).decode()

    def signs_in(self, user: str = ALICE) -> None:
        assert self.says(f"AUTH XOAUTH2 {self.xoauth2(user)}") == "235 2.7.0 Authentication successful"

    def submits(self, message: bytes, sender: str = ALICE, *recipients: str) -> str:
        """Take a transaction to its end."""
        assert self.says(f"MAIL FROM:<{sender}>") == "250 2.1.0 Sender OK"
        for recipient in recipients or (BOB,):
            assert self.says(f"RCPT TO:<{recipient}>") == "250 2.1.5 Recipient OK"
        assert self.says("DATA") == "354 Start mail input; end with <CRLF>.<CRLF>"
        return self.sends(message)
