"""One row of the table: an error of Entra ID, and where it was seen."""

from dataclasses import dataclass

#: the text was seen in an answer of the real service
SEEN = "seen in an answer"
#: the service's own template for the code, 2025-09-03; status and error names are inferred from the family
TEMPLATE = "github f-bader/EntraID-ErrorCodes"
#: only Microsoft's description is known; the text on the wire may differ
DESCRIBED = "identity-platform/reference-error-codes.md"


@dataclass(frozen=True, slots=True)
class Row:
    """An error of Entra ID."""

    code: int
    #: HTTP status at the token endpoint
    status: int
    #: the `error` member at the token endpoint, v2.0
    error: str
    #: what follows `AADSTS<code>: `, with `{placeholders}`
    text: str
    source: str = TEMPLATE
    suberror: str = ""
    #: `error` on a redirect to the application; empty: the user sees a page, and the application gets nothing
    redirect: str = ""
    #: `error` at the v1.0 token endpoint and in answers to on-behalf-of, where it differs
    v1_error: str = ""
    #: whether the answer has `error_uri`; it has not where it was seen without
    has_uri: bool = True
