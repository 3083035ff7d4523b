"""Whether a mailbox opens for an admitted caller: it exists, they have rights, and the protocol is enabled for it."""

from collections.abc import Callable
from typing import Literal

from fakeserver.tenant.access.checks.application_access import check_application_access
from fakeserver.tenant.access.checks.application_roles import check_role_scope
from fakeserver.tenant.access.checks.ews_user_agents import check_ews_user_agent
from fakeserver.tenant.access.checks.mailbox_protocols import check_mailbox_protocol
from fakeserver.tenant.access.checks.mailbox_state import check_licence, check_mailbox_state
from fakeserver.tenant.access.checks.operation_needs import check_needs
from fakeserver.tenant.access.checks.smtp_auth import check_smtp_auth
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.access.visit import Visit, Visitor, generation
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.mailbox_permissions import RIGHTS
from fakeserver.tenant.refusals import (
    AddressNotPrimary,
    ImpersonatedMailboxNotFound,
    ImpersonatedNameNotFound,
    ImpersonatedSidNotFound,
    MailboxAccessDenied,
    MailboxMustBeNamed,
    MailboxNotFound,
)
from fakeserver.tenant.tenant import Tenant

#: The identifiers of a user by which an application may say whom it impersonates.
NamedBy = Literal["upn", "sid", "primary_address", "address"]

#: All that a role assignment for SMTP gives: it opens no mailbox for reading.
_SEND_AS = frozenset({"SendAs"})


def open_mailbox(visitor: Visitor, user: User | None, address: str | None, impersonated: bool = False) -> Visit:
    """Open a mailbox.

    Args:
        user: whose rights count: the visitor's own user or the impersonated one; None for an application itself.
        address: any of the mailbox's addresses.
        impersonated: an application acts as the user.

    Raises:
        MailboxRefused: there is no such mailbox, or it isn't open.
        SubmissionDisabledForTenant, SubmissionDisabledForMailbox: on SMTP.
    """
    tenant, protocol = visitor.tenant, visitor.protocol
    if address is None:
        raise MailboxMustBeNamed("")
    mailbox = tenant.mailboxes.by_address(address)
    owner = None if mailbox is None else tenant.directory.user_by_address(mailbox.address)
    if mailbox is None or owner is None or not owner.has_mailbox:
        raise MailboxNotFound(address)
    checked_at = generation(visitor, owner)
    check_mailbox_state(owner)
    trustee = _trustee_id(visitor, user)
    rights = _rights(visitor, user, owner, trustee)
    check_mailbox_protocol(protocol, owner)
    check_licence(protocol, owner)
    requirements = REQUIREMENTS[protocol]
    if requirements.has_ews_switches:
        # Assumption: the mailbox's lists apply besides the organization's; no page says that one wins.
        check_ews_user_agent(owner, visitor.user_agent, owner)
    if requirements.has_submission_switch:
        check_smtp_auth(tenant.policies.smtp_auth, owner)
    return Visit(visitor, mailbox, owner, rights, trustee, impersonated, checked_at)


def impersonated_user(tenant: Tenant, named_by: NamedBy, value: str) -> User:
    """Find whom an ExchangeImpersonation header names.

    Raises:
        ImpersonatedNameNotFound, ImpersonatedSidNotFound, ImpersonatedMailboxNotFound, AddressNotPrimary.
    """
    wanted = value.lower()
    if named_by == "sid":
        user = next((user for user in tenant.directory.users.values() if user.sid.lower() == wanted), None)
        if user is None:
            raise ImpersonatedSidNotFound(value)
    else:
        user = tenant.directory.user_by_address(value)
    if named_by == "upn" and (user is None or user.upn.lower() != wanted):
        raise ImpersonatedNameNotFound(value)
    if user is None or not user.has_mailbox:
        raise ImpersonatedMailboxNotFound(value)
    if named_by == "primary_address" and user.address.lower() != wanted:
        raise AddressNotPrimary(value, primary=user.address)
    return user


def _rights(visitor: Visitor, user: User | None, owner: User, trustee: str) -> frozenset[str]:
    """Return what the caller may do with the mailbox.

    Raises:
        MailboxAccessDenied: nothing that this protocol could use.
        OutsideRoleScope, ApplicationAccessPolicyDenies: an application that may open others is kept out of this one.
    """
    tenant, protocol, application = visitor.tenant, visitor.protocol, visitor.application
    permissions, requirements = tenant.permissions, REQUIREMENTS[protocol]
    if visitor.needs is not None:
        check_needs(visitor, visitor.needs, owner)
        if visitor.is_app:
            return RIGHTS
    elif application is not None and visitor.is_app:
        if visitor.by_role_assignment:
            # Assumption: outside of its scope an application is refused as if it might not impersonate the user (EWS),
            # or had no permission on the mailbox (SMTP).
            check_role_scope(permissions.roles, protocol, application, owner, _addresses(tenant))
        elif requirements.by_access_policies:
            # Assumption: the policies are checked for each mailbox that a request opens, not only for the impersonated
            # one.
            check_application_access(permissions.access_policies, protocol, application, owner)
    if not owner.is_listed and requirements.by_folder_permissions:
        # What counts in public folders are the permissions of each. Assumption: FullAccess on all mailboxes opens none.
        return frozenset()
    if owner is user:
        return RIGHTS
    rights = permissions.rights(owner.object_id, trustee)
    if user is None and visitor.by_role_assignment:
        return rights | _SEND_AS
    if owner.is_listed and rights & requirements.enough_rights:
        return rights
    if requirements.by_folder_permissions and permissions.folders.opens(owner.object_id, trustee):
        return rights
    raise MailboxAccessDenied(owner.address, principal=visitor.name if user is None else user.upn)


def _trustee_id(visitor: Visitor, user: User | None) -> str:
    """Return the id, in mailbox permissions, of the one whose rights count: a user, or the application itself."""
    if user is not None:
        return user.object_id
    return "" if visitor.application is None else visitor.application.service_principal_id


def _addresses(tenant: Tenant) -> Callable[[str], str]:
    users = tenant.directory.users
    return lambda object_id: users[object_id].address if object_id in users else object_id
