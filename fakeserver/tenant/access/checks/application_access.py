"""Application access policies, at a mailbox that an application opens by EWS or Microsoft Graph."""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.application_access import ApplicationAccessPolicies
from fakeserver.tenant.refusals import ApplicationAccessPolicyDenies


def check_application_access(
    policies: ApplicationAccessPolicies, protocol: Protocol, application: Application, owner: User
) -> None:
    """Refuse an application that the policies keep out of a mailbox.

    Raises:
        ApplicationAccessPolicyDenies.
    """
    against = policies.against(application.client_id, owner.object_id)
    if against is not None:
        raise ApplicationAccessPolicyDenies(
            owner.address,
            protocol=protocol.value,
            switch="New-ApplicationAccessPolicy",
            application=application.client_id,
            right=against.right,
            policy=against.name,
        )
