"""What becomes of mail that arrives where there are rules."""

import pytest

from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import top_headers
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.values import DeleteMode, EmailAddress, Importance
from fakeserver.tenant.tenant import Tenant
from tests.world import World

ALL = RulePredicates()


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", "carol")


@pytest.fixture
def tenant(world: World) -> Tenant:
    return world.tenant


@pytest.fixture
def alice(world: World) -> Mailbox:
    return world.mailbox()


def by_mail(tenant: Tenant, subject: str = "Hi") -> Item:
    """Send alice a message from bob; return what she has of it."""
    bob = tenant.mailbox("bob")
    mime = f"From: {bob.address}\r\nTo: alice@contoso.onmicrosoft.com\r\nSubject: {subject}\r\n\r\nx\r\n".encode()
    envelope = Envelope.of(bob.address, "alice@contoso.onmicrosoft.com")
    with tenant.lock:
        return tenant.transport.submit(bob, envelope, mime).delivered[0]


def test_marks_are_there_when_anybody_sees_the_message(tenant: Tenant, alice: Mailbox) -> None:
    actions = RuleActions(assign_categories=("Red", "Blue"), mark_importance=Importance.HIGH, mark_as_read=True)
    alice.inbox_rules.add("mark", ALL, actions)
    seen: list[tuple[ChangeKind, bool]] = []
    alice.watch(lambda change: seen.append((change.kind, change.delivered)))
    item = by_mail(tenant)
    assert (item.get("categories"), item.get("importance"), item.is_read) == (["Red", "Blue"], Importance.HIGH, True)
    assert list(top_headers(item.mime(), b"Importance")) == ["High"]
    assert (item.folder.path, item.folder.unread_count) == ("Inbox", 0)
    assert seen == [(ChangeKind.CREATED, True)]
    assert item.is_mime


def test_importance_that_a_message_has_is_replaced(alice: Mailbox) -> None:
    alice.inbox_rules.add("mark", ALL, RuleActions(mark_importance=Importance.LOW))
    item = alice.deliver("Importance: high\nX-Priority: 1\nFrom: a@b.example\nSubject: s\n\nx")
    assert item.get("importance") is Importance.LOW
    assert list(top_headers(item.mime(), b"Importance")) == ["Low"]
    assert b"X-Priority" not in item.mime()


def test_what_is_moved_was_never_in_the_inbox(tenant: Tenant, alice: Mailbox) -> None:
    folder = alice.add_folder("Inbox/Invoices")
    alice.inbox_rules.add(
        "sort", RulePredicates(contains_subject_strings=("invoice",)), RuleActions(move_to_folder=folder)
    )
    # It reads the message's id, which names the folder.
    forwarded = RuleActions(forward_to_recipients=(EmailAddress("", "carol@contoso.onmicrosoft.com"),))
    alice.inbox_rules.add("tell", ALL, forwarded, priority=1)
    inbox = alice.folders.distinguished("inbox")
    uid = inbox.next_uid
    item = by_mail(tenant, "Your invoice")
    assert alice.items.by_id(item.item_id) is item
    assert (item.folder, alice.messages(), inbox.next_uid) == (folder, [], uid)
    assert alice.wait_for("Your invoice", folder="Inbox/Invoices") is item
    assert by_mail(tenant, "Another").folder is inbox


def test_deleted_and_deleted_for_good(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("bin", RulePredicates(contains_subject_strings=("bin",)), RuleActions(delete=True))
    alice.inbox_rules.add(
        "gone", RulePredicates(contains_subject_strings=("gone",)), RuleActions(permanent_delete=True)
    )
    item = by_mail(tenant, "bin")
    assert alice.messages("deleteditems") == [item]
    bob = tenant.mailbox("bob")
    mime = b"Subject: gone\r\n\r\nx"
    with tenant.lock:
        receipt = tenant.transport.submit(bob, Envelope.of(bob.address, alice.address), mime)
    assert (receipt.delivered, receipt.failed, alice.messages()) == ([], [], [])


def test_a_copy_and_the_second_folder(alice: Mailbox) -> None:
    first, second, third = (alice.add_folder(name) for name in ("First", "Second", "Third"))
    alice.inbox_rules.add("1", ALL, RuleActions(move_to_folder=first, copy_to_folder=third, assign_categories=("a",)))
    alice.inbox_rules.add("2", ALL, RuleActions(move_to_folder=second, assign_categories=("b",)))
    item = alice.deliver(subject="s")
    assert item.folder is first
    assert [one.get("categories") for one in alice.messages("Third")] == [["a"]]
    assert [one.get("categories") for one in alice.messages("Second")] == [["a", "b"]]
    assert item.get("categories") == ["a", "b"]


def test_rules_run_in_their_order_until_one_stops(alice: Mailbox) -> None:
    for name in "abc":
        actions = RuleActions(assign_categories=(name,), stop_processing_rules=name == "b")
        alice.inbox_rules.add(name, ALL, actions)
    alice.inbox_rules.add("off", ALL, RuleActions(assign_categories=("off",)), priority=1, is_enabled=False)
    alice.inbox_rules.add("not this", ALL, RuleActions(delete=True), RulePredicates(sent_to_me=True), priority=1)
    assert alice.deliver().get("categories") == ["a", "b"]


def test_a_rule_whose_folder_is_gone_does_nothing(alice: Mailbox) -> None:
    folder = alice.add_folder("Gone")
    alice.inbox_rules.add("broken", ALL, RuleActions(move_to_folder=folder, assign_categories=("x",)))
    with alice.lock:
        alice.folders.delete(folder, DeleteMode.HARD)
    item = alice.deliver()
    assert (item.folder.path, item.get("categories")) == ("Inbox", None)


def test_only_what_arrives_in_the_inbox_is_sorted(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("all", ALL, RuleActions(delete=True))
    assert alice.deliver(folder="junkemail").folder.distinguished_id == "junkemail"
    alice.blocked_senders.add("bob@contoso.onmicrosoft.com")
    assert by_mail(tenant).folder.distinguished_id == "junkemail"
    with alice.lock:
        added = alice.items.add_mime(alice.folders.distinguished("inbox"), b"Subject: x\r\n\r\n")
    assert added.folder.distinguished_id == "inbox"


def test_automatic_replies_come_after_rules(tenant: Tenant, alice: Mailbox) -> None:
    alice.automatic_replies.set("I am away.")
    folder = alice.add_folder("Sorted")
    alice.inbox_rules.add("sort", ALL, RuleActions(move_to_folder=folder, mark_importance=Importance.HIGH))
    by_mail(tenant)
    assert [item.subject for item in tenant.mailbox("bob").messages()] == ["Automatic reply: Hi"]


def test_a_snapshot_has_them(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("kept", ALL, RuleActions(delete=True))
    snapshot = tenant.snapshot()
    alice.inbox_rules.replace([])
    alice.inbox_rules.add("new", ALL, RuleActions(mark_as_read=True))
    tenant.restore(snapshot)
    assert [rule.name for rule in alice.inbox_rules] == ["kept"]
    assert alice.deliver().folder.distinguished_id == "deleteditems"
