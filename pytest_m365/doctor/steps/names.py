"""DNS: the addresses of each host."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.where import FAMILIES, Place, places

STEP = "names"


def step(context: Context) -> Iterator[Probe]:
    """Look up each host once."""
    for host in dict.fromkeys(place.host for place in places(context) if not place.proxy):
        yield Probe(STEP, host, partial(_found, context, host))


def _found(context: Context, host: str) -> Result:
    asked = (STEP, host)
    there = [place for place in places(context) if place.host == host]
    try:
        families = {FAMILIES.get(found[0], "?") for found in lookup(there[0])}
    except OSError as error:
        _shut(context, there, f"the name {host} is not found")
        return context.failed(asked, context.seen("network", f"getaddrinfo {host}: {error.strerror or error}"))
    return context.result(asked, Verdict.OK, ", ".join(sorted(families)))


def lookup(place: Place) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """Return family and address of each way to a place, the first of each family."""
    found: dict[socket.AddressFamily, tuple[str, int]] = {}
    for family, _, _, _, address in socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM):
        found.setdefault(family, address)  # type: ignore[arg-type]
    return list(found.items())


def _shut(context: Context, there: list[Place], why: str) -> None:
    context.shut |= {str(place): why for place in there}
