"""Whether a token, or a role that Exchange has assigned, permits what is asked of Microsoft Graph, in which mailbox.

What an application may do is the union: permissions in its token, in the mailboxes that access policies leave it, and
assigned roles, each in its scope. Source: learn.microsoft.com/exchange/permissions-exo/application-rbac
"""

from fakeserver.tenant.access.checks.application_access import check_application_access
from fakeserver.tenant.access.checks.exchange_registration import check_exchange_registration
from fakeserver.tenant.access.needs import Needs
from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import GraphPermissionMissing, GraphRoleMissing, OutsideRoleScope, SharedScopeMissing


def check_needs(visitor: Visitor, needs: Needs, owner: User) -> None:
    """Refuse what the visitor's permissions do not cover in the mailbox of ``owner``.

    Raises:
        GraphPermissionMissing: the token's scopes do not cover it; SharedScopeMissing: only in the user's own mailbox.
        GraphRoleMissing: neither the token's roles nor assigned ones do.
        OutsideRoleScope, ServicePrincipalNotRegistered: an assigned role does, elsewhere, or would.
        ApplicationAccessPolicyDenies: the token's roles do, and a policy says no.
    """
    if visitor.user is None:
        _check_application(visitor, needs, owner)
        return
    granted = frozenset() if visitor.claims is None else visitor.claims.scopes
    enough = needs.delegated if owner is visitor.user else needs.for_others
    used = granted & enough
    if not used:
        missing = SharedScopeMissing if granted & needs.delegated and needs.shared else GraphPermissionMissing
        required = f"{needs.names[0]}.Shared" if missing is SharedScopeMissing else needs.names[0]
        raise missing(
            protocol=visitor.protocol.value,
            required=required,
            granted=" ".join(sorted(granted)),
            enough=_listed(enough or needs.delegated),
        )
    visitor.used = _least(needs, used)


def _check_application(visitor: Visitor, needs: Needs, owner: User) -> None:
    application, tenant = visitor.application, visitor.tenant
    assert application is not None
    granted = frozenset() if visitor.claims is None else visitor.claims.roles
    roles = tenant.permissions.roles
    assigned = [role for role in sorted(needs.assigned) if roles.of(application.client_id, role)]
    if any(roles.reaches(application.client_id, role, owner.object_id) for role in assigned):
        check_exchange_registration(visitor.protocol, application, True)
        visitor.used = ""
        return
    if used := granted & needs.application:
        check_application_access(tenant.permissions.access_policies, visitor.protocol, application, owner)
        visitor.used = _least(needs, used)
        return
    if assigned:
        raise OutsideRoleScope(
            owner.address, application=application.client_id, role=assigned[0], scope=_scope(visitor, assigned[0])
        )
    raise GraphRoleMissing(
        protocol=visitor.protocol.value,
        required=needs.names[0],
        granted=" ".join(sorted(granted)),
        enough=_listed(needs.application),
    )


def permits(visitor: Visitor, needs: Needs) -> bool:
    """Say whether a visitor who was let in for less has one of these permissions, too, in the same mailbox."""
    if visitor.user is not None:
        return visitor.claims is not None and not visitor.claims.scopes.isdisjoint(needs.delegated)
    if visitor.used:
        return visitor.claims is not None and not visitor.claims.roles.isdisjoint(needs.application)
    roles, application = visitor.tenant.permissions.roles, visitor.application
    return application is not None and any(roles.of(application.client_id, role) for role in needs.assigned)


def _least(needs: Needs, used: frozenset[str]) -> str:
    """Return the permission by which somebody is let in: the least, in the order of the reference."""
    return min(used, key=lambda name: next(place for place, one in enumerate(needs.names) if name.startswith(one)))


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _scope(visitor: Visitor, role: str) -> str:
    assert visitor.application is not None
    users = visitor.tenant.directory.users
    members = {
        member
        for assignment in visitor.tenant.permissions.roles.of(visitor.application.client_id, role)
        for member in assignment.members or ()
    }
    addresses = sorted(users[member].address if member in users else member for member in members)
    return ", ".join(addresses)[:500] or "empty"
