"""What is asked of each place that a tenant is reached at: a host and a port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result
from pytest_m365.doctor.where import Place, places


def at_each_place(context: Context, step: str, ask: Callable[[Context, Place], Result]) -> Iterator[Probe]:
    """Yield a probe for each place; one behind a proxy, or that nobody answers at, is skipped with the reason."""
    for place in dict.fromkeys(places(context)):
        subject = f"{place.name} {place}"
        if place.proxy:
            yield context.skipped(step, subject, f"reached by the proxy {place.proxy}")
        elif why := context.shut.get(str(place)):
            yield context.skipped(step, subject, why)
        else:
            yield Probe(step, subject, partial(ask, context, place))
