"""Folders that come to a mailbox while a test has it are found, each once, with few questions."""

from collections import Counter

import pytest

from pytest_m365.live.errors import Disconnected
from pytest_m365.live.folder_notes import OWN_FOLDER
from pytest_m365.live.ledger import Ledger
from pytest_m365.live.new_folders import NewFolders
from pytest_m365.live.tags import Tag
from pytest_m365.live.view import View
from pytest_m365.live.way import Way
from tests.plugin.live.canned_way import CannedWay
from tests.plugin.live.world import NOON, RUN, TAG, Twin


def test_each_is_found_once(way: Way, twin: Twin) -> None:
    twin.mailbox.add_folder("Of before")
    new = NewFolders()
    new.begin(way)
    assert new.found(way) == []
    twin.mailbox.add_folder("Processed/2026")
    assert new.found(way) == ["Processed", "Processed/2026"]
    new.begin(way)
    assert new.found(way) == []


def test_what_tests_have_noted_is_told_by_them(way: Way, twin: Twin) -> None:
    new = NewFolders()
    new.begin(way)
    Ledger(View(way, TAG), twin.user, lambda: NOON).add_folder("Mine")
    Ledger(View(way, Tag(RUN, 2)), twin.user, lambda: NOON).add_folder("Another's")
    for path in ("Mine/Below", "Another's/Below", "Nobody's"):
        twin.mailbox.add_folder(path)
    assert OWN_FOLDER in way.folders()
    assert new.found(way) == ["Nobody's"]


def test_the_mailbox_is_asked_once_a_test() -> None:
    way, new = CannedWay(), NewFolders()
    for _ in range(3):
        new.begin(way)
        assert new.found(way) == []
    assert Counter(way.calls) == {"folders": 1 + 3}
    # Where others have had it meanwhile, what they have made is no test's.
    new.forget()
    way.add_folder("Others'")
    new.begin(way)
    assert new.found(way) == []
    assert Counter(way.calls)["folders"] == 1 + 3 + 2


@pytest.mark.parametrize("is_known", [True, False])
def test_a_service_that_does_not_say_is_no_error(*, is_known: bool) -> None:
    way, new = CannedWay(), NewFolders()
    if is_known:
        new.begin(way)
    way.troubles = [Disconnected("imap", "listing the folders", "BYE")]
    assert new.found(way) == []
    way.add_folder("Meanwhile")
    assert new.found(way) == []
