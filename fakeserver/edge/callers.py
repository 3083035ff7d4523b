"""What the journal says of a caller: the credential that was shown, who was let in, and by which permission."""

from fakeserver.tenant.access.checks.passwords import names_of
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.journal.permissions import PermissionUse
from fakeserver.tenant.tokens.parsing import describe


def described(credential: Credential | None) -> str:
    """Describe a credential that was refused."""
    if isinstance(credential, BearerToken):
        return describe(credential.token)
    return "no credential" if credential is None else _password_of(credential)


def introduced(visitor: Visitor) -> str:
    """Describe who was let in; a token only the first time on each protocol, or each request would repeat it."""
    claims, application = visitor.claims, visitor.application
    if isinstance(visitor.credential, Password):
        return _password_of(visitor.credential)
    if claims is None or application is None or visitor.protocol.value in claims.noted:
        return ""
    claims.noted.add(visitor.protocol.value)
    permissions = " ".join(sorted(claims.permissions))
    return f"token of {visitor.name} by {application.name!r} ({permissions})"


def user_beside(credential: Credential | None) -> str:
    """Return the user that a credential names, as far as it does, for whoever was not let in."""
    if isinstance(credential, BearerToken):
        return (credential.user or "")[:200]
    return "" if credential is None else names_of(credential)[0][:200]


def use_of(visitor: Visitor, application: Application) -> PermissionUse:
    """Return by which permission a token has let somebody in."""
    held = frozenset[str]() if visitor.claims is None else visitor.claims.permissions
    return PermissionUse(application.client_id, application.name, visitor.protocol.value, visitor.permission, held)


def _password_of(credential: Password) -> str:
    return f"password of {credential.user[:200]}"
