"""Looking into a folder again asks over IMAP for what is new, and notices what has gone."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from pytest_m365.live.by_imap import ByImap
from pytest_m365.live.way import Position, PositionLost
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
