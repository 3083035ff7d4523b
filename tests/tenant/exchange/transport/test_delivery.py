import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.envelope import RECIPIENT_LIMIT, Envelope, Event, Peer, Recipient
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import RecipientsMissing

RAW = (
    b"From: alice@contoso.onmicrosoft.com\r\nSubject: x\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@x>\r\n\r\nbody\r\n"
)
LOCAL = "@contoso.onmicrosoft.com"


def test_the_recipient_reads_the_submitted_bytes(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    receipt = transport.submit(alice, Envelope.of(alice.address, "BOB" + LOCAL.upper()), RAW)
    (item,) = bob.messages()
    assert receipt.delivered == [item]
    assert receipt.message_id == "<1@x>"
    assert item.mime().endswith(RAW)
    assert item.message.header("return-path") == f"<{alice.address}>"
    assert not item.is_read
    assert bob.changes.since(0)[-1].delivered


def test_the_sender_keeps_a_read_copy(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    receipt = transport.submit(alice, Envelope.of(alice.address, bob.address), RAW)
    (copy,) = alice.messages("sentitems")
    assert receipt.saved_copy is copy
    assert copy.mime() == RAW
    assert copy.is_read
    assert transport.submit(alice, Envelope.of(alice.address, bob.address), RAW, save_copy=False).saved_copy is None
    transport.submit(
        alice, Envelope.of(alice.address, bob.address), RAW, save_copy=alice.folders.distinguished("archive")
    )
    assert (len(alice.messages("sentitems")), len(alice.messages("archive"))) == (1, 1)


def test_what_a_message_lacks_is_the_same_for_all(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    raw = b"Subject: x\r\nBcc: secret@x.com\r\n\r\nbody"
    receipt = transport.submit(alice, Envelope.of(alice.address, bob.address, "x@example.com"), raw)
    copies = [bob.messages()[0].message, alice.messages("sentitems")[0].message, Message(receipt.outbound.mime)]  # type: ignore[union-attr]
    assert {message.message_id for message in copies} == {receipt.message_id}
    assert len({message.date for message in copies}) == 1
    assert {message.from_.address for message in copies if message.from_} == {alice.address}
    assert [message.header("bcc") for message in copies] == ["", "secret@x.com", ""]


def test_addresses_of_one_mailbox_get_one_message(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    transport.submit(
        bob, Envelope.of(bob.address, alice.address, "al" + LOCAL, "alice+tag" + LOCAL, alice.address), RAW
    )
    assert len(alice.messages()) == 1


def test_mail_to_oneself_arrives(transport: Transport, alice: Mailbox) -> None:
    transport.submit(alice, Envelope.of(alice.address, alice.address), RAW)
    assert len(alice.messages()) == len(alice.messages("sentitems")) == 1


def test_mail_to_other_domains_leaves(transport: Transport, alice: Mailbox, outbound: list[OutboundMessage]) -> None:
    receipt = transport.submit(alice, Envelope.of(alice.address, "a@example.com", "b@example.org", protocol="EWS"), RAW)
    (left,) = outbound
    assert receipt.outbound is left
    assert (left.sender, left.recipients) == (alice.address, ("a@example.com", "b@example.org"))
    assert (left.mime, left.subject, left.protocol) == (RAW, "x", "EWS")
    assert "body" not in repr(left)


def test_an_unknown_recipient_brings_a_report(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    receipt = transport.submit(alice, Envelope.of(alice.address, "nobody" + LOCAL, bob.address), RAW)
    assert receipt.bounced == ["nobody" + LOCAL]
    assert len(bob.messages()) == 1
    report = alice.wait_for("Undeliverable: x", timeout=0)
    assert report.item_class == "REPORT.IPM.Note.NDR"
    assert report.attachments[-1].item is not None
    assert report.attachments[-1].item.mime() == RAW
    assert report.message.header("return-path") == "<>"


def test_too_large_a_message_bounces_for_that_recipient_alone(
    transport: Transport, alice: Mailbox, bob: Mailbox
) -> None:
    bob.receive_limit = 10
    receipt = transport.submit(alice, Envelope.of(alice.address, bob.address, alice.address), RAW)
    assert receipt.bounced == [bob.address]
    assert bob.messages() == []
    assert [item.subject for item in alice.messages()] == ["x", "Undeliverable: x"]


def test_a_report_fits_the_mailbox_it_goes_to(transport: Transport, alice: Mailbox) -> None:
    alice.receive_limit = 100_000
    transport.submit(alice, Envelope.of(alice.address, "nobody" + LOCAL), RAW + b"x" * 95_000)
    inner = alice.messages()[0].attachments[-1].item
    assert inner is not None
    assert (inner.subject, inner.body) == ("x", "")


def test_without_a_return_path_nobody_is_told(
    transport: Transport, alice: Mailbox, outbound: list[OutboundMessage]
) -> None:
    receipt = transport.submit(alice, Envelope.of("", "nobody" + LOCAL), RAW)
    assert receipt.bounced
    assert (alice.messages(), outbound) == ([], [])


def test_a_report_for_another_domain_leaves(
    transport: Transport, alice: Mailbox, outbound: list[OutboundMessage]
) -> None:
    transport.submit(alice, Envelope.of("list@example.com", "nobody" + LOCAL), RAW)
    assert [(left.sender, left.recipients, left.subject, left.protocol) for left in outbound] == [
        ("", ("list@example.com",), "Undeliverable: x", "SMTP")
    ]


def test_a_message_needs_a_recipient(transport: Transport, alice: Mailbox) -> None:
    with pytest.raises(RecipientsMissing):
        transport.submit(alice, Envelope.of(alice.address), RAW)
    assert alice.messages("sentitems") == []


def test_a_full_inbox_makes_delivery_no_slower(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    inbox = bob.folders.distinguished("inbox")
    for _ in range(2000):
        bob.items.add_mime(inbox, RAW)
    walked: list[int] = []
    bob.watch(lambda change: walked.append(change.uid))
    transport.submit(alice, Envelope.of(alice.address, bob.address), RAW)
    assert walked == [2001]


def test_the_return_path_is_the_envelopes_sender(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    transport.submit(alice, Envelope.of("bounces@contoso.onmicrosoft.com", bob.address), RAW)
    assert bob.messages()[0].message.header("return-path") == "<bounces@contoso.onmicrosoft.com>"


def test_only_a_sole_recipient_is_named_in_the_trace(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    transport.submit(alice, Envelope.of(alice.address, bob.address), RAW)
    transport.submit(alice, Envelope.of(alice.address, bob.address, alice.address), RAW)
    alone, together = (item.message.header("received") for item in bob.messages())
    assert f" for <{bob.address}>;" in alone
    assert " for " not in together


def test_who_brought_a_message_stands_in_its_trace(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    recipients = (Recipient(bob.address),)
    transport.submit(alice, Envelope(alice.address, recipients, peer=Peer("[192.0.2.1]", "192.0.2.7")), RAW)
    transport.submit(alice, Envelope(alice.address, recipients, protocol="EWS"), RAW)
    by_smtp, by_ews = (item.message for item in bob.messages())
    assert by_smtp.header("received").startswith("from [192.0.2.1] (192.0.2.7) by FAKE")
    assert " with mapi id 15.20." in by_ews.header("received")
    for message in (by_smtp, by_ews):
        assert message.header("authentication-results").endswith("header.from=contoso.onmicrosoft.com;")


@pytest.mark.parametrize(
    ("notify", "subjects"),
    [
        ([], []),
        (["SUCCESS"], ["Relayed: x", "Delivered: x"]),
        (["FAILURE"], ["Undeliverable: x"]),
        (["DELAY"], []),
        (["SUCCESS", "FAILURE", "DELAY"], ["Undeliverable: x", "Relayed: x", "Delivered: x"]),
    ],
)
def test_the_sender_hears_what_they_asked_for(
    transport: Transport, alice: Mailbox, bob: Mailbox, notify: list[Event], subjects: list[str]
) -> None:
    addresses = (bob.address, "nobody" + LOCAL, "x@example.com")
    envelope = Envelope(alice.address, tuple(Recipient(address, frozenset(notify)) for address in addresses))
    receipt = transport.submit(alice, envelope, RAW)
    assert receipt.bounced == ["nobody" + LOCAL]
    reports = alice.messages()
    assert sorted(item.subject for item in reports) == sorted(subjects)
    classes = {"Undeliverable: x": "NDR", "Relayed: x": "Relayed.DR", "Delivered: x": "DR"}
    assert all(item.item_class == f"REPORT.IPM.Note.{classes[item.subject]}" for item in reports)
    alice.items.delete(reports)
    transport.submit(alice, Envelope("", envelope.recipients), RAW)
    assert alice.messages() == [], "nobody is told where there is no return path"


def test_a_message_that_goes_round_in_a_circle_is_stopped(
    transport: Transport, alice: Mailbox, bob: Mailbox, outbound: list[OutboundMessage]
) -> None:
    hop = b"Received: from a by b; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
    envelope = Envelope.of(alice.address, bob.address, "x@example.com")
    quoted = hop * 59 + b"RECEIVED : from c by d\r\n" + b"X-Received: e\r\n" * 9 + RAW + hop * 9
    assert transport.submit(alice, envelope, quoted).bounced == []
    receipt = transport.submit(alice, envelope, hop + quoted)
    assert receipt.bounced == [bob.address, "x@example.com"]
    assert (len(bob.messages()), len(outbound)) == (1, 1)
    (report,) = alice.messages()
    assert report.mime().count(b"Status: 5.4.14\r\n") == 2
    assert b"554 5.4.14 Hop count exceeded - possible mail loop ATTR34" in report.mime()


def test_a_message_to_too_many_goes_to_nobody(
    transport: Transport, alice: Mailbox, bob: Mailbox, outbound: list[OutboundMessage]
) -> None:
    others = [f"{number}@example.com" for number in range(RECIPIENT_LIMIT)]
    assert transport.submit(alice, Envelope.of(alice.address, *others), RAW).bounced == []
    receipt = transport.submit(alice, Envelope.of(alice.address, bob.address, *others), RAW)
    assert receipt.bounced == [bob.address, *others]
    assert (len(bob.messages()), len(outbound)) == (0, 1)
    (report,) = alice.messages()
    assert report.mime().count(b"Diagnostic-Code: smtp;550 5.5.3 RESOLVER.ADR.RecipLimit; too many") == len(others) + 1


def test_an_item_can_ask_for_a_delivery_report(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    properties = {
        "subject": "x",
        "to_recipients": [EmailAddress("", bob.address)],
        "is_delivery_receipt_requested": True,
    }
    transport.submit_item(alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", properties))
    assert [item.subject for item in alice.messages()] == ["Delivered: x"]


def test_a_report_that_its_mailbox_does_not_take_stops_nothing(
    transport: Transport, alice: Mailbox, bob: Mailbox
) -> None:
    alice.receive_limit = 2000
    envelope = Envelope.of(alice.address, "nobody" + LOCAL, bob.address)
    receipt = transport.submit(alice, envelope, RAW, save_copy=False)
    assert (receipt.bounced, len(bob.messages()), alice.messages()) == (["nobody" + LOCAL], 1, [])
