"""The errors of the token service: a row of the table with its values.

A tenant's refusal becomes such an error in `refused.py`; the rows themselves are in `rows/`, and `error_answers.py` has
the JSON that carries the error.
"""

from typing import Any

from fakeserver.protocols.oauth.rows import ROWS, Row
from fakeserver.tenant.refusals import Refusal


class _Values(dict[str, Any]):
    """The values of a text; an unknown one stays empty, as in the real service's answers."""

    def __missing__(self, name: str) -> str:
        return ""


class EntraError(Exception):
    """One answer of the AADSTS table, with its values filled in.

    Attributes:
        row: the table's row.
        claims: JSON text to send back as the `claims` parameter, or empty.
        refusal: the tenant's refusal behind it; None where the request itself is at fault.
        fix: for the developer, what would let it pass on the fake; or empty.
    """

    page = "learn.microsoft.com/entra/identity-platform/reference-error-codes"
    fix = ""

    def __init__(self, code: int | Row, *, claims: str = "", refusal: Refusal | None = None, **values: object) -> None:
        self.row: Row = code if isinstance(code, Row) else ROWS[code]
        self.values = _Values(values)
        self.claims = claims
        self.refusal = refusal
        super().__init__(self.row.code)

    @property
    def code(self) -> int:
        """The number after AADSTS."""
        return self.row.code

    @property
    def name(self) -> str:
        """What it is known by: AADSTS90002."""
        return f"AADSTS{self.row.code}"

    @property
    def text(self) -> str:
        """The sentence with its values, without code and ids."""
        return self.row.text.format_map(self.values)

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"
