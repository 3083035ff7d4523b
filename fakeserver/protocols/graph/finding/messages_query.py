"""What a list of messages is asked for: which ones, and in which order.

Sources: learn.microsoft.com/graph/api/user-list-messages for the rule of ``$filter`` with ``$orderby``; issue threads
for what it lets through. Without an order a filtered list begins with the oldest: that of the index (work-iq#182).
"""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.finding.fields import FIND_NOTHING, MESSAGE_FIELDS, UNFIT
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.expressions import Call as Function
from fakeserver.protocols.graph.odata.expressions import nodes, paths
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.protocols.graph.odata.orders import read_orders
from fakeserver.tenant.access.needs import READ_MAIL
from fakeserver.tenant.exchange.aqs.query import read_query
from fakeserver.tenant.exchange.criteria import Criterion
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.orders import SortKey

INEFFICIENT: Final = Row(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.")
SEARCH_WITH_FILTER: Final = Row(
    400, "SearchWithFilter", "The query parameter '$filter' is not supported with '$search'."
)
SEARCH_WITH_ORDER: Final = Row(
    400, "SearchWithOrderBy", "The query parameter '$orderBy' is not supported with '$search'."
)
SEARCH_WITH_SKIP: Final = Row(
    400, "SearchWithSkip", "The query parameter '$skip' is not supported with '$search'.", ASSUMED
)
SEARCH_SYNTAX: Final = Row(
    400, "BadRequest", "Syntax error: character '{letter}' is not valid at position {place} in '{text}'."
)
#: Messages that a search finds at most. Source: the same page, since 2022; before, 250.
MOST_FOUND: Final = 1000
_RECEIVED: Final = MESSAGE_FIELDS.singles["receiveddatetime"].sort_key()
#: The newest first, as lists come without options.
NEWEST_FIRST: Final[list[SortKey]] = [(_RECEIVED, True)]
_OLDEST_FIRST: Final[list[SortKey]] = [(_RECEIVED, False)]
_SENT: Final = MESSAGE_FIELDS.singles["sentdatetime"].sort_key()


@dataclass(frozen=True)
class MessagesQuery:
    """What is asked for."""

    #: None: every message
    criterion: Criterion[Item] | None
    keys: list[SortKey]
    #: by what the order is kept
    name: bytes
    is_search: bool = False


def read_messages_query(call: Call) -> MessagesQuery:
    """Read the query of a list of messages.

    Raises:
        GraphError: it cannot be answered.
    """
    query = call.query
    if "$search" in query:
        return _search(call)
    orders = read_orders(query["$orderby"]) if "$orderby" in query else ()
    keys = MESSAGE_FIELDS.keys(query["$orderby"]) if orders else []
    name = ",".join(f"{order.path} {order.descending}" for order in orders).lower().encode()
    if "$filter" not in query:
        return MessagesQuery(None, keys or NEWEST_FIRST, name)
    expression = read_filter(query["$filter"])
    criterion = criterion_of(MESSAGE_FIELDS, expression)
    named = list(dict.fromkeys(str(path).lower() for path in paths(expression)))
    if orders:
        _check_efficient(named, [str(order.path).lower() for order in orders])
    needs_count = call.tenant.policies.graph_contains_needs_count and not call.is_advanced
    if needs_count and any(isinstance(node, Function) and node.name == "contains" for node in nodes(expression)):
        raise GraphError(INEFFICIENT)
    for each in FIND_NOTHING.intersection(named):
        call.remark(f"a filter by {each} finds nothing: use $search")
    return MessagesQuery(criterion, keys or _OLDEST_FIRST, name)


def _check_efficient(filtered: list[str], ordered: list[str]) -> None:
    """Refuse an order that the filter does not begin with.

    isRead alone works with any order, without the rule (work-iq#182, pipedream#21543).
    """
    if filtered == ["isread"]:
        return
    if filtered[: len(ordered)] != ordered:
        raise GraphError(INEFFICIENT)


def _search(call: Call) -> MessagesQuery:
    query = call.query
    if "$filter" in query:
        raise GraphError(SEARCH_WITH_FILTER)
    if "$orderby" in query:
        raise GraphError(SEARCH_WITH_ORDER)
    if query.get("$skip", "0") != "0":
        raise GraphError(SEARCH_WITH_SKIP)
    call.require(READ_MAIL)
    text = _unquoted(query["$search"])
    zone = call.visit.owner.zone
    found = read_query(text, call.tenant.clock.now().astimezone(zone))
    for remark in found.remarks:
        call.remark(remark)
    if found.criterion is None:
        raise GraphError(UNFIT)
    return MessagesQuery(found.criterion, [(_SENT, True)], b"", is_search=True)


def _unquoted(text: str) -> str:
    """Return what is searched for: the quotes around it belong to the option.

    Assumption: without them only words may stand there, and the first other character is refused.
    """
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"')
    place = next((place for place, letter in enumerate(text) if letter in '"()'), None)
    if place is not None:
        raise GraphError(SEARCH_SYNTAX, letter=text[place], place=place, text=text[:200])
    return text
