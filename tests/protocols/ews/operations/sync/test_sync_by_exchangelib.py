"""Synchronization, with a client that nobody here wrote."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox

exchangelib = pytest.importorskip("exchangelib")


def test_items(m365_ews: Any, m365_mailbox: Mailbox) -> None:
    inbox = m365_ews.inbox
    m365_mailbox.deliver(subject="here before")
    changes = list(inbox.sync_items())
    assert [(verb, item.subject) for verb, item in changes] == [("create", "here before")]
    assert list(inbox.sync_items()) == []

    message = inbox.all().get()
    message.is_read = True
    message.save(update_fields=["is_read"])
    ((verb, (item_id, is_read)),) = list(inbox.sync_items())
    assert (verb, item_id.id, is_read) == ("read_flag_change", message.id, True)

    message.subject = "changed"
    message.save(update_fields=["subject"])
    ((verb, changed),) = list(inbox.sync_items())
    assert (verb, changed.id, changed.subject) == ("update", message.id, "changed")

    message.delete()
    ((verb, gone),) = list(inbox.sync_items())
    assert (verb, gone.id) == ("delete", changed.id)


def test_many_items_come_in_pages(m365_ews: Any, m365_mailbox: Mailbox) -> None:
    for number in range(7):
        m365_mailbox.deliver(subject=str(number))
    changes = list(m365_ews.inbox.sync_items(max_changes_returned=3, only_fields=["subject"]))
    assert sorted(item.subject for _, item in changes) == list("0123456")


def test_folders(m365_ews: Any) -> None:
    from exchangelib.folders import Messages

    inbox = m365_ews.inbox
    list(inbox.sync_hierarchy())
    folder = Messages(parent=inbox, name="made").save()
    ((verb, made),) = list(inbox.sync_hierarchy())
    assert (verb, made.id) == ("create", folder.id)
    folder.name = "renamed"
    folder.save()
    ((verb, renamed),) = list(inbox.sync_hierarchy())
    assert (verb, renamed.name) == ("update", "renamed")
    folder.delete()
    ((verb, gone),) = list(inbox.sync_hierarchy())
    assert (verb, gone.id) == ("delete", made.id)


def test_a_bad_state(m365_ews: Any) -> None:
    from exchangelib.errors import ErrorInvalidSyncStateData

    with pytest.raises(ErrorInvalidSyncStateData):
        list(m365_ews.inbox.sync_items(sync_state="XXX"))
