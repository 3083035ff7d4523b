"""Permission sets that a client writes: they replace all permissions of a folder."""

from collections.abc import Mapping

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.folders.errors import DUPLICATE_USER_IDS
from fakeserver.protocols.ews.properties.permission_set import Entries, named_user
from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import FolderPermission, Outsider, Trustee


def by_trustee(call: Call, entries: Entries) -> Mapping[Trustee, FolderPermission]:
    """Return permissions by whom they are for: of somebody whom the directory has, by the object id.

    Raises:
        EwsError: two are for the same.
    """
    found: dict[Trustee, FolderPermission] = {}
    for named, permission in entries:
        trustee = _known(call, named) if isinstance(named, Outsider) else named
        if trustee in found:
            raise EwsError(DUPLICATE_USER_IDS)
        found[trustee] = permission
    return found


def _known(call: Call, named: Outsider) -> Trustee:
    user = named_user(call.tenant.directory, named.address, named.sid)
    return named if user is None else user.object_id


def replace_permissions(call: Call, folder: Folder, permissions: Mapping[Trustee, FolderPermission]) -> None:
    """Give a folder these permissions instead of those that it has."""
    owner = call.visit_in(folder).owner.object_id
    call.tenant.permissions.folders.replace(owner, folder.number, permissions)
