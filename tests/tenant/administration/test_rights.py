"""Permissions as an Exchange admin gives and takes them."""

import pytest

from fakeserver.tenant.refusals import FolderNotFound
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


def test_folders_by_name_by_path_and_themselves(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    box = tenant.mailbox("alice")
    below = box.folders.create(box.folders.distinguished("inbox"), "Projects")
    for folder in ("calendar", "Inbox", "inbox/projects", below):
        tenant.rights.add_folder_permission("alice", folder, bob, "Editor")
    for folder in (box.folders.distinguished("calendar"), box.folders.distinguished("inbox"), below):
        assert "EditAllItems" in tenant.permissions.folders.rights(alice.object_id, folder.number, bob.object_id)
    tenant.rights.remove_folder_permission("alice", below, "bob")
    assert not tenant.permissions.folders.rights(alice.object_id, below.number, bob.object_id)


def test_what_cannot_be_given(tenant: Tenant) -> None:
    with pytest.raises(FolderNotFound):
        tenant.rights.add_folder_permission("alice", "nonsense", "bob")
    with pytest.raises(ValueError, match="did you mean 'Reviewer'"):
        tenant.rights.add_folder_permission("alice", "inbox", "bob", "reviewr")
    with pytest.raises(ValueError, match="no user 'nobody'"):
        tenant.rights.add_folder_permission("alice", "inbox", "nobody")
    with pytest.raises(ValueError, match="no user 'nobody'"):
        tenant.rights.assign_role(tenant.daemon_app, "Application SMTP.SendAsApp", ["nobody"])
    with pytest.raises(ValueError, match="did you mean 'RestrictAccess'"):
        tenant.rights.add_application_access_policy(tenant.daemon_app, ["alice"], "Restrict")
    with pytest.raises(ValueError, match="did you mean 'SendAs'"):
        tenant.rights.add_mailbox_permission("alice", "bob", "Send as")


def test_a_delegate(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    tenant.rights.add_delegate("alice", "bob", inbox="Reviewer", tasks="None")
    folders, box = tenant.permissions.folders, tenant.mailbox("alice")

    def rights(name: str) -> frozenset[str]:
        return folders.rights(alice.object_id, box.folders.distinguished(name).number, bob.object_id)

    assert "CreateItems" in rights("calendar")
    assert rights("inbox") == {"ReadItems", "FolderVisible"}
    assert not rights("tasks")
    assert tenant.permissions.rights(alice.object_id, bob.object_id) == {"SendOnBehalf"}


def test_each_change_is_counted(tenant: Tenant) -> None:
    before = tenant.permissions.generation
    assignment = tenant.rights.assign_role(tenant.daemon_app, "Application EWS.AccessAsApp", ["alice"])
    policy = tenant.rights.add_application_access_policy(tenant.daemon_app, ["alice"])
    tenant.rights.add_folder_permission("alice", "inbox", "bob")
    tenant.rights.remove_role(assignment)
    tenant.rights.remove_application_access_policy(policy)
    assert tenant.permissions.generation == before + 5
    assert policy.name == "policy for Contoso Mail Daemon"


def test_a_shared_mailbox_belongs_to_its_members(tenant: Tenant) -> None:
    alice = tenant.user("alice")
    shared = tenant.add_shared_mailbox("info", [alice])
    assert (shared.kind, shared.enabled, shared.password) == ("shared", False, None)
    assert tenant.permissions.rights(shared.object_id, alice.object_id) == {"FullAccess", "SendAs"}


def test_exchange_forgets_an_application(tenant: Tenant) -> None:
    app = tenant.daemon_app
    before = app.generation
    tenant.rights.unregister_in_exchange(app)
    assert app.exchange_object_id is None
    assert app.generation > before, "or sessions that are open would go on"
    tenant.rights.register_in_exchange(app)
    assert app.exchange_object_id == app.service_principal_id


def test_a_member_who_is_unknown_leaves_no_shared_mailbox_behind(tenant: Tenant) -> None:
    users = tenant.users
    with pytest.raises(ValueError, match="no user 'zoe'"):
        tenant.add_shared_mailbox("purchase", members=["zoe"])
    assert tenant.users == users
