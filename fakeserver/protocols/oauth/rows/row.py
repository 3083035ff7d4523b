"""One row of the table: how Entra ID says one "no", and where that was seen."""

from dataclasses import dataclass

#: the text was seen in an answer of the real service
SEEN = "seen in an answer"
#: the service's own template for the code, 2025-09-03; status and error names are inferred from the family
TEMPLATE = "github f-bader/EntraID-ErrorCodes"
#: only Microsoft's description is known; the text on the wire may differ
DESCRIBED = "identity-platform/reference-error-codes.md"


@dataclass(frozen=True, slots=True)
class Row:
    """How Entra ID says one "no"."""

    code: int
    #: HTTP status at the token endpoint
    status: int
    #: the `error` member at the token endpoint, v2.0
    error: str
    #: what follows `AADSTS<code>: `, with `{placeholders}`
    text: str
    source: str = TEMPLATE
    suberror: str = ""
    #: `error` on a redirect to the application; empty: the user sees a page, and the application never hears of it
    redirect: str = ""
    #: `error` at the v1.0 token endpoint and in answers to on-behalf-of, where it differs
    v1_error: str = ""
