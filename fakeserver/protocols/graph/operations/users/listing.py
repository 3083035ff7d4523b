"""A page of the directory's users."""

from collections.abc import Sequence
from typing import Any, Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.odata.fields import INVALID_NODES, NO_ORDER
from fakeserver.protocols.graph.pages import asked_for
from fakeserver.protocols.graph.properties.user import USER
from fakeserver.protocols.graph.properties.user_fields import USER_FIELDS
from fakeserver.protocols.graph.properties.view import View
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
UNSUPPORTED_FILTER: Final = Row(
    400,
    "Request_UnsupportedQuery",
    "Unsupported or invalid query filter clause specified for resource 'User'.",
    ASSUMED,
)
UNSUPPORTED_ORDER: Final = Row(400, "Request_UnsupportedQuery", "Sorting not supported for current query.", ASSUMED)
_PAGE: Final = 100
_MOST: Final = 999


def page_of_users(call: Call) -> dict[str, Any]:
    """Return the answer to a list of users, with the link to the next page."""
    for option in ("$search", "$count"):
        if option in call.query:
            raise GraphError(NOT_PERFORMED, what=f"{option} on users")
    text = call.query.get("$top", str(_PAGE))
    top, start = number_in(text, 9), skipped(call.query.get("$skiptoken"), EXPIRED_PAGE)
    if top is None or not 1 <= top <= _MOST:
        raise GraphError(INVALID_TOP, value=text[:20])
    listed = (user for user in call.tenant.directory.users.values() if user.is_listed)
    users = _asked_for(call, sorted(listed, key=lambda user: user.display_name.casefold()))
    shape = USER.shape(call.query.get("$select"))
    view = View(root=call.root)
    selected = f"({','.join(shape.names)})" if "$select" in call.query else ""
    answer: dict[str, Any] = {"@odata.context": f"{call.root}/$metadata#users{selected}"}
    if start + top < len(users):
        answer["@odata.nextLink"] = call.link(skiptoken=skip_token(start + top))
    answer["value"] = [shape.write(user, view) for user in users[start : start + top]]
    return answer


def _asked_for(call: Call, users: list[User]) -> Sequence[User]:
    try:
        return asked_for(call, USER_FIELDS, users)
    except GraphError as error:
        if error.row is INVALID_NODES:
            raise GraphError(UNSUPPORTED_FILTER) from error
        if error.row is NO_ORDER:
            raise GraphError(UNSUPPORTED_ORDER) from error
        raise
