"""The rules of a mailbox: their order, their room, and how they look."""

import pytest

from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates, SizeRange
from fakeserver.tenant.exchange.inbox_rules.rules import QUOTA, InboxRules
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode

READ = RuleActions(mark_as_read=True)


def test_one_text_and_texts_for_addresses_are_refused() -> None:
    with pytest.raises(TypeError, match=r"contains_subject_strings takes a tuple, as \('...',\), and not 'invoice'"):
        RulePredicates(contains_subject_strings="invoice")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"forward_to_recipients takes a tuple, as \(EmailAddress\(address="):
        RuleActions(forward_to_recipients=("ann@contoso.com",))  # type: ignore[arg-type]


def names(rules: InboxRules) -> list[str]:
    return [rule.name for rule in rules]


def test_a_rule_stands_before_the_one_that_has_its_priority(alice: Mailbox) -> None:
    rules = alice.inbox_rules
    for name in ("a", "b"):
        rules.add(name, RulePredicates(), READ)
    rules.add("first", RulePredicates(), READ, priority=1)
    rules.add("third", RulePredicates(), READ, priority=3)
    rules.add("far", RulePredicates(), READ, priority=1_000_000)
    rules.add("zero", RulePredicates(), READ, priority=0)
    assert names(rules) == ["zero", "first", "a", "third", "b", "far"]
    assert len({rule.rule_id for rule in rules}) == len(rules) == 6
    assert rules["third"].name == "third"
    with pytest.raises(KeyError, match="no rule 'fourth'; there are"):
        rules["fourth"]


def test_a_rule_that_does_nothing_is_refused(alice: Mailbox) -> None:
    with pytest.raises(ValueError, match="does nothing"):
        alice.inbox_rules.add("idle", RulePredicates(has_attachments=True), RuleActions(delete=False))


def test_all_rules_together_have_room_for_a_quarter_of_a_megabyte(alice: Mailbox) -> None:
    long = RulePredicates(contains_body_strings=("x" * (QUOTA // 8),), within_size_range=SizeRange(1, 2))
    for _ in range(3):
        alice.inbox_rules.add("long", long, READ)
    with pytest.raises(ValueError, match="room for 262144 octets"):
        alice.inbox_rules.add("one too many", long, READ)
    assert names(alice.inbox_rules) == ["long"] * 3


def test_they_show_what_they_ask_and_do(alice: Mailbox) -> None:
    folder = alice.add_folder("Inbox/Invoices")
    alice.inbox_rules.add(
        "Invoices",
        RulePredicates(contains_subject_strings=("invoice",)),
        RuleActions(move_to_folder=folder),
        RulePredicates(has_attachments=True),
        is_enabled=False,
    )
    shown = (
        "<InboxRule 'Invoices': RulePredicates(contains_subject_strings=('invoice',)) -> RuleActions(move_to_folder="
        "<Folder 'Inbox/Invoices': 0 items, 0 unread>), unless RulePredicates(has_attachments=True)"
    )
    assert repr(alice.inbox_rules) == f"<InboxRules [{shown}, disabled>]>"
    alice.folders.delete(folder, DeleteMode.HARD)
    assert alice.inbox_rules["Invoices"].is_in_error
    assert repr(alice.inbox_rules).endswith(", in error>]>")
