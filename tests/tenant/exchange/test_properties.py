from base64 import b64encode
from datetime import UTC, datetime

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.kinds.computed import FROM_KIND
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.properties import FROM_ITEM, FROM_MESSAGE
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat


def _deliver(mailbox: Mailbox, *fields: str) -> str:
    raw = "".join(f"{field}\r\n" for field in fields).encode()
    conversation: str = mailbox.items.add_mime(mailbox.folders.distinguished("inbox"), raw + b"\r\n").get(
        "conversation_id"
    )
    return conversation


def test_replies_share_the_conversation_of_their_topic(alice: Mailbox) -> None:
    first = _deliver(alice, "Subject: Lunch", "Message-ID: <1@x>")
    assert _deliver(alice, "Subject: RE: lunch", "In-Reply-To: <1@x>") == first
    assert _deliver(alice, "Subject: Dinner") != first


def test_outlooks_thread_index_names_the_conversation(alice: Mailbox) -> None:
    index = b64encode(b"\1" + b"t" * 5 + b"g" * 16).decode()
    first = _deliver(alice, "Subject: One", f"Thread-Index: {index}")
    assert _deliver(alice, "Subject: Two", f"Thread-Index: {index}") == first
    assert first == alice.ids.conversation_id(b"g" * 16)
    item = alice.messages()[0]
    alice.items.update(item, {"body": Body(TextFormat.PLAIN, "changed")})
    assert item.get("conversation_id") == first


def test_mails_without_topic_are_joined_by_reference(alice: Mailbox) -> None:
    first = _deliver(alice, "Message-ID: <1@x>")
    assert _deliver(alice, "References: <1@x> <2@x>") == first
    assert _deliver(alice, "Message-ID: <3@x>") != first


def test_a_conversation_index_contains_the_key(alice: Mailbox) -> None:
    item = alice.deliver(subject="Lunch")
    index = item.get("conversation_index")
    assert len(index) == 22
    assert alice.ids.conversation_id(index[6:]) == item.get("conversation_id")


def test_a_conversation_index_contains_the_key_of_a_mail_without_topic_too(alice: Mailbox) -> None:
    _deliver(alice, "References: <1@x> <2@x>")
    item = alice.messages()[0]
    assert alice.ids.conversation_id(item.get("conversation_index")[6:]) == item.get("conversation_id")


def test_lists_show_names_before_addresses(alice: Mailbox) -> None:
    to = [EmailAddress("Bob", "b@x.com"), EmailAddress("", "c@x.com")]
    item = alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", {"to_recipients": to})
    assert (item.get("display_to"), item.get("display_cc")) == ("Bob; c@x.com", "")


def test_inline_pictures_are_no_attachments_to_speak_of(alice: Mailbox) -> None:
    logo = Attachment("logo.png", b"x", content_id="logo", is_inline=True)
    assert not alice.deliver(html="<img src='cid:logo'>", attachments=[logo]).get("has_attachments")
    assert alice.deliver(attachments=[("a.txt", b"x")]).get("has_attachments")


def test_defaults_are_those_of_exchange(alice: Mailbox) -> None:
    item = alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", {"from_": EmailAddress("A", "a@x.com")})
    assert (item.get("importance"), item.get("sensitivity")) == (Importance.NORMAL, Sensitivity.NORMAL)
    assert item.get("sender") == EmailAddress("A", "a@x.com")
    assert item.get("date_time_sent") == item.get("date_time_created") == item.created_at
    assert item.get("internet_message_headers") is None
    assert item.get("body") is None
    assert item.get("text_body") is None


def test_the_text_body_is_there_whatever_came(alice: Mailbox) -> None:
    assert alice.deliver(body="plain").get("text_body") == "plain"
    assert alice.deliver(html="<p>rich</p>").get("text_body") == "rich\r\n"
    item = alice.items.add(
        alice.folders.distinguished("inbox"), "IPM.Note", {"body": Body(TextFormat.HTML, "<p>made</p>")}
    )
    assert (item.get("text_body"), item.get("preview")) == ("made\r\n", "made")


@pytest.mark.parametrize("name", sorted({*FROM_ITEM, *FROM_KIND, *FROM_MESSAGE}))
def test_every_name_has_an_answer_on_the_emptiest_items(alice: Mailbox, name: str) -> None:
    alice.items.add_mime(alice.folders.distinguished("inbox"), b"").get(name)
    alice.items.add(alice.folders.distinguished("inbox"), "IPM", {}).get(name)


def test_mails_that_nothing_joins_are_conversations_of_their_own(alice: Mailbox, clock: Clock) -> None:
    first = _deliver(alice, "X-Any: 1")
    clock.advance(1)
    assert _deliver(alice, "X-Any: 1") != first


def test_a_conversation_index_contains_the_time_of_arrival(alice: Mailbox) -> None:
    item = alice.deliver(subject="Lunch")
    # A FILETIME counts 100 ns since 1601; this is the one of 1970.
    filetime = 116444736000000000 + int(item.received_at.timestamp() * 10_000_000)
    assert item.get("conversation_index")[1:6] == filetime.to_bytes(8, "big")[:5]


def test_what_arrived_before_filetimes_began_has_a_conversation_index(alice: Mailbox) -> None:
    assert alice.deliver(received_at=datetime.min.replace(tzinfo=UTC)).get("conversation_index")[:6] == b"\1" + bytes(5)


def test_half_a_character_in_the_topic_does_no_harm(alice: Mailbox) -> None:
    item = alice.items.add(alice.folders.distinguished("inbox"), "IPM.Note", {"subject": "\ud83d"})
    assert alice.ids.conversation_id(item.get("conversation_index")[6:]) == item.get("conversation_id")
