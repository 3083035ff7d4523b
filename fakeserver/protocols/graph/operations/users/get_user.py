"""The signed-in user, and others."""

from typing import Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.properties.user import USER
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.users import find_user
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import DirectoryPermissionMissing, UserMustBeNamed

RESOURCE_NOT_FOUND: Final = Row(
    404,
    "Request_ResourceNotFound",
    "Resource '{user}' does not exist or one of its queried reference-property objects are not present.",
)
_OWN: Final = frozenset({"User.Read", "User.ReadBasic.All", "User.Read.All"})
#: Permissions that show any user.
SHOW_ALL: Final = frozenset({"User.ReadBasic.All", "User.Read.All"})


@operation("GET", "me", query="$select")
def get_user(call: Call) -> Result:
    """Return a user: oneself, or another whom the token's permissions show.

    Source: learn.microsoft.com/graph/api/user-get
    """
    user = _named(call)
    shape = USER.shape(call.query.get("$select"))
    selected = f"({','.join(shape.names)})" if "$select" in call.query else ""
    return {
        "@odata.context": f"{call.root}/$metadata#users{selected}/$entity",
        **shape.write(user, View(root=call.root)),
    }


def _named(call: Call) -> User:
    visitor, named = call.visitor, call.values["user"]
    if named == "me":
        if visitor.user is None:
            raise UserMustBeNamed
        check_directory(call, _OWN)
        return visitor.user
    user = find_user(visitor, named)
    check_directory(call, _OWN if user is not None and user is visitor.user else SHOW_ALL)
    if user is None:
        raise GraphError(RESOURCE_NOT_FOUND, user=named[:200])
    return user


def check_directory(call: Call, enough: frozenset[str]) -> None:
    """Refuse a token that shows nothing of the directory (DirectoryPermissionMissing)."""
    claims = call.visitor.claims
    held = frozenset[str]() if claims is None else claims.permissions
    if held.isdisjoint(enough):
        raise DirectoryPermissionMissing(required=min(enough, key=len), granted=" ".join(sorted(held)))
    call.visitor.used = min(held & enough, key=len)
