"""Removing what live runs have left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pytest_m365.live.errors import Unavailable
from pytest_m365.live.ledger import Ledger
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.sweep import Asked, Chosen, Swept, of_run, older_than, sweep
from pytest_m365.live.tags import Tag
from pytest_m365.live.view import View
from pytest_m365.live.way import Found, Way
from tests.plugin.live.canned_way import CannedWay
from tests.plugin.live.world import NOON, RUN, TAG, Twin, message

OLD = Tag("2611280700aaaa", 4)
FRESH = Tag("2611300700bbbb", 5)
LATER = Tag("9912310700cccc", 1)
NO_MOMENT = Tag("2613990000dddd", 1)


def left(twin: Twin, *tags: Tag | None, folder: str = "inbox") -> None:
    for tag in tags:
        to = tag.address(twin.user) if tag else ""
        twin.mailbox.deliver(message(f"Left by {tag}", to=to, tag=tag), folder=folder)


def swept_of(way: Way, user: str, chosen: Chosen, *, is_dry: bool = False, cap: int | None = 200) -> Swept:
    (swept,) = sweep(way, user, Asked(chosen, is_dry, cap))
    return swept


def subjects(twin: Twin, folder: str = "inbox") -> list[str]:
    return [each.subject for each in twin.mailbox.messages(folder)]


def test_a_runs_own_are_removed_from_wherever_they_are(way: Way, twin: Twin) -> None:
    twin.mailbox.add_folder("Inbox/Moved")
    for folder in ("inbox", "sentitems", "Inbox/Moved", "archive"):
        left(twin, TAG, FRESH, None, folder=folder)
    swept = swept_of(way, twin.user, of_run(RUN), cap=None)
    assert swept.lines() == [f"{twin.user} by {way.name}: removed 4 messages and 0 folders"]
    assert subjects(twin, "Inbox/Moved") == [f"Left by {FRESH}", "Left by None"]
    assert swept_of(way, twin.user, of_run(RUN)).lines() == []


def test_of_earlier_runs_only_what_is_old_is_removed(way: Way, twin: Twin) -> None:
    left(twin, OLD, FRESH, LATER, NO_MOMENT, None)
    # An answer of a run that lives to one that is over.
    twin.mailbox.deliver(message("Both", to=OLD.address(twin.user), tag=FRESH))
    assert swept_of(way, twin.user, older_than(NOON)).removed.messages == 1
    assert subjects(twin) == [*(f"Left by {tag}" for tag in (FRESH, LATER, NO_MOMENT, None)), "Both"]


def test_each_folder_is_looked_into_once(way: Way, twin: Twin) -> None:
    """For this run's own and for what earlier ones left; what is both is its own."""
    left(twin, TAG, OLD, FRESH, None)
    twin.mailbox.deliver(message("Both", to=OLD.address(twin.user), tag=TAG))
    before = twin.asked()
    mine, old = sweep(way, twin.user, Asked(of_run(RUN), cap=None), Asked(older_than(NOON)))
    asked = twin.asked_since(before)
    assert (mine.removed.messages, old.removed.messages) == (2, 1)
    assert subjects(twin) == [f"Left by {FRESH}", "Left by None"]
    folders = len(way.folders())
    assert asked["SEARCH"] + asked["FindItem"] + asked["ListFolderMessages"] == folders


def test_age_is_that_of_the_tag() -> None:
    found = Found("inbox", "1:1", 1, "", "", (), "", frozenset({OLD}))
    assert OLD.began is not None
    assert not older_than(OLD.began + timedelta(hours=24))(found)
    assert older_than(OLD.began + timedelta(hours=24, seconds=1))(found)
    assert not older_than(NOON)(replace(found, tags=frozenset()))


def test_an_answer_to_a_tests_message_is_a_persons(way: Way, twin: Twin) -> None:
    """In-Reply-To, References and From are not its own marks; a report on a message is the test's all the same."""
    ours = f"<m365t.20261128070000.{OLD.run}.4.1@pytest-m365.invalid>"
    for field in (f"In-Reply-To: {ours}", f"References: {ours}", f"From: {OLD.address(twin.user)}"):
        twin.mailbox.deliver(f"Subject: A person's\r\n{field}\r\nTo: {twin.user}\r\n\r\nHello\r\n")
    report = (
        f"Subject: Undeliverable\r\nIn-Reply-To: {ours}\r\nContent-Type: multipart/report; report-type="
        'delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nNo.\r\n--b--\r\n'
    )
    twin.mailbox.deliver(report)
    assert swept_of(way, twin.user, older_than(NOON)).removed.messages == 1
    assert subjects(twin) == ["A person's"] * 3
    # Of this run's own they are, as far as a test sees them.
    assert swept_of(way, twin.user, of_run(OLD.run), cap=None).removed.messages == 3


def test_a_dry_sweep_only_lists(way: Way, twin: Twin) -> None:
    left(twin, OLD)
    swept = swept_of(way, twin.user, older_than(NOON), is_dry=True)
    assert swept.lines() == [
        f"{twin.user} by {way.name}: 1 messages would be removed",
        f"  'Left by {OLD}' in Inbox, {OLD}",
    ]
    assert subjects(twin) == [f"Left by {OLD}"]


def test_above_the_cap_nothing_is_removed(way: Way, twin: Twin) -> None:
    left(twin, *[OLD] * 22)
    swept = swept_of(way, twin.user, older_than(NOON), cap=21)
    assert swept.lines()[0].endswith(
        "22 messages of earlier runs, not removed: more than 21 at once are removed only by pytest --m365-sweep=all"
    )
    assert swept.lines()[-1] == "  and 2 more"
    assert len(subjects(twin)) == 22


def test_folders_that_tests_made_are_removed_by_their_notes(way: Way, twin: Twin) -> None:
    ledger = Ledger(View(way, OLD), twin.user, lambda: NOON)
    for path in ("Projects", "Projects/Heron", "Shared"):
        ledger.add_folder(path)
    left(twin, OLD, folder="Projects/Heron")
    left(twin, OLD, None, folder="Shared")
    swept = swept_of(way, twin.user, older_than(NOON), is_dry=True)
    assert swept.lines()[-3:] == ["  the folder Projects", "  the folder Projects/Heron", "  the folder Shared"]
    swept = swept_of(way, twin.user, older_than(NOON))
    assert swept.removed.folders == ["Projects/Heron", "Projects"]
    assert "still there: removing the folder Shared" in swept.lines()[-1]
    assert subjects(twin, "Shared") == ["Left by None"]
    assert subjects(twin, "pytest-m365") == ["A test has made the folder Shared"]


def test_what_programs_made_below_the_folders_of_tests_goes_with_them(way: Way, twin: Twin) -> None:
    Ledger(View(way, OLD), twin.user, lambda: NOON).add_folder("Projects")
    Ledger(View(way, FRESH), twin.user, lambda: NOON).add_folder("Projects/Fresh")
    for path in ("Projects/2026/November", "Projects/Fresh/2026", "Elsewhere"):
        twin.mailbox.add_folder(path)
    left(twin, OLD, folder="Projects/2026/November")
    swept = swept_of(way, twin.user, older_than(NOON), is_dry=True)
    assert swept.lines()[-3:] == [
        f"  the folder {path}" for path in ("Projects", "Projects/2026", "Projects/2026/November")
    ]
    swept = swept_of(way, twin.user, older_than(NOON))
    # What another run may be at work in stays, and what that is in.
    assert swept.removed.folders == ["Projects/2026/November", "Projects/2026"]
    assert "it holds the folder Projects/Fresh" in swept.lines()[-1]
    paths = {folder.path for folder in twin.mailbox.folders.below()}
    assert {"Projects", "Projects/Fresh", "Projects/Fresh/2026", "Elsewhere"} <= paths


def test_what_is_left_is_named(way: Way, twin: Twin) -> None:
    Ledger(View(way, OLD), twin.user, lambda: NOON).add_folder("Projects")
    left(twin, OLD)
    twin.tenant.mailbox(twin.user).recoverable_items_full = True
    lines = swept_of(way, twin.user, older_than(NOON)).lines()
    assert f"  'Left by {OLD}' in Inbox, {OLD}" in lines
    assert "still there: removing mail from Inbox" in " ".join(lines)


def test_a_copy_that_comes_after_the_test_is_swept(way: Way, twin: Twin) -> None:
    twin.tenant.clock.freeze()
    twin.tenant.faults.late_sent_copy(seconds=20)
    mailbox = LiveMailbox(way, twin.user, TAG)
    twin.send(message("Sent", to=mailbox.address, sender=twin.user, tag=None))
    assert mailbox.wait_for("Sent")
    assert mailbox.remove().messages == 1
    twin.tenant.clock.advance(20)
    assert swept_of(way, twin.user, of_run(RUN)).removed.messages == 1
    assert subjects(twin, "sentitems") == []


def test_a_service_that_is_down_is_asked_no_more() -> None:
    way = CannedWay()
    way.put("inbox", message("Left"), is_read=False, received_at=None)
    down = Unavailable("imap", "opening INBOX", "BAD Server Unavailable. 15")
    way.troubles = [None, down]
    swept = swept_of(way, "alice@contoso.com", of_run(RUN))
    assert len(swept.removed.errors) == 1
    assert way.calls == ["put", "folders", "marked"]


@pytest.mark.parametrize("trouble", [LookupError("gone")])
def test_what_fails_is_told_and_the_rest_goes_on(trouble: Exception) -> None:
    way = CannedWay()
    for folder in ("inbox", "drafts"):
        way.put(folder, message("Left"), is_read=False, received_at=None)
    way.troubles = [None, trouble]
    swept = swept_of(way, "alice@contoso.com", of_run(RUN))
    assert swept.removed.messages == 1
    assert swept.lines()[1:] == ["  still there: looking into Inbox: gone"]


def test_a_folder_that_another_sweep_removes_meanwhile() -> None:
    way = CannedWay()
    way.troubles = [None] * (1 + len(way.contents)) + [LookupError("NO pytest-m365 doesn't exist.")]
    assert swept_of(way, "alice@contoso.com", of_run(RUN)).lines() == []
    assert way.calls[-1] == "remove_folder"
