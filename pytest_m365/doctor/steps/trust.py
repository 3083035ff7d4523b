"""Whether something leads this process away from Microsoft: a fake's redirect, or variables that name other roots."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.request import getproxies

from fakeserver.trust import BUNDLE_VARIABLES
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.where import CA_MARK

STEP = "trust"


def step(context: Context) -> Iterator[Probe]:
    """Look at the variables of certificates, at the proxy's, and for a redirect in force."""
    yield Probe(STEP, "CA variables", partial(_variables, context))
    yield Probe(STEP, "redirect", partial(_redirect, context))


def _variables(context: Context) -> Result:
    asked = (STEP, "CA variables")
    shown = context.environment_shown
    by_path: dict[str, list[str]] = {}
    for name in BUNDLE_VARIABLES:
        if path := shown.get(name):
            by_path.setdefault(path, []).append(name)
    if not by_path:
        return context.result(asked, Verdict.OK, "none is set: the machine's own roots")
    said = "; ".join(f"{', '.join(names)} = {path} ({_of_whom(path)})" for path, names in by_path.items())
    return context.result(asked, Verdict.NOTE, said)


def _of_whom(path: str) -> str:
    return "the roots of a fake: for a live run unset" if CA_MARK in path else "in place of the machine's roots"


def _redirect(context: Context) -> Result:
    asked = (STEP, "redirect")
    if context.environment.get("M365_REDIRECTS"):
        return context.result(
            asked, Verdict.NOTE, "M365_REDIRECTS is set: Microsoft's names lead to a fake in this process"
        )
    proxies = getproxies()
    if proxy := proxies.get("https"):
        return context.result(asked, Verdict.NOTE, f"HTTPS goes by the proxy {proxy.rpartition('@')[2]}")
    return context.result(asked, Verdict.OK, "none in force")
