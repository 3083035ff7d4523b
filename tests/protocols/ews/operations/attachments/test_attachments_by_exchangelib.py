"""Attachments, with a client that nobody here wrote."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def message(m365_ews: Any, m365_mailbox: Mailbox) -> Any:
    m365_mailbox.deliver(subject="with attachments")
    return m365_ews.inbox.all().get()


def test_a_file_is_attached_read_streamed_and_detached(message: Any) -> None:
    from exchangelib import FileAttachment

    changekey = message.changekey
    message.attach(FileAttachment(name="note.txt", content=b"\0 some content \xff"))
    assert message.changekey != changekey
    message.refresh()
    (attachment,) = message.attachments
    assert (attachment.name, attachment.content) == ("note.txt", b"\0 some content \xff")
    with attachment.fp as stream:
        assert stream.read() == b"\0 some content \xff"
    message.detach(attachment)
    message.refresh()
    assert message.attachments == []
    assert not message.has_attachments


def test_an_empty_file(message: Any) -> None:
    from exchangelib import FileAttachment

    message.attach(FileAttachment(name="empty.txt", content=b""))
    message.refresh()
    assert message.attachments[0].content == b""
    with message.attachments[0].fp as stream:
        assert stream.read() == b""


def test_an_item_is_attached(m365_ews: Any, message: Any) -> None:
    from exchangelib import ItemAttachment, Message

    inner = Message(account=m365_ews, folder=m365_ews.inbox, subject="inner", body="hello")
    message.attach(ItemAttachment(name="inner", item=inner))
    message.refresh()
    (attachment,) = message.attachments
    assert (attachment.item.subject, attachment.item.body) == ("inner", "hello")


def test_an_attachment_that_does_not_exist(m365_ews: Any, message: Any) -> None:
    from exchangelib import FileAttachment
    from exchangelib.errors import ErrorInvalidAttachmentId, ErrorInvalidIdMalformed
    from exchangelib.services import GetAttachment

    attachment = FileAttachment(name="note.txt", content=b"x")
    message.attach(attachment)
    gone = attachment.attachment_id
    message.detach(attachment)
    service = GetAttachment(account=m365_ews)
    arguments = {"include_mime_content": False, "body_type": None, "filter_html_content": None}
    with pytest.raises(ErrorInvalidAttachmentId):
        service.get(items=[gone], additional_fields=None, **arguments)
    gone.id = "XXX="
    with pytest.raises(ErrorInvalidIdMalformed):
        service.get(items=[gone], additional_fields=None, **arguments)
