"""How an answer over HTTP is shown."""

from __future__ import annotations

import requests


def literal(answer: requests.Response) -> str:
    """Return an answer as one reads it in a log: status, reason, and what says why."""
    said = [f"HTTP {answer.status_code} {answer.reason}"]
    if why := answer.headers.get("x-ms-diagnostics"):
        said.append(f"x-ms-diagnostics: {why}")
    body = " ".join(answer.text.split())
    said.append(body[:600] if body else "(empty body)")
    return " ".join(said)
