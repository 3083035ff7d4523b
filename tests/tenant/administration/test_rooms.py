"""Rooms and room lists as an admin makes them."""

import pytest

from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import AccountDisabled
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice")


def test_a_room_has_a_mailbox_that_nobody_signs_in_to(tenant: Tenant) -> None:
    room = tenant.add_room("room1", aliases=["kitchen"], time_zone="W. Europe Standard Time")
    assert (room.kind, room.is_room, room.is_person, room.enabled) == ("room", True, False, False)
    assert (room.display_name, room.password, room.time_zone) == ("Room1", None, "W. Europe Standard Time")
    assert tenant.mailbox("kitchen") is room.mailbox
    assert room.mailbox.is_room
    assert not tenant.mailbox("alice").is_room
    assert (tenant.user("alice").is_person, tenant.rooms.all) == (True, [room])
    with pytest.raises(AccountDisabled):
        tenant.directory.check_password(room.upn, "Heron-Maple-4821")


def test_a_room_needs_no_licence(world: World, tenant: Tenant) -> None:
    room = tenant.add_room("room1", licence=None)
    tenant.rights.add_mailbox_permission(room, "alice")
    visitor = world.cloud.door.admit(Protocol.EWS, BearerToken(tenant.token(tenant.public_app, "alice")))
    assert world.cloud.door.open(visitor, room.address).mailbox is room.mailbox


def test_a_room_keeps_being_one_through_a_snapshot(tenant: Tenant) -> None:
    kept = tenant.add_room("room1")
    tenant.snapshot()
    tenant.add_room("room2")
    tenant.add_room_list("floor1", ["room1"])
    tenant.restore()
    assert (tenant.rooms.all, tenant.rooms.lists) == ([kept], [])
    assert tenant.mailbox("room1").is_room


def test_a_room_list_is_an_address_whose_members_are_rooms(tenant: Tenant) -> None:
    one, two = tenant.add_room("room1"), tenant.add_room("room2")
    team = tenant.add_distribution_group("team", ["alice"])
    floor = tenant.add_room_list("floor1", ["room1", two], display_name="First floor")
    assert (floor.address, floor.display_name, floor.members) == (
        "floor1@contoso.onmicrosoft.com", "First floor", [one, two],
    )  # fmt: skip
    assert (floor.is_room_list, team.is_room_list, tenant.rooms.lists) == (True, False, [floor])


def test_what_is_no_room_is_on_no_list(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match=r"alice@\S+ is no room; there are: none; add_room\(name\) adds one"):
        tenant.add_room_list("floor1", ["alice"])
    tenant.add_room("room1")
    with pytest.raises(ValueError, match=r"there are: room1@"):
        tenant.add_room_list("floor1", ["alice"])
    with pytest.raises(ValueError, match="no user 'nobody'"):
        tenant.add_room_list("floor1", ["nobody"])
    with pytest.raises(ValueError, match="rooms takes a list"):
        tenant.add_room_list("floor1", "room1")
    assert tenant.rooms.lists == []
    with pytest.raises(TypeError, match="did you mean 'time_zone'"):
        tenant.add_room("room2", timezone="UTC")
