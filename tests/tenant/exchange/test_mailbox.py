import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import freezegun
import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import FolderNameInvalid, FolderNotFound, MessageTooLarge


def test_a_message_is_delivered_from_its_parts(alice: Mailbox) -> None:
    item = alice.deliver(
        subject="Grüße", body="Hello", sender="Bob <bob@x.com>", cc="c@x.com",
        attachments=[("a.txt", b"one"), Attachment("b.pdf", b"two")],
    )  # fmt: skip
    assert (item.subject, item.body, item.sender) == ("Grüße", "Hello", "bob@x.com")
    assert item.recipients == [alice.address, "c@x.com"]
    assert [(each.name, each.content) for each in item.attachments] == [("a.txt", b"one"), ("b.pdf", b"two")]
    assert not item.is_read
    assert alice.messages() == [item]


def test_bytes_stay_as_they_are_below_what_delivery_adds(alice: Mailbox) -> None:
    raw = b"Subject: x\n\nbare line ends\n"
    item = alice.deliver(raw)
    assert item.mime().endswith(raw)
    assert item.message.header("received")
    assert item.message.message_id
    assert item.message.date is not None


def test_text_and_email_messages_become_lines_with_crlf(alice: Mailbox) -> None:
    assert alice.deliver("Subject: x\n\nä\r\nb\n").mime().endswith("Subject: x\r\n\r\nä\r\nb\r\n".encode())
    message = EmailMessage()
    message["Subject"] = "made by the standard library"
    message.set_content("Hello\n")
    item = alice.deliver(message)
    assert item.subject == "made by the standard library"
    assert item.mime().endswith(b"Hello\r\n")


def test_mail_can_land_elsewhere(alice: Mailbox) -> None:
    alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    assert alice.deliver(subject="x", folder="junkemail").folder is alice.folders.distinguished("junkemail")
    assert alice.deliver(subject="x", folder="Inbox/Sub").folder.path == "Inbox/Sub"
    assert len(alice.messages("Inbox/Sub")) == 1
    with pytest.raises(FolderNotFound):
        alice.deliver(subject="x", folder="Nowhere")


@pytest.mark.parametrize("folder", ["calendar", "contacts", "tasks"])
def test_mail_is_not_delivered_where_there_is_none(alice: Mailbox, folder: str) -> None:
    with pytest.raises(ValueError, match=f"folder='{folder}' holds no mail"):
        alice.deliver(subject="Hi", folder=folder)


def test_too_large_a_message_does_not_arrive(alice: Mailbox) -> None:
    alice.receive_limit = 100
    with pytest.raises(MessageTooLarge):
        alice.deliver(body="x" * 100)


def test_a_message_can_have_come_earlier_and_been_read(alice: Mailbox) -> None:
    at = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    item = alice.deliver(subject="Invoice", received_at=at, is_read=True)
    assert item.received_at == at
    assert item.received_at.tzinfo is UTC
    assert item.is_read
    assert alice.folders.distinguished("inbox").unread_count == 0
    assert item.message.header("received").endswith("; Sun, 01 Mar 2026 07:30:00 +0000")
    assert item.get("date_time_sent") == at


def test_when_a_message_came_names_its_zone(alice: Mailbox) -> None:
    with pytest.raises(ValueError, match=r"received_at=2026-03-01 00:00:00 names no time zone; give datetime\("):
        alice.deliver(subject="x", received_at=datetime(2026, 3, 1))
    assert alice.messages() == []


def test_messages_come_oldest_first(alice: Mailbox) -> None:
    alice.deliver(subject="one")
    alice.deliver(subject="two")
    assert [item.subject for item in alice.messages()] == ["one", "two"]


def test_waiting_finds_what_is_there(alice: Mailbox) -> None:
    item = alice.deliver(subject="one")
    alice.deliver(subject="two")
    assert alice.wait_for() is item
    assert alice.wait_for("two", timeout=0).subject == "two"


def test_waiting_ends_when_the_message_comes(alice: Mailbox) -> None:
    waiting = threading.Event()

    def deliver() -> None:
        waiting.wait()
        alice.deliver(subject="other")
        alice.deliver(subject="late")

    thread = threading.Thread(target=deliver)
    thread.start()
    with alice.lock:  # held until wait_for lets go of it, so the message cannot come before
        waiting.set()
        assert alice.wait_for("late", timeout=60).subject == "late"
    thread.join()


def test_a_wait_in_vain_says_what_is_there(alice: Mailbox) -> None:
    alice.deliver(subject="one")
    alice.deliver(subject="two", folder="junkemail")
    with pytest.raises(TimeoutError) as error:
        alice.wait_for("three", timeout=0.01)
    assert str(error.value) == (
        "No message with the subject 'three' came to Inbox of alice@contoso.onmicrosoft.com in 0.01 s; "
        "it holds 1: 'one'. Other folders: 1 in Junk Email."
    )
    with pytest.raises(TimeoutError, match=r"No message came .* it is empty"):
        alice.wait_for(folder="drafts", timeout=0)


def test_a_wait_leaves_nothing_behind(alice: Mailbox) -> None:
    alice.deliver(subject="one")
    alice.wait_for("one")
    assert not alice.changes._watchers


def test_waiting_lets_an_event_loop_go_on(alice: Mailbox) -> None:
    async def both() -> str:
        waiting = asyncio.create_task(asyncio.to_thread(alice.wait_for, "late", timeout=60))
        await asyncio.sleep(0)
        alice.deliver(subject="late")
        return (await waiting).subject

    assert asyncio.run(both()) == "late"


def test_the_tenants_clock_dates_what_arrives(alice: Mailbox, clock: Clock) -> None:
    clock.advance(-86400)
    item = alice.deliver(subject="x")
    assert item.received_at == clock.now()
    assert item.get("date_time_sent") == clock.now().replace(microsecond=0)


def test_a_mailbox_shows_its_address(alice: Mailbox) -> None:
    assert repr(alice) == "<Mailbox alice@contoso.onmicrosoft.com>"


def test_a_folder_that_is_not_there_is_answered_with_those_that_are(alice: Mailbox) -> None:
    with pytest.raises(FolderNotFound) as raised:
        alice.messages("sent")
    [note] = raised.value.__notes__
    assert "'Sent Items'" in note
    assert "'sentitems'" in note


def test_items_folders_and_attached_items_know_their_mailbox(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    assert item.mailbox is alice
    assert item.folder.mailbox is alice
    assert alice.items.detached(item).mailbox is alice


def test_a_method_that_moved_says_where_it_is(alice: Mailbox) -> None:
    with pytest.raises(AttributeError, match=r"Mailbox has no 'add_mime': it is mailbox\.items\.add_mime now"):
        alice.add_mime  # type: ignore[attr-defined]  # noqa: B018


def test_it_waits_to_the_very_end_of_the_time_given(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    class AtOnce(threading.Timer):
        """Is over before anybody has waited."""

        def __init__(self, interval: float, expire: Callable[[], None]) -> None:
            waited.append(interval)
            super().__init__(0, expire)

    monkeypatch.setattr("fakeserver.tenant.exchange.waiting.Timer", AtOnce)
    with pytest.raises(TimeoutError, match="in 10 s"):
        alice.wait_for("never", timeout=10)
    assert waited == [10]


def test_news_that_are_not_what_is_waited_for_do_not_end_it(alice: Mailbox) -> None:
    with alice.lock:
        threading.Thread(target=lambda: [alice.deliver(subject=name) for name in ("a", "b", "late")]).start()
        assert alice.wait_for("late", timeout=60).subject == "late"


def test_waiting_ends_though_every_clock_stands_still(alice: Mailbox) -> None:
    with freezegun.freeze_time("2026-11-28"), pytest.raises(TimeoutError):
        alice.wait_for("never", timeout=0.01)


def test_a_folder_is_made_with_those_above_it_and_only_once(alice: Mailbox) -> None:
    made = alice.add_folder("Inbox/Invoices/2026")
    assert made.path == "Inbox/Invoices/2026"
    assert alice.add_folder("inbox/invoices/2026") is made
    assert alice.add_folder("sentitems") is alice.folders.distinguished("sentitems")
    with pytest.raises(FolderNameInvalid):
        alice.add_folder("Orders//2026")
    assert alice.folders.by_path("Orders") is None


def test_a_folder_that_is_not_there_is_suggested_and_how_to_make_it(alice: Mailbox) -> None:
    alice.add_folder("Inbox/Invoices")
    with pytest.raises(FolderNotFound) as refused:
        alice.deliver(subject="Hello", folder="Inbox/Invoice")
    [note] = refused.value.__notes__
    assert note.endswith("did you mean 'Inbox/Invoices'?; mailbox.add_folder('Inbox/Invoice') makes it")
    assert "Quick Step Settings" not in note
