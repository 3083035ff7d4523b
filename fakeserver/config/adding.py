"""One table of a configuration, added to a tenant: as the file has it at the start, or later, one by one.

People, groups and applications are found in the tenant, by name or by address.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fakeserver.config.faults import FaultTable
from fakeserver.config.messages import deliver
from fakeserver.config.tables import (
    AppTable,
    DistributionGroupTable,
    MessageTable,
    PermissionTable,
    PublicFolderTable,
    RoomListTable,
    RoomTable,
    SharedMailboxTable,
    UserTable,
)
from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.faults.fault import Fault
from fakeserver.tenant.tenant import Tenant


def add(tenant: Tenant, table: object) -> object:
    """Add what a table describes; return what the tenant returns: a `User`, an `Application`, a `Folder` ...

    Raises:
        TypeError, ValueError, LookupError, OSError, Refusal: the tenant refuses it, or a name is not in it.
    """
    return _ADDING[type(table)](tenant, table)


def add_user(tenant: Tenant, user: UserTable) -> User:
    """Add a user."""
    _check_no_app_is_called(tenant, user.name)
    return tenant.add_user(
        user.name,
        user.password,
        display_name=user.display_name,
        aliases=user.aliases,
        mailbox=user.mailbox,
        **user.switches,
    )


def add_shared_mailbox(tenant: Tenant, shared: SharedMailboxTable) -> User:
    """Add a shared mailbox; without a list of members it is everybody's."""
    _check_no_app_is_called(tenant, shared.name)
    everybody = [user for user in tenant.users if user.kind == "member"]
    return tenant.add_shared_mailbox(shared.name, everybody if shared.members is None else shared.members)


def add_distribution_group(tenant: Tenant, group: DistributionGroupTable) -> DistributionGroup:
    """Add a distribution group."""
    _check_no_app_is_called(tenant, group.name)
    return tenant.add_distribution_group(group.name, group.members, group.rule, allowed_senders=group.allowed_senders)


def add_room(tenant: Tenant, room: RoomTable) -> User:
    """Add a room."""
    _check_no_app_is_called(tenant, room.name)
    return tenant.add_room(room.name, display_name=room.display_name, aliases=room.aliases, **room.switches)


def add_room_list(tenant: Tenant, listed: RoomListTable) -> DistributionGroup:
    """Add a room list; without a list of rooms it has all that there are."""
    _check_no_app_is_called(tenant, listed.name)
    rooms = tenant.rooms.all if listed.rooms is None else listed.rooms
    return tenant.add_room_list(listed.name, rooms, display_name=listed.display_name)


def add_public_folder(tenant: Tenant, public: PublicFolderTable) -> Folder:
    """Add a public folder."""
    return tenant.add_public_folder(
        public.name, address=public.address, folder_class=public.folder_class, permissions=public.permissions
    )


def add_app(tenant: Tenant, app: AppTable) -> Application:
    """Register an application.

    Raises:
        ValueError: somebody has its name already, so that a permission could mean either.
    """
    if _app_called(tenant, app.name) or _who_is_called(tenant, app.name):
        raise _could_mean_either(app.name)
    given: dict[str, Any] = {} if app.redirect_uris is None else {"redirect_uris": tuple(app.redirect_uris)}
    if app.certificate is not None:
        is_text = app.certificate.startswith("-----BEGIN ")
        given["certificate"] = app.certificate if is_text else Path(app.certificate).read_text(encoding="ascii")
    return tenant.register_app(
        app.name,
        public=app.public,
        secret=app.secret,
        delegated=tuple(app.delegated),
        application=tuple(app.application),
        consent=None if app.consent == "none" else app.consent,
        exchange=app.exchange,
        client_id=app.client_id,
        **given,
    )


def add_mailbox_permission(tenant: Tenant, permission: PermissionTable) -> None:
    """Give a permission on a mailbox."""
    tenant.rights.add_mailbox_permission(permission.mailbox, trustee(tenant, permission.trustee), permission.right)


def remove_mailbox_permission(tenant: Tenant, permission: PermissionTable) -> None:
    """Take a permission on a mailbox back."""
    tenant.rights.remove_mailbox_permission(permission.mailbox, trustee(tenant, permission.trustee), permission.right)


def trustee(tenant: Tenant, name: str) -> User | Application:
    """Return the user (by address, short or whole) or the application (by name or client id) that is called so.

    Raises:
        LookupError: nobody is; the text suggests who may be meant.
    """
    found = tenant.directory.user_by_address(tenant.organization.whole_address(name)) or _app_called(tenant, name)
    if found is None:
        people = [user.address.partition("@")[0] for user in tenant.users]
        raise LookupError(f"nobody is called {name!r}{suggestion(name, [*people, *(a.name for a in tenant.apps)])}")
    return found


def add_fault(tenant: Tenant, fault: FaultTable) -> Fault:
    """Order a fault."""
    return tenant.faults.add(fault.kind, **fault.switches)


def _app_called(tenant: Tenant, name: str) -> Application | None:
    wanted = name.lower()
    return next((app for app in tenant.apps if wanted in (app.name.lower(), app.client_id)), None)


def _who_is_called(tenant: Tenant, name: str) -> User | DistributionGroup | None:
    address = tenant.organization.whole_address(name)
    return tenant.directory.user_by_address(address) or tenant.directory.distribution_group(address)


def _check_no_app_is_called(tenant: Tenant, name: str) -> None:
    if _app_called(tenant, name):
        raise _could_mean_either(name)


def _could_mean_either(name: str) -> ValueError:
    return ValueError(f"two are called {name!r}, so that a permission could mean either")


#: what adds a table of each kind
_ADDING: Mapping[type, Callable[[Tenant, Any], object]] = {
    UserTable: add_user,
    SharedMailboxTable: add_shared_mailbox,
    DistributionGroupTable: add_distribution_group,
    RoomTable: add_room,
    RoomListTable: add_room_list,
    PublicFolderTable: add_public_folder,
    AppTable: add_app,
    PermissionTable: add_mailbox_permission,
    MessageTable: deliver,
    FaultTable: add_fault,
}
