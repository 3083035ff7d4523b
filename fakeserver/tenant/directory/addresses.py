"""Who has which address."""

from collections.abc import Iterable

from fakeserver.tenant.directory.users import User


class Addresses:
    """Addresses of users, primary ones and aliases, without case.

    Aliases are assigned freely, so that two users may have the same one; it is the first one's until they give it up.
    """

    def __init__(self) -> None:
        # Lists are replaced, never changed: tests assign aliases while requests look addresses up.
        self._users: dict[str, list[User]] = {}

    def user(self, address: str) -> User | None:
        """Return the user who has an address; None where nobody has it."""
        users = self._users.get(address.lower())
        return users[0] if users else None

    def replace(self, user: User, before: Iterable[str], after: Iterable[str]) -> None:
        """Let a user have other addresses than before."""
        old, new = ({address.lower() for address in addresses} for addresses in (before, after))
        for address in new - old:
            self._users[address] = [*self._users.get(address, ()), user]
        for address in old - new:
            left = [other for other in self._users[address] if other is not user]
            if left:
                self._users[address] = left
            else:
                del self._users[address]
