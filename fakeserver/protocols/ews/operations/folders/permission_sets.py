"""Permission sets that a client writes: they replace all permissions of a folder."""

from collections.abc import Mapping
from functools import partial

from fakeserver.protocols.ews.properties.permission_set import named_user, read_permission_set
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import FolderPermission, Trustee

Permissions = Mapping[Trustee, FolderPermission]


def read_permissions(call: Call, permission_set: Element) -> Permissions:
    """Read a t:PermissionSet.

    Raises:
        Violation: it has a value that the schema does not allow.
    """
    return read_permission_set(permission_set, partial(named_user, call.tenant.directory))


def replace_permissions(call: Call, folder: Folder, entries: Permissions) -> None:
    """Give a folder these permissions instead of those that it has."""
    owner = call.visit_in(folder).owner.object_id
    call.tenant.permissions.folders.replace(owner, folder.number, entries)
