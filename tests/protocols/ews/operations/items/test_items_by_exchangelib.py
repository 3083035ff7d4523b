"""exchangelib as the client of items, over real sockets."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")

YESTERDAY = datetime.now(UTC) - timedelta(days=1)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def inbox(m365_ews: Any, m365_mailbox: Mailbox) -> Any:
    """An inbox with five messages."""
    for number in range(5):
        m365_mailbox.deliver(
            subject=f"Hello {number}", body=f"Text {number}", sender="Carol <carol@example.com>",
            attachments=[("a.txt", b"abc")] if number == 4 else (),
        )  # fmt: skip
    return m365_ews.inbox


def test_everything_is_read(inbox: Any) -> None:
    messages = list(inbox.all())
    assert [message.subject for message in messages] == [f"Hello {number}" for number in (4, 3, 2, 1, 0)]
    newest = messages[0]
    assert (newest.sender.name, newest.sender.email_address) == ("Carol", "carol@example.com")
    assert newest.text_body == "Text 4"
    assert newest.attachments[0].content == b"abc"
    assert newest.datetime_received.tzinfo is not None
    assert {header.name: header.value for header in newest.headers}["Subject"] == "Hello 4"
    assert inbox.total_count == inbox.unread_count == 5


def test_pages_orders_and_selections(inbox: Any) -> None:
    assert [message.subject for message in inbox.all().order_by("subject")[:2]] == ["Hello 0", "Hello 1"]
    assert next(iter(inbox.all().order_by("-subject").values_list("subject", flat=True))) == "Hello 4"
    small = inbox.all()
    small.page_size = 2
    assert len(list(small)) == 5
    assert [message.body for message in inbox.all().only("subject")] == [None] * 5
    assert inbox.all().count() == 5


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"subject": "Hello 3"}, 1),
        ({"subject__icontains": "HELLO"}, 5),
        ({"subject__contains": "HELLO"}, 0),
        ({"subject__startswith": "Hello"}, 5),
        ({"subject__in": ["Hello 1", "Hello 2"]}, 2),
        ({"is_read": False}, 5),
        ({"body__contains": "Text 2"}, 1),
        ({"has_attachments": True}, 1),
        ({"datetime_received__gt": TOMORROW}, 0),
        (
            {
                "datetime_received__range": (
                    YESTERDAY,
                    TOMORROW,
                )
            },
            5,
        ),
    ],
)
def test_filters(inbox: Any, filters: dict[str, Any], count: int) -> None:
    zone = exchangelib.EWSTimeZone("UTC")

    def own(value: Any) -> Any:
        if isinstance(value, datetime):
            return exchangelib.EWSDateTime.from_datetime(value).astimezone(zone)
        return tuple(own(one) for one in value) if isinstance(value, tuple) else value

    assert inbox.filter(**{name: own(value) for name, value in filters.items()}).count() == count


def test_a_filter_of_several_parts_and_a_query_string(inbox: Any) -> None:
    q = exchangelib.Q(subject="Hello 1") | ~exchangelib.Q(subject__contains="Hello")
    assert [message.subject for message in inbox.filter(q)] == ["Hello 1"]
    assert inbox.exclude(subject="Hello 1").count() == 4
    assert [message.subject for message in inbox.filter("subject:4")] == ["Hello 4"]
    either = inbox.filter('subject:"hello 4" OR (subject:hel 1 NOT received:last year)').order_by("subject")
    assert [message.subject for message in either] == ["Hello 1", "Hello 4"]


def test_an_order_by_a_list_some_of_which_are_empty(m365_ews: Any) -> None:
    for name in ("two", "none", "one"):
        categories = [] if name == "none" else [name]
        exchangelib.Message(account=m365_ews, folder=m365_ews.drafts, subject=name, categories=categories).save()
    for order, names in (("categories", ["none", "one", "two"]), ("-categories", ["two", "one", "none"])):
        assert [message.subject for message in m365_ews.drafts.all().order_by(order)] == names


def test_sending(m365_ews: Any, m365_fake: Tenant) -> None:
    friend = m365_fake.add_user("friend")
    message = exchangelib.Message(
        account=m365_ews,
        subject="From EWS",
        body=exchangelib.HTMLBody("<p>Hello</p>"),
        to_recipients=[friend.address],
        bcc_recipients=["hidden@example.com"],
        categories=["Mine"],
        attachments=[exchangelib.FileAttachment(name="f.bin", content=bytes(range(256)))],
    )
    message.send_and_save()
    (arrived,) = m365_fake.mailbox(friend).messages()
    assert (arrived.subject, arrived.body) == ("From EWS", "Hello\r\n")
    assert arrived.attachments[0].content == bytes(range(256))
    assert b"hidden" not in arrived.mime()
    (kept,) = m365_ews.sent.all()
    assert (kept.bcc_recipients[0].email_address, kept.categories, kept.is_draft) == (
        "hidden@example.com",
        ["Mine"],
        False,
    )
    assert m365_ews.drafts.all().count() == 0


def test_a_draft_is_saved_changed_attached_to_and_sent(m365_ews: Any) -> None:
    draft = exchangelib.Message(account=m365_ews, folder=m365_ews.drafts, subject="one", body="text")
    draft.save()
    key = draft.changekey
    draft.subject, draft.categories, draft.importance = "two", ["A", "B"], "High"
    draft.save()
    assert draft.changekey != key
    draft.attach(exchangelib.FileAttachment(name="a.txt", content=b"abc"))
    draft.refresh()
    assert (draft.subject, draft.categories, draft.importance, draft.is_draft) == ("two", ["A", "B"], "High", True)
    assert draft.attachments[0].content == b"abc"
    draft.detach(draft.attachments[0])
    draft.categories = None
    draft.to_recipients = [m365_ews.primary_smtp_address]
    # Named, because a plain save sends the MIME content back that refresh() got, attachment included.
    draft.save(update_fields=["categories", "to_recipients"])
    draft.send()
    (arrived,) = m365_ews.inbox.all()
    assert (arrived.subject, arrived.categories, arrived.attachments) == ("two", None, [])


def test_one_bad_id_among_many(m365_ews: Any, inbox: Any) -> None:
    ids = [(message.id, message.changekey) for message in inbox.all()]
    ids[1] = (ids[1][0], "XXX")
    ids[2] = ("AAAA==", ids[2][1])
    first = m365_ews.bulk_delete(ids)
    assert [type(result).__name__ for result in first] == [
        "bool",
        "ErrorInvalidChangeKey",
        "ErrorInvalidIdMalformed",
        "bool",
        "bool",
    ]
    assert type(m365_ews.bulk_delete(ids[:1])[0]).__name__ == "ErrorItemNotFound"


def test_many_at_once(m365_ews: Any) -> None:
    account = m365_ews
    new = [exchangelib.Message(subject=f"{number}", body="x", is_read=False) for number in range(5)]
    ids = account.bulk_create(folder=account.drafts, items=new)
    items = list(account.fetch(ids))
    for item in items:
        item.is_read = True
    ids = account.bulk_update([(item, ("is_read",)) for item in items])
    ids = account.bulk_copy(ids, to_folder=account.junk)
    ids = account.bulk_move(ids, to_folder=account.trash)
    assert account.trash.all().count() == 5
    assert account.trash.filter(is_read=True).count() == 5
    assert account.bulk_delete(ids) == [True] * 5
    assert account.drafts.all().count() == 5
    account.drafts.all().delete()
    assert account.drafts.all().count() == 0


def test_mime_goes_in_and_out(m365_ews: Any) -> None:
    mime = b"From: a@example.com\r\nSubject: =?utf-8?b?" + base64.b64encode("Grüße".encode()) + b"?=\r\n\r\nbody\r\n"
    message = exchangelib.Message(account=m365_ews, folder=m365_ews.drafts, mime_content=mime)
    message.save()
    (found,) = m365_ews.drafts.all()
    assert (found.subject, found.mime_content) == ("Grüße", mime)


def test_an_extended_property_of_ones_own(m365_ews: Any) -> None:
    class Mark(exchangelib.ExtendedProperty):  # type: ignore[misc, name-defined]
        property_set_id = "deadbeaf-cafe-cafe-cafe-deadbeefcafe"
        property_name = "mark"
        property_type = "StringArray"

    exchangelib.Message.register("mark", Mark)
    try:
        exchangelib.Message(account=m365_ews, folder=m365_ews.drafts, subject="x", mark=["a", "b"]).save()
        assert [message.mark for message in m365_ews.drafts.filter(mark__contains="a")] == [["a", "b"]]
    finally:
        exchangelib.Message.deregister("mark")
