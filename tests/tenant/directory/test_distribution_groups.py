"""Addresses that deliver to their members: who gets what, once, and who may send."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.transport.envelope import Envelope, Event, Recipient
from fakeserver.tenant.refusals import FolderNotFound, MailboxNotFound, MessageTooLarge
from fakeserver.tenant.tenant import Tenant
from tests.world import World

DOMAIN = "contoso.onmicrosoft.com"
RAW = b"From: alice@contoso.onmicrosoft.com\r\nSubject: x\r\n\r\nbody\r\n"


@pytest.fixture
def tenant() -> Tenant:
    return World.of("alice", "bob", "carol").tenant


def send(tenant: Tenant, *addresses: str, sender: str = "alice", notify: frozenset[Event] | None = None) -> None:
    author = f"{sender}@{DOMAIN}"
    recipients = tuple(
        Recipient(address) if notify is None else Recipient(address, notify)
        for address in map(tenant.organization.whole_address, addresses)
    )
    raw = RAW.replace(b"alice@contoso.onmicrosoft.com", author.encode())
    tenant.transport.submit(tenant.mailbox(sender), Envelope(author, recipients), raw, save_copy=False)


def subjects(tenant: Tenant, name: str) -> list[str]:
    return [item.subject for item in tenant.mailbox(name).messages()]


@pytest.mark.parametrize("given", ["members", "allowed_senders"])
def test_a_text_is_no_list_of_members(tenant: Tenant, given: str) -> None:
    with pytest.raises(ValueError, match=f"{given} takes a list, not 'alice'"):
        tenant.add_distribution_group("team", **{given: "alice"})


def test_an_unknown_member_is_answered_with_the_users_and_groups_that_there_are(tenant: Tenant) -> None:
    tenant.add_distribution_group("all", ["bob"])
    with pytest.raises(ValueError, match=r"^no user or distribution group 'zoe'; there are: .*\bbob@.*, all@"):
        tenant.add_distribution_group("team", ["zoe"])


def test_members_get_what_is_sent_to_the_group(tenant: Tenant) -> None:
    group = tenant.add_distribution_group("team", ["bob", tenant.user("carol"), "dora@elsewhere.example"])
    assert (group.address, group.display_name) == (f"team@{DOMAIN}", "Team")
    send(tenant, "TEAM@" + DOMAIN.upper())
    assert [subjects(tenant, name) for name in ("alice", "bob", "carol")] == [[], ["x"], ["x"]]
    assert [mail.recipients for mail in tenant.outbound] == [("dora@elsewhere.example",)]
    arrived = tenant.mailbox("bob").messages()[0].message
    assert arrived.header("return-path") == f"<alice@{DOMAIN}>"
    assert " for " not in arrived.header("received")


def test_each_gets_it_once_though_groups_are_each_others_members(tenant: Tenant) -> None:
    inner = tenant.add_distribution_group("inner", ["bob", "alice"])
    outer = tenant.add_distribution_group("outer", [inner, "bob", "carol"])
    inner.members.append(outer)
    send(tenant, "outer", "inner", "bob")
    assert [subjects(tenant, name) for name in ("alice", "bob", "carol")] == [["x"], ["x"], ["x"]]


def test_a_dynamic_group_has_whom_its_rule_names_when_the_message_comes(tenant: Tenant) -> None:
    tenant.add_distribution_group("bees", rule="FirstName -like 'b*'")
    tenant.add_distribution_group("unread", rule=lambda user: user.upn.startswith("c"))
    tenant.add_user("bea")
    tenant.add_user("ben", mailbox=False)
    send(tenant, "bees", "unread")
    assert [subjects(tenant, name) for name in ("bob", "bea", "carol", "alice")] == [["x"], ["x"], ["x"], []]


def test_who_was_removed_is_no_member_any_more(tenant: Tenant) -> None:
    tenant.add_distribution_group("team", ["bob", "carol"])
    tenant.people.remove_user("bob")
    send(tenant, "team")
    assert subjects(tenant, "carol") == ["x"]
    assert subjects(tenant, "alice") == [], "no report"
    tenant.add_user("bob")
    send(tenant, "team")
    assert subjects(tenant, "bob") == []


def test_only_allowed_senders_may_send_to_it(tenant: Tenant) -> None:
    inner = tenant.add_distribution_group("inner", ["bob"])
    loop = tenant.add_distribution_group("loop", [inner])
    inner.members.append(loop)
    tenant.add_distribution_group("rule", rule="Alias -eq 'alice'")
    tenant.add_distribution_group("news", ["carol"], allowed_senders=[loop])
    tenant.add_distribution_group("more", ["carol"], allowed_senders=["rule", "x@elsewhere.example"])
    send(tenant, "news", sender="bob")
    send(tenant, "more", sender="alice")
    assert subjects(tenant, "carol") == ["x", "x"]
    send(tenant, "news", sender="alice")
    assert subjects(tenant, "carol") == ["x", "x"]
    (report,) = tenant.mailbox("alice").messages()
    assert b"550 5.7.124 Sender not in allowed-senders list" in report.mime()


def test_from_outside_only_who_is_on_the_list_may_send(tenant: Tenant) -> None:
    open_to_one = tenant.add_distribution_group("open", ["bob"], allowed_senders=["dora@elsewhere.example"])
    inside = tenant.add_distribution_group("inside", ["bob"])
    assert open_to_one.accepts("Dora@elsewhere.example", is_inside=False)
    assert not open_to_one.accepts(f"alice@{DOMAIN}", is_inside=True)
    assert inside.accepts(f"alice@{DOMAIN}", is_inside=True)
    routes = tenant.transport._router.routes([Recipient(inside.address)], "dora@elsewhere.example")
    assert [(outcome.status, outcome.recipient.address) for outcome in routes.outcomes] == [("5.7.133", inside.address)]
    assert routes.inboxes == {}


def test_success_is_reported_for_the_group_and_failure_for_its_members(tenant: Tenant) -> None:
    tenant.add_distribution_group("team", ["bob", "carol"])
    tenant.mailbox("carol").receive_limit = 10
    send(tenant, "team", notify=frozenset({"SUCCESS", "FAILURE"}))
    expanded, failed = tenant.mailbox("alice").messages()
    assert (expanded.subject, expanded.item_class) == ("Expanded: x", "REPORT.IPM.Note.Expanded.DR")
    assert b"Action: expanded\r\n" in expanded.mime()
    assert failed.subject == "Undeliverable: x"
    assert f"Original-Recipient: rfc822;team@{DOMAIN}".encode() in failed.mime()


def test_a_test_delivers_to_its_members(tenant: Tenant) -> None:
    inner = tenant.add_distribution_group("inner", ["bob", "alice"])
    outer = tenant.add_distribution_group("outer", ["carol", inner, "dora@elsewhere.example"])
    inner.members.append(outer)
    for to in ("OUTER", outer.address, outer):
        first = tenant.deliver(to, subject="x", body="y", sender=f"Bob <bob@{DOMAIN}>", attachments=[("a.txt", b"z")])
        assert first is tenant.mailbox("carol").messages()[-1]
    assert [subjects(tenant, name) for name in ("alice", "bob", "carol")] == [["x"] * 3] * 3
    assert [mail.recipients for mail in tenant.outbound] == [("dora@elsewhere.example",)] * 3
    ids = {item.message.header("message-id") for name in ("alice", "bob") for item in tenant.mailbox(name).messages()}
    assert ids == {mail.message.header("message-id") for mail in tenant.outbound}
    assert len(ids) == 3
    arrived = tenant.mailbox("bob").messages()[0]
    assert outer.address in arrived.message.header("to")
    assert arrived.message.header("return-path") == f"<bob@{DOMAIN}>"
    assert [attachment.name for attachment in arrived.attachments] == ["a.txt"]


def test_what_a_test_delivers_to_members_can_be_older_read_and_elsewhere(tenant: Tenant) -> None:
    tenant.add_distribution_group("team", ["bob", "carol"])
    at = datetime(2026, 3, 1, tzinfo=UTC)
    parts: dict[str, Any] = {"sender": f"bob@{DOMAIN}", "subject": "x", "is_read": True, "received_at": at}
    tenant.deliver("team", folder="junkemail", **parts)
    for name in ("bob", "carol"):
        [item] = tenant.mailbox(name).messages("junkemail")
        assert (item.is_read, item.received_at) == (True, at)
    tenant.mailbox("carol").folders.create(tenant.mailbox("carol").folders.distinguished("inbox"), "Sub")
    with pytest.raises(FolderNotFound):
        tenant.deliver("team", folder="Inbox/Sub", **parts)
    with pytest.raises(ValueError, match="received_at=2026-03-01 00:00:00 names no time zone"):
        tenant.deliver("team", **parts | {"received_at": at.replace(tzinfo=None)})
    assert len(tenant.mailbox("carol").messages("Inbox/Sub")) == 0


def test_a_test_delivers_by_the_groups_rules(tenant: Tenant) -> None:
    tenant.add_distribution_group("inside", ["bob"])
    tenant.add_distribution_group("news", ["bob"], allowed_senders=["carol", "x@elsewhere.example"])
    outer = tenant.add_distribution_group("outer", ["news", "carol"])
    with pytest.raises(ValueError, match=r"inside@.*, from sender@example\.com: 550 5\.7\.133 "):
        tenant.deliver("inside", subject="x")
    with pytest.raises(ValueError, match=r"550 5\.7\.124 Sender not in allowed-senders list"):
        tenant.deliver("news", RAW)
    assert subjects(tenant, "bob") == []
    tenant.deliver("news", RAW.replace(b"alice", b"carol"))
    tenant.deliver("news", "From: x@elsewhere.example\n\n.")
    assert subjects(tenant, "bob") == ["x", ""]
    tenant.deliver(outer, RAW)
    assert (len(subjects(tenant, "bob")), subjects(tenant, "carol")) == (2, ["x"])
    tenant.mailbox("carol").receive_limit = 10
    tenant.mailbox("bob").receive_limit = 10
    with pytest.raises(MessageTooLarge):
        tenant.deliver("outer", RAW)
    assert tenant.outbound == []


def test_a_group_that_reaches_nobody_here_takes_nothing(tenant: Tenant) -> None:
    tenant.add_distribution_group("far", ["dora@elsewhere.example"])
    with pytest.raises(ValueError, match="no member has a mailbox here"):
        tenant.deliver("far", RAW)
    assert tenant.outbound == []
    with pytest.raises(MailboxNotFound):
        tenant.deliver("nobody", RAW)


def test_an_address_is_one_users_or_one_groups(tenant: Tenant) -> None:
    group = tenant.add_distribution_group("team")
    for take in (tenant.add_distribution_group, tenant.add_user):
        with pytest.raises(ValueError, match="belongs to the distribution group team@"):
            take("TEAM")
    with pytest.raises(ValueError, match="belongs to the distribution group team@"):
        tenant.people.add_alias("alice", "team")
    with pytest.raises(ValueError, match="belongs to the account alice@"):
        tenant.add_distribution_group("alice")
    with pytest.raises(ValueError, match="is not a domain of this tenant"):
        tenant.add_distribution_group("team@elsewhere.example")
    with pytest.raises(ValueError, match="no user or distribution group 'nobody'"):
        tenant.add_distribution_group("others", ["nobody"])
    with pytest.raises(ValueError, match="cannot be read"):
        tenant.add_distribution_group("others", rule="Department -eq 'x'")
    tenant.people.remove_distribution_group(group)
    assert tenant.add_user("team").address == f"team@{DOMAIN}"


def test_a_group_does_not_open(tenant: Tenant) -> None:
    tenant.add_distribution_group("team", ["bob"])
    with pytest.raises(ValueError, match="no user 'team'"):
        tenant.user("team")


def test_what_was_sent_as_a_group_is_reported_to_who_sent_it(tenant: Tenant) -> None:
    group = tenant.add_distribution_group("team", ["bob"])
    envelope = Envelope.of(group.address, f"nobody@{DOMAIN}")
    tenant.transport.submit(tenant.mailbox("alice"), envelope, RAW, save_copy=False)
    assert subjects(tenant, "alice") == ["Undeliverable: x"]
    assert (subjects(tenant, "bob"), tenant.outbound) == ([], [])
