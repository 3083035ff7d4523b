"""A tenant with everything in it that can be kept."""

from pathlib import Path

from fakeserver.tenant.exchange.automatic_replies import AutomaticReplySettings, Reply, ReplyState
from fakeserver.tenant.exchange.conversations.rules import ConversationRule
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.focused_inbox import Classification, Override
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.permissions.delegates import DelegateOptions, MeetingDelivery
from fakeserver.tenant.exchange.values import EmailAddress, FileReference, Importance
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy
from fakeserver.tenant.switches.working_hours import WorkingHours
from fakeserver.tenant.tenant import Tenant
from tests.certificates import KeyAndCertificate

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


def with_everything(tenant: Tenant, folder: Path) -> None:
    """Fill a tenant that has alice, bob and carol; files are written into the folder."""
    with_people(tenant)
    with_rights(tenant)
    with_applications(tenant)
    with_mail(tenant)
    with_calendar(tenant, folder)
    tenant.clock.advance(days=3)


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
    box.focused_inbox.set(Override("1", EmailAddress("Eve", "eve@fabrikam.example"), Classification.OTHER))
    box.subscriptions.add("Inbox/Deep")
    archive = tenant.mailboxes.archive_of(box)
    archive.items.add(archive.folders.distinguished("inbox"), "IPM.Note", {"subject": "old"})
    box.wait_for("changed", predicate=lambda item: True)


def with_calendar(tenant: Tenant, tmp_path: Path) -> None:
    box = tenant.mailbox("alice")
    for name, text in (("m.ics", MEETING), ("p.vcf", PERSON)):
        (tmp_path / name).write_bytes(text.encode())
        assert box.load(tmp_path / name).items
