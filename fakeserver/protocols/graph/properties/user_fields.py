"""What a filter may ask of users, and what they are sorted by.

Source: learn.microsoft.com/graph/aad-advanced-queries, "Support for filter by properties" and "Support for sorting".
"""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.graph.errors import ASSUMED, DOCUMENTED, Row
from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.odata.operators import DIRECTORY_FUNCTIONS
from fakeserver.protocols.graph.properties.user import USER
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.directory.users import User

_UNSUPPORTED_FILTER: Final = Row(
    400,
    "Request_UnsupportedQuery",
    "Unsupported or invalid query filter clause specified for property '{name}' of resource 'User'.",
    DOCUMENTED,
)
_UNSUPPORTED_ORDER: Final = Row(
    400, "Request_UnsupportedQuery", "Unsupported sort property '{name}' for 'User'.", ASSUMED
)
_VIEW: Final = View()
_PROPERTIES: Final = {each.name: each for each in USER.properties}
_TEXT: Final = frozenset({"eq", "ne", "ge", "le", "startswith"})


def _shown(name: str) -> Callable[[User], Any]:
    read = _PROPERTIES[name].read
    return lambda user: read(user, _VIEW)


def _text(name: str, *functions: str, is_sortable: bool = False) -> Field[User]:
    return Field(Kind.TEXT, _shown(name), taken_by=_TEXT.union(functions), is_sortable=is_sortable)


def _fact(name: str, kind: Kind) -> Field[User]:
    return Field(kind, _shown(name), taken_by=frozenset({"eq", "ne"}), is_sortable=False)


USER_FIELDS: Final = Fields[User](
    USER,
    {
        "displayname": _text("displayName", is_sortable=True),
        "givenname": _text("givenName"),
        "mail": _text("mail", "endswith"),
        "mailnickname": _text("mailNickname"),
        "surname": _text("surname"),
        "userprincipalname": _text("userPrincipalName", "endswith", is_sortable=True),
        "usertype": _fact("userType", Kind.TEXT),
        "id": _fact("id", Kind.EXACT),
        "accountenabled": _fact("accountEnabled", Kind.TRUTH),
    },
    {
        "proxyaddresses": Listed(
            _shown("proxyAddresses"),
            {"": Field(Kind.TEXT, lambda address: address, taken_by=_TEXT | {"endswith"})},
        )
    },
    collections=frozenset({"businessphones"}),
    functions=DIRECTORY_FUNCTIONS,
    invalid_nodes=_UNSUPPORTED_FILTER,
    no_order=_UNSUPPORTED_ORDER,
)
