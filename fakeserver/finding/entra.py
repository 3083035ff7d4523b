"""What Entra ID says no with: the AADSTS codes."""

from collections.abc import Iterator
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.places import kinds_at
from fakeserver.protocols.oauth.refused import CODES
from fakeserver.protocols.oauth.rows import ROWS, Row, requests
from fakeserver.tenant.refusals import AnswerOrdered, Explanation

_ENTRA: Final = "OAuth"


def said() -> Iterator[Said]:
    """Yield the texts with their causes: the tenant's reasons, and what is wrong with requests themselves."""
    explained: set[int] = set()
    for kind in kinds_at(_ENTRA):
        # What a test orders may have any code.
        if kind is not AnswerOrdered:
            row = _row(kind().row_in(CODES))
            explained.add(row.code)
            yield Said(_ENTRA, _text(row), explanation_of(kind, _ENTRA), row.source)
    of_requests = {row.code for row in requests.ROWS}
    for row in ROWS.values():
        if row.code in of_requests or row.code not in explained:
            yield Said(_ENTRA, _text(row), _own(row), row.source)


def _row(code: int | Row) -> Row:
    return code if isinstance(code, Row) else ROWS[code]


def _text(row: Row) -> str:
    return f"AADSTS{row.code}: {row.text}"


def _own(row: Row) -> Explanation:
    """Explain a code that no refusal is behind."""
    return Explanation(
        f"AADSTS{row.code}",
        "The request itself is at fault, in what the text says, or a part of Entra ID that no switch of the fake has.",
        fix=f"faults.aadsts({row.code}) answers with it",
        page=f"login.microsoftonline.com/error?code={row.code}",
    )
