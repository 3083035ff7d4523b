"""A client of a line protocol, with no socket under it: ``says`` a line, and gets the lines of the answer."""

from typing import ClassVar, Generic, Protocol, TypeVar

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailbox import Mailbox
from tests.world import World


class Session(Protocol):
    """As much of a session as a client needs."""

    @property
    def has_more(self) -> bool: ...

    def greeting(self) -> bytes: ...

    def receive(self, data: bytes, /) -> bytes: ...


AnySession = TypeVar("AnySession", bound=Session)


class LineClient(Generic[AnySession]):
    """A user's connection, after its greeting."""

    #: of the token that it signs in with
    scope: ClassVar[str]

    def __init__(self, world: World, user: User, session: AnySession) -> None:
        self.world = world
        self.user = user
        self.session = session
        self.session.greeting()

    @property
    def mailbox(self) -> Mailbox:
        return self.world.tenant.mailbox(self.user)

    def blob(self, token: str | None = None, address: str | None = None) -> bytes:
        """Return the user's response of XOAUTH2; see `World.xoauth2`."""
        return self.world.xoauth2(self.user, self.scope, token=token, address=address)

    def sends(self, octets: bytes) -> bytes:
        """Send octets; return the whole answer, which the session may give in parts."""
        answer = self.session.receive(octets)
        while self.session.has_more:
            answer += self.session.receive(b"")
        return answer

    def says(self, line: str | bytes) -> list[str]:
        """Send a line; return the lines of the answer."""
        octets = line.encode() if isinstance(line, str) else line
        return self.sends(octets + b"\r\n").decode().split("\r\n")[:-1]
