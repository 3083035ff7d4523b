"""The judges of a sign-in: each looks at one kind of evidence."""

from __future__ import annotations

from datetime import UTC, datetime

from fakeserver.tenant.identifiers import is_guid
from pytest_m365.diagnosis.judging import (
    ANOTHER_ANSWER,
    ANOTHER_NUMBER,
    OPEN,
    Judge,
    Judgement,
    excluded,
    likely,
    proved,
)
from pytest_m365.diagnosis.row import codes_in
from pytest_m365.diagnosis.seen import Seen

#: seconds by which a clock may be off without harm: tokens are good from five minutes before their issue
CLOCK_LIMIT = 60
#: what a secret looks like that is the portal's "Secret ID"
SECRET_ID = "a GUID"


def secret_form(secret: str, raw: str | None = None) -> str:
    """Return what is odd about the form of a client secret, in words; empty: nothing.

    Args:
        raw: as the environment has it, before blanks around it were taken off.
    """
    if raw is not None and raw != raw.strip():
        return "blanks or a line end around it, which are taken off here"
    if is_guid(secret):
        return SECRET_ID
    if len(secret) < 30:
        return f"{len(secret)} characters, where Entra ID's have 40"
    return "" if "8Q~" in secret[:8] else "not the form of Entra ID's, which have 8Q~ near their beginning"


def of_codes(*codes: int) -> Judge:
    """Return a judge that looks which of the row's numbers it is."""

    def judge(seen: Seen) -> Judgement:
        return OPEN if {*codes_in(seen.answer)} & {*codes} else excluded(ANOTHER_NUMBER)

    return judge


def by_words(*words: str) -> Judge:
    """Return a judge that looks which of several answers it is."""

    def judge(seen: Seen) -> Judgement:
        is_there = any(word in seen.answer for word in words)
        return proved("the answer says so") if is_there else excluded(ANOTHER_ANSWER)

    return judge


def without_words(*words: str) -> Judge:
    """Return a judge for the answers that have none of some words."""
    return lambda seen: excluded(ANOTHER_ANSWER) if any(word in seen.answer for word in words) else OPEN


def by_grant(*grants: str) -> Judge:
    """Return a judge that looks how the token was asked for."""

    def judge(seen: Seen) -> Judgement:
        if not seen.grant:
            return OPEN
        return proved(f"the grant is {seen.grant}") if seen.grant in grants else excluded(f"the grant is {seen.grant}")

    return judge


def is_an_id(seen: Seen) -> Judgement:
    """Look at the form of the secret."""
    if seen.secret_form is None:
        return OPEN
    if seen.secret_form == SECRET_ID:
        return proved("M365_CLIENT_SECRET is a GUID, as the column Secret ID has them")
    return excluded("M365_CLIENT_SECRET is no GUID")


def may_be_anothers(seen: Seen) -> Judgement:
    """Exclude another application's secret where it is no secret at all."""
    return excluded("M365_CLIENT_SECRET is a GUID") if seen.secret_form == SECRET_ID else OPEN


def has_odd_form(seen: Seen) -> Judgement:
    """Look whether anything stands around the secret that does not belong to it."""
    if seen.secret_form is None:
        return OPEN
    if "line end" in seen.secret_form or "quotes" in seen.secret_form:
        return proved(f"M365_CLIENT_SECRET has {seen.secret_form}")
    return excluded("M365_CLIENT_SECRET has neither quotes nor blanks around it")


def device_code_flow(seen: Seen) -> Judgement:
    """Look whether it was the device code, which managed policies block by itself."""
    return (
        likely("the grant is device_code, which Microsoft's own policy blocks") if seen.grant == "device_code" else OPEN
    )


def clock_is_off(seen: Seen) -> Judgement:
    """Look at the machine's clock beside the service's."""
    if seen.ahead is None:
        return OPEN
    if abs(seen.ahead) > CLOCK_LIMIT:
        return proved(f"it is {ahead_in_words(seen.ahead)} the sign-in service's")
    return excluded(f"it is right to {max(1, round(abs(seen.ahead)))} s")


def ahead_in_words(seconds: float) -> str:
    """Return how far a clock is off, before that which it is compared with."""
    return f"{round(abs(seconds))} s {'ahead of' if seconds > 0 else 'behind'}"


def assertion_is_old(seen: Seen) -> Judgement:
    """Look at the end of the assertion."""
    end = (seen.assertion or {}).get("exp")
    if not isinstance(end, int | float) or seen.at is None:
        return OPEN
    moment = datetime.fromtimestamp(end, UTC)
    is_over = moment <= seen.at
    asked = f"{seen.at.astimezone(UTC):%H:%M:%S}"
    said = f"it {'ended' if is_over else 'ends'} at {moment:%H:%M:%S}, asked at {asked}"
    return proved(said) if is_over else excluded(said)


def shows_assertion(seen: Seen) -> Judgement:
    """Say what the token of the other issuer has; whether a rule of that form is there, nobody can see from outside."""
    text = assertion_in_words(seen)
    return likely(f"the token has {text}") if text else OPEN


def assertion_in_words(seen: Seen) -> str:
    """Return issuer, subject and audience of the token by which the application proved itself."""
    claims = seen.assertion or {}
    return ", ".join(f"{name}={claims[name]}" for name in ("iss", "sub", "aud") if name in claims)


def is_a_fork(seen: Seen) -> Judgement:
    """Look for what the job runs for."""
    event = seen.environment.get("GITHUB_EVENT_NAME")
    if event is None:
        return OPEN
    if event != "pull_request":
        return excluded(f"GITHUB_EVENT_NAME is {event}")
    return likely("GITHUB_EVENT_NAME is pull_request")


def is_no_fork(seen: Seen) -> Judgement:
    """Look for what the job runs for."""
    event = seen.environment.get("GITHUB_EVENT_NAME")
    return likely(f"GITHUB_EVENT_NAME is {event}") if event and event != "pull_request" else OPEN
