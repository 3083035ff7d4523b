"""What somebody sees of the time of others."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.access.schedules.people import Unseen, Whose
from fakeserver.tenant.access.schedules.schedule import Asked, Schedule, schedule_of, times_of
from fakeserver.tenant.tenant import Tenant
from tests.world import World

START = datetime(2026, 12, 2, 8, tzinfo=UTC)
ASKED = Asked(START, START + timedelta(hours=4), timedelta(hours=1), with_details=True)


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


@pytest.fixture(autouse=True)
def lunch(tenant: Tenant) -> None:
    mailbox = tenant.mailbox("alice")
    start = START + timedelta(hours=1)
    facts = {"subject": "Lunch", "start": start, "end": start + timedelta(hours=1)}
    mailbox.items.add(mailbox.folders.distinguished("calendar"), "IPM.Appointment", facts)


def seen(tenant: Tenant, asker: str | None, whose: Whose) -> Schedule | Unseen:
    return finish(schedule_of(tenant, None if asker is None else tenant.user(asker), whose, ASKED))


def test_the_owner_sees_all_and_others_when(tenant: Tenant) -> None:
    alice = tenant.user("alice")
    own, others = seen(tenant, "alice", Whose((alice,))), seen(tenant, "bob", Whose((alice,)))
    assert isinstance(own, Schedule)
    assert isinstance(others, Schedule)
    assert (own.digits, own.owner, own.shows_details) == ("0200", alice, True)
    assert own.times[0].details is not None
    assert own.times[0].details.subject == "Lunch"
    assert (others.digits, others.shows_details, others.times[0].details) == ("0200", False, None)


def test_who_sees_nothing(tenant: Tenant) -> None:
    alice = tenant.user("alice")
    assert seen(tenant, None, Whose((alice,))) is Unseen.NO_ACCESS
    assert seen(tenant, "bob", Whose(unseen=Unseen.SHUT)) is Unseen.SHUT
    tenant.rights.add_folder_permission("alice", "calendar", "Default", "None")
    assert seen(tenant, "bob", Whose((alice,))) is Unseen.NO_ACCESS
    assert finish(times_of(tenant, tenant.user("bob"), alice, ASKED.start, ASKED.end)) is None


def test_a_group_together(tenant: Tenant) -> None:
    people = (tenant.user("alice"), tenant.user("bob"), None)
    assert seen(tenant, "bob", Whose(people, is_group=True)) == Schedule("0200")
