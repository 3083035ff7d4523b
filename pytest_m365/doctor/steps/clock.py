"""The machine's clock beside the sign-in service's."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from functools import partial

import requests

from pytest_m365.diagnosis.entra_clues import CLOCK_LIMIT, ahead_in_words
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.where import why_shut

STEP = "clock"
#: seconds by which tokens and assertions are still taken
TOLERATED = 300


def step(context: Context) -> Iterator[Probe]:
    """Compare the field Date of the sign-in service's answer."""
    if why := why_shut(context, "sign-in"):
        yield context.skipped(STEP, "this machine", why)
    else:
        yield Probe(STEP, "this machine", partial(_compared, context))


def _compared(context: Context) -> Result:
    asked = (STEP, "this machine")
    url = f"{context.settings.authority}/v2.0/.well-known/openid-configuration"
    try:
        before = context.time.now()
        answer = context.http.get(url)
        after = context.time.now()
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
    except requests.RequestException as error:
        return context.failed(asked, context.seen("token", f"{type(error).__name__}: {error}"))
    except ValueError:
        return context.result(asked, Verdict.NOTE, "the sign-in service's answer has no Date")
    # Date has whole seconds, and was written between the two moments.
    ahead = (before + (after - before) / 2 - theirs).total_seconds() - 0.5
    context.ahead = ahead
    if abs(ahead) <= CLOCK_LIMIT:
        return context.result(asked, Verdict.OK, f"right to {max(1, round(abs(ahead)))} s")
    said = f"{ahead_in_words(ahead)} the sign-in service's"
    if abs(ahead) <= TOLERATED:
        return context.result(asked, Verdict.NOTE, f"{said}: set it by NTP, before assertions and tokens are refused")
    return context.failed(asked, context.seen("clock", f"the machine's clock is {said}"))
