"""Asks one promise, and says what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from http.client import HTTPException

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.literals.normal import normal
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.report import Outcome, Verdict
from pytest_m365.contract.terms import EWS_ENDS, NotAsked
from pytest_m365.live.errors import LiveError


def perform(promise: Promise, asker: Asker) -> Outcome:
    """Ask a promise; return whether it holds, differs, or could not be asked."""
    if promise.protocol == "EWS" and asker.is_live and datetime.now(UTC).strftime("%Y-%m-%d") >= EWS_ENDS:
        return outcome_of(promise, "not asked", reason=f"EWS has ended on {EWS_ENDS}")
    try:
        if promise.needs is not None:
            promise.needs.need(asker)
        lines = list(promise.ask.perform(asker))
    except NotAsked as why:
        return not_asked(promise, str(why), asker)
    except pytest.skip.Exception as skipped:
        # What a live target has not, it skips: nobody has signed in, no application that acts by itself.
        return not_asked(promise, skipped.msg or "", asker)
    except LiveError as refused:
        # The run cannot sign in as it would have to.
        return not_asked(promise, refused.answer, asker)
    except (OSError, HTTPException) as error:
        return not_asked(promise, f"the connection failed: {type(error).__name__}", asker)
    said = normal(promise.kind, lines, asker.known, promise.expected)
    verdict: Verdict = "holds" if said.text in promise.expected else "differs"
    return outcome_of(promise, verdict, said=said.text, left_out=said.left_out)


def not_asked(promise: Promise, reason: str, asker: Asker | None = None) -> Outcome:
    """Return that a promise was not asked; the reason may be an answer, and is made into a literal."""
    known = asker.known if asker is not None else {}
    own = (promise.needs.says,) if promise.needs is not None else ()
    text = normal("http" if promise.kind == "names" else promise.kind, [reason], known, own).text
    return outcome_of(promise, "not asked", reason=text)


def outcome_of(promise: Promise, verdict: Verdict, *, said: str = "", reason: str = "", left_out: int = 0) -> Outcome:
    """Return what became of a promise."""
    return Outcome(
        promise.id,
        promise.protocol,
        promise.says,
        promise.mark,
        promise.source,
        promise.known,
        promise.ask.text,
        promise.expected,
        verdict,
        said,
        reason,
        left_out,
    )
