"""What a filter may ask of users, and what they are sorted by.

Source: learn.microsoft.com/graph/aad-advanced-queries, for what works without ``ConsistencyLevel``.
"""

from typing import Final

from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.properties.user import USER
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.directory.users import User

_VIEW: Final = View()
_PROPERTIES: Final = {each.name: each for each in USER.properties}


def _text(name: str, kind: Kind = Kind.TEXT) -> Field[User]:
    read = _PROPERTIES[name].read
    return Field(kind, lambda user: read(user, _VIEW))


_TEXTS: Final = ("displayName", "givenName", "mail", "mailNickname", "surname", "userPrincipalName", "userType")
USER_FIELDS: Final = Fields[User](
    USER,
    {
        **{name.lower(): _text(name) for name in _TEXTS},
        "id": _text("id", Kind.EXACT),
        "accountenabled": _text("accountEnabled", Kind.TRUTH),
    },
    {
        "proxyaddresses": Listed(
            lambda user: _PROPERTIES["proxyAddresses"].read(user, _VIEW),
            {"": Field(Kind.TEXT, lambda element: element)},
        )
    },
)
