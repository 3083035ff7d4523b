import pytest

from fakeserver.tenant.exchange.attachments import attachment_id, root_item
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.refusals import AttachmentNotFound, IdMalformed, MessageTooLarge

INNER = (
    b"Subject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
    b"--i\r\nContent-Type: application/x\r\n\r\ndeep\r\n--i--"
)
MIXED = (
    b"Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\nbody\r\n"
    b"--b\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <p1>\r\nContent-Disposition: inline\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
    b"--b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n"
    b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + INNER + b"\r\n--b--\r\n"
)


def test_parts_of_a_message_are_attachments(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), MIXED)
    picture, document, message = item.attachments
    assert (picture.name, picture.content_type, picture.content_id, picture.is_inline) == (
        "p.png",
        "image/png",
        "p1",
        True,
    )
    assert (picture.content, picture.size) == (b"\0\1\2", 3)
    assert (document.name, document.content, document.is_inline) == ("unnamed.pdf", b"%PDF", False)
    assert (message.name, message.is_item, message.content) == ("inner", True, INNER)
    assert message.item is not None
    assert message.item.subject == "inner"


def test_attached_items_nest_and_have_ids_of_their_own(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), MIXED)
    inner = item.attachments[2].item
    assert inner is not None
    (deep,) = inner.attachments
    assert deep.content == b"deep"
    assert root_item(deep) is item
    assert alice.attachments.by_id(attachment_id(deep)) is deep


def test_attachments_stay_the_same_as_long_as_the_item_does(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), MIXED)
    ids = [attachment_id(attachment) for attachment in item.attachments]
    alice.items.update(item, {"subject": "changed"})
    assert [attachment_id(attachment) for attachment in item.attachments] == ids
    assert [part.content for part in Message(item.mime()).attachment_parts] == [b"\0\1\2", b"%PDF", INNER]


def test_a_copy_has_attachments_of_its_own(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), MIXED)
    alice.items.update(item, {"subject": "made of properties"})
    (copy,) = alice.items.copy([item], alice.folders.distinguished("archive"))
    assert [each.content for each in copy.attachments] == [each.content for each in item.attachments]
    alice.attachments.remove(copy.attachments[0])
    assert (len(copy.attachments), len(item.attachments)) == (2, 3)
    nested = copy.attachments[1].item
    assert nested is not None
    assert nested is not item.attachments[2].item


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.txt", "text/plain"),
        ("a.PDF", "application/pdf"),
        ("a", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_files_type_is_guessed_from_its_name(name: str, content_type: str) -> None:
    assert Attachment(name, b"").content_type == content_type


def test_an_attachment_of_nothing_has_no_id() -> None:
    with pytest.raises(ValueError, match="isn't part of an item"):
        _ = attachment_id(Attachment("a", b""))


def test_a_repr_does_not_show_the_content() -> None:
    assert repr(Attachment("a.txt", b"secret")) == "Attachment(name='a.txt', content_type='text/plain')"


def test_an_added_file_is_in_every_view(alice: Mailbox) -> None:
    item = alice.deliver(subject="x", body="text")
    change_key, uid = item.change_key, item.uid
    attachment = alice.attachments.add(item, Attachment("a.bin", b"\0\xff"))
    assert item.change_key != change_key
    assert item.uid > uid
    assert list(item.folder.items) == [item.uid]
    change = alice.changes.since(0)[-1]
    assert (change.kind, change.uid, change.old_uid) == (ChangeKind.CHANGED, item.uid, uid)
    assert item.attachments == [attachment]
    assert [part.content for part in Message(item.mime()).attachment_parts] == [b"\0\xff"]
    assert alice.attachments.by_id(attachment_id(attachment)) is attachment
    assert attachment.last_modified is not None


def test_a_removed_attachment_is_gone_and_its_number_with_it(alice: Mailbox) -> None:
    item = alice.deliver(subject="x", attachments=[("a", b"1"), ("b", b"2")])
    first, second = item.attachments
    first_id, change_key = attachment_id(first), item.change_key
    assert alice.attachments.remove(first) is item
    assert item.change_key != change_key
    assert item.attachments == [second]
    with pytest.raises(AttachmentNotFound):
        alice.attachments.by_id(first_id)
    with pytest.raises(AttachmentNotFound):
        alice.attachments.remove(first)
    third = alice.attachments.add(item, Attachment("c", b"3"))
    assert attachment_id(third) != first_id


def test_an_item_can_be_attached_and_have_attachments(alice: Mailbox) -> None:
    item = alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", {"subject": "outer"})
    inner = alice.items.detached(item, properties={"subject": "inner"})
    alice.attachments.add(item, Attachment("inner", item=inner))
    change_key = item.change_key
    deep = alice.attachments.add(inner, Attachment("deep.txt", b"deep"))
    assert item.change_key != change_key
    assert alice.attachments.by_id(attachment_id(deep)) is deep
    (part,) = Message(item.mime()).attachment_parts
    (deep_part,) = Message(part.content).attachment_parts
    assert deep_part.content == b"deep"
    assert alice.attachments.remove(deep) is item


def test_a_detached_item_is_nowhere(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    before = alice.changes.position
    inner = alice.items.detached(item, mime=b"Subject: in\r\n\r\n")
    alice.items.update(inner, {"subject": "changed"})
    assert inner.uid == 0
    assert alice.changes.position == before
    assert item.folder.total_count == 1


def test_ids_lead_to_attachments_only_while_the_item_is_there(alice: Mailbox) -> None:
    item = alice.deliver(attachments=[("a", b"1")])
    former_id = attachment_id(item.attachments[0])
    alice.items.move([item], alice.folders.distinguished("archive"))
    with pytest.raises(AttachmentNotFound):
        alice.attachments.by_id(former_id)
    assert alice.attachments.by_id(attachment_id(item.attachments[0])) is item.attachments[0]
    with pytest.raises(IdMalformed):
        alice.attachments.by_id(item.item_id)
    with pytest.raises(AttachmentNotFound):
        alice.attachments.by_id(alice.ids.attachment_id(item.folder.number, item.number, (1, 1)))


def test_too_large_a_file_is_refused(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    alice.receive_limit = 10
    with pytest.raises(MessageTooLarge) as refusal:
        alice.attachments.add(item, Attachment("a", b"x" * 11))
    assert refusal.value.facts == {"size": 11, "limit": 10}
    assert item.attachments == []


def test_a_part_may_say_where_it_comes_from(alice: Mailbox) -> None:
    raw = MIXED.replace(b"Content-Type: application/pdf", b"Content-Location: x/a.pdf\r\nContent-Type: application/pdf")
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), raw)
    assert [each.content_location for each in item.attachments] == ["", "x/a.pdf", ""]
