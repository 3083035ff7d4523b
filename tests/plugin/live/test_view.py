"""What of a mailbox is a test's, also when the mailbox is moved to another server meanwhile."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from pytest_m365.live.errors import Unavailable
from pytest_m365.live.ledger import Ledger
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.tags import Tag
from pytest_m365.live.view import SENTINEL, View
from pytest_m365.live.way import Found, Position
from tests.plugin.live.canned_way import CannedWay
from tests.plugin.live.world import RUN, TAG, Time, message


def put(way: CannedWay, subject: str, tag: Tag | None = TAG, folder: str = "inbox") -> None:
    way.put(folder, message(subject, tag=tag, message_id=f"<{subject}@example.com>"), is_read=False, received_at=None)


def subjects(view: View, folder: str = "inbox") -> list[str]:
    return [each.subject for each in view.own(folder)]


def test_what_was_there_before_is_not_looked_at() -> None:
    way = CannedWay()
    put(way, "Before")
    view = View(way, TAG)
    put(way, "After")
    put(way, "Another's", Tag(RUN, 2))
    put(way, "Nobody's", None)
    put(way, SENTINEL)
    look = view.look("inbox")
    assert [each.subject for each in look.own] == ["After"]
    assert [each.subject for each in look.others] == ["Another's", "Nobody's"]
    assert [each.subject for each in look.sentinels] == [SENTINEL]


def test_a_message_is_the_same_each_time() -> None:
    way = CannedWay()
    view = View(way, TAG)
    put(way, "One")
    assert view.own("inbox")[0] is view.own("inbox")[0]


def test_a_folder_that_is_named_late_is_walked_once_in_a_run() -> None:
    way = CannedWay()
    way.add_folder("Projects")
    put(way, "Nobody's", None, "Projects")
    known: dict[str, Position] = {}
    first = View(way, TAG, known=known)
    put(way, "Early", TAG, "Projects")
    assert subjects(first, "Projects") == ["Early"]
    put(way, "Late", TAG, "Projects")
    assert subjects(first, "projects") == ["Early", "Late"]
    assert known == {"Projects": Position("1", 2)}
    second = View(way, Tag(RUN, 2), known=known)
    put(way, "Second", Tag(RUN, 2), "Projects")
    assert subjects(second, "Projects") == ["Second"]


def test_a_folder_may_be_named_while_another_thread_takes_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    way = CannedWay()
    view = View(way, TAG)
    position = way.position

    def position_meanwhile(folder: str) -> Position:
        monkeypatch.setattr(way, "position", position)
        way.add_folder("Projects")
        with ThreadPoolExecutor(1) as other:
            other.submit(view.begin, "Projects").result()
        return position(folder)

    monkeypatch.setattr(way, "position", position_meanwhile)
    view.mark()
    assert "Projects" in view.folders


def test_a_mailbox_without_one_of_the_folders_is_used_all_the_same() -> None:
    way = CannedWay()
    del way.contents["junkemail"]
    view = View(way, TAG)
    assert "junkemail" not in view.folders
    with pytest.raises(LookupError, match="M365_FOLDER_JUNK"):
        view.own("Junk Email")


def test_after_a_move_messages_are_known_again() -> None:
    way, time = CannedWay(), Time()
    put(way, "Before", None)
    mailbox = LiveMailbox(way, "alice@contoso.com", TAG, rhythm=Rhythm(clock=time.clock, sleep=time.sleep))
    for subject in ("One", "Two"):
        put(way, subject)
    assert mailbox.wait_for("One").subject == "One"
    since = mailbox.mark()
    way.move()
    assert [each.subject for each in mailbox.messages()] == ["One", "Two"]
    with pytest.raises(TimeoutError, match="1 such message had been returned"):
        mailbox.wait_for("One", timeout=0)
    assert mailbox.wait_for("Two").subject == "Two"
    put(way, "Three")
    assert mailbox.wait_for("Three", since=since).subject == "Three"
    removed = mailbox.remove()
    assert (removed.messages, removed.errors) == (3, [])
    assert len(way.contents["inbox"]) == 1
    assert "marked" not in way.calls


def test_what_is_put_may_show_later() -> None:
    class Slow(CannedWay):
        def after(
            self, folder: str, position: Position | None, *, made_since: datetime | None = None
        ) -> Sequence[Found]:
            return super().after(folder, position) if is_shown and sum(time.slept) >= 3 else []

    time, is_shown = Time(), True
    rhythm = Rhythm(clock=time.clock, sleep=time.sleep)
    mailbox = LiveMailbox(Slow(), "alice@contoso.com", TAG, rhythm=rhythm)
    assert mailbox.deliver(subject="Slow").subject == "Slow"
    assert time.slept == [1, 2]
    is_shown = False
    with pytest.raises(Unavailable, match="it was taken, and is not there"):
        mailbox.deliver(subject="Lost")


def test_a_mark_is_of_all_folders() -> None:
    way = CannedWay()
    view = View(way, TAG)
    put(way, "Old", folder="drafts")
    moment = view.mark()
    put(way, "New", folder="drafts")
    assert [view.is_new(each, moment) for each in view.own("drafts")] == [False, True]


def test_a_ledger_goes_on_after_an_error() -> None:
    way, time = CannedWay(), Time()
    view = View(way, TAG)
    put(way, "One")
    put(way, "Two", folder="drafts")
    ledger = Ledger(view, "alice@contoso.com", time.now)
    way.troubles = [LookupError("gone")]
    removed = ledger.remove()
    assert removed.errors == ["removing mail from Inbox: gone"]
    assert removed.messages == 1
    assert ledger.remove().messages == 1


def test_threads_that_wait_get_one_each() -> None:
    way = CannedWay()
    mailbox = LiveMailbox(way, "alice@contoso.com", TAG, rhythm=Rhythm(timeout=5, pace=0))
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(mailbox.wait_for, "One") for _ in range(4)]
        for _ in range(4):
            put(way, "One")
        assert len({each.result().number for each in waiting}) == 4
