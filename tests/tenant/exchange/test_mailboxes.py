import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.refusals import MailboxNotFound


def test_mailboxes_are_found_by_any_address_without_case(mailboxes: Mailboxes, alice: Mailbox) -> None:
    assert mailboxes.by_address("ALICE@Contoso.onmicrosoft.com") is alice
    assert mailboxes.by_address("al@contoso.onmicrosoft.com") is alice
    assert mailboxes.by_address("nobody@contoso.onmicrosoft.com") is None
    assert mailboxes.by_guid(alice.guid) is alice


def test_mail_to_a_tagged_address_reaches_its_owner(mailboxes: Mailboxes, alice: Mailbox) -> None:
    assert mailboxes.recipient("alice+shop@contoso.onmicrosoft.com") is alice
    tagged = mailboxes.add("alice+real@contoso.onmicrosoft.com")
    assert mailboxes.recipient("Alice+Real@contoso.onmicrosoft.com") is tagged
    assert mailboxes.by_address("alice+shop@contoso.onmicrosoft.com") is None
    assert mailboxes.recipient("nonsense") is None


def test_an_address_belongs_to_one_mailbox(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox) -> None:
    with pytest.raises(ValueError, match="another mailbox"):
        mailboxes.add("Alice@contoso.onmicrosoft.com")
    with pytest.raises(ValueError, match="another mailbox has the address AL@contoso"):
        mailboxes.add("AL@contoso.onmicrosoft.com")
    assert mailboxes.all == [alice, bob]


def test_a_removed_mailbox_is_gone_under_all_addresses(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox) -> None:
    mailboxes.remove(alice)
    assert mailboxes.all == [bob]
    assert mailboxes.by_address("al@contoso.onmicrosoft.com") is None
    assert mailboxes.by_guid(alice.guid) is None


def test_what_is_stored_leads_to_its_mailbox(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox) -> None:
    item = bob.deliver(subject="x")
    assert mailboxes.of(item) is mailboxes.of(item.folder) is bob


def test_mailboxes_have_guids_of_their_own(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox) -> None:
    assert alice.guid != bob.guid
    assert len(alice.guid) == 36
    assert alice.folders.distinguished("inbox").folder_id != bob.folders.distinguished("inbox").folder_id


def test_what_was_in_a_removed_mailbox_is_in_none(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox) -> None:
    item = alice.deliver(subject="x")
    assert mailboxes.of(item) is mailboxes.of(item.folder) is alice
    mailboxes.remove(alice)
    with pytest.raises(MailboxNotFound) as refused:
        mailboxes.of(item)
    assert refused.value.address == alice.address
    with pytest.raises(MailboxNotFound):
        mailboxes.transfer([item], bob.folders.distinguished(), keep=True)
    assert bob.messages() == []
