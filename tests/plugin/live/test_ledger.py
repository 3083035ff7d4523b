"""The folders of a live test by both ways: which are its own, and what becomes of those that others have there."""

from collections.abc import Iterator

import pytest

from pytest_m365.live.folder_notes import note_about
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.sweep import Asked, of_run, sweep
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Way
from tests.plugin.live.canned_way import CannedWay
from tests.plugin.live.world import NOON, RUN, TAG, Twin, message


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


def rename(twin: Twin, path: str, new: str) -> None:
    """Have a program under test rename a folder, or move it to another place."""
    with twin.target.open_imap() as client:
        assert client.rename(f'"{path}"', f'"{new}"')[0] == "OK"


@pytest.mark.parametrize("name", ["Old mail", "Of another name"])
def test_a_folder_that_was_there_and_is_moved_below_the_tests_is_not_removed(
    mailbox: LiveMailbox, twin: Twin, name: str
) -> None:
    """It is empty, and nothing but its absence elsewhere says that it is another's. The sweep leaves it as well."""
    twin.mailbox.add_folder("Old mail")
    own = mailbox.own_folder()
    rename(twin, "Old mail", f"{own}/{name}")
    removed = mailbox.remove()
    assert removed.folders == []
    (error,) = removed.errors
    assert error.startswith(f"the folders {own}, {own}/{name}, as far as they are there: others' Old mail was there")
    assert "move or remove them by hand" in error
    assert mailbox.remove().errors == []
    assert sweep(mailbox.way, twin.user, Asked(of_run(RUN)))[0].lines() == []
    assert f"{own}/{name}" in [folder.path for folder in twin.mailbox.folders.below()]


def test_a_folder_that_was_there_and_takes_the_place_of_the_tests_is_not_removed(
    mailbox: LiveMailbox, twin: Twin
) -> None:
    twin.mailbox.add_folder("Projects/Archive")
    mailbox.add_folder("Processed")
    rename(twin, "Processed", "Elsewhere")
    rename(twin, "Projects/Archive", "Processed")
    removed = mailbox.remove()
    assert (removed.folders, len(removed.errors)) == ([], 1)
    assert "Processed" in [folder.path for folder in twin.mailbox.folders.below()]


def test_a_folder_with_a_slash_in_its_name_lies_in_no_other() -> None:
    """It was there before the one in which it seems to be."""
    way = CannedWay()
    way.add_folder("Mine/2026")
    mailbox = LiveMailbox(way, "alice@contoso.example", TAG)
    mailbox.add_folder("Mine")
    removed = mailbox.remove()
    assert removed.folders == ["Mine"]
    assert "Mine/2026" in way.folders()


def test_a_folder_of_contacts_below_the_tests_stays(twin: Twin) -> None:
    mailbox = LiveMailbox(twin.ews(), twin.user, TAG)
    own = mailbox.own_folder()
    with twin.mailbox.lock:
        folders = twin.mailbox.folders
        folders.create(folders.named(own), "People", "IPF.Contact")
    removed = mailbox.remove()
    assert "it holds a folder that is not of mail" in removed.errors[0]
    assert f"{own}/People" in [folder.path for folder in twin.mailbox.folders.below()]
    mailbox.close()


def test_what_tests_have_made_and_is_gone_is_nobodys(mailbox: LiveMailbox, twin: Twin) -> None:
    """Their own folders may go meanwhile, and what a program has made below them."""
    other = LiveMailbox(mailbox.way, twin.user, Tag(RUN, 2))
    other.add_folder("Another's")
    first = mailbox.add_folder("First").path
    twin.mailbox.add_folder(f"{first}/Below")
    mailbox.add_folder("Second")
    rename(twin, f"{first}/Below", "Second/Below")
    assert other.remove().errors == []
    removed = mailbox.remove()
    assert (sorted(removed.folders), removed.errors) == (["First", "Second", "Second/Below"], [])


@pytest.mark.parametrize(
    "spoilt", [(b"[]", b"?"), (b'"folder": "', b'"folder": "Longer '), (b"{", b"["), (b"[]", b"0")]
)
def test_a_note_that_is_not_as_it_was_removes_nothing(
    mailbox: LiveMailbox, twin: Twin, spoilt: tuple[bytes, bytes]
) -> None:
    own = mailbox.own_folder()
    mailbox.way.remove(mailbox.way.after("pytest-m365", None))
    note = note_about(own, TAG, twin.user, NOON).replace(*spoilt)
    twin.mailbox.deliver(note, folder="pytest-m365")
    removed = mailbox.remove()
    assert removed.folders == []
    assert "remove its folder and the note by hand" in removed.errors[0]
    assert own in [folder.path for folder in twin.mailbox.folders.below()]


@pytest.mark.parametrize("name", ["inbox", "INBOX", "sentitems", "Sent Items", "Gesendete Elemente", "Calendar"])
def test_folders_that_every_mailbox_has_are_never_noted(mailbox: LiveMailbox, name: str) -> None:
    """A client that makes "sentitems" would have Sent Items for its own otherwise."""
    with pytest.raises(NotAllowed, match="that every mailbox has"):
        mailbox.ledger.note_folder(name)
    assert not mailbox.ledger.owns_folder("Sent Items")
    assert not mailbox.ledger.owns_folder(name)


@pytest.mark.parametrize(
    "name", ["pytest-m365", "PYTEST-M365/Below", " Leading", "Trailing ", "Above /Below", "Nbsp\u00a0"]
)
def test_folders_that_nobody_would_find_again_are_not_made(mailbox: LiveMailbox, name: str) -> None:
    with pytest.raises(NotAllowed, match="no test makes the folder"):
        mailbox.ledger.note_folder(name)


@pytest.mark.parametrize(
    "name",
    ["A  b", "A\tb", "A\u00a0b", "A %20 b", "100%", "x" * 200, "Zo\u00eb/\u65e5\u672c\u8a9e", '"Quoted" \\ <x@y>, z'],
)
def test_a_note_keeps_a_name_as_it_is(mailbox: LiveMailbox, twin: Twin, name: str) -> None:
    """A header has one blank for several: the folder would stay, and one of others with one blank would go."""
    other = " ".join(name.split())
    twin.mailbox.add_folder(other if other != name else "Another")
    before = {folder.path for folder in twin.mailbox.folders.below()}
    mailbox.add_folder(name)
    removed = mailbox.remove()
    assert (removed.errors, name in removed.folders) == ([], True)
    assert {folder.path for folder in twin.mailbox.folders.below()} - {"pytest-m365"} == before


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
