"""From something stored to its mailbox."""

from typing import Any

from fakeserver.protocols.ews.mailboxes import mailbox_of


def test_items_and_folders_know_their_mailbox(ews: Any) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert mailbox_of(item) is ews.mailbox
    assert mailbox_of(item.folder) is ews.mailbox
