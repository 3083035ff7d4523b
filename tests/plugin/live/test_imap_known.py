"""Looking into a folder again asks over IMAP for what is new, and notices what has gone."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pytest_m365.live.by_imap import ByImap
from pytest_m365.live.imap_known import Known
from pytest_m365.live.imap_session import Opened
from pytest_m365.live.way import Found, Position, PositionLost
from tests.plugin.live.world import Twin, message

#: how often each command was sent
Asked = Counter[str]
#: looks into the Inbox, from a position on; returns the subjects, and what was asked for
Look = Callable[..., tuple[list[str], Asked]]


@pytest.fixture
def way(twin: Twin) -> Iterator[ByImap]:
    """One that is connected, and knows the folders' names."""
    way = twin.imap()
    way.position("inbox")
    yield way
    way.close()


@pytest.fixture
def look(way: ByImap, twin: Twin) -> Look:
    """Return what looks."""

    def look(position: Position | None = None) -> tuple[list[str], Asked]:
        before = twin.asked()
        found = way.after("inbox", position)
        return [each.subject for each in found], twin.asked_since(before)

    return look


def test_a_look_reads_new_messages_only(look: Look, twin: Twin) -> None:
    twin.mailbox.deliver(message("First"))
    twin.mailbox.deliver(message("Second", tag=None))
    assert look() == (["First", "Second"], Asked(EXAMINE=1, FETCH=1))
    assert look() == (["First", "Second"], Asked(EXAMINE=1))
    twin.mailbox.deliver(message("Third"))
    assert look() == (["First", "Second", "Third"], Asked(EXAMINE=1, FETCH=1))
    (*_, last) = [each for each in twin.tenant.journal.entries if each.operation == "FETCH"]
    assert last.asked.startswith("UID FETCH 3:3 ")
    assert look() == (["First", "Second", "Third"], Asked(EXAMINE=1))


def test_what_was_removed_is_gone(look: Look, twin: Twin) -> None:
    first, second = (twin.mailbox.deliver(message(each)) for each in ("First", "Second"))
    assert look()[0] == ["First", "Second"]
    twin.mailbox.items.delete([first])
    # Which one is asked for without any header.
    assert look() == (["Second"], Asked(EXAMINE=1, FETCH=1))
    (*_, last) = [each for each in twin.tenant.journal.entries if each.operation == "FETCH"]
    assert last.asked == "UID FETCH 1:2 (UID)"
    assert look() == (["Second"], Asked(EXAMINE=1))
    # As many as before: one has gone, and one has come.
    twin.mailbox.items.delete([second])
    twin.mailbox.deliver(message("Third"))
    assert look() == (["Third"], Asked(EXAMINE=1, FETCH=2))


def test_what_was_moved_away_and_back_is_new(way: ByImap, look: Look, twin: Twin) -> None:
    item = twin.mailbox.deliver(message("Moved"))
    (before,) = way.after("inbox", None)
    twin.mailbox.items.move([item], twin.mailbox.folders.distinguished("archive"))
    assert look()[0] == []
    twin.mailbox.items.move([item], twin.mailbox.folders.distinguished("inbox"))
    (after,) = way.after("inbox", None)
    assert after.number > before.number


def test_a_later_start_needs_nothing_and_an_earlier_one_reads_all(way: ByImap, look: Look, twin: Twin) -> None:
    for subject in ("First", "Second", "Third"):
        twin.mailbox.deliver(message(subject))
    validity = way.position("inbox").validity
    assert look(Position(validity, 1))[0] == ["Second", "Third"]
    assert look(Position(validity, 2)) == (["Third"], Asked(EXAMINE=1))
    assert look() == (["First", "Second", "Third"], Asked(EXAMINE=1, FETCH=1))
    assert look(Position(validity, 3)) == ([], Asked(EXAMINE=1))


def test_it_is_known_on_the_next_connection_too(way: ByImap, look: Look, twin: Twin) -> None:
    twin.mailbox.deliver(message("First"))
    look()
    way.close()
    assert look()[1]["FETCH"] == 0


def test_a_mailbox_that_was_moved_is_read_anew(way: ByImap, look: Look, twin: Twin) -> None:
    twin.mailbox.deliver(message("First"))
    before = way.position("inbox")
    assert look()[0] == ["First"]
    twin.mailbox.folders.rebuild()
    way.close()
    with pytest.raises(PositionLost):
        way.after("inbox", before)
    assert look() == (["First"], Asked(EXAMINE=1, FETCH=1))


class Folder:
    """The UIDs of a folder that others use as well."""

    def __init__(self) -> None:
        self.uids: list[int] = []
        self.next_uid = 1

    def change(self, changes: Sequence[int | None]) -> None:
        """Let things happen: None is a message that comes, a number one that goes, by its place."""
        for change in changes:
            if change is None:
                self.uids.append(self.next_uid)
                self.next_uid += 1
            elif self.uids:
                self.uids.pop(change % len(self.uids))

    def opened(self) -> Opened:
        return Opened("1", self.next_uid, len(self.uids))

    def within(self, numbers: str) -> list[int]:
        first, last = map(int, numbers.split(":"))
        return [uid for uid in self.uids if first <= uid <= last]


def found(uid: int) -> Found:
    return Found("inbox", f"1:{uid}", uid, "", "", (), "", frozenset())


CHANGES = st.lists(st.none() | st.integers(0, 9), max_size=4)


# The first goes and another comes; that one goes as well, between opening and reading.
@example(looks=[([None], []), ([0, None], [0])])
@given(looks=st.lists(st.tuples(CHANGES, CHANGES), max_size=6))
def test_what_had_gone_before_the_folder_was_opened_is_never_shown(
    looks: list[tuple[list[int | None], list[int | None]]],
) -> None:
    folder, known = Folder(), None
    for before, meanwhile in looks:
        folder.change(before)
        opened, there = folder.opened(), set(folder.uids)
        folder.change(meanwhile)
        known = Known.of(known, opened, 1)
        shown = {
            each.number
            for each in known.look(opened, lambda numbers: map(found, folder.within(numbers)), folder.within)
        }
        assert shown <= there
        # Nor is anything missed.
        assert there & set(folder.uids) <= shown


def test_a_number_that_is_missing_costs_one_question_once(look: Look, twin: Twin) -> None:
    twin.mailbox.deliver(message("First"))
    look()
    twin.mailbox.items.delete([twin.mailbox.deliver(message("Second"))])
    twin.mailbox.deliver(message("Third"))
    assert look() == (["First", "Third"], Asked(EXAMINE=1, FETCH=2))
    assert look() == (["First", "Third"], Asked(EXAMINE=1))
