"""Flags as properties of an item, and what its folder counts by them."""

from fakeserver.tenant.exchange.flagging import counted, give_flags, recount, with_flags
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox


def test_properties_are_flags(alice: Mailbox) -> None:
    item = alice.deliver(subject="Hi", is_read=True)
    assert with_flags(item, {"is_draft": 1, "is_read": None}) == SEEN._replace(seen=False, draft=True)


def test_a_flag_for_follow_up_that_goes_takes_its_dates_away(alice: Mailbox) -> None:
    item = alice.deliver(subject="Hi")
    give_flags(item, SEEN._replace(flagged=True))
    item.properties["follow_up"] = "tomorrow"
    give_flags(item, item.flags._replace(seen=False))
    assert item.properties["follow_up"] == "tomorrow"
    give_flags(item, item.flags._replace(flagged=False))
    assert "follow_up" not in item.properties


def test_a_folder_counts_an_item_as_what_it_has_become(alice: Mailbox) -> None:
    item = alice.deliver(subject="Hi")
    former = counted(item)
    item.flags = SEEN
    recount(item, former)
    assert (item.folder.unread_count, item.folder.associated_count) == (0, 0)
