"""Permission sets that a client writes: they replace all permissions of a folder."""

from collections.abc import Mapping

from fakeserver.protocols.ews.properties.permission_set import read_permission_set
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import FolderPermission, Trustee


def share(call: Call, folder: Folder, permission_set: Element) -> None:
    """Replace a folder's permissions with those of a t:PermissionSet.

    Raises:
        Violation: the set has a value that the schema does not allow.
    """

    def find(address: str, sid: str) -> User | None:
        directory = call.tenant.directory
        found = directory.user_by_address(address) if address else None
        return found or next((user for user in directory.users.values() if sid and user.sid == sid), None)

    _replace(call, folder, read_permission_set(permission_set, find))


def unshare(call: Call, folder: Folder) -> None:
    """Remove all permissions of others on a folder."""
    _replace(call, folder, {})


def _replace(call: Call, folder: Folder, entries: Mapping[Trustee, FolderPermission]) -> None:
    owner = call.visit_in(folder).owner.object_id
    call.tenant.permissions.folders.replace(owner, folder.number, entries)
