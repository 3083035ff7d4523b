import pytest

from fakeserver.tenant.exchange.attachments import Attachment
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.refusals import AttachmentNotFound, IdMalformed, MessageTooLarge


def test_an_added_file_is_in_every_view(alice: Mailbox) -> None:
    item = alice.deliver(subject="x", body="text")
    change_key, uid = item.change_key, item.uid
    attachment = alice.add_attachment(item, Attachment.file("a.bin", b"\0\xff"))
    assert item.change_key != change_key
    assert item.uid > uid
    assert list(item.folder.items) == [item.uid]
    change = alice.changes.since(0)[-1]
    assert (change.kind, change.uid, change.old_uid) == (ChangeKind.CHANGED, item.uid, uid)
    assert item.attachments == [attachment]
    assert [part.content for part in Message(item.mime()).attachment_parts] == [b"\0\xff"]
    assert alice.attachment(attachment.attachment_id) == (item, attachment)
    assert attachment.last_modified is not None


def test_a_removed_attachment_is_gone_and_its_number_with_it(alice: Mailbox) -> None:
    item = alice.deliver(subject="x", attachments=[("a", b"1"), ("b", b"2")])
    first, second = item.attachments
    first_id, change_key = first.attachment_id, item.change_key
    assert alice.remove_attachment(first) is item
    assert item.change_key != change_key
    assert item.attachments == [second]
    with pytest.raises(AttachmentNotFound):
        alice.attachment(first_id)
    with pytest.raises(AttachmentNotFound):
        alice.remove_attachment(first)
    third = alice.add_attachment(item, Attachment.file("c", b"3"))
    assert third.attachment_id != first_id


def test_an_item_can_be_attached_and_have_attachments(alice: Mailbox) -> None:
    item = alice.add_item(alice.folder("drafts"), "IPM.Note", {"subject": "outer"})
    inner = alice.detached_item(item, properties={"subject": "inner"})
    alice.add_attachment(item, Attachment.of_item("inner", inner))
    change_key = item.change_key
    deep = alice.add_attachment(inner, Attachment.file("deep.txt", b"deep"))
    assert item.change_key != change_key
    assert alice.attachment(deep.attachment_id) == (item, deep)
    (part,) = Message(item.mime()).attachment_parts
    (deep_part,) = Message(part.content).attachment_parts
    assert deep_part.content == b"deep"
    assert alice.remove_attachment(deep) is item


def test_a_detached_item_is_nowhere(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    before = alice.changes.position
    inner = alice.detached_item(item, mime=b"Subject: in\r\n\r\n")
    alice.update(inner, {"subject": "changed"})
    assert inner.uid == 0
    assert alice.changes.position == before
    assert item.folder.total_count == 1


def test_ids_lead_to_attachments_only_while_the_item_is_there(alice: Mailbox) -> None:
    item = alice.deliver(attachments=[("a", b"1")])
    attachment_id = item.attachments[0].attachment_id
    alice.move([item], alice.folder("archive"))
    with pytest.raises(AttachmentNotFound):
        alice.attachment(attachment_id)
    assert alice.attachment(item.attachments[0].attachment_id)[0] is item
    with pytest.raises(IdMalformed):
        alice.attachment(item.item_id)
    with pytest.raises(AttachmentNotFound):
        alice.attachment(alice.ids.attachment_id(item.folder.number, item.number, (1, 1)))


def test_too_large_a_file_is_refused(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    alice.receive_limit = 10
    with pytest.raises(MessageTooLarge) as refusal:
        alice.add_attachment(item, Attachment.file("a", b"x" * 11))
    assert refusal.value.facts == {"size": 11, "limit": 10}
    assert item.attachments == []
