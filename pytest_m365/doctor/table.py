"""The walk for people: one line a question, then each failure with what is known of it; 80 columns, no colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fakeserver.redaction import printable
from pytest_m365.diagnosis.columns import hanging
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Result, Status, Verdict
from pytest_m365.doctor.who import Who

_LABEL = 12
#: what of a token is shown to people; the JSON has more
_SHOWN = ("oid", "iat", "length")
#: verdicts that are explained below the table
_EXPLAINED = (Verdict.MISSING, Verdict.UNAVAILABLE, Verdict.REFUSED)
_ENDS = {
    Status.WORKS: "All that was asked for works.",
    Status.MISSING: "Something is missing.",
    Status.REFUSED: "The ini file does not allow it: nothing was asked of anybody.",
    Status.UNAVAILABLE: "The service or a mailbox is not to be had now. Try again in some minutes.",
}
_ASK_AN_ADMIN = (
    "What cannot be told apart from outside, an admin can see: by a script that only reads, which "
    "`python -m pytest_m365 doctor --admin-script` prints."
)


def table(context: Context, results: Sequence[Result], status: Status) -> str:
    """Return the whole output."""
    settings = context.settings
    lines = [
        f"tenant {settings.tenant_id} ({settings.cloud.name} cloud)",
        *hanging("asked as ", "; ".join(_named(who) for who in context.identities) or "nobody", 9),
        f"asked at {context.time.now():%Y-%m-%d %H:%M:%SZ}",
        "",
    ]
    before: Result | None = None
    for result in results:
        lines += _row(result, before)
        before = result
    told: dict[str, str] = {}
    for number, same in enumerate(_alike(one for one in results if _is_explained(one)), 1):
        lines += ["", *_explained(number, same, told)]
    if context.facts is None and any(one.diagnosis and not one.diagnosis.is_certain for one in results):
        lines += ["", *hanging("", _ASK_AN_ADMIN, 0)]
    lines += ["", _ENDS[status] + ("" if status is Status.WORKS else f" (exit status {status.value})")]
    return "\n".join(map(printable, lines))


def _named(who: Who) -> str:
    return f"the application {who.client_id}" if who.is_app_only else f"the user {who.user}"


def _row(result: Result, before: Result | None) -> Iterator[str]:
    """Yield verdict, step, and what it was asked of, then what was found; why it was skipped is said once in a step."""
    is_new = before is None or before.step != result.step
    word = (
        result.verdict.value if result.verdict in (Verdict.OK, Verdict.NOTE, Verdict.SKIPPED) else result.verdict.name
    )
    head = f"{word:<12}{result.step if is_new else '':<13}"
    said = result.said or (result.answer if not _is_explained(result) else "")
    if before and not is_new and result.verdict is before.verdict is Verdict.SKIPPED and said == before.said:
        said = "as above"
    yield from hanging(head, f"{result.subject}{f': {said}' if said else ''}", 25)
    shown = ", ".join(f"{name} {result.shown[name]}" for name in _SHOWN if name in result.shown)
    if shown:
        yield from hanging(" " * 27, shown, 27)


def _is_explained(result: Result) -> bool:
    return result.verdict in _EXPLAINED or (result.diagnosis is not None and result.verdict is Verdict.NOTE)


def _alike(failures: Iterable[Result]) -> list[list[Result]]:
    """Return failures of one step together that come to the same: a user's token is asked for by each protocol."""
    found: dict[object, list[Result]] = {}
    for failure in failures:
        # Answers have ids in them, another each time.
        of = failure.diagnosis and (failure.diagnosis.causes, failure.diagnosis.excluded)
        found.setdefault((failure.step, of or (failure.answer, failure.said)), []).append(failure)
    return list(found.values())


def _explained(number: int, same: Sequence[Result], before: dict[str, str]) -> Iterator[str]:
    """Yield a failure, or several that come to the same; a fix that stands above already is referred to."""
    result = same[0]
    yield from hanging(f"{number}. ", f"{result.step} {'; '.join(one.subject for one in same)}", 3)
    if result.answer:
        yield from _labelled("answer", result.answer)
    yield from _labelled("asked", f"{result.at:%Y-%m-%d %H:%M:%SZ}")
    diagnosis = result.diagnosis
    if diagnosis is None:
        known_by_no_row = "cannot tell: this answer is not known"
        yield from _labelled("verdict", known_by_no_row if result.seen else result.said)
        return
    yield from _labelled("verdict", diagnosis.verdict)
    for label, text in diagnosis.told(before, f"under {number}."):
        yield from _labelled(label, text)


def _labelled(label: str, text: str) -> list[str]:
    return hanging(f"   {label:<{_LABEL}}", text, 3 + _LABEL)
