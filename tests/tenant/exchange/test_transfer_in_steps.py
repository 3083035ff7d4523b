"""Many items are moved or copied in steps, and others act between two of them."""

import pytest

from fakeserver.steps import Steps, finish
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.values import (
    DeleteMode,
)
from fakeserver.tenant.refusals import ItemNotFound, MailboxNotFound, MessageTooLarge, ParentFolderNotFound
from tests.work import steps_of


@pytest.fixture
def many(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """A hundred messages in alice's inbox; every step is as short as it can be."""
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    return [alice.deliver(subject=str(number)) for number in range(100)]


def begun(transfer: Steps[list[Item]], folder: Folder) -> Steps[list[Item]]:
    """Take steps until the first items have arrived."""
    while not folder.items:
        next(transfer)
    return transfer


def subjects(mailbox: Mailbox) -> list[str]:
    """Return the subjects of all messages in all folders, each as often as it is there."""
    everywhere = mailbox.folders.below(mailbox.folders.distinguished("root"))
    return [item.subject for folder in everywhere for item in folder.items.values()]


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("across", [True, False])
def test_many_items_take_many_steps(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], keep: bool, across: bool
) -> None:
    folder = (bob if across else alice).folders.distinguished("archive")
    arrived, given_way = steps_of(mailboxes.transfer_in_steps(many, folder, keep=keep))
    assert given_way >= 3
    assert arrived == list(folder.items.values())
    assert [item.subject for item in folder.items.values()] == [str(number) for number in range(100)]
    assert len(alice.messages()) == (100 if keep else 0)


@pytest.mark.parametrize("keep", [True, False])
def test_the_order_is_that_of_the_items_given(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], keep: bool
) -> None:
    folder = bob.folders.distinguished("archive")
    mixed = [item for one in many for item in (one, bob.deliver(subject=f"bob's {one.subject}"))][::-1]
    names = [item.subject for item in mixed]
    arrived = finish(mailboxes.transfer_in_steps(mixed, folder, keep=keep))
    assert [item.subject for item in arrived] == names
    assert arrived == list(folder.items.values())


@pytest.mark.parametrize("mode", DeleteMode)
@pytest.mark.parametrize("across", [True, False])
def test_copies_are_taken_back_when_their_folder_goes(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], across: bool, mode: DeleteMode
) -> None:
    owner = bob if across else alice
    deleted_items = owner.folders.distinguished("deleteditems")
    folder = owner.folders.create(deleted_items, "Target")
    running = begun(mailboxes.transfer_in_steps(many, folder, keep=True), folder)
    owner.folders.delete(folder, mode)
    with pytest.raises(ParentFolderNotFound):
        finish(running)
    assert (len(subjects(alice)), subjects(bob)) == (100, [])


@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("deleted", [True, False])
def test_copies_are_taken_back_when_an_original_goes(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], across: bool, deleted: bool
) -> None:
    folder = (bob if across else alice).folders.distinguished("archive")
    running = begun(mailboxes.transfer_in_steps(many, folder, keep=True), folder)
    if deleted:
        alice.items.delete([many[-1]])
    else:
        alice.items.move([many[-1]], alice.folders.distinguished("drafts"))
    with pytest.raises(ItemNotFound):
        finish(running)
    assert (len(subjects(alice)), subjects(bob)) == (100 - deleted, [])


def test_only_the_copies_are_taken_back_and_wherever_they_are(
    mailboxes: Mailboxes, alice: Mailbox, many: list[Item]
) -> None:
    archive = alice.folders.distinguished("archive")
    other = alice.deliver(subject="another", folder="archive")
    running = mailboxes.transfer_in_steps(many, archive, keep=True)
    while archive.total_count == 1:
        next(running)
    moved, deleted, *_ = list(archive.items.values())[1:]
    alice.items.move([moved], alice.folders.distinguished("drafts"))
    alice.items.delete([deleted])
    running.close()
    assert (alice.messages("archive"), alice.messages("drafts")) == ([other], [])
    assert alice.messages() == many


@pytest.mark.parametrize("given_up", [True, False])
def test_a_mailbox_that_is_removed_takes_its_copies_along(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], given_up: bool
) -> None:
    inbox = bob.folders.distinguished()
    running = begun(mailboxes.transfer_in_steps(many, inbox, keep=True), inbox)
    mailboxes.remove(bob)
    if given_up:
        running.close()
    else:
        with pytest.raises(MailboxNotFound):
            finish(running)
    assert alice.messages() == many


@pytest.mark.parametrize("across", [True, False])
def test_what_others_take_first_does_not_move(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], across: bool
) -> None:
    folder = (bob if across else alice).folders.distinguished("archive")
    running = begun(mailboxes.transfer_in_steps(many, folder, keep=False), folder)
    alice.items.delete([many[-1]])
    alice.items.move([many[-2]], alice.folders.distinguished("drafts"))
    assert [item.subject for item in finish(running)] == [str(number) for number in range(98)]
    assert sorted(subjects(alice) + subjects(bob)) == sorted(map(str, range(99)))
    assert [item.subject for item in alice.messages("drafts")] == ["98"]


@pytest.mark.parametrize("across", [True, False])
def test_what_moves_is_in_one_folder_even_when_the_other_goes(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], across: bool
) -> None:
    owner = bob if across else alice
    folder = owner.folders.create(owner.folders.distinguished("inbox"), "Target")
    running = begun(mailboxes.transfer_in_steps(many, folder, keep=False), folder)
    owner.folders.delete(folder, DeleteMode.SOFT)
    with pytest.raises(ParentFolderNotFound):
        finish(running)
    assert len(alice.messages()) == 68
    assert sorted(subjects(alice) + subjects(bob)) == sorted(map(str, range(100)))


@pytest.mark.parametrize("keep", [True, False])
def test_nothing_moves_before_all_is_checked(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, many: list[Item], keep: bool
) -> None:
    many.append(alice.deliver(body="x" * 5000))
    bob.receive_limit = 5000
    with pytest.raises(MessageTooLarge):
        finish(mailboxes.transfer_in_steps(many, bob.folders.distinguished(), keep=keep))
    alice.items.delete(many[-1:])
    with pytest.raises(ItemNotFound):
        finish(mailboxes.transfer_in_steps(many, alice.folders.distinguished("archive"), keep=keep))
    gone = bob.folders.create(bob.folders.distinguished(), "Sub")
    bob.folders.delete(gone)
    with pytest.raises(ParentFolderNotFound):
        finish(mailboxes.transfer_in_steps(many[:-1], gone, keep=keep))
    assert (alice.messages(), subjects(bob)) == (many[:-1], [])
