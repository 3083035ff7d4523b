"""Whom an address stands for."""

import pytest

from fakeserver.protocols.autodiscover.accounts import Account, Redirect, find, opened_for, why_not
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import MailboxMoved, MailboxNotFound
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of()


def test_a_mailbox_is_found_by_any_of_its_addresses(tenant: Tenant) -> None:
    alice = tenant.add_user("alice", aliases=["info@contoso.onmicrosoft.com"])
    found = find(tenant, "INFO@contoso.onmicrosoft.com")
    assert isinstance(found, Account)
    assert (found.address, found.display_name) == (alice.address, alice.display_name)
    assert found.server == f"{found.mailbox_guid}@contoso.onmicrosoft.com"


def test_a_shared_mailbox_is_found(tenant: Tenant) -> None:
    tenant.add_shared_mailbox("office")
    assert isinstance(find(tenant, "office@contoso.onmicrosoft.com"), Account)


def test_a_guest_is_sent_home(tenant: Tenant) -> None:
    upn = "bob_fabrikam.com#EXT#@contoso.onmicrosoft.com"
    guest = User(
        "00000000-0000-4000-8000-000000000001",
        upn,
        None,
        display_name="Bob",
        aliases=("bob@fabrikam.com",),
        kind="guest",
        has_mailbox=False,
    )
    tenant.directory.add_user(guest)
    assert find(tenant, upn) == Redirect("bob@fabrikam.com")
    assert find(tenant, "bob@fabrikam.com") is None


def test_nobody_else_is_found(tenant: Tenant) -> None:
    tenant.add_user("carol", mailbox=False)
    assert find(tenant, "nobody@contoso.onmicrosoft.com") is None
    assert find(tenant, "someone@fabrikam.com") is None
    assert find(tenant, "carol@contoso.onmicrosoft.com") is None


def test_a_mailbox_that_has_moved_is_asked_for_there(tenant: Tenant) -> None:
    alice = tenant.add_user("alice", mailbox_state="moved", moved_to="alice@fabrikam.example")
    assert find(tenant, alice.address) == Redirect("alice@fabrikam.example")
    assert isinstance(why_not(tenant, alice.address), MailboxMoved)
    alice.moved_to = None
    assert find(tenant, alice.address) is None
    alice.moved_to = alice.address
    assert find(tenant, alice.address) is None


@pytest.mark.parametrize("state", ["soft_deleted", "not_provisioned"])
def test_a_mailbox_that_is_not_there_is_nobodys(tenant: Tenant, state: str) -> None:
    alice = tenant.add_user("alice", mailbox_state=state)
    assert find(tenant, alice.address) is None
    assert isinstance(why_not(tenant, alice.address), MailboxNotFound)
    alice.mailbox_state = "active"
    assert why_not(tenant, alice.address) is None


def test_mailboxes_with_full_access_are_opened_beside_ones_own(tenant: Tenant) -> None:
    alice, bob = tenant.add_user("alice"), tenant.add_user("bob")
    tenant.add_shared_mailbox("office", ["alice"])
    tenant.rights.add_mailbox_permission("*", "bob")
    assert [account.address for account in opened_for(tenant, alice)] == ["office@contoso.onmicrosoft.com"]
    assert opened_for(tenant, bob) == []
    tenant.user("office").mailbox_state = "soft_deleted"
    assert opened_for(tenant, alice) == []


def test_the_mailbox_of_public_folders_is_told_and_found_by_its_guid(tenant: Tenant) -> None:
    alice = tenant.add_user("alice")
    before = find(tenant, alice.address)
    assert isinstance(before, Account)
    assert not before.public_folders
    tenant.add_public_folder("Projects")
    public = tenant.public_folders.mailbox
    found, by_guid = find(tenant, alice.address), find(tenant, f"{public.guid.upper()}@{tenant.domain}")
    assert isinstance(found, Account)
    assert isinstance(by_guid, Account)
    assert found.public_folders == by_guid.address == public.address
    assert find(tenant, f"{public.guid}@elsewhere.example") is None
    tenant.policies.public_folders = False
    hidden = find(tenant, alice.address)
    assert isinstance(hidden, Account)
    assert not hidden.public_folders
