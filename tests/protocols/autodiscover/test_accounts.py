"""Whom an address stands for."""

from fakeserver.protocols.autodiscover.accounts import Account, Redirect, find
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant


def test_a_mailbox_is_found_by_any_of_its_addresses() -> None:
    tenant = Tenant()
    alice = tenant.add_user("alice", aliases=["info@contoso.onmicrosoft.com"])
    found = find(tenant, "INFO@contoso.onmicrosoft.com")
    assert isinstance(found, Account)
    assert (found.address, found.display_name) == (alice.address, alice.display_name)
    assert found.server == f"{found.mailbox_guid}@contoso.onmicrosoft.com"


def test_a_shared_mailbox_is_found() -> None:
    tenant = Tenant()
    tenant.add_shared_mailbox("office")
    assert isinstance(find(tenant, "office@contoso.onmicrosoft.com"), Account)


def test_a_guest_is_sent_home() -> None:
    tenant = Tenant()
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


def test_nobody_else_is_found() -> None:
    tenant = Tenant()
    tenant.add_user("carol", mailbox=False)
    assert find(tenant, "nobody@contoso.onmicrosoft.com") is None
    assert find(tenant, "someone@fabrikam.com") is None
    assert find(tenant, "carol@contoso.onmicrosoft.com") is None
