from fakeserver.tenant.exchange.distinguished import FOLDER_ROWS
from fakeserver.tenant.exchange.mailbox import Mailbox


def test_parents_stand_before_their_children() -> None:
    seen = set()
    for row in FOLDER_ROWS:
        assert row.parent in seen or row.parent == ""
        seen.add(row.display_name)


def test_names_and_ids_stand_once() -> None:
    ids = [row.distinguished_id for row in FOLDER_ROWS if row.distinguished_id]
    assert len(ids) == len(set(ids))
    names = [row.display_name for row in FOLDER_ROWS]
    assert len(names) == len(set(names))


def test_the_layout_is_the_one_that_exchangelib_looks_for(alice: Mailbox) -> None:
    root = alice.folders.distinguished("root")
    assert root.display_name == "root"
    top = alice.folders.distinguished("msgfolderroot")
    assert (top.display_name, top.parent) == ("Top of Information Store", root)
    assert len(alice.folders.below(root)) > 40
    assert root.child("Common Views") is not None
    contacts = alice.folders.distinguished("contacts")
    gal = contacts.child("GAL Contacts")
    assert gal is not None
    assert gal.folder_class == "IPF.Contact.GalContacts"
    assert len(root.children) >= 5


def test_imap_sees_the_usual_names(alice: Mailbox) -> None:
    visible = {
        folder.path for folder in alice.folders.below(alice.folders.distinguished("msgfolderroot")) if not folder.hidden
    }
    assert visible == {
        "Archive", "Calendar", "Calendar/Birthdays", "Contacts", "Conversation History", "Deleted Items", "Drafts",
        "Inbox", "Journal", "Junk Email", "Notes", "Outbox", "RSS Feeds", "Sent Items", "Tasks",
    }  # fmt: skip


def test_what_a_cloud_mailbox_lacks_is_not_there() -> None:
    ids = {row.distinguished_id for row in FOLDER_ROWS}
    assert not ids & {"publicfoldersroot", "archiveroot", "archiveinbox", "onedriveroot"}
