"""What each permission level allows in a folder, and how the rest looks."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.checks.folder_access import Ask, check_folder, folder_rights
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.permissions.folder_permissions import FOLDER_RIGHTS
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import Knock

ASKS: tuple[Ask, ...] = ("see", "read", "create", "edit", "delete", "create_folder", "own")

#: level -> what may be done with anybody's items; "+" marks what may be done with one's own as well
ALLOWED = {
    "None": "",
    "AvailabilityOnly": "",
    "Contributor": "see create +read",
    "Reviewer": "see read",
    "NonEditingAuthor": "see read create +delete",
    "Author": "see read create +edit +delete",
    "PublishingAuthor": "see read create create_folder +edit +delete",
    "Editor": "see read create edit delete",
    "PublishingEditor": "see read create create_folder edit delete",
    "Owner": "see read create create_folder edit delete own",
}


@pytest.fixture
def inside(tenant: Tenant, knock: Knock) -> Visit:
    """Bob's visit to alice's mailbox, with something shared so that the door opens."""
    tenant.rights.add_folder_permission("alice", "drafts", "bob", "Reviewer")
    return knock(Protocol.EWS, tenant.token(tenant.public_app, "bob"), "alice")


@pytest.mark.parametrize("owned", [False, True])
@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("level", ALLOWED)
def test_the_levels(tenant: Tenant, inside: Visit, level: str, ask: Ask, owned: bool) -> None:
    tenant.rights.add_folder_permission("alice", "inbox", "bob", level)
    inbox = inside.mailbox.folders.distinguished("inbox")
    words = ALLOWED[level].split()
    if ask in words or (owned and f"+{ask}" in words):
        check_folder(inside, inbox, ask, owned=owned)
        return
    with pytest.raises(no.FolderAccessDenied if words else no.FolderNotFound) as refused:
        check_folder(inside, inbox, ask, owned=owned)
    if isinstance(refused.value, no.FolderAccessDenied):
        assert refused.value.level == level
        assert refused.value.principal == "bob@contoso.onmicrosoft.com"
        assert ask in ALLOWED[refused.value.enough].split()


def test_who_does_not_see_the_top_is_told_its_name(inside: Visit) -> None:
    with pytest.raises(no.FolderNotFound) as refused:
        check_folder(inside, inside.mailbox.folders.distinguished("root"), "see")
    assert no.explained(refused.value).fix.startswith(
        'tenant.rights.add_folder_permission("alice@contoso.onmicrosoft.com", "root", user, "Reviewer")'
    )


def test_everything_in_ones_own_mailbox_and_with_full_access(tenant: Tenant, knock: Knock, inside: Visit) -> None:
    own = knock(Protocol.EWS, tenant.token(tenant.public_app, "alice"))
    inbox = own.mailbox.folders.distinguished("inbox")
    assert folder_rights(own, inbox) == FOLDER_RIGHTS
    assert folder_rights(inside, inbox) == frozenset()
    tenant.rights.add_mailbox_permission("alice", "bob")
    full = knock(Protocol.EWS, tenant.token(tenant.public_app, "bob"), "alice")
    for ask in ASKS:
        check_folder(own, inbox, ask)
        check_folder(full, inbox, ask)


def test_a_permission_does_not_reach_below_its_folder(tenant: Tenant, inside: Visit) -> None:
    inbox = inside.mailbox.folders.distinguished("inbox")
    below = inside.mailbox.folders.create(inbox, "Projects")
    tenant.rights.add_folder_permission("alice", "inbox", "bob", "Owner")
    with pytest.raises(no.FolderNotFound):
        check_folder(inside, below, "see")
    tenant.rights.add_folder_permission("alice", "Inbox/Projects", "bob", "Reviewer")
    check_folder(inside, below, "read")


def test_a_subfolder_made_later_has_its_parents_permissions(tenant: Tenant, inside: Visit) -> None:
    tenant.rights.add_folder_permission("alice", "inbox", "bob", "Editor")
    inbox = inside.mailbox.folders.distinguished("inbox")
    below = inside.mailbox.folders.create(inbox, "Projects")
    tenant.permissions.folders.inherit(inside.owner.object_id, inbox.number, below.number)
    check_folder(inside, below, "edit")


def test_a_permission_taken_back_in_mid_visit(cloud: Cloud, tenant: Tenant, inside: Visit) -> None:
    cloud.door.recheck(inside)
    tenant.rights.remove_folder_permission("alice", "drafts", "bob")
    with pytest.raises(no.MailboxAccessDenied):
        cloud.door.recheck(inside)


def test_everybodys_permission_holds_for_those_without_one_of_their_own(tenant: Tenant, inside: Visit) -> None:
    inbox = inside.mailbox.folders.distinguished("inbox")
    tenant.rights.add_folder_permission("alice", "inbox", "Default", "Reviewer")
    check_folder(inside, inbox, "read")
    tenant.rights.add_folder_permission("alice", "inbox", "bob", "None")
    with pytest.raises(no.FolderNotFound):
        check_folder(inside, inbox, "read")


def test_an_impersonated_users_folders_count(cloud: Cloud, tenant: Tenant, knock: Knock, inside: Visit) -> None:
    visit = knock(Protocol.EWS, tenant.app_token(tenant.daemon_app), "bob")
    other = cloud.door.open_from(visit, "alice@contoso.onmicrosoft.com")
    check_folder(other, other.mailbox.folders.distinguished("drafts"), "read")
    with pytest.raises(no.FolderNotFound):
        check_folder(other, other.mailbox.folders.distinguished("inbox"), "read")
