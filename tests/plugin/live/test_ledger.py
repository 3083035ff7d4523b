"""The folders of a live test by both ways: which are its own, and what becomes of those that others have there."""

from collections.abc import Iterator

import pytest

from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Way
from tests.plugin.live.world import RUN, TAG, Twin, message


@pytest.fixture
def mailbox(way: Way, twin: Twin) -> Iterator[LiveMailbox]:
    mailbox = LiveMailbox(way, twin.user, TAG)
    yield mailbox
    mailbox.close()


def subjects(mailbox: LiveMailbox, folder: str) -> list[str]:
    return [each.subject for each in mailbox.messages(folder)]


def test_a_folder_is_made_with_those_above_it_and_removed(mailbox: LiveMailbox, twin: Twin) -> None:
    folder = mailbox.add_folder("Projects/Heron")
    assert (folder.path, folder.display_name) == ("Projects/Heron", "Heron")
    assert mailbox.add_folder("projects/heron").path == "Projects/Heron"
    mailbox.deliver(subject="Inside", folder="Projects/Heron")
    assert subjects(mailbox, "projects/heron") == ["Inside"]
    removed = mailbox.remove()
    assert removed.errors == []
    assert removed.folders == ["Projects/Heron", "Projects"]
    with pytest.raises(LookupError):
        mailbox.messages("Projects/Heron")
    assert twin.mailbox.messages("pytest-m365") == []


def test_a_folder_that_others_use_stays_and_is_told(mailbox: LiveMailbox, twin: Twin) -> None:
    mailbox.add_folder("Shared")
    mailbox.deliver(subject="Ours", folder="Shared")
    twin.mailbox.deliver(message("Theirs", tag=None), folder="Shared")
    removed = mailbox.remove()
    assert "holds 1 messages" in removed.errors[0]
    assert [each.subject for each in twin.mailbox.messages("Shared")] == ["Theirs"]
    # So that the next run finds it.
    assert [each.subject for each in twin.mailbox.messages("pytest-m365")] == ["A test has made the folder Shared"]


def test_folders_that_a_program_makes_below_the_tests_go_with_it(mailbox: LiveMailbox, twin: Twin) -> None:
    own = mailbox.own_folder()
    for path in (f"{own}/2026/November", f"{own}/2026/October/Week 40", "Elsewhere/2026"):
        twin.mailbox.add_folder(path)
    # One below a program's is the test's again.
    mailbox.add_folder(f"{own}/2026/Mine")
    twin.mailbox.deliver(message("Sorted in", tag=TAG), folder=f"{own}/2026/November")
    removed = mailbox.remove()
    assert removed.errors == []
    assert (removed.messages, len(removed.folders)) == (1, 6)
    left = [folder.path for folder in twin.mailbox.folders.below()]
    assert [path for path in left if path.startswith((own, "pytest-m365/"))] == []
    assert "Elsewhere/2026" in left
    assert twin.mailbox.messages("pytest-m365") == []


def test_what_others_have_below_the_tests_folder_stays(mailbox: LiveMailbox, twin: Twin) -> None:
    mailbox.add_folder("Shared")
    twin.mailbox.deliver(message("Theirs", tag=None), folder=twin.mailbox.add_folder("Shared/Theirs").path)
    # Another test's, which is at work.
    LiveMailbox(mailbox.way, twin.user, Tag(RUN, 2)).add_folder("Shared/Another's")
    twin.mailbox.add_folder("Shared/Another's/Below")
    twin.mailbox.add_folder("Shared/Made by the program")
    removed = mailbox.remove()
    assert removed.folders == ["Shared/Made by the program"]
    assert [error.partition(":")[0] for error in removed.errors] == [
        "removing the folder Shared/Theirs",
        "removing the folder Shared",
    ]
    paths = [folder.path for folder in twin.mailbox.folders.below() if folder.path.startswith("Shared")]
    assert sorted(paths) == ["Shared", "Shared/Another's", "Shared/Another's/Below", "Shared/Theirs"]
    assert [each.subject for each in twin.mailbox.messages("Shared/Theirs")] == ["Theirs"]


@pytest.mark.parametrize("name", ["inbox", "INBOX", "sentitems", "Sent Items", "Gesendete Elemente", "Calendar"])
def test_folders_that_every_mailbox_has_are_never_noted(mailbox: LiveMailbox, name: str) -> None:
    """A client that makes "sentitems" would have Sent Items for its own otherwise."""
    with pytest.raises(NotAllowed, match="that every mailbox has"):
        mailbox.ledger.note_folder(name)
    assert not mailbox.ledger.owns_folder("Sent Items")
    assert not mailbox.ledger.owns_folder(name)


def test_a_folder_that_was_there_stays(mailbox: LiveMailbox, twin: Twin) -> None:
    """Whoever makes it anew is told that it is there, and has nothing to do with it."""
    twin.mailbox.add_folder("Projects/Heron")
    mailbox.ledger.note_folder("projects/heron")
    mailbox.ledger.note_folder("Projects/Swan")
    assert not mailbox.ledger.owns_folder("Projects")
    assert not mailbox.ledger.owns_folder("Projects/Heron")
    assert mailbox.ledger.owns_folder("Projects/Swan/Below")
    assert mailbox.remove().errors == []
    assert twin.mailbox.messages("Projects/Heron") == []


def test_a_folder_that_the_service_refuses_to_make_is_not_the_tests(mailbox: LiveMailbox) -> None:
    """It is there under a name that the helpers have not found: they may call it "drafts"."""
    mailbox.ledger.note_folder("Mine")
    noted = mailbox.ledger.note_folder("Juodraščiai/Mine")
    assert noted == ["Juodraščiai", "Juodraščiai/Mine"]
    mailbox.ledger.were_not_made(noted)
    assert not mailbox.ledger.owns_folder("Juodraščiai/Mine")
    assert mailbox.ledger.owns_folder("Mine")
    assert mailbox.remove().errors == []


def test_a_folder_that_another_has_made_first_is_not_removed(mailbox: LiveMailbox, twin: Twin) -> None:
    noted = mailbox.ledger.note_folder("Taken")
    twin.mailbox.add_folder("Taken/Below")
    mailbox.ledger.were_not_made(noted)
    removed = mailbox.remove()
    assert (removed.errors, removed.folders) == ([], [])
    assert "Taken/Below" in [folder.path for folder in twin.mailbox.folders.below()]
    assert twin.mailbox.messages("pytest-m365") == []


def test_folders_that_are_made_on_the_way_and_renamed(mailbox: LiveMailbox, twin: Twin) -> None:
    mailbox.ledger.note_folder("A  b/C")
    twin.mailbox.add_folder("A  b/C")
    mailbox.ledger.note_renamed("A  b", "New")
    with twin.mailbox.lock:
        twin.mailbox.folders.rename(twin.mailbox.folders.named("A  b"), "New")
    removed = mailbox.remove()
    assert removed.errors == []
    assert {"New", "New/C"} <= set(removed.folders)
    with pytest.raises(LookupError):
        mailbox.messages("New")
