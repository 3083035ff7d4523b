import pytest

from fakeserver.tenant.exchange.attachments import Attachment, guess_content_type
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message

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
    item = alice.add_mime(alice.folder("inbox"), MIXED)
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
    item = alice.add_mime(alice.folder("inbox"), MIXED)
    inner = item.attachments[2].item
    assert inner is not None
    (deep,) = inner.attachments
    assert deep.content == b"deep"
    assert deep.path == (3, 1)
    assert deep.root_item is item
    assert alice.attachment(deep.attachment_id) == (item, deep)


def test_attachments_stay_the_same_as_long_as_the_item_does(alice: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), MIXED)
    ids = [attachment.attachment_id for attachment in item.attachments]
    alice.update(item, {"subject": "changed"})
    assert [attachment.attachment_id for attachment in item.attachments] == ids
    assert [part.content for part in Message(item.mime()).attachment_parts] == [b"\0\1\2", b"%PDF", INNER]


def test_a_copy_has_attachments_of_its_own(alice: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), MIXED)
    alice.update(item, {"subject": "made of properties"})
    (copy,) = alice.copy([item], alice.folder("archive"))
    assert [each.content for each in copy.attachments] == [each.content for each in item.attachments]
    alice.remove_attachment(copy.attachments[0])
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
    assert guess_content_type(name) == content_type
    assert Attachment.file(name, b"").content_type == content_type


def test_an_attachment_of_nothing_has_no_id() -> None:
    with pytest.raises(ValueError, match="isn't part of an item"):
        _ = Attachment.file("a", b"").attachment_id


def test_a_repr_does_not_show_the_content() -> None:
    assert repr(Attachment.file("a.txt", b"secret")) == "<Attachment 'a.txt', text/plain>"


def test_what_a_test_gives_becomes_an_attachment(tmp_path):
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF")
    made = Attachment.of(path)
    assert (made.name, made.content, made.content_type) == ("invoice.pdf", b"%PDF", "application/pdf")
    assert Attachment.of(("a.txt", b"x")).name == "a.txt"
    assert Attachment.of(made) is made


@pytest.mark.parametrize("given", ["invoice.pdf", ("a.txt", "text"), ("a.txt", b"x", "text/plain"), None])
def test_what_is_no_attachment_is_said(given):
    with pytest.raises(TypeError, match="a path, a file name with its bytes, or an Attachment"):
        Attachment.of(given)
