"""Permissions in Exchange: who may open a mailbox, or send as it."""

from dataclasses import dataclass

from fakeserver.config.adding import add, remove_mailbox_permission
from fakeserver.config.tables import PermissionTable
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation


@dataclass
class PermissionView:
    """A permission on a mailbox."""

    #: an address; "*": all mailboxes
    mailbox: str
    #: an address, or an application's name
    trustee: str
    #: "FullAccess", "SendAs" or "SendOnBehalf"
    right: str


@dataclass
class MailboxPermissions:
    """Every permission on a mailbox."""

    mailbox_permissions: list[PermissionView]


@operation("GET", "/tenants/{tenant}/mailbox_permissions")
def list_mailbox_permissions(call: Call) -> MailboxPermissions:
    """List who may do what with whose mailbox."""
    tenant = call.tenant
    names = {user.object_id: user.address for user in tenant.users}
    names |= {group.object_id: group.address for group in tenant.directory.distribution_groups.values()}
    names |= {app.service_principal_id: app.name for app in tenant.apps}
    return MailboxPermissions(
        [
            PermissionView(names.get(mailbox, mailbox), names.get(trustee, trustee), right)
            for mailbox, trustee, right in tenant.permissions.all
        ]
    )


@operation("POST", "/tenants/{tenant}/mailbox_permissions", status=201)
def create_mailbox_permission(call: Call, body: PermissionTable) -> PermissionView:
    """Let a user or an application into a mailbox (Add-MailboxPermission, Add-RecipientPermission)."""
    add(call.tenant, body)
    return PermissionView(body.mailbox, body.trustee, body.right)


@operation("DELETE", "/tenants/{tenant}/mailbox_permissions")
def delete_mailbox_permission(call: Call, body: PermissionTable) -> None:
    """Take a permission on a mailbox back."""
    remove_mailbox_permission(call.tenant, body)
