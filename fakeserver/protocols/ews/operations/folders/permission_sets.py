"""Permission sets that a client writes: they replace all permissions of a folder."""

from collections.abc import Mapping
from functools import partial

from fakeserver.protocols.ews.properties.permission_set import named_user, read_permission_set
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import FolderPermission, Trustee


def share(call: Call, folder: Folder, permission_set: Element) -> None:
    """Replace a folder's permissions with those of a t:PermissionSet.

    Raises:
        Violation: the set has a value that the schema does not allow.
    """
    _replace(call, folder, read_permission_set(permission_set, partial(named_user, call.tenant.directory)))


def unshare(call: Call, folder: Folder) -> None:
    """Remove all permissions of others on a folder."""
    _replace(call, folder, {})


def _replace(call: Call, folder: Folder, entries: Mapping[Trustee, FolderPermission]) -> None:
    owner = call.visit_in(folder).owner.object_id
    call.tenant.permissions.folders.replace(owner, folder.number, entries)
