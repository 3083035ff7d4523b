"""What a message has before it leaves, whichever protocol it was given to."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.exchange.transport.submission import authors, completed, recipients, who_sends, without_bcc
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import HeaderTooLarge, RecipientsMissing, SendAsDenied

AT = datetime(2026, 11, 23, 16, 0, 1, tzinfo=UTC)
ALICE = EmailAddress("Älice", "alice@x.com")
BOB = EmailAddress("Bob", "bob@x.com")


@pytest.mark.parametrize(
    ("mime", "sent"),
    [
        (b"To: a\r\nBcc: b,\r\n c\r\nSubject: s\r\n\r\nBcc: body\r\n", b"To: a\r\nSubject: s\r\n\r\nBcc: body\r\n"),
        (b"bcc: b\r\nTo: a\r\n\r\n", b"To: a\r\n\r\n"),
        (b"To: a\r\nBCC: b", b"To: a\r\n"),
        (b"To: a\r\nBcc \t: b\r\n\tc\r\nSubject: s\r\n\r\n", b"To: a\r\nSubject: s\r\n\r\n"),
        (b"To: a\nBcc: b\n c\nSubject: s\n\nx", b"To: a\nSubject: s\n\nx"),
        (b"Resent-To: a\r\nResent-Bcc: b\r\n\r\n", b"Resent-To: a\r\n\r\n"),
        (b"X-Bcc: a\r\nBccs: b\r\nX: a\r\n Bcc: b\r\n\r\n", b"X-Bcc: a\r\nBccs: b\r\nX: a\r\n Bcc: b\r\n\r\n"),
        (b"\xef\xbb\xbfBcc: b\r\nTo: a\r\n\r\n", b"To: a\r\n\r\n"),
        (b"", b""),
    ],
)
def test_bcc_is_taken_out_and_nothing_else(mime: bytes, sent: bytes) -> None:
    assert without_bcc(mime) == sent


def test_quotes_that_a_recipient_does_not_need_are_left_out(alice: Mailbox) -> None:
    to = [EmailAddress("Bob", '"bob"@x.com'), EmailAddress("", '"bob s"@x.com')]
    item = alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", {"to_recipients": to})
    assert recipients(item) == ["bob@x.com", '"bob s"@x.com']


@pytest.mark.parametrize(
    "empty", [b"From:\r\n", b"from : \t\r\n", b"From:\n", b"From: \r\n \t\r\n", b"From:\r\nFrom:\r\n", b"FROM:"]
)
def test_an_empty_field_is_replaced(empty: bytes) -> None:
    mime = b"Date:\r\nSender:\r\nMessage-ID:\r\nSubject:\r\nTo: a@b.c\r\n" + empty
    body = b"\r\nFrom:\r\nDate:\r\n" if empty.endswith(b"\n") else b""
    whole = completed(mime + body, author=ALICE, on_behalf=None, sent_at=AT, message_id="<new@x>")
    names = [name.lower() for name, _value in Message(whole).headers]
    assert sorted(names) == ["date", "from", "message-id", "subject", "to"]
    assert authors(whole) == ["alice@x.com"]
    assert whole.endswith(b"Subject:\r\nTo: a@b.c\r\n" + body)


def test_an_empty_field_beside_one_that_is_not_is_dropped() -> None:
    whole = completed(b"From:\r\nFrom: b@x.com\r\n\r\n", author=ALICE, on_behalf=None, sent_at=AT, message_id="<new@x>")
    assert [value for name, value in Message(whole).headers if name == "From"] == ["b@x.com"]


def test_a_field_whose_text_is_folded_is_not_empty() -> None:
    mime = b"From:\r\n b@x.com\r\nDate: x\r\nMessage-ID: <1@x>\r\n\r\n"
    assert completed(mime, author=ALICE, on_behalf=None, sent_at=AT, message_id="<new@x>") == mime


@given(st.binary())
def test_any_octets_without_bcc_stay_as_they_are(mime: bytes) -> None:
    if b"bcc" not in mime.lower():
        assert without_bcc(mime) == mime


@pytest.mark.parametrize(
    ("mime", "on_behalf", "added"),
    [
        (b"", None, {"from", "date", "message-id"}),
        (b"Subject: x\r\n\r\n", BOB, {"from", "sender", "date", "message-id"}),
        (b"From: a@b.c\r\nSender: c@d.e\r\nDate: x\r\n\r\n", BOB, {"message-id"}),
        (b"From: a@b.c\r\nDate: x\r\nMessage-ID: <1@x>\r\n\r\n", None, set()),
    ],
)
def test_only_what_is_missing_goes_on_top(mime: bytes, on_behalf: EmailAddress | None, added: set[str]) -> None:
    whole = completed(mime, author=ALICE, on_behalf=on_behalf, sent_at=AT, message_id="<new@x>")
    assert whole.endswith(mime)
    top = Message(whole[: len(whole) - len(mime)] + b"\r\n")
    assert {name.lower() for name, _ in top.headers} == added
    message = Message(whole)
    assert message.from_ == (ALICE if "from" in added else EmailAddress("", "a@b.c"))
    assert message.sender == (BOB if "sender" in added else message.sender)


@given(st.binary())
def test_any_octets_can_be_completed(mime: bytes) -> None:
    whole = completed(mime, author=ALICE, on_behalf=BOB, sent_at=AT, message_id="<new@x>")
    assert whole.endswith(mime)
    assert authors(whole)[:1] in ([ALICE.address], authors(mime)[:1])


def test_each_address_is_asked_for_once() -> None:
    asked: list[str] = []

    def check(address: str) -> EmailAddress | None:
        asked.append(address)
        return BOB if address == "b" else None

    assert who_sends(["a", "", "b", "a"], check) is BOB
    assert asked == ["a", "b"]


@pytest.mark.parametrize(
    "header",
    [
        "From: {alice}\r\nFrom: {bob}",
        "From: {bob}\r\nFrom: {alice}",
        "From: {alice}, {bob}",
        "From: {alice}\r\nfrom \t: X <{bob}>",
        "From : {bob}",
        "FROM:\r\n {bob}",
        "From: team: {bob};",
    ],
)
@pytest.mark.parametrize("way", ["octets", "item"])
def test_everybody_in_every_from_field_is_asked_about(
    transport: Transport, alice: Mailbox, bob: Mailbox, header: str, way: str
) -> None:
    def check(address: str) -> EmailAddress | None:
        return None if address == alice.address else refuse(address)

    mime = f"{header.format(alice=alice.address, bob=bob.address)}\r\nTo: {bob.address}\r\n\r\n".encode()
    draft = alice.items.add_mime(alice.folders.distinguished("drafts"), mime)
    submit = {
        "octets": lambda: transport.submit(alice, Envelope.of(alice.address, bob.address), mime, check=check),
        "item": lambda: transport.submit_item(draft, check),
    }
    with pytest.raises(SendAsDenied):
        submit[way]()
    assert bob.messages() == []


@pytest.mark.parametrize("field", ["To", "Cc", "Bcc"])
@pytest.mark.parametrize("filler", ["(a comment) " * 12_000, "," * 60_000])
def test_an_item_whose_recipients_are_not_read_to_the_last_is_not_sent(
    transport: Transport, alice: Mailbox, bob: Mailbox, field: str, filler: str
) -> None:
    mime = f"From: {alice.address}\r\nTo: {bob.address}\r\n{field}: {filler}carol@x.com\r\n\r\n".encode()
    draft = alice.items.add_mime(alice.folders.distinguished("drafts"), mime)
    position = alice.changes.position
    with pytest.raises(HeaderTooLarge):
        transport.submit_item(draft)
    assert (alice.changes.position, bob.messages()) == (position, [])


def refuse(address: str) -> EmailAddress | None:
    raise SendAsDenied(mailbox="alice", sender=address)


def test_nothing_happens_before_everything_is_checked(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    draft = alice.items.add(
        alice.folders.distinguished("drafts"),
        "IPM.Note",
        {"subject": "x", "to_recipients": [EmailAddress("", bob.address)], "is_draft": True},
    )
    without = alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", {"is_draft": True})
    position = alice.changes.position
    with pytest.raises(SendAsDenied):
        transport.submit_item(draft, refuse)
    with pytest.raises(SendAsDenied):
        transport.submit(alice, Envelope.of(alice.address, bob.address), b"", check=refuse)
    with pytest.raises(RecipientsMissing):
        transport.submit_item(without)
    assert (alice.changes.position, bob.messages(), draft.is_draft) == (position, [], True)


@pytest.mark.parametrize("as_mime", [True, False])
def test_an_item_becomes_sent_mail(
    transport: Transport, alice: Mailbox, bob: Mailbox, outbound: list[OutboundMessage], as_mime: bool
) -> None:
    mime = f"To: {bob.address}\r\nBcc: x@example.com\r\nSubject: x\r\n\r\nbody".encode()
    properties = {
        "subject": "x",
        "to_recipients": [EmailAddress("", bob.address)],
        "bcc_recipients": [EmailAddress("", "x@example.com")],
    }
    given = {"mime_content": mime} if as_mime else properties
    item = alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", {**given, "is_draft": True})
    receipt = transport.submit_item(item, lambda address: EmailAddress("Bob", bob.address))
    assert (item.is_read, item.is_draft, item.is_mime) == (True, False, as_mime)
    assert (item.sender, item.get("sender").address) == (alice.address, bob.address)
    assert [one.address for one in item.get("bcc_recipients")] == ["x@example.com"]
    [arrived] = bob.messages()
    for message in (arrived.message, outbound[0].message):
        assert message.message_id == receipt.message_id == item.get("internet_message_id")
        assert (message.from_, message.sender) == (item.get("from_"), item.get("sender"))
        assert message.header("bcc") == ""


def test_fields_that_are_added_are_spelled_as_programs_expect_them() -> None:
    mime = b"Subject: x\r\nDate: x\r\nMessage-ID: <1@x>\r\n\r\n"
    sent = completed(mime, author=BOB, on_behalf=EmailAddress("", "carol@x.com"), sent_at=AT, message_id="<1@x>")
    assert sent == b"From: Bob <bob@x.com>\r\nSender: carol@x.com\r\n" + mime
