"""The section ``m365`` in the report of a failed test: what was asked, what was answered, and why not.

The wire is terse, as the real service's is; this is not. Tokens appear as their claims, secrets not at all.
"""

from __future__ import annotations

import base64
import json
import re
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeserver.journal import Exchange
    from pytest_m365.fake import FakeTarget

#: exchanges shown for each protocol
LAST = 8
#: longest text of one exchange, in characters
WIDTH = 200

#: claims that tell why a token opens a door or doesn't
TELLING_CLAIMS = ("aud", "iss", "appid", "upn", "oid", "scp", "roles", "exp")

_JWT = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")
#: base64 of an XOAUTH2 response begins with "user="
_XOAUTH2 = re.compile(r"\bdXNlcj[\w+/=]{20,}")
_NAMED_SECRET = re.compile(
    r"(?i)\b(password|passwd|client_secret|refresh_token|client_assertion|assertion|code)=[^&\s]+"
)


def section(target: FakeTarget) -> str:
    """Return the text of the report section: exchanges by protocol, then refusals, then the fake's own errors."""
    entries = target.journal
    secrets = secrets_of(target)
    lines = [f"tenant {target.domain} ({target.tenant_id}) at {target.server.base_url}"]
    for protocol in dict.fromkeys(entry.protocol for entry in entries):
        lines += _exchanges(protocol, [entry for entry in entries if entry.protocol == protocol])
    lines += _refusals(entries)
    for error in [*target.take_errors(), *target.errors]:
        lines += ["", "the fake itself met an exception, which is a bug in it:"]
        lines += "".join(traceback.format_exception(error)).splitlines()
    if not entries:
        lines.append("nothing was asked of it")
    return redacted("\n".join(lines), secrets)


def _exchanges(protocol: str, entries: list[Exchange]) -> list[str]:
    left_out = len(entries) - LAST
    heading = f"{protocol}" + (f" (the last {LAST} of {len(entries)})" if left_out > 0 else "")
    return ["", heading, *(f"  {entry.at:%H:%M:%S} {_line(entry)}" for entry in entries[-LAST:])]


def _line(entry: Exchange) -> str:
    asked, answered = (_short(text) for text in (entry.asked, entry.answered))
    return f"{asked}  ->  {answered}" if answered else asked


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _refusals(entries: Iterable[Exchange]) -> list[str]:
    lines: list[str] = []
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        why = entry.refusal
        if why is None or (entry.protocol, why.sentence) in seen:
            continue
        seen.add((entry.protocol, why.sentence))
        facts = ", ".join(f"{name}={value}" for name, value in why.facts.items() if value not in (None, ""))
        lines += ["", f"refused on {entry.protocol}: {why.sentence}"]
        lines += [
            f"  {label}: {text}"
            for label, text in (
                ("rule", why.rule),
                ("facts", facts),
                ("mend", why.mend),
                ("real tenant", why.real),
                ("page", why.page and f"https://{why.page}"),
            )
            if text
        ]
    return lines


def secrets_of(target: FakeTarget) -> list[str]:
    """Return the passwords and client secrets of the target's tenant."""
    passwords = [user.password for user in target.tenant.users]
    secrets = [secret.value for app in target.tenant.apps for secret in app.secrets]
    return [value for value in (*passwords, *secrets) if value]


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text in which tokens are their claims and secrets are gone."""
    for secret in secrets:
        text = text.replace(secret, "***")
    text = _NAMED_SECRET.sub(lambda match: f"{match[1]}=***", text)
    text = _XOAUTH2.sub("<XOAUTH2 response>", text)
    return _JWT.sub(lambda match: _claims(match[0]), text)


def _claims(token: str) -> str:
    """Return the telling claims of a token, without what would let anybody use it."""
    payload = token.split(".")[1]
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return "<token>"
    if not isinstance(claims, dict):
        return "<token>"
    return "<token " + " ".join(f"{name}={claims[name]}" for name in TELLING_CLAIMS if name in claims) + ">"
