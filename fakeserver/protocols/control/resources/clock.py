"""A tenant's time: looked at, moved on, stopped."""

from dataclasses import asdict, dataclass
from datetime import datetime

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation


@dataclass
class ClockView:
    """A tenant's time."""

    now: datetime
    #: seconds by which it is ahead of the server's
    ahead: float
    frozen: bool


@dataclass
class Advance:
    """A duration, which is the sum of these; negative numbers count as well."""

    weeks: float | int | None = None
    days: float | int | None = None
    hours: float | int | None = None
    minutes: float | int | None = None
    seconds: float | int | None = None
    milliseconds: float | int | None = None


@dataclass
class Freeze:
    """Where time is to stand."""

    #: with a time zone; null: where it is now
    at: datetime | None = None


@operation("GET", "/tenants/{tenant}/clock")
def get_clock(call: Call) -> ClockView:
    """Say what time it is for a tenant."""
    clock = call.tenant.clock
    return ClockView(clock.now(), clock.ahead, clock.is_frozen)


@operation("POST", "/tenants/{tenant}/clock/advance")
def advance_clock(call: Call, body: Advance) -> ClockView:
    """Move a tenant's time on."""
    units = {name: value for name, value in asdict(body).items() if value is not None}
    if not units:
        raise ValueError(f"the body has no duration: give some of {', '.join(asdict(body))}")
    call.tenant.clock.advance(None, **units)
    return get_clock(call)


@operation("POST", "/tenants/{tenant}/clock/freeze")
def freeze_clock(call: Call, body: Freeze) -> ClockView:
    """Stop a tenant's time, at a moment or where it is."""
    call.tenant.clock.freeze(body.at)
    return get_clock(call)


@operation("POST", "/tenants/{tenant}/clock/unfreeze")
def unfreeze_clock(call: Call) -> ClockView:
    """Let a tenant's time run again, from where it stands."""
    call.tenant.clock.unfreeze()
    return get_clock(call)
