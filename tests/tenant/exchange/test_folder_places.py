import pytest

from fakeserver.tenant.exchange.folder_places import check_depth, check_exist, check_place
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import FolderCycle, FolderNotFound, FolderTooDeep


def test_how_deep_folders_may_lie(alice: Mailbox) -> None:
    top = alice.folders.distinguished("msgfolderroot")
    # One lies above it, the root.
    check_depth(top, "x", between=200, height=98)
    for between, height in ((299, 0), (0, 299), (200, 99)):
        with pytest.raises(FolderTooDeep) as refused:
            check_depth(top, "x", between, height)
        assert refused.value.facts == {"name": "x"}


def test_what_lies_inside_goes_along(alice: Mailbox) -> None:
    top, inbox = map(alice.folders.distinguished, ("msgfolderroot", "inbox"))
    alice.folders.create(inbox, "Inner", above=["One", "Two"])
    check_place(inbox, top, between=295)
    with pytest.raises(FolderTooDeep):
        check_place(inbox, top, between=296)
    with pytest.raises(FolderCycle):
        check_place(top, inbox)


def test_all_are_there(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    gone = alice.folders.create(inbox, "Gone")
    check_exist(inbox, gone)
    alice.folders.delete(gone)
    with pytest.raises(FolderNotFound):
        check_exist(inbox, gone)
