"""Automatic replies at delivery: to whom, what, and how often."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import ContactAddress
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.tenant import Tenant
from tests.world import World

OUTSIDE = "x@elsewhere.example"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    world = World.of("alice", "bob")
    world.tenant.clock.freeze(NOW)
    world.mailbox().automatic_replies.set("I am away.", "Nobody is in.")
    return world


def write(tenant: Tenant, sender: str = "bob@contoso.onmicrosoft.com", subject: str = "Hi", header: str = "") -> Item:
    """Let somebody write to alice."""
    return tenant.mailbox("alice").deliver(
        f"From: <{sender}>\r\nTo: alice@contoso.onmicrosoft.com\r\nSubject: {subject}\r\n{header}\r\nx\r\n".encode()
    )


def replies(tenant: Tenant) -> list[str]:
    """Return the texts of what bob has, and what has left for others."""
    inside = [item.body.strip() for item in tenant.mailbox("bob").messages()]
    return inside + [left.mime.split(b"\r\n\r\n")[1].decode().strip() for left in tenant.outbound]


def test_a_reply_has_the_fields_that_other_programs_look_for(tenant: Tenant) -> None:
    original = write(tenant, subject="Lunch?")
    (item,) = tenant.mailbox("bob").messages()
    message = message_from_bytes(item.mime(), policy=default)
    assert (message["Subject"], message["From"], message["To"]) == (
        "Automatic reply: Lunch?", "Alice <alice@contoso.onmicrosoft.com>", "bob@contoso.onmicrosoft.com",
    )  # fmt: skip
    assert message["Return-Path"] == "<>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-MS-Exchange-Inbox-Rules-Loop"] == "alice@contoso.onmicrosoft.com"
    assert message["X-MS-Exchange-Generated-Message-Source"] == "Mailbox Rules Agent"
    message_id = original.get("internet_message_id")
    assert {message[name] for name in ("In-Reply-To", "References", "X-MS-Exchange-Parent-Message-Id")} == {message_id}
    assert message.get_content().strip() == "I am away."
    assert (item.item_class, item.is_read) == ("IPM.Note.Rules.OofTemplate.Microsoft", False)
    assert tenant.mailbox("alice").messages("sentitems") == []


def test_others_get_another_one_that_leaves_without_a_return_path(tenant: Tenant) -> None:
    write(tenant, OUTSIDE)
    (left,) = tenant.outbound
    assert (left.sender, left.recipients) == ("", (OUTSIDE,))
    assert replies(tenant) == ["Nobody is in."]


def test_html_stays_html(tenant: Tenant) -> None:
    tenant.mailbox("alice").automatic_replies.set("<html><body>I am <b>away</b></body></html>")
    write(tenant)
    (item,) = tenant.mailbox("bob").messages()
    assert "<b>away</b>" in item.html


def test_each_sender_has_one_until_they_are_switched_or_say_something_else(tenant: Tenant) -> None:
    away = tenant.mailbox("alice").automatic_replies
    write(tenant)
    write(tenant, "BOB@contoso.onmicrosoft.com")
    write(tenant, OUTSIDE)
    assert len(replies(tenant)) == 2
    away.set("I am away.", "Nobody is in.", audience="known")
    write(tenant)
    assert len(replies(tenant)) == 2
    away.set("I am still away.", "Nobody is in.")
    write(tenant)
    assert len(replies(tenant)) == 3
    away.clear()
    write(tenant)
    away.set("I am still away.", "Nobody is in.")
    write(tenant)
    assert len(replies(tenant)) == 4


def test_scheduled_ones_follow_the_tenants_clock(tenant: Tenant) -> None:
    away = tenant.mailbox("alice").automatic_replies
    away.set("Later.", start=NOW + timedelta(hours=1), end=NOW + timedelta(hours=2))
    write(tenant)
    assert replies(tenant) == []
    tenant.clock.advance(hours=1)
    write(tenant)
    assert replies(tenant) == ["Later."]
    tenant.clock.advance(hours=1)
    away.change(away.settings)
    write(tenant, "carol@contoso.onmicrosoft.com")
    assert len(replies(tenant)) == 1


@pytest.mark.parametrize(("audience", "known", "count"), [
    ("all", False, 1), ("none", True, 0), ("known", False, 0), ("known", True, 1),
])  # fmt: skip
def test_who_outside_gets_one(tenant: Tenant, audience: str, known: bool, count: int) -> None:
    alice = tenant.mailbox("alice")
    alice.automatic_replies.set("I am away.", "Nobody is in.", audience=audience)
    if known:
        contacts = alice.folders.distinguished("contacts")
        alice.items.add(contacts, "IPM.Contact", {"email_addresses": {1: ContactAddress("X@Elsewhere.example")}})
    write(tenant, OUTSIDE)
    assert len(replies(tenant)) == count
    write(tenant)
    assert len(replies(tenant)) == count + 1


@pytest.mark.parametrize(
    "header",
    [
        "X-Auto-Response-Suppress: OOF\r\n",
        "X-Auto-Response-Suppress: DR, RN, oof, AutoReply\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "Auto-Submitted: auto-replied; owner-email=x\r\n",
        "Precedence: bulk\r\n",
        "Precedence: List\r\n",
        "X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.onmicrosoft.com\r\n",
    ],
)
def test_what_gets_none(tenant: Tenant, header: str) -> None:
    write(tenant, header=header)
    assert replies(tenant) == []


@pytest.mark.parametrize(
    "header",
    ["X-Auto-Response-Suppress: DR, NDR, RN, NRN, AutoReply\r\n", "Auto-Submitted: no\r\n", "Precedence: normal\r\n"],
)
def test_what_gets_one_all_the_same(tenant: Tenant, header: str) -> None:
    write(tenant, header=header)
    assert replies(tenant) == ["I am away."]


def test_junk_own_mail_and_nobody_get_none(tenant: Tenant) -> None:
    alice = tenant.mailbox("alice")
    alice.deliver(sender="bob@contoso.onmicrosoft.com", folder="junkemail")
    write(tenant, "alice@contoso.onmicrosoft.com")
    alice.deliver(b"Subject: from nobody\r\n\r\nx")
    alice.automatic_replies.set(None, "")
    write(tenant)
    write(tenant, OUTSIDE)
    assert (replies(tenant), alice.messages()[0].sender) == ([], "alice@contoso.onmicrosoft.com")


def test_whom_a_message_reaches_by_bcc_or_through_a_group_is_silent(tenant: Tenant) -> None:
    alice, bob = tenant.mailbox("alice"), tenant.mailbox("bob")
    team = tenant.add_distribution_group("team", ["alice"])

    def send(to: str, *recipients: str) -> None:
        mime = f"From: {bob.address}\r\nTo: {to}\r\nSubject: x\r\n\r\nx".encode()
        with tenant.lock:
            tenant.transport.submit(bob, Envelope.of(bob.address, *recipients), mime)

    send("carl@elsewhere.example", alice.address)
    send(team.address, team.address)
    assert (len(alice.messages()), bob.messages()) == (2, [])
    send(alice.address, alice.address)
    assert [item.subject for item in bob.messages()] == ["Automatic reply: x"]


def test_two_who_are_away_do_not_answer_each_other_for_ever(tenant: Tenant) -> None:
    tenant.mailbox("bob").automatic_replies.set("So am I.")
    write(tenant)
    assert replies(tenant) == ["I am away."]
    assert len(tenant.mailbox("alice").messages()) == 1


def test_a_report_gets_none(tenant: Tenant) -> None:
    alice = tenant.mailbox("alice")
    with tenant.lock:
        mime = b"From: alice@contoso.onmicrosoft.com\r\nSubject: x\r\n\r\nx"
        tenant.transport.submit(alice, Envelope.of(alice.address, "nobody@contoso.onmicrosoft.com"), mime)
    assert (len(alice.messages()), list(tenant.outbound)) == (1, [])


def test_a_snapshot_has_what_was_set_and_who_had_a_reply(tenant: Tenant) -> None:
    tenant.snapshot()
    write(tenant)
    tenant.mailbox("alice").automatic_replies.clear()
    tenant.restore()
    write(tenant)
    assert replies(tenant) == ["I am away."]
