"""Items are put back: those that have changed, and of those what has."""

import gc
import sys

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.remembered_items import RememberedItems
from tests.work import calls_of


def test_what_was_worked_out_stays_where_the_content_has_not_changed(alice: Mailbox) -> None:
    item = alice.deliver(subject="one")
    assert item.get("conversation_topic") == "one"
    remembered = RememberedItems([item])
    alice.items.set_flags(item, item.flags._replace(seen=True))
    remembered.put_back(alice.contents)
    assert not item.is_read
    assert item.kept


def test_what_depends_on_the_time_is_worked_out_again(alice: Mailbox) -> None:
    item = alice.deliver(subject="one")
    before = item.get("conversation_index")
    remembered = RememberedItems([item])
    alice.items.update(item, {"date_time_received": item.received_at.replace(year=2000)})
    item.kept = None
    assert item.get("conversation_index") != before
    remembered.put_back(alice.contents)
    assert item.get("conversation_index") == before


def test_an_item_that_has_moved_has_its_former_ids(alice: Mailbox) -> None:
    item = alice.deliver(subject="one")
    before = (item.item_id, item.change_key, item.uid)
    remembered = RememberedItems([item])
    alice.items.move([item], alice.folders.distinguished("junkemail"))
    assert item.item_id != before[0]
    remembered.put_back(alice.contents)
    assert (item.item_id, item.change_key, item.uid) == before


def test_what_has_not_changed_costs_no_call(alice: Mailbox) -> None:
    items = [alice.deliver(subject="one") for _ in range(100)]
    remembered = RememberedItems(items)
    assert calls_of(lambda: remembered.put_back(alice.contents)) < 20


def test_messages_as_they_came_cost_no_object_each(alice: Mailbox) -> None:
    items = [alice.deliver(subject="one") for _ in range(800)]
    RememberedItems(items)
    gc.collect()
    before = sys.getallocatedblocks()
    remembered = RememberedItems(items)
    assert sys.getallocatedblocks() - before < 200
    remembered.put_back(alice.contents)
