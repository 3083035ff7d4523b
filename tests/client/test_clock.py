"""The time of a remote tenant, and that of this process."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from fakeserver.client import Client
from fakeserver.client.clock import RemoteClock
from fakeserver.client.tenant import RemoteTenant
from fakeserver.program_time import machine_time
from fakeserver.tenant.tenant import Tenant


def test_it_is_moved_and_stopped_over_there(remote: RemoteTenant, local: Tenant) -> None:
    clock = remote.clock
    assert isinstance(clock, RemoteClock)
    assert abs(clock.time() - local.clock.time()) < 60
    clock.advance(hours=1)
    clock.advance(timedelta(minutes=30))
    assert local.clock.ahead == pytest.approx(5400)
    assert clock.ahead == pytest.approx(5400, abs=60)
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    clock.freeze(at)
    assert clock.now() == local.clock.now() == at
    clock.advance(-60)
    assert clock.now() == at - timedelta(minutes=1)
    clock.unfreeze()
    assert not local.clock.is_frozen


@pytest.mark.parametrize(
    ("call", "arguments"),
    [("advance", {}), ("advance", {"hour": 1}), ("advance", {"days": 10**9}), ("freeze", {"at": datetime(2026, 1, 1)})],
)
def test_what_it_does_not_take(remote: RemoteTenant, local: Tenant, call: str, arguments: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)) as here:
        getattr(remote.clock, call)(**arguments)
    with pytest.raises((TypeError, ValueError)) as there:
        getattr(local.clock, call)(**arguments)
    assert (type(here.value), str(here.value)) == (type(there.value), str(there.value))


def test_it_goes_along_with_this_process(remote: RemoteTenant) -> None:
    before = remote.clock.now()
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        remote.clock.source_moved(3600)
        assert remote.clock.now() - before >= timedelta(hours=1)
        assert remote.clock.now() == remote.clock.now()
    remote.clock.source_moved(-3600)
    assert remote.clock.now() < remote.clock.now()


def test_a_new_tenant_begins_with_the_time_of_this_process(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # The fake, which is in this process too, must not be moved with it.
    monkeypatch.setattr("fakeserver.client.cloud.program_time", lambda: machine_time() + 86400)
    tenant = client.new_tenant()
    assert tenant.clock.ahead == pytest.approx(86400, abs=60)
    client.drop_tenant(tenant)
