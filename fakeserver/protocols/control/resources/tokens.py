"""Access tokens made without a sign-in, right or wrong."""

from dataclasses import dataclass, field
from typing import Any

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.directory.applications import Application


@dataclass
class Token:
    """An access token."""

    access_token: str = field(repr=False)


@dataclass
class Issuing:
    """A token that the token service would issue."""

    #: an application's client id or name; null: `public_app`, without a user `daemon_app`
    app: str | None = None
    #: an address; null: an app-only token
    user: str | None = None
    #: short names of Exchange Online's, or whole ones; by default all that were consented to
    scopes: list[str] = field(default_factory=list)


@dataclass
class Forging:
    """Any token; nothing is checked."""

    app: str | None = None
    user: str | None = None
    #: null: all of the mail scopes; an empty list is none
    scopes: list[str] | None = None
    #: null: all of the mail roles
    roles: list[str] | None = None
    #: claims that replace the usual ones; null removes one
    claims: dict[str, Any] = field(default_factory=dict)
    #: fields that replace the header's; null removes one
    header: dict[str, Any] = field(default_factory=dict)
    #: "current", "another" (a key that nobody knows), or "none" (no signature)
    key: str = "current"


@operation("POST", "/tenants/{tenant}/tokens", status=201)
def create_token(call: Call, body: Issuing) -> Token:
    """Make the access token that the token service would give; refused where it would refuse."""
    tenant = call.tenant
    app = _app(call, body.app)
    if body.user is None:
        return Token(tenant.app_token(app or tenant.daemon_app, *body.scopes))
    return Token(tenant.token(app or tenant.public_app, body.user, *body.scopes))


@operation("POST", "/tenants/{tenant}/tokens/mint", status=201)
def mint_token(call: Call, body: Forging) -> Token:
    """Make any access token, right or wrong: expired, of another audience, without its scopes, unsigned."""
    from fakeserver.tenant.tokens.keys import SigningKey

    keys: dict[str, Any] = {"current": "current", "none": None}
    if body.key == "another":
        keys["another"] = SigningKey.generate()
    if body.key not in keys:
        raise ValueError(f"key={body.key!r}: it is 'current', 'another' or 'none'")
    token = call.tenant.mint(
        _app(call, body.app),
        body.user,
        body.scopes,
        body.roles,
        header=body.header or None,
        key=keys[body.key],
        **body.claims,
    )
    return Token(token)


def _app(call: Call, named: str | None) -> Application | None:
    return None if named is None else call.tenant.applications.find(named)
