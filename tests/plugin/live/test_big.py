"""A mailbox full of somebody else's mail: nothing of it changes, whatever live tests do to it, and it is not walked."""

from collections.abc import Callable, Iterator

import pytest

from pytest_m365.live.lease import Lease
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.sweep import Asked, older_than, sweep
from pytest_m365.live.tags import Tag, new_run
from pytest_m365.live.way import Way
from tests.plugin.live.world import TAG, Time, Twin, message

FOREIGN = 5_000
#: of them
IN_OTHER_FOLDERS = 400
#: whatever touches others' mail
FORBIDDEN = {"EXPUNGE", "CLOSE", "STORE +FLAGS", "EmptyFolder", "MoveItem"}


@pytest.fixture
def crowded(twin: Twin) -> Twin:
    """The mailbox with everybody's mail in it: read, unread, deleted but not expunged, drafts, in folders."""
    twin.mailbox.add_folder("Inbox/Projects")
    with twin.mailbox.lock:
        for number in range(FOREIGN):
            folder = "inbox"
            if number < IN_OTHER_FOLDERS:
                folder = ("junkemail", "sentitems", "deleteditems", "Inbox/Projects")[number % 4]
            item = twin.mailbox.deliver(
                message(f"Somebody's {number}", tag=None, message_id=f"<{number}@example.com>"),
                folder=folder,
                is_read=number % 3 == 0,
            )
            if number % 10 == 0:
                twin.mailbox.items.set_flags(item, item.flags._replace(deleted=True, flagged=True))
    return twin


def foreign(twin: Twin) -> dict[tuple[str, int], object]:
    """Return all that is to be said of the messages that are no test's, by folder and UID."""
    with twin.mailbox.lock:
        root = twin.mailbox.folders.distinguished("msgfolderroot")
        return {
            (folder.path, item.uid): (item.item_id, item.change_key, item.flags, item.received_at, item.mime())
            for folder in twin.mailbox.folders.below(root)
            for item in folder.items.values()
            if b"m365t" not in item.mime() and b"X-Pytest-M365" not in item.mime()
        }


@pytest.fixture
def time(twin: Twin) -> Time:
    return Time(twin.tenant)


@pytest.fixture
def opened(crowded: Twin, way: Way, time: Time) -> Iterator[Callable[[Tag], LiveMailbox]]:
    """Opens the crowded mailbox for a test."""
    rhythm = Rhythm(clock=time.clock, sleep=time.sleep)
    mailboxes = []

    def open_for(tag: Tag) -> LiveMailbox:
        mailboxes.append(LiveMailbox(way, crowded.user, tag, rhythm=rhythm, send=crowded.send, now=time.now))
        return mailboxes[-1]

    yield open_for
    for mailbox in mailboxes:
        mailbox.close()


def test_nothing_foreign_changes(crowded: Twin, way: Way, time: Time, opened: Callable[[Tag], LiveMailbox]) -> None:
    crowded.tenant.journal.limit = 100_000
    before = foreign(crowded)
    assert len(before) == FOREIGN
    # What an earlier run has left, which ended badly.
    left = Tag("2611281200aaaa", 3)
    crowded.mailbox.deliver(message("Left", to=left.address(crowded.user), tag=left))
    lease = Lease(way, crowded.user, TAG.run, now=time.now)
    lease.take(0, Rhythm(clock=time.clock, sleep=time.sleep))
    mailbox = opened(TAG)
    asked = crowded.asked()

    mailbox.deliver(subject="Delivered")
    crowded.send(message("Sent", to=mailbox.address, sender=crowded.user, tag=None))
    assert mailbox.wait_for("Sent").mime()
    assert [each.subject for each in mailbox.messages()] == ["Delivered", "Sent"]
    mailbox.wait_for("Never", none_within=5)
    with pytest.raises(TimeoutError):
        mailbox.wait_for("Never", timeout=1)
    mailbox.add_folder("Inbox/Heron")
    mailbox.deliver(subject="Inside", folder="Inbox/Heron", is_read=True)
    requests = crowded.asked_since(asked)

    assert mailbox.remove().errors == []
    lease.release()
    assert sweep(way, crowded.user, Asked(older_than(time.now())))[0].removed.messages == 1

    assert foreign(crowded) == before
    with crowded.mailbox.lock:
        root = crowded.mailbox.folders.distinguished("msgfolderroot")
        held = sum(len(folder.items) for folder in crowded.mailbox.folders.below(root))
    assert held == FOREIGN
    assert not {folder.display_name for folder in crowded.mailbox.folders.below(root)} & {"Heron", "pytest-m365"}
    assert not FORBIDDEN & {*crowded.asked()} - ({"EXPUNGE"} if way.name == "imap" else set())
    # Politeness: no search while something is waited for, and a few requests for all of this.
    assert requests["SEARCH"] == requests["FindItem"] == 0
    assert sum(requests.values()) < 90, requests
    for exchange in crowded.tenant.journal.entries:
        if exchange.protocol == "IMAP":
            assert not exchange.asked.startswith(("EXPUNGE", "CLOSE")), exchange.asked
            reads = "FETCH" in exchange.asked and not exchange.asked.endswith(" (UID)")
            assert not reads or "BODY.PEEK[" in exchange.asked, exchange.asked
            assert "STORE" not in exchange.asked or exchange.asked.startswith("UID STORE"), exchange.asked


def test_a_folder_of_others_is_walked_once_in_a_run(
    crowded: Twin, time: Time, opened: Callable[[Tag], LiveMailbox]
) -> None:
    time.sleep(2 * 86_400)
    mailbox = opened(Tag(new_run(time.now()), 1))
    asked = crowded.asked()
    assert mailbox.messages("Inbox/Projects") == []
    # By EWS not even that: they are older than the run.
    assert crowded.asked_since(asked)["GetItem"] == 0
    crowded.mailbox.deliver(message("Moved by a rule", to=mailbox.address, tag=None), folder="Inbox/Projects")
    asked = crowded.asked()
    assert mailbox.wait_for("Moved by a rule", folder="inbox/projects").subject == "Moved by a rule"
    assert sum(crowded.asked_since(asked).values()) <= 3


@pytest.mark.slow
def test_the_mailbox_is_moved_to_another_server_in_mid_run(
    crowded: Twin, time: Time, opened: Callable[[Tag], LiveMailbox]
) -> None:
    before = {what for _, what in foreign(crowded).items()}
    mailbox = opened(TAG)
    mailbox.deliver(subject="One")
    assert mailbox.wait_for("One")
    folder = crowded.mailbox.folders.distinguished("inbox")
    with crowded.mailbox.lock:
        folder.uid_validity += 100
    time.sleep(301)
    crowded.tenant.faults.refuse("ews", "SyncFolderItems", reason="SyncStateInvalid", times=1)
    asked = crowded.asked()
    assert [each.subject for each in mailbox.messages()] == ["One"]
    assert crowded.asked_since(asked)["SEARCH"] == 0
    mailbox.deliver(subject="Two")
    assert mailbox.wait_for("Two")
    removed = mailbox.remove()
    assert (removed.messages, removed.errors) == (2, [])
    assert {what for _, what in foreign(crowded).items()} == before
