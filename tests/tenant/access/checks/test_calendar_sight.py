"""What one person may see of another's calendar."""

import pytest

from fakeserver.tenant.access.checks.calendar_sight import CalendarSight, calendar_sight
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


def test_everybody_sees_when_others_are_busy_and_all_of_their_own(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    assert calendar_sight(tenant, bob, alice) == CalendarSight("time")
    assert calendar_sight(tenant, alice, alice) == CalendarSight("details", sees_private=True)
    assert calendar_sight(tenant, None, alice) == CalendarSight("none")


@pytest.mark.parametrize(
    ("level", "sight"),
    [
        ("None", "none"),
        ("AvailabilityOnly", "time"),
        ("LimitedDetails", "details"),
        ("Reviewer", "details"),
        (["FolderVisible"], "none"),
        (["ReadItems"], "details"),
    ],
)
def test_the_calendars_permissions(tenant: Tenant, level: str | list[str], sight: str) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    tenant.rights.add_folder_permission("alice", "calendar", "Default", level)
    assert calendar_sight(tenant, bob, alice).availability == sight
    tenant.rights.add_folder_permission("alice", "calendar", "bob", "AvailabilityOnly")
    assert calendar_sight(tenant, bob, alice).availability == "time"
    tenant.rights.add_mailbox_permission("alice", "bob")
    assert calendar_sight(tenant, bob, alice) == CalendarSight("details", sees_private=True)
    assert calendar_sight(tenant, alice, bob) == CalendarSight("time")


def test_permissions_on_other_folders_show_nothing_more(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    tenant.rights.add_folder_permission("alice", "inbox", "bob", "Owner")
    tenant.rights.add_mailbox_permission("alice", "bob", "SendAs")
    assert calendar_sight(tenant, bob, alice) == CalendarSight("time")
