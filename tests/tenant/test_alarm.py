"""Alarms ring once, at the time that was set last."""

import pytest

from fakeserver.tenant.alarm import Alarm
from fakeserver.tenant.tenant import Tenant


@pytest.fixture
def tenant() -> Tenant:
    made = Tenant()
    made.clock.freeze()
    return made


@pytest.fixture
def rung() -> list[float]:
    return []


@pytest.fixture
def alarm(tenant: Tenant, rung: list[float]) -> Alarm:
    return Alarm(tenant.clock, tenant.later, lambda: rung.append(tenant.clock.time()))


def test_it_rings_once(tenant: Tenant, alarm: Alarm, rung: list[float]) -> None:
    start = tenant.clock.time()
    alarm.set(60)
    tenant.clock.advance(59)
    assert rung == []
    tenant.clock.advance(1)
    tenant.clock.advance(3600)
    assert rung == [start + 60]


@pytest.mark.parametrize(("first", "second"), [(60, 90), (90, 60)])
def test_it_rings_when_it_was_set_last(
    tenant: Tenant, alarm: Alarm, rung: list[float], first: float, second: float
) -> None:
    alarm.set(first)
    alarm.set(second)
    tenant.clock.advance(second - 1)
    assert rung == []
    tenant.clock.advance(1)
    assert len(rung) == 1
    tenant.clock.advance(3600)
    assert len(rung) == 1


def test_cancelled_it_is_silent_until_it_is_set_again(tenant: Tenant, alarm: Alarm, rung: list[float]) -> None:
    alarm.set(60)
    alarm.cancel()
    tenant.clock.advance(60)
    assert rung == []
    alarm.set(60)
    tenant.clock.advance(60)
    assert len(rung) == 1
