import random

import pytest

from fakeserver.protocols.imap.elements import LAST, SequenceSet
from fakeserver.protocols.imap.selected import Selected
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.tenant import Tenant
from tests.protocols.imap.client import ImapClient


@pytest.fixture
def mailbox(tenant: Tenant, alice: User) -> Mailbox:
    return tenant.mailbox(alice)


def add(mailbox: Mailbox, count: int = 1) -> None:
    for _ in range(count):
        mailbox.items.add_mime(mailbox.folders.distinguished(), b"Subject: x\r\n\r\n")


def news(view: Selected, *, expunges: bool = True) -> list[str]:
    view.absorb()
    return view.news(expunges=expunges).decode().split("\r\n")[:-1]


@pytest.mark.parametrize(
    ("ranges", "numbers", "uids"),
    [
        (((1, 1),), [1], []),
        (((2, LAST),), [2, 3], [1, 2, 3]),
        (((LAST, LAST),), [3], [3]),
        (((3, 2), (1, 1)), [1, 2, 3], [1, 2]),
        (((4, 4),), None, [3]),
        (((9, LAST),), None, [3]),
        (((1, 4294967295),), None, [1, 2, 3]),
    ],
)
def test_sets_mean_numbers_or_uids(
    mailbox: Mailbox, ranges: tuple[tuple[int, int], ...], numbers: list[int] | None, uids: list[int]
) -> None:
    # UIDs 2, 3, 4 under the numbers 1, 2, 3
    add(mailbox, 4)
    mailbox.items.delete([mailbox.messages()[0]], DeleteMode.HARD)
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    found = view.numbers(SequenceSet(ranges), by_uid=False)
    assert (found if found is None else list(found)) == numbers
    by_uid = view.numbers(SequenceSet(ranges), by_uid=True)
    assert by_uid is not None
    assert list(by_uid) == uids


@pytest.mark.parametrize("uids", [{2, 9, 10, 34, 1, 99}, {*range(2, 32)}])
def test_few_and_many_uids_have_their_numbers(mailbox: Mailbox, uids: set[int]) -> None:
    add(mailbox, 90)
    mailbox.items.delete([mailbox.messages()[0]], DeleteMode.HARD)
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    # UID 2 has the number 1 now; 1 is gone, and 99 never was.
    assert view.numbers_of(uids) == [uid - 1 for uid in sorted(uids - {1, 99})]


def test_an_empty_folder_has_no_numbers(mailbox: Mailbox) -> None:
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    assert view.numbers(SequenceSet(((1, LAST),)), by_uid=False) is None
    assert view.numbers(SequenceSet(((1, LAST),)), by_uid=True) == []


def test_what_came_and_went_unseen_is_no_news(mailbox: Mailbox) -> None:
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    add(mailbox)
    mailbox.items.delete(mailbox.messages(), DeleteMode.HARD)
    assert news(view) == []


def test_new_content_under_a_new_uid_is_a_departure_and_an_arrival(mailbox: Mailbox) -> None:
    add(mailbox, 2)
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    mailbox.items.update(mailbox.messages()[0], {"subject": "other"})
    assert news(view) == ["* 1 EXPUNGE", "* 2 EXISTS", "* 1 RECENT"]
    assert view.uids == [2, 3]


def test_expunges_wait_until_they_may_be_told(mailbox: Mailbox) -> None:
    add(mailbox, 3)
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    mailbox.items.delete([mailbox.messages()[1]], DeleteMode.HARD)
    add(mailbox)
    assert news(view, expunges=False) == ["* 4 EXISTS", "* 1 RECENT"]
    assert news(view) == ["* 2 EXPUNGE"]
    assert len(view.uids) == 3


def test_a_client_that_believes_the_news_knows_the_folder(mailbox: Mailbox) -> None:
    """Any mixture of changes: replaying the lines gives the folder's UIDs in order."""
    chance = random.Random(7)
    add(mailbox, 5)
    view = Selected(mailbox.folders.distinguished(), mailbox.changes, read_only=False)
    believed = list(view.uids)
    for _ in range(300):
        items = mailbox.messages()
        for _ in range(chance.randrange(4)):
            action = chance.randrange(4)
            if action == 0 or not items:
                add(mailbox)
            elif action == 1:
                mailbox.items.delete([items.pop(chance.randrange(len(items)))], DeleteMode.SOFT)
            elif action == 2:
                mailbox.items.update(chance.choice(items), {"subject": str(chance.random())})
            else:
                mailbox.items.set_flags(chance.choice(items), MessageFlags(flagged=chance.random() < 0.5))
        may_shift = chance.random() < 0.5
        for line in news(view, expunges=may_shift):
            number, what = line.removeprefix("* ").split(" ", 1)
            if what == "EXPUNGE":
                assert may_shift
                del believed[int(number) - 1]
            elif what == "EXISTS":
                assert int(number) > len(believed)
                believed += view.uids[len(believed) : int(number)]
            elif what == "RECENT":
                assert int(number) == len(view.recent)
            else:
                assert int(number) <= len(believed)
        assert believed == view.uids
        if may_shift:
            assert believed == list(mailbox.folders.distinguished().items)


def test_associated_items_are_not_shown(imap: ImapClient) -> None:
    mailbox, inbox = imap.mailbox, imap.mailbox.folders.distinguished("inbox")
    view = mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True})
    mailbox.deliver(subject="one")
    lines = imap.says("a SELECT INBOX")
    assert lines[0] == "* 1 EXISTS"
    assert "* OK [UNSEEN 1] Is the first unseen message" in lines
    assert imap.says("b STATUS INBOX (MESSAGES UNSEEN)")[0] == "* STATUS INBOX (MESSAGES 1 UNSEEN 1) "
    mailbox.items.add(inbox, "IPM.Configuration.y", {"is_associated": True})
    mailbox.items.update(view, {"subject": "other"})
    assert imap.says("c NOOP") == ["c OK NOOP completed."]
    assert imap.says("d SEARCH ALL") == ["* SEARCH 1", "d OK SEARCH completed."]
    assert imap.says("e UID SEARCH UID 1:*") == ["* SEARCH 2", "e OK SEARCH completed."]
    assert imap.says("f UID FETCH 1:* UID")[:-1] == ["* 1 FETCH (UID 2)"]
    mailbox.items.delete([view])
    assert imap.says("g NOOP") == ["g OK NOOP completed."]
