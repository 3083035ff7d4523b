"""When an ordered fault happens: by nth, times, time and probability; and to whom."""

import re
from datetime import timedelta

import pytest

from fakeserver.tenant.faults.fault import NOBODY, Asker
from fakeserver.tenant.places import CONNECT
from tests.world import World

ALICE = "alice@contoso.onmicrosoft.com"


def happens(world: World, asker: Asker = NOBODY, operation: str = "FETCH") -> bool:
    """Say whether a fault happens to a command of IMAP."""
    return world.tenant.faults.take("IMAP", operation, asker) is not None


def test_once_by_default_where_it_is_an_event(world: World) -> None:
    fault = world.tenant.faults.drop("imap", before="FETCH")
    assert [happens(world, operation=name) for name in ("NOOP", "FETCH", "FETCH")] == [False, True, False]
    assert (fault.taken, fault.is_over) == (1, True)
    assert repr(fault) == "<faults.drop('imap', before='FETCH'): taken once>"


def test_until_it_is_cancelled_where_it_is_a_state(world: World) -> None:
    with world.tenant.faults.slow("imap") as slow:
        assert [happens(world) for _ in range(5)] == [True] * 5
    assert not happens(world)
    assert slow.taken == 5
    assert repr(slow) == "<faults.slow('imap'): taken 5 times>"


def test_from_the_nth_time_on_so_often(world: World) -> None:
    world.tenant.faults.throttle("imap", nth=3, times=2)
    assert [happens(world) for _ in range(6)] == [False, False, True, True, False, False]


@pytest.mark.parametrize("lasting", [60, timedelta(minutes=1)])
def test_for_a_time_by_the_tenants_clock(lasting: float | timedelta) -> None:
    world = World.of("alice", frozen=True)
    world.tenant.faults.slow("imap", for_=lasting)
    world.tenant.clock.advance(59)
    assert happens(world)
    world.tenant.clock.advance(1)
    assert not happens(world)
    assert world.tenant.faults.in_force == ()


def test_with_a_probability_the_same_by_the_same_seed(world: World) -> None:
    def run() -> list[bool]:
        with world.tenant.faults.throttle("imap", times=None, probability=0.5, seed=7):
            return [happens(world) for _ in range(40)]

    assert run() == run()
    assert 5 < sum(run()) < 35


@pytest.mark.parametrize("kind", ["throttle", "slow"])
def test_how_long_and_how_likely_say_how_often(kind: str) -> None:
    world = World.of("alice", frozen=True)
    with world.tenant.faults.add(kind, "imap", for_=60):
        assert [happens(world) for _ in range(5)] == [True] * 5
        world.tenant.clock.advance(60)
        assert not happens(world)
    with world.tenant.faults.add(kind, "imap", probability=0.5, seed=7):
        assert 5 < sum([happens(world) for _ in range(40)]) < 35


def test_how_often_is_a_limit_beside_how_long_and_how_likely(world: World) -> None:
    world.tenant.faults.throttle("imap", times=2, for_=60, probability=0.5, seed=7)
    assert sum([happens(world) for _ in range(40)]) == 2


def test_a_list_is_gone_through_once_however_long_it_may_take(world: World) -> None:
    world.tenant.faults.answer("imap", ["throttle", "drop"], for_=60)
    assert [happens(world) for _ in range(4)] == [True, True, False, False]


def test_a_seed_that_was_drawn_is_told(world: World) -> None:
    fault = world.tenant.faults.drop("imap", probability=0.25)
    assert fault.text == f"faults.drop('imap', probability=0.25) with seed={fault.seed}"
    given = world.tenant.faults.drop("imap", probability=0.25, seed=7)
    assert given.text == "faults.drop('imap', probability=0.25, seed=7)"
    assert world.tenant.faults.drop("imap").text == "faults.drop('imap')"


def test_for_one_person_by_user_or_mailbox_in_any_case(world: World) -> None:
    world.tenant.faults.slow("imap", user="alice")
    assert not happens(world)
    assert not happens(world, Asker(frozenset({"bob@contoso.onmicrosoft.com"})))
    assert happens(world, Asker(frozenset({ALICE, "bob@contoso.onmicrosoft.com"})))


def test_for_one_application_by_name_id_or_itself(world: World) -> None:
    app = world.tenant.daemon_app
    for named in (app, app.client_id.upper(), "contoso mail daemon"):
        with world.tenant.faults.slow("imap", app=named):
            assert happens(world, Asker(client_id=app.client_id))
            assert not happens(world, Asker(client_id=world.tenant.public_app.client_id))


def test_the_oldest_that_fits_happens(world: World) -> None:
    first, second = world.tenant.faults.drop("imap"), world.tenant.faults.throttle("imap", CONNECT)
    assert [happens(world, operation=CONNECT) for _ in range(3)] == [True, True, False]
    assert [first.taken, second.taken] == [1, 1]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"times": 0}, "times takes a positive int, not 0"),
        ({"nth": True}, "nth takes a positive int, not True"),
        ({"for_": 0}, "for_ takes a positive time, not 0"),
        ({"probability": 2.0}, "probability takes 0 to 1, not 2.0"),
        ({"user": "carol"}, "no user 'carol'"),
        ({"app": "Contoso Mails"}, "no application 'Contoso Mails'; did you mean 'Contoso Mail'?"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_ordered(where: dict[str, object], said: str, world: World) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        world.tenant.faults.add("drop", "imap", **where)
    assert world.tenant.faults.ordered == []
