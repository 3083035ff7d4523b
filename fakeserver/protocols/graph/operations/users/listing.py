"""The directory's users: a page of them, and their number."""

from collections.abc import Sequence
from typing import Any, Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.protocols.graph.operations.users.advanced import NO_COUNT, check
from fakeserver.protocols.graph.operations.users.get_user import SHOW_ALL, check_directory
from fakeserver.protocols.graph.operations.users.searching import searched
from fakeserver.protocols.graph.properties.user import USER
from fakeserver.protocols.graph.properties.user_fields import USER_FIELDS
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.skip_tokens import skip_token, skipped
from fakeserver.tenant.directory.users import User

INVALID_TOP: Final = Row(
    400,
    "Request_UnsupportedQuery",
    "Invalid page size specified: '{value}'. Must be between 1 and 999 inclusive.",
    ASSUMED,
)
EXPIRED_PAGE: Final = Row(
    400,
    "Directory_ExpiredPageToken",
    "The specified page token value has expired and can no longer be included in your request.",
    ASSUMED,
)
_PAGE: Final = 100
_MOST: Final = 999


@operation("GET", "users", query="$select $top $filter $skiptoken $count $orderby $search")
def list_users(call: Call) -> Result:
    """Return the users of the directory, a page of them.

    Source: learn.microsoft.com/graph/api/user-list
    """
    check_directory(call, SHOW_ALL)
    text = call.query.get("$top", str(_PAGE))
    top, start = number_in(text, 9), skipped(call.query.get("$skiptoken"), EXPIRED_PAGE)
    if top is None or not 1 <= top <= _MOST:
        raise GraphError(INVALID_TOP, value=text[:20])
    users = _found(call)
    shape = USER.shape(call.query.get("$select"))
    view = View(root=call.root)
    selected = f"({','.join(shape.names)})" if "$select" in call.query else ""
    answer: dict[str, Any] = {"@odata.context": f"{call.root}/$metadata#users{selected}"}
    if call.is_advanced:
        answer["@odata.count"] = len(users)
    if start + top < len(users):
        answer["@odata.nextLink"] = call.link(skiptoken=skip_token(start + top))
    answer["value"] = [shape.write(user, view) for user in users[start : start + top]]
    return answer


@operation("GET", "users/$count", query="$filter $search")
def count_users(call: Call) -> Result:
    """Return how many users there are that a query finds, as text.

    Source: learn.microsoft.com/graph/aad-advanced-queries
    """
    check_directory(call, SHOW_ALL)
    if not call.is_eventual:
        raise GraphError(NO_COUNT)
    return call.counted(len(_found(call)))


def _found(call: Call) -> Sequence[User]:
    """Return the users that are asked for, in order: without ``$orderby``, by their names."""
    query = call.query
    condition = read_filter(query["$filter"]) if "$filter" in query else None
    check(call, condition)
    users = [user for user in call.tenant.directory.users.values() if user.is_listed]
    if condition is not None:
        users = list(filter(criterion_of(USER_FIELDS, condition).met_by, users))
    if "$search" in query:
        users = list(filter(searched(query["$search"]), users))
    return USER_FIELDS.sorted(users, query.get("$orderby", "displayName"))
