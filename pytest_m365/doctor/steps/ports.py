"""Ports: whether somebody answers, for each address family by itself."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import replace

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.each_place import at_each_place
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.steps.names import lookup
from pytest_m365.doctor.where import FAMILIES, TIMEOUT, Place

STEP = "ports"


def step(context: Context) -> Iterator[Probe]:
    """Connect to each port, by each family that the name has addresses of."""
    yield from at_each_place(context, STEP, _reached)


def _reached(context: Context, place: Place) -> Result:
    asked = (STEP, f"{place.name} {place}")
    reached, silent, said = [], [], []
    for family, address in lookup(place):
        name = FAMILIES.get(family, str(family))
        try:
            with socket.socket(family, socket.SOCK_STREAM) as client:
                client.settimeout(TIMEOUT)
                client.connect(address)
            reached.append(name)
        except OSError as error:
            silent.append(name)
            said.append(f"{name}: {error.strerror or error}")
    # A server of this machine that listens by one family only is usual.
    is_local = all(ipaddress.ip_address(address[0].partition("%")[0]).is_loopback for _, address in lookup(place))
    if reached and (is_local or not silent):
        return context.result(asked, Verdict.OK, ", ".join(reached))
    seen = replace(context.seen("network", "; ".join(said)), families=tuple(reached), silent_families=tuple(silent))
    if reached:
        return replace(context.failed(asked, seen, f"{', '.join(reached)} answers"), verdict=Verdict.NOTE)
    context.shut[str(place)] = f"nobody answers at {place}"
    return context.failed(asked, seen, "nobody answers")
