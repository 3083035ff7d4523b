"""What opens the doors of a mailbox, EWS, IMAP, POP3 and SMTP: scopes and roles, and those that a token has."""

from __future__ import annotations

from fakeserver.jws import readable_claims

#: door -> the scope that opens it to a user's token, and the role that opens it to an application's
PERMISSIONS = {
    "EWS": ("EWS.AccessAsUser.All", "full_access_as_app"),
    "IMAP": ("IMAP.AccessAsUser.All", "IMAP.AccessAsApp"),
    "POP3": ("POP.AccessAsUser.All", "POP.AccessAsApp"),
    "SMTP": ("SMTP.Send", "SMTP.SendAsApp"),
}


def scope_of(door: str) -> str:
    """Return the scope of a door."""
    return PERMISSIONS[door][0]


def permissions_in(token: str) -> frozenset[str]:
    """Return the scopes or roles of a token."""
    claims = readable_claims(token)
    roles = claims.get("roles")
    return frozenset([*str(claims.get("scp") or "").split(), *(map(str, roles) if isinstance(roles, list) else ())])


def permits(token: str, door: str) -> bool:
    """Say whether a token has the permission of a door."""
    return not permissions_in(token).isdisjoint(PERMISSIONS[door])


def is_delegated(token: str) -> bool:
    """Say whether a token is a user's."""
    return "scp" in readable_claims(token)
