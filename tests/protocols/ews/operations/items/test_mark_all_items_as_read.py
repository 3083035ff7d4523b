"""MarkAllItemsAsRead: flags, counters, receipts, rights."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.responses.test_suppress_read_receipt import ASKING, receipts

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


def mark(read: str = "true", suppress: str = "true", folders: str = INBOX) -> str:
    return (
        f"<m:MarkAllItemsAsRead><m:ReadFlag>{read}</m:ReadFlag><m:SuppressReadReceipts>{suppress}</m:SuppressReadReceipts>"
        f"<m:FolderIds>{folders}</m:FolderIds></m:MarkAllItemsAsRead>"
    )


def test_all_items_of_a_folder_become_read_and_unread(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    below = ews.mailbox.add_folder("Inbox/below")
    first, read = ews.mailbox.deliver(), ews.mailbox.deliver(is_read=True)
    elsewhere = ews.mailbox.deliver(folder="Inbox/below")
    key = read.change_key
    assert ews(mark()).codes == ["NoError"]
    assert (first.is_read, elsewhere.is_read, inbox.unread_count, below.unread_count) == (True, False, 0, 1)
    assert read.change_key == key
    assert ews(mark("false")).codes == ["NoError"]
    assert (first.is_read, read.is_read, inbox.unread_count) == (False, False, 2)


@pytest.mark.parametrize(("suppress", "subjects"), [("true", []), ("false", ["Read: Plans"])])
def test_receipts_are_sent_or_suppressed(ews: Ews, suppress: str, subjects: list[str]) -> None:
    item = ews.mailbox.deliver(ASKING)
    assert ews(mark(suppress=suppress)).codes == ["NoError"]
    assert (item.is_read, receipts(ews)) == (True, subjects)
    ews(mark("false"))
    ews(mark(suppress="false"))
    assert receipts(ews) == subjects


def test_each_folder_has_its_answer(ews: Ews) -> None:
    item = ews.mailbox.deliver()
    gone = ews.mailbox.add_folder("Gone")
    ews.mailbox.folders.delete(gone)
    answer = ews(mark(folders=f'<t:FolderId Id="{gone.folder_id}"/>{INBOX}'))
    assert answer.codes == ["ErrorItemNotFound", "NoError"]
    assert item.is_read


def test_a_reader_marks_nothing(ews: Ews) -> None:
    item = ews.mailbox.deliver()
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    of_alice = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    folder = f'<t:DistinguishedFolderId Id="inbox">{of_alice}</t:DistinguishedFolderId>'
    assert ews(mark(folders=folder), ews.bob).codes == ["ErrorAccessDenied"]
    assert not item.is_read


def test_a_large_folder_is_marked_in_steps(ews: Ews) -> None:
    items = [ews.mailbox.deliver() for _ in range(500)]
    deleted = items[-1]

    def meanwhile(steps: int) -> None:
        if ews.mailbox.items.present([deleted]):
            ews.mailbox.items.delete([deleted])

    ews.in_steps(mark(), meanwhile)
    assert all(item.is_read for item in items[:-1])
