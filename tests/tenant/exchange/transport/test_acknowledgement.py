"""Read receipts: when one is sent, what it says, and who hears nothing."""

from collections.abc import Callable

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from tests.world import World

ALICE, BOB = "alice@contoso.onmicrosoft.com", "bob@contoso.onmicrosoft.com"
ASKING = (
    f"From: Bob <{BOB}>\r\nTo: {ALICE}\r\nSubject: Plans\r\nMessage-ID: <1@example.com>\r\n"
    f"Date: Mon, 05 Jan 2026 15:04:05 +0000\r\nDisposition-Notification-To: <{BOB}>\r\n"
)


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


@pytest.fixture
def alice(world: World) -> Mailbox:
    return world.mailbox("alice")


def asking(mailbox: Mailbox, more: str = "", folder: str = "inbox") -> Item:
    return mailbox.deliver(f"{ASKING}{more}\r\nHi", folder=folder)


def read(mailbox: Mailbox, item: Item) -> None:
    mailbox.items.set_flags(item, item.flags._replace(seen=True))


def receipts(world: World) -> list[Item]:
    return world.mailbox("bob").messages()


@pytest.mark.parametrize(
    "becomes_read", [read, lambda mailbox, item: mailbox.items.update(item, {"is_read": True, "categories": ["x"]})]
)
def test_a_message_that_is_read_is_acknowledged_once(
    world: World, alice: Mailbox, becomes_read: Callable[[Mailbox, Item], None]
) -> None:
    item = asking(alice)
    mime, uid = item.mime(), item.uid
    becomes_read(alice, item)
    (receipt,) = receipts(world)
    assert (receipt.item_class, receipt.subject) == ("REPORT.IPM.Note.IPNRN", "Read: Plans")
    assert (receipt.sender, receipt.recipients) == (ALICE, [BOB])
    assert receipt.get("in_reply_to") == "<1@example.com>"
    assert "was read on" in receipt.body
    assert (item.flags.mdn_sent, item.get("is_read_receipt_requested")) == (True, False)
    assert (item.mime(), item.uid) == (mime, uid)
    alice.items.set_flags(item, item.flags._replace(seen=False, mdn_sent=False))
    read(alice, item)
    assert len(receipts(world)) == 1


def test_a_receipt_is_a_disposition_notification(world: World, alice: Mailbox) -> None:
    read(alice, asking(alice))
    (receipt,) = receipts(world)
    root = receipt.message.root
    assert (root.content_type, root.parameters["report-type"]) == ("multipart/report", "disposition-notification")
    words, status = root.children
    assert [part.content_type for part in words.children] == ["text/plain", "text/html"]
    assert status.content_type == "message/disposition-notification"
    fields = dict(line.split(": ", 1) for line in status.content.decode().splitlines() if line)
    assert fields["Final-Recipient"] == f"rfc822;{ALICE}"
    assert fields["Original-Message-ID"] == "<1@example.com>"
    assert fields["Disposition"] == "automatic-action/MDN-sent-automatically; displayed"
    assert receipt.message.header("Return-Path") == "<>"


@pytest.mark.parametrize("mode", [DeleteMode.HARD, DeleteMode.SOFT])
def test_what_is_deleted_unread_is_reported_so(world: World, alice: Mailbox, mode: DeleteMode) -> None:
    alice.items.delete([asking(alice)], mode)
    (receipt,) = receipts(world)
    assert (receipt.item_class, receipt.subject) == ("REPORT.IPM.Note.IPNNRN", "Not read: Plans")
    assert b"; deleted\r\n" in receipt.mime()


def test_moving_to_deleted_items_is_no_deletion_yet(world: World, alice: Mailbox) -> None:
    item = asking(alice)
    alice.items.delete([item], DeleteMode.MOVE_TO_DELETED)
    assert receipts(world) == []
    alice.items.delete([item], DeleteMode.SOFT)
    assert len(receipts(world)) == 1
    alice.items.delete([item])
    assert len(receipts(world)) == 1


def test_a_read_message_is_deleted_without_a_word(world: World, alice: Mailbox) -> None:
    item = asking(alice)
    read(alice, item)
    alice.items.delete([item])
    assert len(receipts(world)) == 1


def test_a_suppressed_receipt_is_never_sent(world: World, alice: Mailbox) -> None:
    item = asking(alice)
    key = item.change_key
    alice.items.settle_receipt(item)
    assert (item.change_key == key, item.is_read, item.get("is_read_receipt_requested")) == (False, False, False)
    read(alice, item)
    alice.items.delete([item])
    assert receipts(world) == []


def test_spam_is_not_acknowledged(world: World, alice: Mailbox) -> None:
    read(alice, asking(alice, folder="junkemail"))
    assert receipts(world) == []


@pytest.mark.parametrize(
    ("suppressed", "told"), [("All", (0, 0)), ("RN", (0, 1)), ("OOF, NRN", (1, 0)), ("DR, OOF", (1, 1))]
)
def test_a_message_may_forbid_automatic_answers(
    world: World, alice: Mailbox, suppressed: str, told: tuple[int, int]
) -> None:
    read(alice, asking(alice, f"X-Auto-Response-Suppress: {suppressed}\r\n"))
    of_reading = len(receipts(world))
    alice.items.delete([asking(alice, f"X-Auto-Response-Suppress: {suppressed}\r\n")])
    assert (of_reading, len(receipts(world)) - of_reading) == told


def test_a_receipt_for_somebody_outside_leaves_the_tenant(world: World, alice: Mailbox) -> None:
    item = alice.deliver(ASKING.replace(f"To: <{BOB}>", "To: <carol@example.com>") + "\r\nHi")
    read(alice, item)
    (left,) = world.tenant.outbound
    assert (left.sender, left.recipients) == ("", ("carol@example.com",))
    assert receipts(world) == []


def test_a_request_without_an_address_is_settled(world: World, alice: Mailbox) -> None:
    item = alice.deliver(b"Disposition-Notification-To: nobody\r\nSubject: x\r\n\r\n.")
    read(alice, item)
    assert item.flags.mdn_sent
    assert len(world.tenant.outbound) == 0


def test_ones_own_sent_mail_asks_nothing_of_oneself(world: World, alice: Mailbox) -> None:
    sent = alice.folders.distinguished("sentitems")
    item = alice.items.add_mime(sent, ASKING.replace("bob@", "alice@").encode() + b"\r\nx")
    read(alice, item)
    assert alice.messages() == []


def test_a_receipt_is_not_acknowledged_whatever_it_asks_for(world: World, alice: Mailbox) -> None:
    """Two services that did so would never stop."""
    report = "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n"
    status = "Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent; displayed\r\n"
    item = alice.deliver(f"{ASKING}{report}\r\n--b\r\n\r\nIt was read.\r\n--b\r\n{status}--b--\r\n")
    assert item.item_class.startswith("REPORT.")
    read(alice, item)
    assert receipts(world) == []


def test_a_receipt_goes_to_the_members_of_a_group(world: World, alice: Mailbox) -> None:
    group = world.tenant.add_distribution_group("team", ["bob"])
    read(alice, alice.deliver(ASKING.replace(f"-To: <{BOB}>", f"-To: <{group.address}>") + "\r\nHi"))
    assert [one.subject for one in receipts(world)] == ["Read: Plans"]
    assert not world.tenant.outbound


def test_a_receipt_to_nobody_stays_in_the_organization(world: World, alice: Mailbox) -> None:
    read(alice, alice.deliver(ASKING.replace(f"-To: <{BOB}>", "-To: <nobody@contoso.onmicrosoft.com>") + "\r\nHi"))
    assert receipts(world) == []
    assert not world.tenant.outbound
    assert len(alice.messages()) == 1
