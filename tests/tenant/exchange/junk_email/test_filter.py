"""What goes to Junk Email, by what its recipient trusts and blocks."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.values import EmailAddress
from tests.world import World

SPAMMER, FRIEND, LIST = "spam@example.com", "friend@example.com", "list@example.org"


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", frozen=True)


def place(item: Item) -> str:
    return str(item.folder.distinguished_id)


def report(item: Item) -> str:
    return top_header(item.mime(), b"X-Forefront-Antispam-Report")


def level(item: Item) -> str:
    return top_header(item.mime(), b"X-MS-Exchange-Organization-SCL")


def test_what_is_blocked_says_so(world: World) -> None:
    world.mailbox().blocked_senders.add(SPAMMER)
    item = world.mailbox().deliver(sender=SPAMMER, subject="Win")
    assert (place(item), level(item)) == ("junkemail", "6")
    assert ";SFV:BLK;" in report(item)
    assert top_header(item.mime(), b"X-Microsoft-Antispam") == "BCL:0;"
    assert place(world.mailbox().deliver(sender=FRIEND)) == "inbox"
    assert world.mailbox().deliver(sender=SPAMMER, folder="drafts").folder.distinguished_id == "drafts"


#: switches, sender, recipient, blocked -> place, SFV
TRUSTED: dict[str, tuple[dict[str, Any], str, str, bool, str, str]] = {
    "a safe sender": ({"trusted_senders": [FRIEND.upper()]}, FRIEND, "", False, "inbox", "SFE"),
    "nobody": ({}, FRIEND, "", False, "inbox", ""),
    "trusted before blocked": ({"trusted_senders": [SPAMMER]}, SPAMMER, "", True, "inbox", "SFE"),
    "a safe recipient": ({"trusted_senders": [LIST]}, SPAMMER, LIST, False, "inbox", "SFE"),
    "domains are not heeded": ({"trusted_senders": ["example.com"]}, SPAMMER, "", True, "junkemail", "BLK"),
    "a contact": ({"contacts_trusted": True, "trusted_lists_only": True}, FRIEND, "", False, "inbox", "SFE"),
    "no contact": ({"contacts_trusted": True, "trusted_lists_only": True}, SPAMMER, "", False, "junkemail", ""),
    "a contact who is not trusted": ({"trusted_lists_only": True}, FRIEND, "", False, "junkemail", ""),
    "the organization": ({"trusted_lists_only": True}, "bob@contoso.onmicrosoft.com", "", False, "inbox", ""),
    "no author at all": ({"trusted_lists_only": True}, "", "", False, "inbox", ""),
}


@pytest.mark.parametrize("case", TRUSTED)
def test_who_is_trusted(world: World, case: str) -> None:
    switches, sender, recipient, blocked, folder, reason = TRUSTED[case]
    world.user().set(**switches)
    if blocked:
        world.mailbox().blocked_senders.add(sender)
    with world.tenant.lock:
        contacts = world.mailbox().folders.distinguished("contacts")
        known = {"EmailAddress1": EmailAddress("", FRIEND)}
        world.mailbox().items.add(contacts, "IPM.Contact", {"email_addresses": known})
    sent_to = recipient or world.user().address
    item = world.mailbox().deliver(
        f"From: {sender}\r\nTo: {sent_to}\r\n\r\nHi" if sender else f"To: {sent_to}\r\n\r\nHi"
    )
    assert place(item) == folder
    assert f";SFV:{reason};" in report(item) if reason else report(item) == ""


def test_a_safe_sender_is_delivered_in_spite_of_the_filter(world: World) -> None:
    world.tenant.faults.junk(times=2)
    submit(world)
    assert len(world.mailbox("bob").messages("junkemail")) == 1
    world.user("bob").trusted_senders = (world.user().address,)
    submit(world)
    [item] = world.mailbox("bob").messages()
    assert (level(item), ";SFV:SFE;" in report(item)) == ("-1", True)


def submit(world: World) -> None:
    alice, bob = world.user().address, world.user("bob").address
    mime = f"From: {alice}\r\nTo: {bob}\r\nSubject: Hi\r\n\r\nHi\r\n".encode()
    with world.tenant.lock:
        world.tenant.transport.submit(world.mailbox(), Envelope.of(alice, bob), mime)


def test_junk_gets_no_automatic_reply_and_meets_no_rule(world: World) -> None:
    world.mailbox("bob").automatic_replies.set("Away")
    world.mailbox("bob").blocked_senders.add(world.user().address)
    submit(world)
    assert world.mailbox().messages() == []
    assert [place(item) for item in world.mailbox("bob").messages("junkemail")] == ["junkemail"]


def test_a_forged_level_of_long_ago_counts_for_nothing(world: World) -> None:
    item = world.mailbox().deliver(b"From: a@example.com\r\nX-MS-Exchange-Organization-SCL: 9\r\n\r\nHi")
    assert place(item) == "inbox"


def test_the_configuration_says_it_too() -> None:
    with pytest.raises(ValueError, match="trusted_lists_only"):
        World.of("alice").tenant.add_user("carol", trusted_lists_only="yes")
    assert World.of("alice").tenant.add_user("carol", trusted_senders=[FRIEND]).trusted_senders == (FRIEND,)
