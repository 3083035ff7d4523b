"""What rules send on, and that none of it goes round."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.matching import LOOP_FIELD
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from fakeserver.tenant.tenant import Tenant
from tests.world import World

ALL = RulePredicates()
ALICE, BOB, CAROL = (f"{name}@contoso.onmicrosoft.com" for name in ("alice", "bob", "carol"))
OUTSIDE = "x@elsewhere.example"


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", "carol")


@pytest.fixture
def tenant(world: World) -> Tenant:
    return world.tenant


@pytest.fixture
def alice(world: World) -> Mailbox:
    return world.mailbox()


def to(*addresses: str) -> tuple[EmailAddress, ...]:
    return tuple(EmailAddress("", address) for address in addresses)


def read(item: Item) -> EmailMessage:
    return message_from_bytes(item.mime(), policy=default)


def fields(message: EmailMessage, *names: str) -> list[str | None]:
    return [message[name] for name in names]


def test_a_forward_is_a_new_message_of_the_mailbox(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("on", ALL, RuleActions(forward_to_recipients=to(BOB, CAROL)))
    alice.deliver(subject="Lunch", body="At noon?", sender=OUTSIDE, attachments=[("a.txt", b"file")])
    (item,) = tenant.mailbox("bob").messages()
    message = read(item)
    assert fields(message, "From", "To", "Subject", LOOP_FIELD) == [
        f"Alice <{ALICE}>", f"{BOB}, {CAROL}", "FW: Lunch", ALICE,
    ]  # fmt: skip
    assert "At noon?" in item.body
    assert OUTSIDE in item.body
    assert [one.name for one in item.attachments] == ["a.txt"]
    assert message["Return-Path"] == f"<{ALICE}>"
    assert len(tenant.mailbox("carol").messages()) == 1
    assert alice.messages("sentitems") == []
    assert len(alice.messages()) == 1


def test_as_attachment(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("on", ALL, RuleActions(forward_as_attachment_to_recipients=to(BOB)))
    original = alice.deliver(subject="Lunch", sender=OUTSIDE)
    (item,) = tenant.mailbox("bob").messages()
    assert (item.subject, item.sender) == ("FW: Lunch", ALICE)
    (attached,) = item.attachments
    assert attached.item is not None
    assert (attached.content_type, attached.item.subject, attached.item.sender) == ("message/rfc822", "Lunch", OUTSIDE)
    assert attached.item.get("internet_message_id") == original.get("internet_message_id")


def test_a_redirected_message_stays_what_it_is(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("on", ALL, RuleActions(redirect_to_recipients=to(BOB), delete=True))
    original = alice.deliver(subject="Lunch", sender=f"Xaver <{OUTSIDE}>")
    (item,) = tenant.mailbox("bob").messages()
    message = read(item)
    assert fields(message, "From", "To", "Subject", "Resent-From", LOOP_FIELD, "Return-Path") == [
        f"Xaver <{OUTSIDE}>", ALICE, "Lunch", f"Alice <{ALICE}>", ALICE, f"<{OUTSIDE}>",
    ]  # fmt: skip
    assert item.get("internet_message_id") == original.get("internet_message_id")
    assert len(message.get_all("Return-Path", [])) == 1
    assert original.folder.distinguished_id == "deleteditems"


def test_a_reply_is_what_was_prepared_each_time(tenant: Tenant, alice: Mailbox) -> None:
    with alice.lock:
        prepared = alice.items.add(
            alice.folders.distinguished("drafts"),
            "IPM.Note",
            {"subject": "We have it", "body": Body(TextFormat.HTML, "<p>Thank <b>you</b></p>"), "is_draft": True},
        )
    alice.inbox_rules.add("reply", ALL, RuleActions(server_reply_with_message=prepared))
    for _ in range(2):
        alice.deliver(subject="Order", sender=BOB)
    first, second = tenant.mailbox("bob").messages()
    assert (first.subject, second.subject, first.sender) == ("We have it", "We have it", ALICE)
    assert "<b>you</b>" in first.html
    assert first.item_class == "IPM.Note.Rules.ReplyTemplate.Microsoft"
    assert fields(read(first), LOOP_FIELD, "Auto-Submitted", "X-Auto-Response-Suppress", "Return-Path") == [
        ALICE, "auto-generated", "All", "<>",
    ]  # fmt: skip
    alice.deliver("From: bob@contoso.onmicrosoft.com\nX-Auto-Response-Suppress: AutoReply\nSubject: s\n\nx")
    assert len(tenant.mailbox("bob").messages()) == 2
    with alice.lock:
        alice.items.delete([prepared])
    assert alice.inbox_rules["reply"].is_in_error
    alice.deliver(sender=BOB)
    assert len(tenant.mailbox("bob").messages()) == 2


@pytest.mark.parametrize(
    "action", ["forward_to_recipients", "redirect_to_recipients", "forward_as_attachment_to_recipients"]
)
def test_what_rules_send_on_is_sent_on_once(tenant: Tenant, action: str) -> None:
    ring = [tenant.mailbox(name) for name in ("alice", "bob", "carol")]
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        given: dict[str, Any] = {action: to(other.address)}
        one.inbox_rules.add("on", ALL, RuleActions(**given))
    ring[0].deliver(subject="round")
    assert [len(one.messages()) for one in ring] == [1, 1, 0]


def test_two_mailboxes_that_answer_each_other_end(tenant: Tenant) -> None:
    for name in ("alice", "bob"):
        mailbox = tenant.mailbox(name)
        with mailbox.lock:
            prepared = mailbox.items.add(mailbox.folders.distinguished("drafts"), "IPM.Note", {"subject": "Thanks"})
        mailbox.inbox_rules.add("reply", ALL, RuleActions(server_reply_with_message=prepared))
    tenant.mailbox("alice").deliver(sender=BOB)
    assert [len(tenant.mailbox(name).messages()) for name in ("alice", "bob")] == [1, 1]


def test_reports_are_not_sent_on(tenant: Tenant, alice: Mailbox) -> None:
    """Else the report of a forward that fails would be forwarded to who does not exist, and so on."""
    alice.inbox_rules.add("on", ALL, RuleActions(forward_to_recipients=to("nobody@contoso.onmicrosoft.com")))
    alice.deliver(subject="Lunch")
    assert [item.subject for item in alice.messages()] == ["Undeliverable: FW: Lunch", "Lunch"]


def test_other_organizations_get_nothing_unless_the_policy_lets_them(tenant: Tenant, alice: Mailbox) -> None:
    alice.inbox_rules.add("on", ALL, RuleActions(forward_to_recipients=to(OUTSIDE)), RulePredicates(is_ndr=True))
    alice.deliver(subject="Lunch", sender=BOB)
    report, _ = alice.messages()
    assert "550 5.7.520 Access denied, Your organization does not allow external forwarding" in report.mime().decode()
    assert list(tenant.outbound) == []
    tenant.policies.external_forwarding = True
    alice.deliver(subject="Lunch", sender=BOB)
    (left,) = tenant.outbound
    assert (left.sender, left.recipients) == (ALICE, (OUTSIDE,))
    assert len(alice.messages()) == 3


def test_what_is_refused_goes_nowhere(tenant: Tenant, alice: Mailbox) -> None:
    tenant.policies.recipients_a_day = 1
    alice.inbox_rules.add("on", ALL, RuleActions(forward_to_recipients=to(BOB, CAROL)))
    assert alice.deliver().folder.distinguished_id == "inbox"
    assert [len(tenant.mailbox(name).messages()) for name in ("bob", "carol")] == [0, 0]
