import threading
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.ids import decode_change_key, decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.values import Body, EmailAddress, ExtendedPropertyKey, PropertyType, TextFormat

RAW = b"From: Bob <b@x.com>\r\nTo: a@y.com\r\nCc: c@y.com\r\nSubject: Hi\r\n\r\nHello\r\n"


def test_mime_keeps_its_exact_bytes(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    assert item.mime() == RAW
    assert item.size == len(RAW)


def test_an_item_reads_well_in_a_test(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    assert (item.subject, item.sender, item.body, item.html) == ("Hi", "b@x.com", "Hello\r\n", "")
    assert item.recipients == ["a@y.com", "c@y.com"]
    assert repr(item) == "<Item 'Hi' from b@x.com in Inbox, unread>"
    assert (
        repr(alice.items.add_mime(alice.folders.distinguished("drafts"), b"", flags=MessageFlags(draft=True)))
        == "<Item '' from nobody in Drafts, draft>"
    )


@pytest.mark.parametrize(
    ("folder", "item_class", "properties", "shown"),
    [
        ("contacts", "IPM.Contact", {"display_name": "Ada Lovelace"}, "<Item IPM.Contact 'Ada Lovelace' in Contacts>"),
        ("contacts", "IPM.Contact", {"surname": "Lovelace"}, "<Item IPM.Contact 'Lovelace' in Contacts>"),
        ("contacts", "IPM.DistList", {"display_name": "Team"}, "<Item IPM.DistList 'Team' in Contacts>"),
        ("tasks", "IPM.Task", {"subject": "Call back"}, "<Item IPM.Task 'Call back' in Tasks>"),
        ("calendar", "IPM.Appointment", {"subject": "Lunch"}, "<Item IPM.Appointment 'Lunch' in Calendar>"),
        ("calendar", "IPM.Appointment", {}, "<Item IPM.Appointment '' in Calendar>"),
        ("inbox", "IPM.Schedule.Meeting.Request", {"subject": "Lunch"}, "<Item 'Lunch' from nobody in Inbox, unread>"),
        ("inbox", "REPORT.IPM.Note.NDR", {"subject": "Lost"}, "<Item 'Lost' from nobody in Inbox, unread>"),
    ],
)
def test_what_is_no_mail_shows_its_class_and_its_name(
    alice: Mailbox, folder: str, item_class: str, properties: dict[str, str], shown: str
) -> None:
    assert repr(alice.items.add(alice.folders.distinguished(folder), item_class, properties)) == shown


def test_properties_make_a_message(alice: Mailbox) -> None:
    item = alice.items.add(
        alice.folders.distinguished("drafts"), "IPM.Note",
        {"subject": "S", "body": Body(TextFormat.HTML, "<p>Hi</p>"), "to_recipients": [EmailAddress("", "b@x.com")]},
    )  # fmt: skip
    assert item.body == "Hi\r\n"
    assert item.html == "<p>Hi</p>"
    assert b"Subject: S\r\n" in item.mime()
    assert item.size == len(item.mime())
    assert item.message.message_id == item.get("internet_message_id")


def test_what_was_set_stands_before_what_the_message_says(alice: Mailbox) -> None:
    key = ExtendedPropertyKey(None, 0x0E08, PropertyType.INTEGER_64)
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    assert item.get(key) is None
    alice.items.update(item, {key: 5, "categories": ["Red"]})
    assert (item.get(key), item.get("categories")) == (5, ["Red"])
    assert item.get("unheard_of") is None
    assert item.mime() == RAW


def test_ids_lead_back_to_the_item(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    read = decode_id(item.item_id)
    assert (read.item_number, read.folder_number) == (item.number, item.folder.number)
    assert decode_change_key(item.change_key) == item.change_number
    assert item.change_key.startswith("CQAAABYAAA")


def test_a_change_forgets_what_was_read_before(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    assert (item.get("conversation_topic"), item.message.subject) == ("Hi", "Hi")
    alice.items.update(item, {"subject": "Re: Other"})
    assert (item.subject, item.get("conversation_topic"), item.message.subject) == ("Re: Other", "Other", "Re: Other")


def test_a_materialized_message_says_the_same_as_before(alice: Mailbox) -> None:
    raw = RAW.replace(b"Subject", b"X-Mailer: m\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject")
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), raw)
    alice.items.update(item, {"subject": "New"})
    assert not item.is_mime
    message = item.message
    assert (message.subject, message.text, message.header("x-mailer")) == ("New", "Hello\r\n", "m")
    assert message.from_ == EmailAddress("Bob", "b@x.com")
    assert message.date == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize("value", [b"", b"!!!", b"AdxdYg==", b"\xff"])
def test_any_thread_index_is_taken(alice: Mailbox, value: bytes) -> None:
    item = alice.items.add_mime(
        alice.folders.distinguished("inbox"), b"Thread-Index: " + value + b"\r\nSubject: x\r\n\r\n"
    )
    assert item.get("conversation_id").startswith("AAQk")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_an_item(alice: Mailbox, raw: bytes) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), raw)
    assert item.mime() == raw
    assert repr(item)
    assert item.body is not None
    alice.items.update(item, {"subject": "changed"})
    assert item.message.subject == "changed"


def test_nobody_meets_half_of_the_attachments(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    part = b"--b\r\nContent-Disposition: attachment; filename=%d.txt\r\n\r\nx\r\n"
    head = b"Subject: S\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    item = alice.items.add_mime(
        alice.folders.distinguished("inbox"), head + b"".join(part % number for number in range(3)) + b"--b--\r\n"
    )
    free: list[bool] = []

    def reading(part: Part) -> str:
        asking = threading.Thread(target=lambda: free.append(alice.lock.acquire(blocking=False)))
        asking.start()
        asking.join()
        assert item.read_attachments is None
        return ""

    monkeypatch.setattr(Part, "content_id", property(reading))
    assert [attachment.number for attachment in item.attachments] == [1, 2, 3]
    assert free == [False, False, False]


@pytest.mark.parametrize(
    ("fields", "is_inline"),
    [
        (b"Content-ID: <p>\r\n", True),
        (b"Content-ID: <p>\r\nContent-Disposition: attachment\r\n", False),
        (b"Content-ID: <p>\r\nContent-Disposition: inline\r\n", True),
        (b"Content-Disposition: inline\r\n", True),
        (b"", False),
    ],
)
def test_a_part_with_a_content_id_is_inline_unless_it_says_otherwise(
    alice: Mailbox, fields: bytes, is_inline: bool
) -> None:
    mime = (
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n"
        b"--b\r\nContent-Type: image/png; name=p.png\r\n" + fields + b"\r\nx\r\n--b--\r\n"
    )
    (picture,) = alice.items.add_mime(alice.folders.distinguished("inbox"), mime).attachments
    assert picture.is_inline is is_inline
