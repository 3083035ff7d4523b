"""What has members: distribution groups and room lists; and public folders, which belong to all."""

from dataclasses import dataclass

from fakeserver.config.adding import add
from fakeserver.config.tables import DistributionGroupTable, PublicFolderTable, RoomListTable
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.folder_view import FolderView, folder_view
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.exchange.entities import Folder


@dataclass
class GroupView:
    """A distribution group or a room list."""

    address: str
    display_name: str
    #: addresses
    members: list[str]
    is_room_list: bool


@dataclass
class Groups:
    """Every distribution group and room list."""

    groups: list[GroupView]


@operation("GET", "/tenants/{tenant}/groups")
def list_groups(call: Call) -> Groups:
    """List the distribution groups and room lists."""
    return Groups([_view(group) for group in call.tenant.directory.distribution_groups.values()])


@operation("POST", "/tenants/{tenant}/distribution_groups", status=201)
def create_distribution_group(call: Call, body: DistributionGroupTable) -> GroupView:
    """Add an address that delivers to its members."""
    return _added(call, body)


@operation("POST", "/tenants/{tenant}/room_lists", status=201)
def create_room_list(call: Call, body: RoomListTable) -> GroupView:
    """Add a list of rooms; without one it has all that there are."""
    return _added(call, body)


@operation("POST", "/tenants/{tenant}/public_folders", status=201)
def create_public_folder(call: Call, body: PublicFolderTable) -> FolderView:
    """Add a folder that belongs to the organization, with those above it."""
    added = add(call.tenant, body)
    assert isinstance(added, Folder)
    return folder_view(added)


def _added(call: Call, table: object) -> GroupView:
    added = add(call.tenant, table)
    assert isinstance(added, DistributionGroup)
    return _view(added)


def _view(group: DistributionGroup) -> GroupView:
    return GroupView(group.address, group.display_name, group.member_addresses(), group.is_room_list)
