"""Microsoft Graph: tokens and permissions as it asks for them."""

from fakeserver.tenant.refusals.access_tokens import AudienceWrong
from fakeserver.tenant.refusals.permissions import PermissionRefused, RoleMissing, ScopeMissing

_PERMISSIONS = "learn.microsoft.com/graph/permissions-reference"
_GRAPH = "Entra admin center > App registrations > your app > API permissions > Add a permission > Microsoft Graph > "


class GraphAudienceWrong(AudienceWrong):
    """The token was issued for another resource than Microsoft Graph."""

    rule = "aud is {audience}; Graph takes https://graph.microsoft.com or 00000003-0000-0000-c000-000000000000"
    fix = 'tenant.token(app, user, "https://graph.microsoft.com/Mail.Read")'
    real = (
        "Ask for https://graph.microsoft.com/Mail.Read, the bare name Mail.Read, or for "
        "https://graph.microsoft.com/.default. Tokens for outlook.office.com and outlook.office365.com open EWS, IMAP, "
        "POP3 and SMTP, and nothing here. One token is for one resource; a refresh token gets one for each."
    )
    page = "learn.microsoft.com/graph/auth/auth-concepts"


class GraphPermissionMissing(ScopeMissing):
    """The delegated token lacks the Graph permission that this request needs."""

    #: all of which one would do
    enough: str = ""
    rule = "scp must contain one of {enough}; it is: {granted}"
    fix = 'tenant.token(app, user, "https://graph.microsoft.com/{required}")'
    real = (
        "Ask for https://graph.microsoft.com/{required} when the token is acquired. " + _GRAPH + "Delegated "
        "permissions > {required}; then consent. A token that was issued before does not change: acquire a new one."
    )
    page = _PERMISSIONS


class SharedScopeMissing(GraphPermissionMissing):
    """The delegated token opens the user's own mailbox alone: for others it needs a permission that ends in .Shared."""


class GraphRoleMissing(RoleMissing):
    """The app-only token lacks the Graph application permission that this request needs."""

    #: all of which one would do
    enough: str = ""
    rule = "roles must contain one of {enough}; it is: {granted}"
    fix = 'tenant.register_app(name, application=["https://graph.microsoft.com/{required}"]), then a new token'
    real = (
        _GRAPH + "Application permissions > {required}; then Grant admin consent. Permissions of Office 365 Exchange "
        "Online do not count here. Acquire a new token, with scope=https://graph.microsoft.com/.default. Or assign the "
        "role in Exchange: New-ManagementRoleAssignment -App <client id> -Role 'Application {required}'."
    )
    page = _PERMISSIONS


class DirectoryPermissionMissing(PermissionRefused):
    """The token lacks the Graph permission to read the directory."""

    required: str = ""
    granted: str = ""
    rule = "the token must hold {required}; it holds: {granted}"
    fix = 'tenant.token(app, user, "https://graph.microsoft.com/{required}"), or application=[...] for an app by itself'
    real = _GRAPH + "{required}; then Grant admin consent, and acquire a new token."
    page = _PERMISSIONS


class UserMustBeNamed(PermissionRefused):
    """An application by itself is nobody: it names a user, /users/{id}, where a user's token says /me."""

    rule = "idtyp is app in the token, and the address begins with /me"
    fix = "ask for /users/ and the user's name, or take a user's token: tenant.token(app, user, \"https://graph.microsoft.com/...\")"
    real = "Ask for /users/ with the id or userPrincipalName and an app-only token; /me is for delegated tokens."
    page = "learn.microsoft.com/graph/auth-v2-service"
