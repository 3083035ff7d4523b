"""Recoverable Items has no room: nothing can be deleted for good, and each protocol says so in its own words."""

import imaplib
import poplib
from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import RecoverableItemsFull
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def full(m365_fake: Tenant) -> Mailbox:
    """Alice's mailbox, with a message in the inbox and one in Deleted Items."""
    mailbox = m365_fake.mailbox("alice")
    mailbox.deliver(subject="Here")
    mailbox.deliver(subject="Gone", folder="deleteditems")
    mailbox.recoverable_items_full = True
    return mailbox


@pytest.mark.parametrize("command", ["EXPUNGE", "UID EXPUNGE"])
def test_imap(full: Mailbox, m365_imap: imaplib.IMAP4_SSL, m365_fake: Tenant, command: str) -> None:
    m365_imap.select("INBOX")
    m365_imap.store("1", "+FLAGS", r"(\Deleted)")
    answer = m365_imap.uid("EXPUNGE", "1:*") if command == "UID EXPUNGE" else m365_imap.expunge()
    assert answer == ("NO", [b"EXPUNGE failed."])
    # CLOSE has no NO, so that who uses it never hears of it.
    assert m365_imap.close()[0] == "OK"
    assert [item.subject for item in full.messages()] == ["Here"]
    m365_fake.journal.assert_refused("RecoverableItemsFull", "imap", times=2)
    full.recoverable_items_full = False
    m365_imap.select("INBOX")
    assert m365_imap.expunge()[0] == "OK"
    assert full.messages() == []


def test_what_only_moves_is_moved(full: Mailbox, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_imap.select("INBOX")
    assert m365_imap.uid("MOVE", "1", '"Deleted Items"')[0] == "OK"
    assert len(full.messages("deleteditems")) == 2


def test_pop3(full: Mailbox, m365_pop3: poplib.POP3_SSL) -> None:
    m365_pop3.dele(1)
    with pytest.raises(poplib.error_proto, match="-ERR some deleted messages not removed"):
        m365_pop3.quit()
    assert [item.subject for item in full.messages()] == ["Here"]


def test_ews(full: Mailbox, m365_ews: Any) -> None:
    from exchangelib.errors import ErrorQuotaExceeded

    [here] = m365_ews.inbox.all()
    with pytest.raises(ErrorQuotaExceeded):
        here.delete()
    with pytest.raises(ErrorQuotaExceeded):
        here.soft_delete()
    [gone] = m365_ews.trash.all()
    with pytest.raises(ErrorQuotaExceeded):
        gone.move_to_trash()
    here.move_to_trash()
    assert len(full.messages("deleteditems")) == 2


@pytest.mark.parametrize("mode", [DeleteMode.SOFT, DeleteMode.HARD])
def test_what_lies_there_can_go(world: World, mode: DeleteMode) -> None:
    box = world.mailbox()
    item = box.deliver(subject="Hi")
    with world.tenant.lock:
        box.items.delete([item], DeleteMode.SOFT)
        box.recoverable_items_full = True
        assert box.folders.distinguished("recoverableitemsdeletions").total_count == 1
        box.items.delete([item], mode)
        assert box.folders.distinguished("recoverableitemsdeletions").total_count == 0
        with pytest.raises(RecoverableItemsFull):
            box.items.delete([box.deliver(subject="Ho")], mode)
