"""The index of conversations: what is in it, that it follows what happens, and what that costs."""

from collections.abc import Callable

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from tests.world import World


@pytest.fixture
def mailbox() -> Mailbox:
    return World.of("alice").mailbox("alice")


def members(mailbox: Mailbox, conversation_id: str) -> list[Item]:
    return finish(mailbox.conversations.items_of(conversation_id))


def there(mailbox: Mailbox, folder: str = "inbox") -> list[str]:
    found = finish(mailbox.conversations.in_folder(mailbox.folders.distinguished(folder)))
    return found.page(0, len(found))


@pytest.mark.parametrize(
    "leave",
    [
        lambda mailbox, item: mailbox.items.delete([item]),
        lambda mailbox, item: mailbox.items.delete([item], DeleteMode.SOFT),
        lambda mailbox, item: mailbox.items.update(item, {"subject": "Other"}),
        lambda mailbox, item: mailbox.items.update(item, {"item_class": "IPM.Contact"}),
    ],
)
def test_what_leaves_a_conversation_is_in_it_no_more(mailbox: Mailbox, leave: Callable[[Mailbox, Item], None]) -> None:
    first, second = mailbox.deliver(subject="x"), mailbox.deliver(subject="x")
    conversation_id = first.get("conversation_id")
    assert members(mailbox, conversation_id) == [first, second]
    leave(mailbox, second)
    assert members(mailbox, conversation_id) == [first]


def test_a_folder_that_goes_takes_its_part_along(mailbox: Mailbox) -> None:
    folder = mailbox.add_folder("Inbox/below")
    item = mailbox.deliver(subject="x", folder="Inbox/below")
    conversation_id = item.get("conversation_id")
    assert members(mailbox, conversation_id) == [item]
    mailbox.folders.delete(folder)
    assert members(mailbox, conversation_id) == []


def test_a_move_is_seen_from_both_folders(mailbox: Mailbox) -> None:
    item = mailbox.deliver(subject="x")
    assert there(mailbox) == [item.get("conversation_id")]
    mailbox.items.move([item], mailbox.folders.distinguished("archive"))
    assert (there(mailbox), there(mailbox, "archive")) == ([], [item.get("conversation_id")])


def test_what_has_not_changed_is_not_read_again(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        mailbox.deliver(subject=f"{number}")
    assert len(there(mailbox)) == 50
    put, seen = mailbox.conversations._put, list[Item]()

    def counted(item: Item) -> None:
        seen.append(item)
        put(item)

    monkeypatch.setattr(mailbox.conversations, "_put", counted)
    new = mailbox.deliver(subject="new")
    assert len(there(mailbox)) == 51
    assert seen == [new]
