"""The walk for scripts: JSON whose keys stay. docs/doctor.md describes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from pytest_m365.diagnosis import Diagnosis
from pytest_m365.diagnosis.diagnosis import Candidate
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Result, Status

#: grows when a key changes its meaning or is taken away
FORM = 1


def document(context: Context, results: Sequence[Result], status: Status) -> str:
    """Return the whole output."""
    settings = context.settings
    return json.dumps(
        {
            "form": FORM,
            "tenant_id": settings.tenant_id,
            "cloud": settings.cloud.name,
            "mailboxes": list(context.wish.mailboxes),
            "protocols": list(context.wish.protocols),
            "status": status.name.lower(),
            "exit_status": status.value,
            "results": [_result(result) for result in results],
        },
        indent=2,
        ensure_ascii=False,
    )


def _result(result: Result) -> dict[str, object]:
    return {
        "step": result.step,
        "subject": result.subject,
        "verdict": result.verdict.value,
        "said": result.said,
        "answer": result.answer,
        "at": _moment(result.at),
        "shown": dict(result.shown),
        "diagnosis": _diagnosis(result.diagnosis) if result.diagnosis else None,
    }


def _diagnosis(diagnosis: Diagnosis) -> dict[str, object]:
    return {
        "verdict": diagnosis.verdict,
        "blame": diagnosis.blame.value,
        "certain": diagnosis.is_certain,
        "causes": [_cause(cause) for cause in diagnosis.causes],
        "excluded": [_cause(cause) for cause in diagnosis.excluded],
        "notes": list(diagnosis.notes),
    }


def _cause(cause: Candidate) -> dict[str, object]:
    return {
        "row": cause.row,
        "text": cause.text,
        "standing": cause.standing.name.lower(),
        "because": cause.because,
        "fix": cause.fix,
        "wait": cause.wait.text,
        "page": f"https://{cause.page}" if cause.page else "",
    }


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
