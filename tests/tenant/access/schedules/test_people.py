"""Whose time is asked for."""

import pytest

from fakeserver.tenant.access.schedules.people import MAX_PEOPLE, Unseen, Whose, find_people
from fakeserver.tenant.tenant import Tenant
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


def test_people_groups_and_nobody(tenant: Tenant) -> None:
    alice, bob = tenant.user("alice"), tenant.user("bob")
    inner = tenant.add_distribution_group("inner", ["bob", "alice"])
    team = tenant.add_distribution_group("team", ["alice", inner.address, "nobody@x.example"])
    found = find_people([alice.address, team.address, "nobody@x.example", None], tenant.directory)
    assert found[0] == Whose((alice,))
    assert (found[1].is_group, set(found[1].people)) == (True, {alice, bob, None})
    assert found[2:] == [Whose(unseen=Unseen.NOT_FOUND)] * 2


def test_mailboxes_that_cannot_be_opened(tenant: Tenant) -> None:
    bob = tenant.user("bob")
    bob.licence = None
    assert find_people([bob.address], tenant.directory) == [Whose(unseen=Unseen.SHUT)]
    bob.mailbox_state = "moved"
    assert find_people([bob.address], tenant.directory) == [Whose(unseen=Unseen.MOVED)]


def test_no_more_than_the_limit(tenant: Tenant) -> None:
    alice = tenant.user("alice")
    found = find_people([alice.address] * (MAX_PEOPLE + 1), tenant.directory)
    assert [each.unseen for each in found[-2:]] == [None, Unseen.TOO_MANY]
