"""Whether somebody may come in by a protocol at all: the token's permissions and the tenant's switches.

Asked at sign-in, and again when anything has changed since.
"""

from fakeserver.tenant.access.checks.app_only import check_app_only
from fakeserver.tenant.access.checks.application_roles import has_assigned_role
from fakeserver.tenant.access.checks.ews_access import check_ews_access
from fakeserver.tenant.access.checks.ews_user_agents import check_ews_user_agent
from fakeserver.tenant.access.checks.exchange_registration import check_exchange_registration
from fakeserver.tenant.access.checks.passwords import check_password_allowed
from fakeserver.tenant.access.checks.revocation import check_not_revoked
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.access.visit import Visitor, generation
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    ClaimInvalid,
    PasswordRefused,
    PermissionsMissing,
    RoleMissing,
    ScopeMissing,
    TokenUserUnknown,
)
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.validate import Claims


def principals(tenant: Tenant, claims: Claims) -> tuple[User | None, Application]:
    """Find the user (None in an app-only token) and the application that a token speaks for.

    Raises:
        TokenUserUnknown, ClaimInvalid.
    """
    # A disabled application gets no new tokens; those it has live on until they expire, as access tokens do. The same
    # goes for one whose secret was removed or has expired.
    application = tenant.directory.applications.get(claims.app_id.lower())
    if application is None:
        raise ClaimInvalid("appid", f"no application {claims.app_id[:100]!r} is in the tenant")
    if claims.is_app:
        if claims.object_id != application.service_principal_id:
            raise ClaimInvalid("oid", "not the object id of the application's service principal")
        return None, application
    user = tenant.directory.users.get(claims.object_id)
    if user is None:
        raise TokenUserUnknown(user=str(claims.raw.get("upn", claims.object_id))[:200])
    return user, application


def examine(visitor: Visitor) -> None:
    """Look at everything that admission depends on, apart from the token's signature and time.

    Raises:
        AuthenticationRefused, PermissionRefused.
    """
    tenant, claims, application, protocol = visitor.tenant, visitor.claims, visitor.application, visitor.protocol
    policies = tenant.policies
    checked_at = generation(visitor, None)
    if claims is None or application is None:
        _examine_password_visitor(visitor)
    elif visitor.user is not None:
        if tenant.directory.users.get(visitor.user.object_id) is not visitor.user:
            raise TokenUserUnknown(user=visitor.user.upn)
        check_not_revoked(policies.strict_revocation, claims, visitor.user, tenant.clock.time())
        if not REQUIREMENTS[protocol].by_operation:
            _check_scope(protocol, claims, application)
    elif not REQUIREMENTS[protocol].by_operation:
        check_app_only(policies.app_only_mail_protocols, protocol, application)
        visitor.by_role_assignment = _check_role(tenant, protocol, claims, application)
        check_exchange_registration(protocol, application, visitor.by_role_assignment)
    if REQUIREMENTS[protocol].has_ews_switches:
        check_ews_access(policies.ews_enabled, policies.ews_allowed_app_ids, protocol, application)
        check_ews_user_agent(policies, visitor.user_agent)
    visitor.checked_at = checked_at


def _examine_password_visitor(visitor: Visitor) -> None:
    # Assumption: a connection that a password has opened stays after a new password, a new policy of Conditional
    # Access or a second factor: they are asked at sign-in. HTTP signs in at every request.
    user = visitor.user
    if user is None or visitor.tenant.directory.users.get(user.object_id) is not user:
        raise PasswordRefused(user=visitor.address or "", reason="the account was deleted")
    if not user.enabled:
        raise PasswordRefused(user=user.upn, reason="the account is disabled")
    check_password_allowed(visitor.tenant, visitor.protocol, user.upn)


def _check_scope(protocol: Protocol, claims: Claims, application: Application) -> None:
    """Refuse a user's token without the scope that the protocol asks for.

    Raises:
        PermissionsMissing: it has none at all.
        ScopeMissing: it has others.
    """
    required = REQUIREMENTS[protocol].scope
    if not claims.scopes:
        raise PermissionsMissing(application=application.name)
    if required is not None and required not in claims.scopes:
        granted = " ".join(sorted(claims.scopes))
        raise ScopeMissing(protocol=protocol.value, required=required, granted=granted)


def _check_role(tenant: Tenant, protocol: Protocol, claims: Claims, application: Application) -> bool:
    """Refuse an application that neither its token nor Exchange gives a role for the protocol.

    Returns:
        Whether the role is one that Exchange has assigned (RBAC for Applications); a role in the token wins.

    Raises:
        PermissionsMissing: there is none at all.
        RoleMissing: there are others.
    """
    required = REQUIREMENTS[protocol].role
    # Autodiscover takes any role, but none that Exchange has assigned
    # (learn.microsoft.com/exchange/permissions-exo/application-rbac).
    if required in claims.roles or (required is None and claims.roles):
        return False
    if has_assigned_role(tenant.permissions.roles, protocol, application):
        return True
    if not claims.roles:
        raise PermissionsMissing(application=application.name)
    raise RoleMissing(protocol=protocol.value, required=required or "", granted=" ".join(sorted(claims.roles)))
