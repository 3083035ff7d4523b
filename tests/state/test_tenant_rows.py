"""Everything that a tenant can have comes back, and is what it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fakeserver.state.octets import Octets
from fakeserver.state.rows import Key
from fakeserver.state.tenant_rows import TenantRows
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.tenant import Tenant
from tests.state.everything import with_everything, with_people, with_rights
from tests.state.likeness import differences
from tests.state.round_trip import again, taken
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", "carol", frozen=True)


def test_everything_comes_back(world: World, tmp_path: Path) -> None:
    tenant = world.tenant
    with_everything(tenant, tmp_path)
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
