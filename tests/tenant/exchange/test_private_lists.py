"""Distribution lists in somebody's contacts."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind, ItemReference
from fakeserver.tenant.exchange.kinds.contact import ContactAddress
from fakeserver.tenant.exchange.kinds.distribution_list import Member, MemberStatus, with_keys
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.private_lists import NOBODY, entry_of, present_members, reached
from fakeserver.tenant.exchange.values import EmailAddress
from tests.world import World


@pytest.fixture
def box() -> Mailbox:
    return World.of("alice").tenant.mailbox("alice")


def contact(box: Mailbox, *addresses: str, name: str = "Ada") -> Item:
    known = {number: ContactAddress(address) for number, address in enumerate(addresses, 1)}
    properties = {"display_name": name, "email_addresses": known}
    return box.items.add(box.folders.distinguished("contacts"), "IPM.Contact", properties)


def listed(box: Mailbox, *entries: AddressEntry | None) -> Item:
    properties = {"display_name": "Team", "members": tuple(Member(entry) for entry in entries)}
    return box.items.add(box.folders.distinguished("contacts"), "IPM.DistList", properties)


def of(item: Item) -> AddressEntry:
    entry = entry_of(item)
    assert entry is not None
    return entry


def test_a_contact_and_a_list_as_entries(box: Mailbox) -> None:
    ada = contact(box, "a@x.com", "b@x.com")
    assert of(ada) == AddressEntry(
        "Ada", "a@x.com", "SMTP", AddressKind.CONTACT, ItemReference(ada.item_id, ada.change_key)
    )
    second = entry_of(ada, AddressEntry("Mine", "B@x.com"))
    assert second is not None
    assert (second.name, second.address) == ("Mine", "b@x.com")
    assert (of(listed(box)).kind, of(listed(box)).address) == (AddressKind.PRIVATE_LIST, None)
    assert (entry_of(contact(box)), entry_of(box.deliver(subject="x"))) == (None, None)


def test_members_are_what_they_are_now(box: Mailbox) -> None:
    ada, inner = contact(box, "a@x.com"), listed(box)
    outer = listed(box, of(ada), of(inner), AddressEntry("Bob", "bob@x.com"), None)

    def shown() -> list[tuple[str | None, MemberStatus | None]]:
        return [((one.address or NOBODY).address, one.status) for one in present_members(box, outer)]

    normal = MemberStatus.NORMAL
    assert shown() == [("a@x.com", normal), (None, normal), ("bob@x.com", normal), (None, MemberStatus.UNRECOGNIZED)]
    box.items.update(ada, {"email_addresses": {1: ContactAddress("new@x.com")}})
    assert shown()[0] == ("new@x.com", normal)
    box.items.delete([ada, inner])
    assert shown()[:2] == [("a@x.com", MemberStatus.DEMOTED), (None, MemberStatus.DEMOTED)]


def test_a_key_names_one_member(box: Mailbox) -> None:
    bob, carol = AddressEntry("Bob", "bob@x.com"), AddressEntry("Carol", "carol@x.com")
    keys = [member.key for member in with_keys(map(Member, (bob, carol, bob)))]
    assert len(set(keys)) == len(keys) == 2
    assert keys[0] == with_keys([Member(bob)])[0].key


def test_mail_reaches_everybody_once_and_loops_end(box: Mailbox) -> None:
    inner = listed(box, AddressEntry("Bob", "bob@x.com"))
    outer = listed(box, of(inner), of(contact(box, "a@x.com")), AddressEntry(None, "BOB@x.com"))
    box.items.update(inner, {"members": (*inner.get("members"), Member(of(outer)))})
    assert reached(box, outer) == [EmailAddress("Bob", "bob@x.com"), EmailAddress("Ada", "a@x.com")]


def test_lists_on_lists_may_be_as_deep_as_they_like(box: Mailbox) -> None:
    inner = listed(box, AddressEntry("Bob", "bob@x.com"))
    for _ in range(1200):
        inner = listed(box, of(inner), AddressEntry("Cy", "cy@x.com"))
    assert [one.address for one in reached(box, inner)] == ["bob@x.com", "cy@x.com"]
