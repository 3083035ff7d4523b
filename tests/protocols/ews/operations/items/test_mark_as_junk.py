"""MarkAsJunk: where messages go, whose mail is blocked, and what exchangelib makes of it."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.transport.envelope import Envelope
from tests.protocols.ews.client import Ews

BOB = "bob@contoso.onmicrosoft.com"


def junk(item: Item, is_junk: str, moves: str) -> str:
    return (
        f'<m:MarkAsJunk IsJunk="{is_junk}" MoveItem="{moves}"><m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds>'
        "</m:MarkAsJunk>"
    )


def send_from_bob(ews: Ews, sender: str = BOB) -> Item:
    receipt = ews.tenant.transport.submit(
        ews.tenant.mailbox("bob"),
        Envelope.of(BOB, ews.alice.address),
        f"From: {sender}\r\nSubject: again\r\n\r\nx".encode(),
    )
    return receipt.delivered[0]


@pytest.mark.parametrize(
    ("is_junk", "moves", "folder", "blocked"),
    [("true", "true", "junkemail", [BOB]), ("true", "false", "inbox", [BOB]), ("false", "true", "inbox", [])],
)
def test_junk_goes_to_its_folder_and_its_sender_is_blocked(
    ews: Ews, is_junk: str, moves: str, folder: str, blocked: list[str]
) -> None:
    item = ews.mailbox.deliver(sender=BOB)
    former = item.item_id
    answer = ews(junk(item, is_junk, moves))
    assert answer.codes == ["NoError"]
    assert item.folder.distinguished_id == folder
    assert answer.attributes(".//m:MovedItemId", "Id") == ([item.item_id] if moves == "true" else [])
    assert (item.item_id == former) is (moves == "false")
    assert list(ews.mailbox.blocked_senders) == blocked


def test_later_mail_of_a_blocked_sender_is_junk_until_it_is_not(ews: Ews) -> None:
    item = ews.mailbox.deliver(sender="BOB@contoso.onmicrosoft.com")
    ews(junk(item, "true", "true"))
    assert send_from_bob(ews).folder.distinguished_id == "junkemail"
    ews(junk(item, "false", "true"))
    assert item.folder.distinguished_id == "inbox"
    assert send_from_bob(ews).folder.distinguished_id == "inbox"


def test_a_domain_may_be_blocked(ews: Ews) -> None:
    ews.mailbox.blocked_senders.add("contoso.onmicrosoft.com")
    assert send_from_bob(ews).folder.distinguished_id == "junkemail"


def test_an_item_without_a_sender_is_moved(ews: Ews) -> None:
    item = ews.mailbox.deliver(b"Subject: x\r\n\r\n.")
    assert ews(junk(item, "true", "true")).codes == ["NoError"]
    assert item.folder.distinguished_id == "junkemail"
    assert list(ews.mailbox.blocked_senders) == []


def test_one_that_is_gone_spoils_no_other(ews: Ews) -> None:
    gone, there = ews.mailbox.deliver(), ews.mailbox.deliver()
    ids = f'<t:ItemId Id="{gone.item_id}"/><t:ItemId Id="{there.item_id}"/>'
    ews.mailbox.items.delete([gone])
    answer = ews(f'<m:MarkAsJunk IsJunk="true" MoveItem="true"><m:ItemIds>{ids}</m:ItemIds></m:MarkAsJunk>')
    assert answer.codes == ["ErrorItemNotFound", "NoError"]


def test_it_is_not_there_for_whoever_may_only_read(ews: Ews) -> None:
    item = ews.mailbox.deliver(sender=BOB)
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    assert ews(junk(item, "true", "true"), ews.bob).codes == ["ErrorAccessDenied"]
    assert item.folder.distinguished_id == "inbox"


@pytest.mark.parametrize("moves", ["true", "false"])
def test_whom_the_owner_blocks_is_not_for_delegates_to_say(ews: Ews, moves: str) -> None:
    item = ews.mailbox.deliver(sender=BOB)
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Editor")
    assert ews(junk(item, "true", moves), ews.bob).codes == ["ErrorAccessDenied"]
    assert (item.folder.distinguished_id, list(ews.mailbox.blocked_senders)) == ("inbox", [])
    ews.tenant.rights.add_mailbox_permission("alice", "bob")
    assert ews(junk(item, "true", moves), ews.bob).codes == ["NoError"]
    assert list(ews.mailbox.blocked_senders) == [BOB]
