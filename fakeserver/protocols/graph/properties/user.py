"""The properties of users that programs for mail ask for: microsoft.graph.user.

Source: learn.microsoft.com/graph/api/user-get for those that come without $select, which is most of what is known here.
"""

from typing import Any, Final

from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.directory.users import User


def _mail(user: User, _view: View) -> str | None:
    return user.address if user.has_mailbox else None


def _proxies(user: User, _view: View) -> list[str]:
    # The primary address in capitals, as Exchange marks it.
    return [f"{'SMTP' if address == user.address else 'smtp'}:{address}" for address in user.addresses]


def _unset(_user: User, _view: View) -> Any:
    return None


USER: Final = EntityType[User](
    "microsoft.graph.user",
    (
        Property("businessPhones", lambda user, _: []),
        Property("displayName", lambda user, _: user.display_name),
        Property("givenName", lambda user, _: user.given_name or None),
        Property("jobTitle", _unset),
        Property("mail", _mail),
        Property("mobilePhone", _unset),
        Property("officeLocation", _unset),
        Property("preferredLanguage", _unset),
        Property("surname", lambda user, _: user.surname or None),
        Property("userPrincipalName", lambda user, _: user.upn),
        Property("id", lambda user, _: user.object_id),
        Property("accountEnabled", lambda user, _: user.enabled, default=False),
        Property("proxyAddresses", _proxies, default=False),
        Property("userType", lambda user, _: "Guest" if user.is_guest else "Member", default=False),
        Property("mailNickname", lambda user, _: user.address.partition("@")[0], default=False),
    ),
)
