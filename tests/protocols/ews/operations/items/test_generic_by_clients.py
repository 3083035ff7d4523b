"""Posts, sticky notes and journal entries by exchangelib, and what IMAP makes of them and of what was forwarded."""

from email import message_from_bytes
from typing import Any

import pytest

from fakeserver.tenant.exchange.values import Body, ExtendedPropertyKey, PropertyType, TextFormat

exchangelib = pytest.importorskip("exchangelib")


NOTE_COLOR = ExtendedPropertyKey("0006200e-0000-0000-c000-000000000046", 0x8B00, PropertyType.INTEGER_32)


class NoteColor(exchangelib.ExtendedProperty):  # type: ignore[misc, name-defined]
    """PidLidNoteColor ([MS-OXONOTE] 2.2.1.1)."""

    property_set_id = "0006200E-0000-0000-C000-000000000046"
    property_id = 0x8B00
    property_type = "Integer"


def test_exchangelib_posts(m365_ews: Any, m365_mailbox: Any) -> None:
    post = exchangelib.items.PostItem(account=m365_ews, folder=m365_ews.inbox, subject="News", body="Herons").save()
    [found] = m365_ews.inbox.filter(subject="News")
    assert isinstance(found, exchangelib.items.PostItem)
    assert (found.id, found.body, found.conversation_topic) == (post.id, "Herons", "News")
    assert (found.author.email_address, found.is_read) == (m365_mailbox.address, False)
    [stored] = m365_mailbox.messages()
    assert stored.get("posted_time") <= stored.created_at


def put(mailbox: Any, folder: str, item_class: str) -> Any:
    """Put an item of a class into its folder; exchangelib itself gives no class."""
    body = Body(TextFormat.PLAIN, "and bread")
    where = mailbox.folders.distinguished(folder)
    return mailbox.items.add(where, item_class, {"subject": "Milk", "body": body, "is_read": True, NOTE_COLOR: 3})


@pytest.mark.parametrize(
    ("folder", "item_class"), [("notes", "IPM.StickyNote"), ("journal", "IPM.Activity"), ("inbox", "IPM.Note.Form")]
)
def test_exchangelib_keeps_items_of_any_class(m365_ews: Any, m365_mailbox: Any, folder: str, item_class: str) -> None:
    exchangelib.Message.register("note_color", NoteColor)
    try:
        where, item = getattr(m365_ews, folder), put(m365_mailbox, folder, item_class)
        [found] = where.all()
        assert isinstance(found, exchangelib.Message)
        assert (found.item_class, found.subject, found.body, found.note_color) == (item_class, "Milk", "and bread", 3)
        found.body, found.note_color = "and eggs", 1
        found.save(update_fields=["body", "note_color"])
        assert (item.body, item.get(NOTE_COLOR)) == ("and eggs", 1)
        found.delete()
        assert list(where.all()) == []
    finally:
        exchangelib.Message.deregister("note_color")


@pytest.mark.parametrize(
    ("folder", "path", "item_class"),
    [("inbox", "INBOX", "IPM.Post"), ("notes", "Notes", "IPM.StickyNote"), ("journal", "Journal", "IPM.Activity")],
)
def test_imap_reads_them_as_messages(
    m365_imap: Any, m365_mailbox: Any, folder: str, path: str, item_class: str
) -> None:
    put(m365_mailbox, folder, item_class)
    m365_imap.select(path)
    _, answer = m365_imap.fetch("1", "(FLAGS BODY.PEEK[])")
    message: Any = message_from_bytes(answer[0][1])
    assert (message["Subject"], message.get_payload().rstrip()) == ("Milk", "and bread")
    assert b"\\Seen" in b"".join(part if isinstance(part, bytes) else part[0] for part in answer)


def test_imap_does_not_tell_that_a_message_was_forwarded(m365_ews: Any, m365_imap: Any, m365_mailbox: Any) -> None:
    m365_mailbox.deliver(subject="Plans", sender="bob@example.com")
    m365_ews.inbox.all()[0].forward(subject="FW: Plans", body="Look", to_recipients=["carol@example.com"])
    m365_imap.select("INBOX")
    _, (flags,) = m365_imap.fetch("1", "(FLAGS)")
    # Exchange Online has no keyword $Forwarded, and no IMAP client can set one.
    assert b"\\Answered" not in flags
    assert b"$Forwarded" not in flags
    with pytest.raises(m365_imap.error, match=r"BAD \[b'Command Argument Error"):
        m365_imap.store("1", "+FLAGS", "($Forwarded)")
    [message] = m365_mailbox.messages()
    assert (message.get("icon_index"), message.answered) == ("MailForwarded", False)
