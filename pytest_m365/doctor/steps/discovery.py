"""OpenID Connect discovery: whether the tenant is there, and its endpoints are where they ought to be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import requests

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.web import literal
from pytest_m365.doctor.where import why_shut
from pytest_m365.live.guard import NotAllowed

STEP = "discovery"


def step(context: Context) -> Iterator[Probe]:
    """Read the tenant's discovery document."""
    subject = context.settings.tenant_id
    if why := why_shut(context, "sign-in"):
        yield context.skipped(STEP, subject, why)
    else:
        yield Probe(STEP, subject, partial(_read, context))


def _read(context: Context) -> Result:
    asked = (STEP, context.settings.tenant_id)
    try:
        answer = context.http.get(f"{context.settings.authority}/v2.0/.well-known/openid-configuration")
        document = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        return context.failed(asked, context.seen("token", f"{type(error).__name__}: {error}"))
    if not isinstance(document, dict):
        return context.failed(asked, context.seen("token", literal(answer)))
    issuer, endpoint = str(document.get("issuer", "")), str(document.get("token_endpoint", ""))
    if context.settings.tenant_id not in issuer.lower():
        return context.result(asked, Verdict.MISSING, f"the issuer is {issuer}, which is another tenant's")
    try:
        context.guard.check_url(endpoint)
    except NotAllowed as error:
        return context.result(asked, Verdict.REFUSED, str(error))
    return context.result(asked, Verdict.OK, f"token endpoint {endpoint}")
