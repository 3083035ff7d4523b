"""Public folders as an admin makes them, and mail to them."""

import pytest

from fakeserver.tenant.exchange.permissions.folder_permissions import ANONYMOUS_TRUSTEE, DEFAULT_TRUSTEE
from fakeserver.tenant.refusals import FolderExists, MailboxNotFound
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


def send(tenant: Tenant, sender: str, to: str) -> list[str]:
    """Submit a message; return what is said of recipients that do not get it."""
    from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient

    mime = f"From: {sender}\r\nTo: {to}\r\nSubject: news\r\n\r\nx\r\n".encode()
    with tenant.lock:
        receipt = tenant.transport.submit(tenant.mailbox("alice"), Envelope(sender, (Recipient(to),)), mime)
    return [outcome.diagnostic for outcome in receipt.failed]


def test_folders_lie_in_a_mailbox_that_address_lists_hide(tenant: Tenant) -> None:
    assert len(tenant.mailboxes.all) == 2
    made = tenant.add_public_folder("Projects/2026", folder_class="IPF.Contact")
    public = tenant.public_folders
    assert (made.path, made.folder_class, public.folder("projects/2026")) == ("Projects/2026", "IPF.Contact", made)
    assert [folder.path for folder in public.all] == ["Projects", "Projects/2026"]
    assert public.mailbox is tenant.mailboxes.public_folders
    account = tenant.user("PublicFolders")
    assert (account.kind, account.is_listed, account.is_person, account.enabled) == (
        "public_folders",
        False,
        False,
        False,
    )
    assert tenant.user("alice").is_listed
    assert not tenant.user("alice").mailbox.is_public
    with pytest.raises(FolderExists):
        tenant.add_public_folder("projects")
    with pytest.raises(ValueError, match="public folders are there already"):
        tenant.mailboxes.add_public_folders("other@contoso.onmicrosoft.com", "Other")


def test_the_hierarchy_can_be_there_without_folders(tenant: Tenant) -> None:
    assert tenant.public_folders.root.display_name == "IPM_SUBTREE"
    assert tenant.public_folders.all == []


def test_new_folders_have_the_permissions_above_them(tenant: Tenant) -> None:
    public = tenant.public_folders
    public.add_permission("", "alice", "Owner")
    made = tenant.add_public_folder("a/b", permissions={"bob": ["ReadItems", "FolderVisible"], DEFAULT_TRUSTEE: "None"})
    alice, bob = tenant.user("alice"), tenant.user("bob")
    entries = tenant.permissions.folders.entries(tenant.user("PublicFolders").object_id, made.number)
    assert {trustee: permission.level for trustee, permission in entries.items()} == {
        DEFAULT_TRUSTEE: "None",
        ANONYMOUS_TRUSTEE: "None",
        alice.object_id: "Owner",
        bob.object_id: "Reviewer",
    }
    public.add_permission("", "alice", "Reviewer")
    assert tenant.permissions.folders.entries(tenant.user("PublicFolders").object_id, made.number) == entries


def test_what_is_unknown_is_named(tenant: Tenant) -> None:
    tenant.add_public_folder("Projects")
    with pytest.raises(ValueError, match=r"no public folder 'Project'; there are: Projects; did you mean 'Projects'"):
        tenant.public_folders.add_permission("Project", "alice")
    with pytest.raises(ValueError, match="no user 'carol'"):
        tenant.public_folders.add_permission("Projects", "carol")
    with pytest.raises(ValueError, match="no permission level"):
        tenant.add_public_folder("Other", permissions={"alice": "Boss"})
    with pytest.raises(AttributeError):
        tenant.public_folders = False  # type: ignore[assignment, misc]


def test_mail_comes_into_a_folder(tenant: Tenant) -> None:
    folder = tenant.add_public_folder("Projects", address="projects")
    assert send(tenant, "alice@contoso.onmicrosoft.com", "Projects@contoso.onmicrosoft.com") == []
    assert tenant.public_folders.mailbox.wait_for("news", "Projects", timeout=5).folder is folder
    assert tenant.deliver("projects", subject="from outside").recipients == ["projects@contoso.onmicrosoft.com"]


def test_their_mailbox_itself_gets_no_mail(tenant: Tenant) -> None:
    address = tenant.public_folders.mailbox.address
    for to in (address, address.replace("@", "+tag@")):
        [unknown] = send(tenant, "alice@contoso.onmicrosoft.com", to)
        assert unknown.startswith("550 5.1.10 ")


def test_members_of_a_group_may_be_folders(tenant: Tenant) -> None:
    folder = tenant.add_public_folder("Archive", address="archive")
    group = tenant.add_distribution_group("team", ["bob"])
    group.members.append("archive@contoso.onmicrosoft.com")
    assert send(tenant, "alice@contoso.onmicrosoft.com", "team@contoso.onmicrosoft.com") == []
    assert (len(folder.items), len(tenant.mailbox("bob").messages())) == (1, 1)


def test_who_may_not_create_items_may_not_send(tenant: Tenant) -> None:
    folder, address = tenant.add_public_folder("Projects", address="projects"), "projects@contoso.onmicrosoft.com"
    [outside] = send(tenant, "carol@fabrikam.example", address)
    assert outside.startswith("550 5.7.135 RESOLVER.RST.SenderNotAuthenticatedForPublicFolder")
    tenant.public_folders.add_permission(folder, ANONYMOUS_TRUSTEE, "Contributor")
    assert send(tenant, "carol@fabrikam.example", address) == []
    tenant.public_folders.add_permission(folder, DEFAULT_TRUSTEE, "Reviewer")
    [inside] = send(tenant, "alice@contoso.onmicrosoft.com", address)
    assert inside.startswith("550 5.7.1 ")
    tenant.public_folders.add_permission(folder, "alice", "Contributor")
    assert send(tenant, "alice@contoso.onmicrosoft.com", address) == []
    assert len(folder.items) == 2


def test_an_address_is_one_things(tenant: Tenant) -> None:
    folder = tenant.add_public_folder("Projects", address="projects")
    with pytest.raises(ValueError, match="belongs to"):
        tenant.add_user("projects")
    with pytest.raises(ValueError, match="belongs to"):
        tenant.add_public_folder("Other", address="alice")
    with pytest.raises(ValueError, match="is not a domain of this tenant"):
        tenant.public_folders.enable_mail(folder, "projects@elsewhere.example")
    tenant.public_folders.disable_mail(folder)
    [unknown] = send(tenant, "alice@contoso.onmicrosoft.com", "projects@contoso.onmicrosoft.com")
    assert unknown.startswith("550 5.1.10 ")
    with pytest.raises(MailboxNotFound):
        tenant.deliver("projects", subject="x")


def test_mail_to_a_deleted_folder_is_returned(tenant: Tenant) -> None:
    folder = tenant.add_public_folder("Projects", address="projects")
    tenant.public_folders.mailbox.folders.delete(folder)
    [unknown] = send(tenant, "alice@contoso.onmicrosoft.com", "projects@contoso.onmicrosoft.com")
    assert unknown.startswith("550 5.1.10 ")


def test_a_snapshot_keeps_them(tenant: Tenant) -> None:
    before = tenant.snapshot()
    kept = tenant.add_public_folder("Kept", address="kept")
    tenant.deliver("kept", subject="one")
    after = tenant.snapshot()
    tenant.deliver("kept", subject="two")
    tenant.add_public_folder("Later", address="later")
    tenant.restore(after)
    assert [folder.path for folder in tenant.public_folders.all] == ["Kept"]
    assert [item.subject for item in kept.items.values()] == ["one"]
    with pytest.raises(MailboxNotFound):
        tenant.deliver("later", subject="x")
    tenant.restore(before)
    assert tenant.mailboxes.public_folders is None
    assert [user.kind for user in tenant.users] == ["member", "member"]
    assert tenant.add_public_folder("Kept", address="kept").items == {}
