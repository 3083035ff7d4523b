"""A POP3 client with no socket under it."""

from collections.abc import Callable
from typing import Self

from fakeserver.protocols.pop3 import Pop3Session
from fakeserver.tenant.directory.users import User
from tests.protocols.line_client import LineClient
from tests.world import World


class Pop3Client(LineClient[Pop3Session]):
    scope = "https://outlook.office.com/POP.AccessAsUser.All"

    def __init__(self, world: World, user: User, one_line_auth: bool | None = None) -> None:
        super().__init__(world, user, Pop3Session(world.cloud, host="server", one_line_auth=one_line_auth))

    def sign_in(self) -> Self:
        assert self.says("AUTH XOAUTH2") == ["+ "]
        assert self.says(self.blob()) == ["+OK User successfully authenticated."]
        return self


#: opens another connection, of alice unless said otherwise
Connect = Callable[..., Pop3Client]
