"""Rooms and room lists: the mailboxes of meeting rooms, and the lists that a person who books one chooses from.

Source: learn.microsoft.com/microsoft-365/admin/manage/room-and-equipment-mailboxes,
learn.microsoft.com/powershell/module/exchange/new-distributiongroup (-RoomList).
"""

import threading
from collections.abc import Iterable
from typing import Any

from fakeserver.listed import listed
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User


class Rooms:
    """What `tenant.rooms` is: every meeting room, and the room lists."""

    def __init__(self, people: People, directory: Directory, lock: threading.RLock) -> None:
        self._people = people
        self._directory = directory
        self._lock = lock

    @property
    def all(self) -> list[User]:
        """The account of every room, oldest first."""
        return [user for user in self._people.users if user.is_room]

    @property
    def lists(self) -> list[DistributionGroup]:
        """Every room list, oldest first."""
        with self._lock:
            return [group for group in self._directory.distribution_groups.values() if group.is_room_list]

    def add(
        self, name: str, *, display_name: str | None = None, aliases: Iterable[str] = (), **switches: object
    ) -> User:
        """Add a meeting room (New-Mailbox -Room): a mailbox that nobody signs in to, and that meetings are sent to.

        Args:
            name, display_name, aliases: as in `People.add_user`.
            switches: what `User` has: time_zone, working_hours, ...

        Returns:
            Its account; ``.mailbox`` is the room's, and has its calendar.

        Raises:
            TypeError, ValueError: as `People.add_user`.
        """
        given: dict[str, Any] = {"enabled": False} | switches
        return self._people.add_user(name, display_name=display_name, aliases=aliases, kind="room", **given)

    def add_list(
        self, name: str, rooms: Iterable[User | str] = (), *, display_name: str | None = None
    ) -> DistributionGroup:
        """Add a room list (New-DistributionGroup -RoomList): an address whose members are rooms.

        Args:
            rooms: rooms, as such or by address, short or whole; ``members`` of what is returned can be changed later.

        Raises:
            ValueError: the address is taken, or in a domain that is not the tenant's; one is no room.
        """
        with self._lock:
            members = [self._room(room) for room in listed("rooms", rooms)]
            found = self._people.add_distribution_group(name, members, display_name=display_name)
            found.is_room_list = True
            return found

    def _room(self, room: User | str) -> User:
        found = self._people.user(room)
        if not found.is_room:
            known = ", ".join(each.address for each in self.all) or "none; add_room(name) adds one"
            raise ValueError(f"{found.address} is no room; there are: {known}")
        return found
