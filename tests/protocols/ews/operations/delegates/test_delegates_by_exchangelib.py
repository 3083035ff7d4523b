"""Delegates and shared folders, as exchangelib asks for them."""

import pytest

from pytest_m365 import Target, Tenant

pytest.importorskip("exchangelib", reason="needs exchangelib: pip install pytest-m365[exchangelib]")

from exchangelib import DELEGATE, Account
from exchangelib.errors import ErrorAccessDenied, ErrorItemNotFound


def test_the_delegates_of_ones_mailbox(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.add_user("bob")
    with m365.open_ews() as account:
        assert list(account.delegates) == []
        m365_fake.rights.add_delegate(m365.username, "bob", inbox="Reviewer")
        (delegate,) = account.delegates
        assert delegate.user_id.primary_smtp_address == f"bob@{m365.domain}"
        assert delegate.delegate_permissions.calendar_folder_permission_level == "Editor"
        assert delegate.delegate_permissions.inbox_folder_permission_level == "Reviewer"
        assert delegate.view_private_items is False


def test_one_shared_folder_of_a_colleague(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    m365_fake.deliver(bob, subject="shared")
    m365_fake.rights.add_folder_permission(bob, "inbox", m365.username, "Reviewer")
    # exchangelib asks for the mailbox's root first, as its manual warns.
    m365_fake.rights.add_folder_permission(bob, "root", m365.username, ["FolderVisible"])
    with m365.open_ews() as account:
        theirs = Account(bob.address, config=account.protocol.config, autodiscover=False, access_type=DELEGATE)
        inbox = theirs.inbox
        # exchangelib asks for the permission set too, which is refused to those who do not own the folder; it then
        # takes the folder without any property (ecederstrand/exchangelib#702).
        assert inbox.effective_rights is None
        (item,) = inbox.all()
        assert item.subject == "shared"
        item.subject = "mine"
        with pytest.raises(ErrorAccessDenied):
            item.save(update_fields=["subject"])
        m365_fake.rights.remove_folder_permission(bob, "inbox", m365.username)
        with pytest.raises(ErrorItemNotFound):
            item.refresh()
