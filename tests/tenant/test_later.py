"""What is done later: in the order of time, under the lock, and not after it was forgotten."""

import threading
from functools import partial
from imaplib import IMAP4

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.later import Later
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target, clients
from tests.world import World


def test_in_the_order_of_time() -> None:
    clock, done = Clock(), list[int]()
    clock.freeze()
    later = Later(clock, threading.RLock())
    for number in (3, 1, 2):
        later.do(partial(done.append, number), number)
    clock.advance(2)
    assert done == [1, 2]
    later.clear()
    clock.advance(10)
    assert done == [1, 2]


def test_by_real_time_where_the_clock_runs() -> None:
    done = threading.Event()
    later = Later(Clock(), threading.RLock())
    later.do(done.set, milliseconds=10)
    assert done.wait(60)


def test_later_than_any_timer_can_wait() -> None:
    clock, done = Clock(), list[int]()
    later = Later(clock, threading.RLock())
    later.do(lambda: done.append(1), 2 * threading.TIMEOUT_MAX)
    clock.advance(5)
    assert not done
    later.clear()


def test_one_that_fails_keeps_no_other() -> None:
    clock, done = Clock(), list[int]()
    clock.freeze()
    later = Later(clock, threading.RLock())
    later.do(lambda: 1 / 0, 1)
    later.do(partial(done.append, 2), 2)
    with pytest.raises(ZeroDivisionError):
        clock.advance(1)
    clock.advance(1)
    assert done == [2]


@pytest.mark.parametrize("seconds", [0, -1])
def test_not_in_the_future(seconds: float) -> None:
    with pytest.raises(ValueError, match=r"later\.do takes more than 0 seconds"):
        Later(Clock(), threading.RLock()).do(print, seconds)


def test_a_duration_is_given_once() -> None:
    with pytest.raises(TypeError, match=r"later\.do\(\) has no duration"):
        Later(Clock(), threading.RLock()).do(print)


def test_a_setting_bites_after_half_an_hour(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.clock.freeze()
    user = m365_fake.user(m365.username)
    user.imap = False
    m365_fake.later.do(lambda: user.set(imap=True), minutes=30)
    with m365.open_imap() as imap, pytest.raises(IMAP4.error, match="not connected"):
        imap.select()
    m365_fake.clock.advance(minutes=30)
    with m365.open_imap() as imap:
        assert imap.select()[0] == "OK"


def test_a_permission_bites_later(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.clock.freeze()
    app = m365_fake.register_app("nightly", secret=True, application=["IMAP.AccessAsApp"])
    m365_fake.later.do(lambda: m365_fake.rights.add_mailbox_permission(m365.username, app), minutes=90)

    def opens() -> bool:
        token = m365_fake.app_token(app)
        with clients.imap(m365.imap, m365.ssl_context(), m365.username, token) as imap:
            try:
                return imap.select()[0] == "OK"
            except IMAP4.error:
                return False

    assert not opens()
    m365_fake.clock.advance(minutes=89)
    assert not opens()
    m365_fake.clock.advance(minutes=1)
    assert opens()


def test_what_waits_is_part_of_a_snapshot(world: World) -> None:
    tenant, alice = world.tenant, world.user()
    tenant.clock.freeze()
    snapshot = tenant.snapshot()
    tenant.later.do(lambda: alice.set(pop=False), minutes=1)
    tenant.restore(snapshot)
    tenant.clock.advance(minutes=2)
    assert alice.pop
