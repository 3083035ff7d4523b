"""Notes of permissions: asked for at Entra ID, and used at a protocol.

Names are as in `Tenant.register_app`: bare ones are Exchange Online's, others have their resource in front.
"""

from typing import NamedTuple


class Demand(NamedTuple):
    """An application asked Entra ID for permissions."""

    client_id: str
    #: those that it named
    asked: frozenset[str]
    #: those of the token that it was given
    given: frozenset[str]


class PermissionUse(NamedTuple):
    """A token was shown to a protocol and let somebody in."""

    client_id: str
    #: the application's
    name: str
    protocol: str
    #: what the protocol asks for; empty: any permission will do
    permission: str
    #: all that the token holds, scopes or roles
    held: frozenset[str]
