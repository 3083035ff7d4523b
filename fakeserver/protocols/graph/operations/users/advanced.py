"""Queries of the directory that only its index answers: they need ``ConsistencyLevel: eventual``, most ``$count`` too.

Source: learn.microsoft.com/graph/aad-advanced-queries, with the errors of its last section.
"""

from typing import Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, DOCUMENTED, REPORTED, GraphError, Row
from fakeserver.protocols.graph.odata.expressions import Call as Function
from fakeserver.protocols.graph.odata.expressions import Comparison, Expression, Not, nodes

_FIX: Final = "add $count=true to the query, and the header ConsistencyLevel: eventual"
NO_COUNT: Final = Row(
    400, "Request_BadRequest", "$count is not currently supported.", DOCUMENTED, fix="ConsistencyLevel: eventual"
)
NO_SEARCH: Final = Row(
    400,
    "Request_UnsupportedQuery",
    "Request with $search query parameter only works through MSGraph with a special request header: "
    "'ConsistencyLevel: eventual'",
    DOCUMENTED,
    fix="add the header ConsistencyLevel: eventual",
)
#: The text is that of endsWith; that the others have it too is an assumption.
NO_OPERATOR: Final = Row(
    400,
    "Request_UnsupportedQuery",
    "Operator '{name}' is not supported because the required parameters might be missing. Try adding $count=true query "
    "parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more "
    "information",
    DOCUMENTED,
    fix=_FIX,
)
#: Source: freescout-mail365#5
NO_SORTING: Final = Row(400, "Request_UnsupportedQuery", "Sorting not supported for current query.", REPORTED, fix=_FIX)
INVALID_SEARCH: Final = Row(400, "Request_BadRequest", "Invalid $search query clause: '{text}'.", ASSUMED)


def check(call: Call, condition: Expression | None) -> None:
    """Refuse what only an advanced query may ask, where this one is none.

    Args:
        condition: the ``$filter``.

    Raises:
        GraphError: it is asked.
    """
    if "$search" in call.query and not call.is_eventual:
        raise GraphError(NO_SEARCH)
    if call.query.flag("$count") and not call.is_eventual:
        call.remark("$count is passed over without the header ConsistencyLevel: eventual")
    if condition is None or call.is_advanced:
        return
    if "$orderby" in call.query:
        raise GraphError(NO_SORTING)
    for node in nodes(condition):
        match node:
            case Function("endswith", _):
                raise GraphError(NO_OPERATOR, name="endsWith")
            case Comparison("ne", _, _):
                raise GraphError(NO_OPERATOR, name="ne")
            case Not():
                raise GraphError(NO_OPERATOR, name="not")
