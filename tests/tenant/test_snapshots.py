"""Snapshots of a tenant: what they cover, what goes on, and what becomes of those who hold something newer.

Any sequence of operations is tried in ``tests/journeys/test_snapshots.py``.
"""

import gc
import weakref

import pytest

from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient
from fakeserver.tenant.exchange.values import Body, TextFormat
from fakeserver.tenant.refusals import ItemNotFound, MailboxNotFound, MailboxProtocolDisabled, TokenRefused
from fakeserver.tenant.tenant import Tenant
from tests.work import calls_of
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice")


@pytest.fixture
def frozen() -> World:
    return World.of("alice", frozen=True)


@pytest.fixture
def box(world: World) -> Mailbox:
    return world.mailbox()


def test_what_a_test_holds_shows_what_it_was(tenant: Tenant, box: Mailbox) -> None:
    alice, app = tenant.user("alice"), tenant.public_app
    first, second = box.deliver(subject="one"), box.deliver(subject="two")
    first_id = first.item_id
    snapshot = tenant.snapshot()
    for _ in range(2):
        alice.imap, app.enabled = False, False
        box.items.set_flags(first, first.flags._replace(seen=True))
        box.items.move([first], box.folders.distinguished("junkemail"))
        box.items.delete([second])
        later = box.deliver(subject="three")
        tenant.restore(snapshot)
        assert (alice.imap, app.enabled, tenant.user("alice").mailbox) == (True, True, box)
        assert box.messages() == [first, second]
        assert (first.is_read, first.item_id, first.folder.path) == (False, first_id, "Inbox")
        assert box.items.by_id(first_id) is first
        with pytest.raises(ItemNotFound):
            box.items.check_present([later])


def test_the_newest_snapshot_is_the_usual_one(tenant: Tenant, box: Mailbox) -> None:
    with pytest.raises(ValueError, match=r"no snapshot was taken; call tenant\.snapshot\(\) before"):
        tenant.restore()
    tenant.snapshot()
    box.deliver(subject="one")
    tenant.snapshot()
    box.deliver(subject="two")
    tenant.restore()
    assert [item.subject for item in box.messages()] == ["one"]


def test_snapshots_are_gone_back_to_in_any_order(tenant: Tenant, box: Mailbox) -> None:
    item = box.deliver(subject="0")
    snapshots = []
    for number in range(3):
        snapshots.append(tenant.snapshot())
        box.items.update(item, {"subject": f"{number + 1}"})
        box.deliver(subject=f"new {number}")
    for number in (1, 2, 0, 1):
        tenant.restore(snapshots[number])
        assert {each.subject for each in box.messages()} == {f"{number}", *(f"new {n}" for n in range(number))}
        assert box.folders.distinguished("inbox").unread_count == number + 1


def test_a_snapshot_of_another_tenant_is_refused(tenant: Tenant, world: World) -> None:
    snapshot = world.neighbour().snapshot()
    with pytest.raises(ValueError, match=r"<Snapshot of .*, 0 users> is of another tenant than"):
        tenant.restore(snapshot)
    with pytest.raises(TypeError, match=r"restore takes what snapshot\(\) has returned, not 'before'"):
        tenant.restore("before")  # type: ignore[arg-type]


def test_who_came_later_is_gone(tenant: Tenant) -> None:
    tenant.snapshot()
    bob, app = tenant.add_user("bob"), tenant.register_app("Later")
    bobs = bob.mailbox
    tenant.restore()
    assert [user.upn for user in tenant.users] == ["alice@contoso.onmicrosoft.com"]
    assert app not in tenant.apps
    with pytest.raises(MailboxNotFound):
        _ = bob.mailbox
    bob.aliases = ("robert@contoso.onmicrosoft.com",)
    with pytest.raises(ValueError, match="no user 'robert'"):
        tenant.user("robert")
    assert tenant.add_user("bob").mailbox is not bobs


def test_who_was_removed_is_back_with_the_mailbox(tenant: Tenant, box: Mailbox) -> None:
    alice = tenant.user("alice")
    item = box.deliver(subject="one")
    tenant.snapshot()
    tenant.people.remove_user(alice)
    tenant.add_user("alice")
    tenant.restore()
    assert tenant.users == [alice]
    assert alice.mailbox is box
    assert box.messages() == [item]
    tenant.people.add_alias(alice, "al")
    assert tenant.user("al") is alice


def test_an_open_visit_learns_of_it(tenant: Tenant, world: World) -> None:
    alice = tenant.user("alice")
    alice.imap = False
    tenant.snapshot()
    alice.imap = True
    door, token = world.cloud.door, tenant.token(tenant.public_app, alice, "IMAP.AccessAsUser.All")
    visitor = door.admit(Protocol.IMAP, BearerToken(token))
    visit = door.open(visitor)
    door.recheck(visit)
    tenant.restore()
    with pytest.raises(MailboxProtocolDisabled):
        door.recheck(visit)


def test_a_key_that_was_rolled_meanwhile_is_unknown_again(tenant: Tenant, world: World) -> None:
    old = tenant.token(tenant.public_app, "alice", "IMAP.AccessAsUser.All")
    tenant.snapshot()
    tenant.keys.roll()
    tenant.keys.roll()
    rolled = tenant.token(tenant.public_app, "alice", "IMAP.AccessAsUser.All")
    world.cloud.door.admit(Protocol.IMAP, BearerToken(rolled))
    tenant.restore()
    world.cloud.door.admit(Protocol.IMAP, BearerToken(old))
    with pytest.raises(TokenRefused):
        world.cloud.door.admit(Protocol.IMAP, BearerToken(rolled))


def test_time_and_the_journal_go_on(tenant: Tenant) -> None:
    tenant.snapshot()
    tenant.journal.add("IMAP", "NOOP", "OK")
    tenant.clock.freeze()
    tenant.clock.advance(3600)
    now = tenant.clock.now()
    tenant.restore()
    assert len(tenant.journal) == 1
    assert tenant.clock.now() == now


def test_what_has_left_is_the_same_list(tenant: Tenant, box: Mailbox) -> None:
    outbound = tenant.outbound
    _send(tenant, box, "one")
    outbound.wait_for("one", timeout=0)
    tenant.snapshot()
    _send(tenant, box, "two")
    outbound.wait_for("two", timeout=0)
    tenant.restore()
    assert [message.subject for message in outbound] == ["one"]
    assert tenant.outbound is outbound
    mark = outbound.mark()
    _send(tenant, box, "two")
    assert outbound.wait_for("two", timeout=0, since=mark) is outbound[1]
    with pytest.raises(TimeoutError):
        outbound.wait_for("one", timeout=0)


def test_what_was_waited_for_since_can_be_waited_for_again(tenant: Tenant, box: Mailbox) -> None:
    item = box.deliver(subject="Report")
    tenant.snapshot()
    for _ in range(2):
        assert box.wait_for("Report", timeout=0) is item
        tenant.restore()


def test_numbers_go_on_and_name_nothing_else(tenant: Tenant, box: Mailbox) -> None:
    inbox = box.folders.distinguished("inbox")
    item = box.deliver(subject="one", attachments=[("a.txt", b"a")])
    assert [each.number for each in item.attachments] == [1]
    tenant.snapshot()
    mark = box.mark()
    later = box.deliver(subject="two")
    box.attachments.add(item, Attachment("b.txt", b"b"))
    sub = box.folders.create(inbox, "Sub")
    change_key = item.change_key
    seen = (later.uid, later.item_id, sub.folder_id, sub.uid_validity, box.changes.position)
    tenant.restore()
    assert not sub.exists
    assert not box.changes.knows(seen[-1])
    new, folder = box.deliver(subject="three"), box.folders.create(inbox, "Sub")
    assert new.uid > seen[0]
    assert new.item_id != seen[1]
    assert folder.folder_id != seen[2]
    assert folder.uid_validity > seen[3]
    assert box.changes.position > seen[4]
    assert item.change_key != change_key
    assert box.wait_for(since=mark, timeout=0) is new
    assert [each.name for each in item.attachments] == ["a.txt"]
    box.attachments.add(item, Attachment("c.txt", b"c"))
    assert [(each.name, each.number) for each in item.attachments] == [("a.txt", 1), ("c.txt", 3)]
    assert item.change_key != change_key


def test_what_is_attached_to_an_item_of_properties_comes_back(tenant: Tenant, box: Mailbox) -> None:
    item = box.deliver(subject="outer")
    inner = box.items.detached(item, mime=b"Subject: inner\r\n\r\nx\r\n")
    box.attachments.add(item, Attachment("m", item=inner))
    box.attachments.add(inner, Attachment("deep.txt", b"deep"))
    outer, [deep] = item.attachments[0], inner.attachments
    moments = (outer.last_modified, deep.last_modified)
    tenant.clock.advance(60)
    tenant.snapshot()
    box.attachments.remove(deep)
    box.items.update(inner, {"subject": "changed"})
    box.attachments.add(item, Attachment("x.txt", b"x"))
    tenant.restore()
    assert item.attachments == [outer]
    assert inner.attachments == [deep]
    assert inner.subject == "inner"
    assert (outer.last_modified, deep.last_modified) == moments
    assert deep.parent is inner


def test_searches_find_what_was_there(tenant: Tenant, box: Mailbox) -> None:
    item = box.deliver(subject="x", body="one")
    associated = box.items.add(item.folder, "IPM.Configuration.x", {"is_associated": True})
    tenant.snapshot()
    box.items.update(item, {"body": Body(TextFormat.PLAIN, "two"), "categories": ["red"]})
    later = box.deliver(subject="x", body="three")
    box.items.update(associated, {"is_associated": None})
    assert _found(box, "two") == [item]
    assert _found(box, "three") == [later]
    kept = box.contents.texts.size
    tenant.restore()
    assert _found(box, "two") == []
    assert _found(box, "one") == [item]
    assert item.get("categories") is None
    assert associated.is_associated
    assert item.folder.visible_count == 1
    assert box.contents.texts.size < kept


def test_folders_are_what_they_were_and_where(tenant: Tenant, box: Mailbox) -> None:
    inbox = box.folders.distinguished("inbox")
    folder = box.folders.create(inbox, "Sub")
    folder.properties["x"] = 1
    tenant.snapshot()
    box.folders.rename(folder, "Other")
    box.folders.move(folder, box.folders.distinguished("junkemail"))
    folder.properties["x"] = 2
    box.folders.delete(folder)
    tenant.restore()
    assert (folder.path, folder.exists, folder.properties) == ("Inbox/Sub", True, {"x": 1})
    assert box.folders.by_path("inbox/sub") is folder
    assert box.folders.by_path("Junk Email/Other") is None


def test_the_folders_that_every_mailbox_has_stay_the_same(tenant: Tenant, box: Mailbox) -> None:
    tenant.snapshot()
    inbox = box.folders.distinguished("inbox")
    tenant.restore()
    assert box.folders.distinguished("inbox") is inbox
    assert inbox.exists


def test_what_came_later_and_snapshots_of_a_closed_tenant_are_freed(tenant: Tenant) -> None:
    snapshot = tenant.snapshot()
    later = weakref.ref(tenant.add_user("bob"))
    tenant.restore(snapshot)
    gc.collect()
    assert later() is None
    held = weakref.ref(snapshot)
    del snapshot
    tenant.close()
    gc.collect()
    assert held() is None


def test_it_costs_no_call_for_each_message(tenant: Tenant, box: Mailbox) -> None:
    for number in range(200):
        box.deliver(subject=f"{number}")
    few = calls_of(tenant.snapshot)
    for number in range(800):
        box.deliver(subject=f"{number}")
    assert calls_of(tenant.snapshot) < few + 20
    box.deliver(subject="x")
    back = calls_of(tenant.restore)
    assert back < few * 2


def _send(tenant: Tenant, box: Mailbox, subject: str) -> None:
    mime = f"From: {box.address}\r\nSubject: {subject}\r\n\r\nx\r\n".encode()
    tenant.transport.submit(box, Envelope(box.address, (Recipient("x@fabrikam.example"),)), mime)


def _found(box: Mailbox, word: str) -> list[Item]:
    """Return the items of the inbox in whose text a word is."""
    return [item for item in box.messages() if word.encode() in box.contents.searchable_text(item).lower()]


def _send_to_oneself(world: World, subject: str) -> None:
    address = world.user().address
    mime = f"From: {address}\r\nTo: {address}\r\nSubject: {subject}\r\n\r\n.".encode()
    world.tenant.transport.submit(world.mailbox(), Envelope.of(address, address), mime)


def test_what_is_on_its_way_goes_back_too(frozen: World) -> None:
    tenant, box = frozen.tenant, frozen.mailbox()
    tenant.faults.late(seconds=60)
    _send_to_oneself(frozen, "before")
    snapshot = tenant.snapshot()
    _send_to_oneself(frozen, "after")
    tenant.restore(snapshot)
    tenant.clock.advance(61)
    assert [item.subject for item in box.messages()] == ["before"]
    tenant.restore(snapshot)
    assert box.wait_for("before").subject == "before"
    tenant.restore(snapshot)
    _send_to_oneself(frozen, "later")
    tenant.clock.advance(61)
    assert [item.subject for item in box.messages()] == ["before", "later"]
