import pytest

from fakeserver.tenant.mailstore.mailbox import Mailbox
from fakeserver.tenant.mailstore.mailstore import Mailstore


def test_mailboxes_are_found_by_any_address_without_case(mailstore: Mailstore, alice: Mailbox) -> None:
    assert mailstore.by_address("ALICE@Contoso.onmicrosoft.com") is alice
    assert mailstore.by_address("al@contoso.onmicrosoft.com") is alice
    assert mailstore.by_address("nobody@contoso.onmicrosoft.com") is None
    assert mailstore.addresses(alice) == ["alice@contoso.onmicrosoft.com", "al@contoso.onmicrosoft.com"]


def test_mail_to_a_tagged_address_reaches_its_owner(mailstore: Mailstore, alice: Mailbox) -> None:
    assert mailstore.recipient("alice+shop@contoso.onmicrosoft.com") is alice
    tagged = mailstore.add("alice+real@contoso.onmicrosoft.com")
    assert mailstore.recipient("Alice+Real@contoso.onmicrosoft.com") is tagged
    assert mailstore.by_address("alice+shop@contoso.onmicrosoft.com") is None
    assert mailstore.recipient("nonsense") is None


def test_an_address_belongs_to_one_mailbox(mailstore: Mailstore, alice: Mailbox, bob: Mailbox) -> None:
    mailstore.add_alias(alice, "AL@contoso.onmicrosoft.com")
    with pytest.raises(ValueError, match="another mailbox"):
        mailstore.add_alias(bob, "al@contoso.onmicrosoft.com")
    with pytest.raises(ValueError, match="another mailbox"):
        mailstore.add("alice@contoso.onmicrosoft.com")
    with pytest.raises(ValueError, match="another mailbox has the address AL@contoso"):
        mailstore.add("new@contoso.onmicrosoft.com", aliases=["AL@contoso.onmicrosoft.com"])
    assert mailstore.mailboxes == [alice, bob]


def test_a_removed_mailbox_is_gone_under_all_addresses(mailstore: Mailstore, alice: Mailbox, bob: Mailbox) -> None:
    mailstore.remove(alice)
    assert mailstore.mailboxes == [bob]
    assert mailstore.by_address("al@contoso.onmicrosoft.com") is None


def test_mailboxes_have_guids_of_their_own(mailstore: Mailstore, alice: Mailbox, bob: Mailbox) -> None:
    assert alice.guid != bob.guid
    assert len(alice.guid) == 36
    assert alice.folder("inbox").folder_id != bob.folder("inbox").folder_id
