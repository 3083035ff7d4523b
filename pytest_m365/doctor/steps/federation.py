"""A daemon without a secret: what the token of the other issuer says, beside what the application must trust."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fakeserver.jws import readable_claims
from pytest_m365.diagnosis.entra_clues import assertion_in_words
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.live.assertions import AUDIENCE
from pytest_m365.live.errors import LiveError

STEP = "federation"


def step(context: Context) -> Iterator[Probe]:
    """Fetch one token of the other issuer and show its issuer, subject and audience."""
    daemon = context.settings.daemon
    if daemon is not None and daemon.way in ("federated token file", "GitHub Actions' token"):
        yield Probe(STEP, daemon.way, partial(_shown, context))


def _shown(context: Context) -> Result:
    from pytest_m365.live.credentials import client_credential

    daemon = context.settings.daemon
    assert daemon is not None
    asked = (STEP, daemon.way)
    credential = client_credential(daemon, context.learn)
    assert isinstance(credential, dict)
    try:
        claims = readable_claims(credential["client_assertion"]())
    except LiveError as error:
        return context.failed(asked, context.seen("token", error.answer))
    context.assertion = claims
    seen = context.seen("token", "")
    shown = {name: str(claims.get(name, "(none)")) for name in ("iss", "sub", "aud", "exp")}
    said = f"the application must trust exactly {assertion_in_words(seen)}"
    if str(claims.get("aud")) != AUDIENCE:
        return context.result(asked, Verdict.NOTE, f"{said}; aud is usually {AUDIENCE}", shown=shown)
    lifetime = float(str(claims.get("exp", 0))) - context.time.now().timestamp()
    return context.result(asked, Verdict.OK, f"{said}; good for {max(0, round(lifetime))} s", shown=shown)
