"""Users of a remote tenant: added, found, removed; and their mailboxes."""

from collections.abc import Iterable
from typing import Any

from fakeserver.client.differences import Remote, not_over_the_wire
from fakeserver.client.groups import RemoteGroup
from fakeserver.client.link import Link
from fakeserver.client.mailbox import RemoteMailbox
from fakeserver.client.users import RemoteUser
from fakeserver.client.values import given, to_json, who, whom


class RemotePeople(Remote):
    """What `tenant.people` is: every account. The same user is the same object each time."""

    local = "People"

    def __init__(self, link: Link) -> None:
        self._link = link
        self._known: dict[str, RemoteUser] = {}

    @property
    def users(self) -> list[RemoteUser]:
        """Every account, oldest first, those of shared mailboxes too."""
        return [self.known(facts) for facts in self._link.get("users")["users"]]

    def known(self, facts: dict[str, Any]) -> RemoteUser:
        """Return the user that an answer describes."""
        user = self._known.setdefault(facts["object_id"], RemoteUser(self._link, facts))
        user._facts.update(facts)
        return user

    def add_user(
        self,
        name: str,
        password: str | None = None,
        *,
        display_name: str | None = None,
        aliases: Iterable[str] = (),
        mailbox: bool = True,
        kind: str = "member",
        **switches: object,
    ) -> RemoteUser:
        """Add a user with a mailbox; arguments and errors are those of `People.add_user`.

        Raises:
            TypeError: another kind than "member".
        """
        if kind != "member":
            raise not_over_the_wire(f"kind={kind!r}", "add_shared_mailbox and add_room add those; guests are not there")
        table = given(name=name, password=password, display_name=display_name, mailbox=mailbox)
        table |= {"aliases": whom("aliases", aliases)}
        table |= {switch: to_json(switch, value) for switch, value in switches.items()}
        return self.known(self._link.post("users", body=table))

    def add_alias(self, user: RemoteUser | str, alias: str) -> None:
        """Give a user's mailbox one more address, short or whole.

        Raises:
            ValueError: the address is taken, or in a domain that is not the tenant's.
        """
        found = self.user(user)
        found.aliases = (*found.aliases, alias)

    def rename_user(self, user: RemoteUser | str, name: str) -> None:
        """Give a user another sign-in name and primary address, short or whole; the one before stays as an alias.

        Raises:
            ValueError: the address is taken, is none, or is in a domain that is not the tenant's.
        """
        self.user(user)._change(upn=name)

    def remove_user(self, user: RemoteUser | str) -> None:
        """Delete a user with the mailbox; tokens that speak for them are worthless from now on."""
        self._link.delete("users", who("user", user))

    def user(self, address: RemoteUser | str) -> RemoteUser:
        """Return the user with an address, short or whole.

        Raises:
            ValueError: there is none; the text lists those that there are.
        """
        if isinstance(address, RemoteUser):
            return address
        try:
            return self.known(self._link.get("users", who("user", address)))
        except LookupError as error:
            raise ValueError(str(error)) from None

    def mailbox(self, address: RemoteUser | str) -> RemoteMailbox:
        """Return a mailbox by any of its addresses, short or whole.

        Raises:
            MailboxNotFound: there is none.
        """
        from fakeserver.tenant.refusals import MailboxNotFound

        try:
            return self.user(address).mailbox
        except ValueError as error:
            refusal = MailboxNotFound(who("mailbox", address))
            refusal.add_note(str(error))
            raise refusal from None

    def add_distribution_group(
        self,
        name: str,
        members: Iterable[Any] = (),
        rule: str | None = None,
        allowed_senders: Iterable[Any] | None = None,
        *,
        display_name: str | None = None,
    ) -> RemoteGroup:
        """Add an address that delivers to its members; arguments and errors: `People.add_distribution_group`.

        Raises:
            TypeError: a rule that is a function.
        """
        if callable(rule):
            raise not_over_the_wire("rule: a function", "give a filter, e.g. \"DisplayName -like 'A*'\"")
        senders = None if allowed_senders is None else whom("allowed_senders", allowed_senders)
        table = given(name=name, rule=rule, allowed_senders=senders, display_name=display_name)
        table["members"] = whom("members", members)
        return RemoteGroup.of(self._link.post("distribution_groups", body=table))


class RemoteRooms(Remote):
    """What `tenant.rooms` is: meeting rooms, and lists of them."""

    local = "Rooms"

    def __init__(self, link: Link, people: RemotePeople) -> None:
        self._link = link
        self._people = people

    @property
    def all(self) -> list[RemoteUser]:
        """The account of every room, oldest first."""
        return [user for user in self._people.users if user.is_room]

    @property
    def lists(self) -> list[RemoteGroup]:
        """Every list of rooms."""
        return [RemoteGroup.of(facts) for facts in self._link.get("groups")["groups"] if facts["is_room_list"]]

    def add(
        self, name: str, *, display_name: str | None = None, aliases: Iterable[str] = (), **switches: object
    ) -> RemoteUser:
        """Add a meeting room's mailbox; arguments and errors are those of `Rooms.add`."""
        table = given(name=name, display_name=display_name, aliases=whom("aliases", aliases))
        table |= {switch: to_json(switch, value) for switch, value in switches.items()}
        return self._people.known(self._link.post("rooms", body=table))

    def add_list(self, name: str, rooms: Iterable[Any] = (), *, display_name: str | None = None) -> RemoteGroup:
        """Add a list of rooms, which has an address; arguments and errors are those of `Rooms.add_list`."""
        table = given(name=name, rooms=whom("rooms", rooms), display_name=display_name)
        return RemoteGroup.of(self._link.post("room_lists", body=table))
