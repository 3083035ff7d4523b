"""ExportItems and UploadItems as exchangelib's ``Account.export`` and ``upload`` use them."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox

exchangelib = pytest.importorskip("exchangelib")


def test_what_was_exported_is_uploaded(m365_ews: Any, m365_mailbox: Mailbox) -> None:
    from exchangelib import Contact, Message, Task

    folders = (m365_ews.inbox, m365_ews.contacts, m365_ews.tasks)
    items = (
        Message(folder=folders[0], subject="Herons", body="Seen", categories=["Birds"]),
        Contact(folder=folders[1], display_name="Grace Hart", given_name="Grace", surname="Hart"),
        Task(folder=folders[2], subject="Count"),
    )
    data = m365_ews.export([item.save() for item in items])
    assert all(isinstance(one, str) for one in data)
    copies = m365_ews.upload([(folder, (None, None, one)) for folder, one in zip(folders, data, strict=True)])
    found = list(m365_ews.fetch(copies))
    assert [type(one) for one in found] == [Message, Contact, Task]
    assert (found[0].subject, found[0].categories, found[1].surname) == ("Herons", ["Birds"], "Hart")

    key = (found[0].id, found[0].changekey)
    [updated] = m365_ews.upload([(folders[0], (key, False, data[0]))])
    assert updated[0] == key[0]
    assert updated[1] != key[1]
    assert len(m365_mailbox.messages("inbox")) == 2
