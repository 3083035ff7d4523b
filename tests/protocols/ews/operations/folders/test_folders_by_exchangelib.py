"""Folders, with a client that nobody here wrote."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox

exchangelib = pytest.importorskip("exchangelib")


def test_the_whole_tree_is_walked(m365_ews: Any) -> None:
    walked = list(m365_ews.root.walk())
    assert len(walked) > 40
    names = {folder.name for folder in walked}
    assert {"Top of Information Store", "Inbox", "Common Views", "GAL Contacts"} <= names
    assert m365_ews.root.name == "root"


def test_standard_folders_are_of_their_kind(m365_ews: Any) -> None:
    for folder, kind in (
        (m365_ews.inbox, "Inbox"),
        (m365_ews.calendar, "Calendar"),
        (m365_ews.contacts, "Contacts"),
        (m365_ews.tasks, "Tasks"),
        (m365_ews.sent, "SentItems"),
        (m365_ews.trash, "DeletedItems"),
        (m365_ews.drafts, "Drafts"),
        (m365_ews.junk, "JunkEmail"),
        (m365_ews.msg_folder_root, "MsgFolderRoot"),
    ):
        assert type(folder).__name__ == kind


def test_a_folder_lives(m365_ews: Any) -> None:
    from exchangelib.errors import ErrorFolderExists, ErrorItemNotFound
    from exchangelib.folders import Messages
    from exchangelib.properties import FolderId
    from exchangelib.services import GetFolder

    folder = Messages(parent=m365_ews.inbox, name="made").save()
    assert folder.folder_class == "IPF.Note"
    with pytest.raises(ErrorFolderExists):
        Messages(parent=m365_ews.inbox, name="MADE").save()
    folder.name = "renamed"
    folder.save()
    folder.refresh()
    assert folder.name == "renamed"
    assert (m365_ews.inbox / "renamed") == folder
    before = folder.id, folder.changekey
    folder.move(m365_ews.drafts)
    assert folder.id == before[0]
    assert folder.changekey != before[1]
    assert folder.parent.name == "Drafts"
    folder.delete()
    (gone,) = GetFolder(account=m365_ews).call(folders=[FolderId(id=before[0])], additional_fields=[], shape="IdOnly")
    assert isinstance(gone, ErrorItemNotFound)


def test_a_distinguished_folder_is_not_deleted(m365_ews: Any) -> None:
    from exchangelib.errors import ErrorDeleteDistinguishedFolder

    with pytest.raises(ErrorDeleteDistinguishedFolder):
        m365_ews.inbox.delete()


def test_counts_are_live(m365_ews: Any, m365_mailbox: Mailbox) -> None:
    inbox = m365_ews.inbox
    m365_mailbox.deliver(subject="1")
    inbox.refresh()
    assert (inbox.total_count, inbox.unread_count) == (1, 1)
    inbox.empty()
    inbox.refresh()
    assert (inbox.total_count, inbox.unread_count) == (0, 0)


def test_folders_are_searched(m365_ews: Any) -> None:
    from exchangelib.folders import FolderCollection, Messages

    for name in ("alpha", "beta"):
        Messages(parent=m365_ews.inbox, name=name).save()
    found = list(FolderCollection(account=m365_ews, folders=[m365_ews.inbox]).find_folders())
    assert [folder.name for folder in found] == ["alpha", "beta"]
    assert [folder.name for folder in m365_ews.inbox.glob("al*")] == ["alpha"]
