"""Tables that are added to a tenant which is there already, one by one."""

import pytest

from fakeserver.config.adding import add, add_app, add_user, remove_mailbox_permission
from fakeserver.config.faults import FaultTable
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
from fakeserver.tenant.tenant import Tenant


def test_each_kind_of_table_gives_what_it_has_added() -> None:
    tenant = Tenant()
    added = [
        add(tenant, table)
        for table in (
            UserTable("alice"),
            SharedMailboxTable("support"),
            DistributionGroupTable("team", ["alice"]),
            RoomTable("room1"),
            RoomListTable("floor1"),
            PublicFolderTable("Projects"),
            AppTable("Import"),
            PermissionTable("support@contoso.onmicrosoft.com", "import", "SendAs"),
            MessageTable("alice", subject="x"),
            FaultTable("junk"),
        )
    ]
    alice, support, room = tenant.users[:3]
    app = tenant.apps[-1]
    assert [alice, support, room] == [added[0], added[1], added[3]]
    assert [*tenant.directory.distribution_groups.values()] == [added[2], added[4]]
    assert tenant.public_folders.all == [added[5]]
    assert app is added[6]
    assert tenant.permissions.rights(support.object_id, alice.object_id) == {"FullAccess", "SendAs"}
    assert tenant.permissions.rights(support.object_id, app.service_principal_id) == {"SendAs"}
    assert alice.mailbox.messages() == [added[8]]
    assert list(tenant.faults.in_force) == [added[9]]


def test_an_application_is_a_trustee_by_its_client_id_too_and_loses_what_it_has() -> None:
    tenant = Tenant()
    alice = add_user(tenant, UserTable("alice"))
    app = add_app(tenant, AppTable("Import"))
    permission = PermissionTable("alice", app.client_id.upper())
    add(tenant, permission)
    assert tenant.permissions.rights(alice.object_id, app.service_principal_id) == {"FullAccess"}
    remove_mailbox_permission(tenant, permission)
    assert not tenant.permissions.rights(alice.object_id, app.service_principal_id)


@pytest.mark.parametrize(
    "table",
    [
        UserTable("Import"),
        SharedMailboxTable("Import"),
        DistributionGroupTable("Import"),
        RoomTable("Import"),
        RoomListTable("Import"),
        AppTable("iMPORT"),
        AppTable("Alice"),
        AppTable("alice@contoso.onmicrosoft.com"),
    ],
    ids=str,
)
def test_a_name_that_could_mean_two_is_refused_and_nothing_added(table: object) -> None:
    tenant = Tenant()
    add(tenant, UserTable("alice"))
    add(tenant, AppTable("Import"))
    with pytest.raises(ValueError, match="two are called"):
        add(tenant, table)
    assert [user.display_name for user in tenant.users] == ["Alice"]
    assert [app.name for app in tenant.apps[2:]] == ["Import"]
    assert not tenant.directory.distribution_groups
