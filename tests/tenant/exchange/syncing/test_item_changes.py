"""What a client is told of a folder's items: one line for each, whatever happened to it."""

import threading
from random import Random

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.syncing import item_changes
from fakeserver.tenant.exchange.syncing.item_changes import Verb, Wanted
from fakeserver.tenant.exchange.syncing.sync_state import SyncState
from fakeserver.tenant.exchange.values import DeleteMode


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailboxes(Clock(), threading.RLock(), Random(1)).add("alice@contoso.com", "Alice")


def told(
    mailbox: Mailbox, state: SyncState, limit: int = 512, without: Item | None = None
) -> tuple[list[tuple[Verb, str]], SyncState, bool]:
    ignored = without.item_id if without else ""
    found, state, is_last = item_changes.after(
        mailbox, mailbox.folders.distinguished("inbox"), state, limit, Wanted(lambda item_id: item_id != ignored)
    )
    return [(change.verb, change.item_id) for change in found], state, is_last


def up_to_date(mailbox: Mailbox) -> SyncState:
    _, state, _ = told(mailbox, item_changes.start(mailbox, mailbox.folders.distinguished("inbox")))
    return state


def test_the_first_call_lists_the_folder(mailbox: Mailbox) -> None:
    items = [mailbox.deliver(subject=str(number)) for number in range(3)]
    found, _, is_last = told(mailbox, item_changes.start(mailbox, mailbox.folders.distinguished("inbox")))
    assert found == [(Verb.CREATE, item.item_id) for item in items]
    assert is_last


def test_the_first_listing_goes_on_page_by_page(mailbox: Mailbox) -> None:
    items = [mailbox.deliver(subject=str(number)) for number in range(5)]
    state = item_changes.start(mailbox, mailbox.folders.distinguished("inbox"))
    seen = []
    pages = 0
    is_last = False
    while not is_last:
        found, state, is_last = told(mailbox, state, 2)
        seen += found
        pages += 1
    assert seen == [(Verb.CREATE, item.item_id) for item in items]
    assert pages == 3


def test_mail_that_comes_during_the_first_listing_comes_after_it(mailbox: Mailbox) -> None:
    mailbox.deliver(subject="1")
    mailbox.deliver(subject="2")
    _, state, _ = told(mailbox, item_changes.start(mailbox, mailbox.folders.distinguished("inbox")), 1)
    late = mailbox.deliver(subject="3")
    found, _, is_last = told(mailbox, state)
    assert [verb for verb, _ in found] == [Verb.CREATE, Verb.CREATE]
    assert found[-1][1] == late.item_id
    assert is_last


def test_nothing_new_is_nothing(mailbox: Mailbox) -> None:
    mailbox.deliver(subject="1")
    assert told(mailbox, up_to_date(mailbox))[0] == []


def test_reading_a_message_is_a_read_flag_change(mailbox: Mailbox) -> None:
    item = mailbox.deliver(subject="1")
    state = up_to_date(mailbox)
    mailbox.items.set_flags(item, MessageFlags(seen=True))
    assert told(mailbox, state)[0] == [(Verb.READ_FLAG_CHANGE, item.item_id)]


def test_reading_and_changing_is_one_update(mailbox: Mailbox) -> None:
    item = mailbox.deliver(subject="1")
    state = up_to_date(mailbox)
    mailbox.items.set_flags(item, MessageFlags(seen=True))
    mailbox.items.update(item, {"subject": "another"})
    assert told(mailbox, state)[0] == [(Verb.UPDATE, item.item_id)]


def test_a_new_message_that_was_read_is_a_create(mailbox: Mailbox) -> None:
    state = up_to_date(mailbox)
    item = mailbox.deliver(subject="1")
    mailbox.items.set_flags(item, MessageFlags(seen=True))
    assert told(mailbox, state)[0] == [(Verb.CREATE, item.item_id)]


@pytest.mark.parametrize("mode", list(DeleteMode))
def test_a_deleted_message_is_a_delete(mailbox: Mailbox, mode: DeleteMode) -> None:
    item = mailbox.deliver(subject="1")
    item_id = item.item_id
    state = up_to_date(mailbox)
    mailbox.items.delete([item], mode)
    assert told(mailbox, state)[0] == [(Verb.DELETE, item_id)]


def test_what_came_and_went_is_not_told(mailbox: Mailbox) -> None:
    state = up_to_date(mailbox)
    mailbox.items.delete([mailbox.deliver(subject="1")])
    found, state, is_last = told(mailbox, state)
    assert (found, is_last) == ([], True)
    assert state == up_to_date(mailbox)


def test_more_changes_than_the_client_takes_wait(mailbox: Mailbox) -> None:
    state = up_to_date(mailbox)
    items = [mailbox.deliver(subject=str(number)) for number in range(3)]
    mailbox.items.set_flags(items[0], MessageFlags(seen=True))
    found, state, is_last = told(mailbox, state, 2)
    assert (found, is_last) == ([(Verb.CREATE, item.item_id) for item in items[:2]], False)
    found, state, is_last = told(mailbox, state, 2)
    assert found == [(Verb.CREATE, items[2].item_id), (Verb.READ_FLAG_CHANGE, items[0].item_id)]
    assert is_last


def test_a_deletion_behind_the_part_that_was_read_comes_with_the_next_call(mailbox: Mailbox) -> None:
    first = mailbox.deliver(subject="1")
    state = up_to_date(mailbox)
    mailbox.items.set_flags(first, MessageFlags(seen=True))
    mailbox.deliver(subject="2")
    first_id = first.item_id
    mailbox.items.delete([first])
    found, state, is_last = told(mailbox, state, 1)
    assert (found, is_last) == ([], False)
    found, state, is_last = told(mailbox, state, 2)
    assert (Verb.DELETE, first_id) in found


def test_ignored_items_are_left_out(mailbox: Mailbox) -> None:
    first, second = mailbox.deliver(subject="1"), mailbox.deliver(subject="2")
    found, state, _ = told(mailbox, item_changes.start(mailbox, mailbox.folders.distinguished("inbox")), without=first)
    assert found == [(Verb.CREATE, second.item_id)]
    mailbox.items.set_flags(first, MessageFlags(seen=True))
    assert told(mailbox, state, without=first)[0] == []


def test_a_new_item_is_there_to_be_shown(mailbox: Mailbox) -> None:
    inbox = mailbox.folders.distinguished("inbox")
    state = up_to_date(mailbox)
    item = mailbox.deliver(subject="new")
    found, _, _ = item_changes.after(mailbox, inbox, state, 512, Wanted())
    assert [change.item for change in found] == [item]


def test_an_item_with_new_content_is_found_under_its_new_uid(mailbox: Mailbox) -> None:
    item = mailbox.deliver(subject="old")
    state = up_to_date(mailbox)
    mailbox.items.update(item, {"subject": "one"})
    mailbox.items.update(item, {"is_read": True})
    assert told(mailbox, state)[0] == [(Verb.UPDATE, item.item_id)]


def test_associated_items_are_reported_to_those_who_ask_for_them(mailbox: Mailbox) -> None:
    inbox = mailbox.folders.distinguished("inbox")

    def asked(state: SyncState) -> list[list[tuple[Verb, str]]]:
        found = []
        for associated in (False, True):
            changes, _, _ = item_changes.after(mailbox, inbox, state, 512, Wanted(associated=associated))
            found.append([(change.verb, change.item_id) for change in changes])
        return found

    before = up_to_date(mailbox)
    view = mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True})
    assert asked(before) == [[], [(Verb.CREATE, view.item_id)]]
    assert asked(item_changes.start(mailbox, inbox)) == [[], [(Verb.CREATE, view.item_id)]]
    state = up_to_date(mailbox)
    mailbox.items.update(view, {"subject": "x"})
    assert asked(state) == [[], [(Verb.UPDATE, view.item_id)]]
    state = up_to_date(mailbox)
    mailbox.items.delete([view])
    assert asked(state) == [[], [(Verb.DELETE, view.item_id)]]
