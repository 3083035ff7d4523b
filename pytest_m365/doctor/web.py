"""HTTP as the steps use it: to allowed hosts only, without redirects, without patience."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests

from pytest_m365.doctor.context import Context
from pytest_m365.live.guarded_session import GuardedSession


@contextmanager
def session(context: Context) -> Iterator[requests.Session]:
    """Open a session that the guard watches."""
    with GuardedSession(context.guard, context.learn) as opened:
        yield opened


def literal(answer: requests.Response) -> str:
    """Return an answer as one reads it in a log: status, reason, and what says why."""
    said = [f"HTTP {answer.status_code} {answer.reason}"]
    if why := answer.headers.get("x-ms-diagnostics"):
        said.append(f"x-ms-diagnostics: {why}")
    body = " ".join(answer.text.split())
    said.append(body[:600] if body else "(empty body)")
    return " ".join(said)
