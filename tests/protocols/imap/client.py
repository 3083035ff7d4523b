"""An IMAP client with no socket under it."""

from collections.abc import Callable
from typing import Self

from fakeserver.protocols.imap import ImapSession
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.directory.users import User
from tests.protocols.line_client import LineClient
from tests.world import World


class ImapClient(LineClient[ImapSession]):
    scope = "https://outlook.office.com/IMAP.AccessAsUser.All"

    def __init__(self, world: World, user: User, style: ImapStyle | None = None) -> None:
        super().__init__(world, user, ImapSession(world.cloud, host="server", style=style, new_id=lambda: "guid"))

    def sign_in(self) -> Self:
        assert self.says(b"A0 AUTHENTICATE XOAUTH2 " + self.blob()) == ["A0 OK AUTHENTICATE completed."]
        return self

    def select(self, name: str = "INBOX") -> Self:
        assert self.says(f"A0 SELECT {name}")[-1] == "A0 OK [READ-WRITE] SELECT completed."
        return self

    def sends_once(self, octets: bytes) -> bytes:
        """Send octets; return the answer as far as it is made in one go."""
        return self.session.receive(octets)


#: opens another connection, of alice unless said otherwise
Connect = Callable[..., ImapClient]
