"""Everything that a tenant can have comes back, and is what it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fakeserver.state.octets import Octets
from fakeserver.state.rows import Key
from fakeserver.state.tenant_rows import TenantRows
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.automatic_replies import AutomaticReplySettings, Reply, ReplyState
from fakeserver.tenant.exchange.conversations.rules import ConversationRule
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.permissions.delegates import DelegateOptions, MeetingDelivery
from fakeserver.tenant.exchange.values import EmailAddress, FileReference, Importance
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy
from fakeserver.tenant.switches.working_hours import WorkingHours
from fakeserver.tenant.tenant import Tenant
from tests.certificates import KeyAndCertificate
from tests.state.likeness import differences
from tests.state.round_trip import again, taken
from tests.world import World

MEETING = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:series
DTSTAMP:20260301T000000Z
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T100000
SUMMARY:Weekly
RRULE:FREQ=WEEKLY;COUNT=5
ORGANIZER:mailto:eve@fabrikam.example
ATTENDEE:mailto:alice@contoso.onmicrosoft.com
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:x
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:series
DTSTAMP:20260301T000000Z
RECURRENCE-ID;TZID=Europe/Berlin:20260309T090000
DTSTART;TZID=Europe/Berlin:20260309T110000
DTEND;TZID=Europe/Berlin:20260309T120000
SUMMARY:Later
END:VEVENT
BEGIN:VTODO
UID:todo
DTSTAMP:20260301T000000Z
SUMMARY:Do
DUE:20260401T000000Z
END:VTODO
END:VCALENDAR
"""
PERSON = "BEGIN:VCARD\nVERSION:4.0\nFN:Carol X\nN:X;Carol;;;\nEMAIL:c@x.example\nTEL;TYPE=work:1\nEND:VCARD\n"


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", "carol", frozen=True)


def with_people(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    alice.set(imap=False, working_hours=WorkingHours(), archive=True)
    alice.aliases = ("a@contoso.onmicrosoft.com",)
    tenant.people.rename_user("carol", "caroline")
    gone = tenant.add_user("gone")
    tenant.add_user("guest@fabrikam.example", kind="guest")
    tenant.add_shared_mailbox("support", members=[alice, bob])
    tenant.add_room("room1")
    tenant.add_room_list("floor1", ["room1"])
    team = tenant.add_distribution_group("team", [alice, gone, "eve@fabrikam.example"], "DisplayName -like 'A*'")
    tenant.add_distribution_group("all", [team], allowed_senders=[team, gone])
    tenant.people.remove_user(gone)
    tenant.sign_ins.add_group("Staff", [alice])
    tenant.sign_ins.auto_sign_in = bob
    tenant.organization.domains.append("contoso.com")
    tenant.policies.conditional_access = (ConditionalAccessPolicy("p", grant="mfa", users=frozenset({alice.upn})),)
    tenant.policies.basic_auth = True


def with_rights(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    tenant.rights.add_folder_permission(alice, "inbox", bob, "Reviewer")
    tenant.rights.add_mailbox_permission(alice, bob, "SendOnBehalf")
    tenant.permissions.delegates.set_options(alice.object_id, bob.object_id, DelegateOptions(sees_private_items=True))
    tenant.permissions.delegates.set_delivery(alice.object_id, MeetingDelivery.OWNER_ONLY)
    tenant.add_public_folder("Projects/2026", address="projects", permissions={"Anonymous": "Contributor"})
    tenant.deliver("projects", subject="to all", body="x" * 400)


def with_applications(tenant: Tenant) -> None:
    certificate = KeyAndCertificate.new()
    app = tenant.register_app("App", secret="of-its-own", delegated=["IMAP.AccessAsUser.All"], consent=None)
    exchange_online = "00000002-0000-0ff1-ce00-000000000000"
    tenant.applications.consent.grant(
        app.client_id, exchange_online, ["IMAP.AccessAsUser.All"], tenant.user("alice").object_id
    )
    tenant.register_app("Daemon", certificate=certificate.certificate_pem, application=["full_access_as_app"])
    tenant.keys.roll(keep_old=True)
    tenant.keys.roll()


def with_mail(tenant: Tenant) -> None:
    box = tenant.mailbox("alice")
    note = box.deliver(subject="Grüße", html="<p>x", attachments=[("a.txt", b"a" * 400)])
    assert note.attachments
    tenant.clock.advance(minutes=1)
    box.items.update(note, {"is_read": True})
    changed = box.deliver(subject="two", body="x" * 400, attachments=[("b.txt", b"b" * 400), ("c.txt", b"c")])
    box.items.update(changed, {"subject": "changed", "categories": ["Blue"], "importance": Importance.HIGH})
    inner = box.items.detached(changed, "IPM.Note", {"subject": "inside", "from_": EmailAddress("x", "x@y.example")})
    box.attachments.add(changed, Attachment("inside", item=inner))
    box.attachments.add(changed, Attachment("far", FileReference("https://example.com/file")))
    box.attachments.remove(changed.attachments[0])
    box.items.copy([note, changed], box.add_folder("Inbox/Deep"))
    box.items.move([note], box.folders.distinguished("archive"))
    box.folders.delete(box.add_folder("Inbox/Gone/Below"))
    box.inbox_rules.add("r", RulePredicates(), RuleActions(server_reply_with_message=note))
    box.inbox_rules.add("s", RulePredicates(), RuleActions(move_to_folder=box.add_folder("Inbox/Soon gone")))
    box.folders.delete(box.add_folder("Inbox/Soon gone"))
    box.automatic_replies.change(AutomaticReplySettings(ReplyState.ENABLED, internal=Reply("away")))
    box.conversations.rules[note.get("conversation_id")] = ConversationRule(("Blue",), box.add_folder("Inbox/Deep"))
    box.blocked_senders.add("Eve@fabrikam.example")
    box.subscriptions.add("Inbox/Deep")
    archive = tenant.mailboxes.archive_of(box)
    archive.items.add(archive.folders.distinguished("inbox"), "IPM.Note", {"subject": "old"})
    box.wait_for("changed", predicate=lambda item: True)


def with_calendar(tenant: Tenant, tmp_path: Path) -> None:
    box = tenant.mailbox("alice")
    for name, text in (("m.ics", MEETING), ("p.vcf", PERSON)):
        (tmp_path / name).write_bytes(text.encode())
        assert box.load(tmp_path / name).items


def test_everything_comes_back(world: World, tmp_path: Path) -> None:
    tenant = world.tenant
    with_people(tenant)
    with_rights(tenant)
    with_applications(tenant)
    with_mail(tenant)
    with_calendar(tenant, tmp_path)
    tenant.clock.advance(days=3)
    kept = again(tenant)
    assert differences(tenant, kept) == []
    # What is worked out of what was kept.
    for box in (*tenant.mailboxes.all, tenant.mailboxes.archive_of(tenant.mailbox("alice"))):
        other = kept.mailboxes.by_guid(box.guid)
        assert other is not None
        for folder in (root := box.folders.distinguished("root"), *box.folders.below(root)):
            there = other.folders.by_id(folder.folder_id)
            assert (folder.path, folder.change_key) == (there.path, there.change_key)
            for item, same in zip(folder.items.values(), there.items.values(), strict=True):
                assert (item.item_id, item.change_key, item.mime()) == (same.item_id, same.change_key, same.mime())
                assert item.get("conversation_id") == same.get("conversation_id")
                assert list(map(facts, item.attachments)) == list(map(facts, same.attachments))


def facts(attachment: Attachment) -> tuple[object, ...]:
    number, name, content = attachment.number, attachment.name, attachment.content
    return number, name, content, attachment.content_type, attachment.is_inline, attachment.last_modified


def test_it_goes_on_as_it_would_have(world: World) -> None:
    """Who is there afterwards does what the first did: joins are those of a new tenant."""
    with_people(world.tenant)
    with_rights(world.tenant)
    kept = again(world.tenant)
    for tenant in (world.tenant, kept):
        for name in ("caroline", "a", "support", "projects"):
            tenant.deliver(name, subject="x")
        alice = tenant.user("alice")
        alice.aliases = ("other@contoso.onmicrosoft.com",)
        assert tenant.user("other") is alice
        assert alice.mailbox is tenant.mailbox("other")
        assert (
            tenant.directory.distribution_groups["team@contoso.onmicrosoft.com"].member_addresses().count("gone") == 0
        )
        assert [item.subject for item in tenant.mailbox("support").messages()] == ["x"]
        tenant.add_user("dave")
        assert tenant.public_app.client_id in tenant.directory.applications
    assert len(world.mailbox().messages()) == len(kept.mailbox("alice").messages()) == 1


@pytest.mark.parametrize("at", [None, datetime(2030, 1, 1, tzinfo=UTC)])
def test_the_clock_runs_on_or_stands(at: datetime | None) -> None:
    tenant = Tenant(clock=Clock())
    tenant.add_user("alice")
    tenant.clock.advance(timedelta(days=400))
    if at is not None:
        tenant.clock.freeze(at)
    kept = again(tenant)
    assert abs(kept.clock.time() - tenant.clock.time()) < (1e-9 if at else 60)
    assert kept.clock.ahead == pytest.approx(tenant.clock.ahead, abs=60)


def test_only_what_has_changed_is_written(world: World) -> None:
    rows = TenantRows(world.tenant, Octets())
    box = world.mailbox()
    one = box.deliver(subject="x")
    box.deliver(subject="y")
    taken(rows).clear()
    assert taken(rows) == {}
    box.items.update(one, {"is_read": True})
    guid = box.guid
    written = {key[:2] if key.room != "item" else key for key in taken(rows)}
    assert written == {("change", guid), ("folder", guid), ("mailbox", guid), Key("item", guid, one.number)}
    taken(rows).clear()
    world.tenant.people.remove_user("bob")
    assert {key.room for key, text in taken(rows).items() if text is None} == {"user", "mailbox"}
