"""Applications must be known to Exchange itself before app-only tokens open IMAP, POP3 and SMTP."""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import ServicePrincipalNotRegistered


def check_exchange_registration(protocol: Protocol, application: Application, by_role_assignment: bool = False) -> None:
    """Refuse an application that `New-ServicePrincipal` was not run for, or with another object id.

    The classic mistake is the object id of the app registration where that of the Enterprise application belongs.

    Args:
        by_role_assignment: Exchange assigns roles to registered service principals only, for EWS too.

    Raises:
        ServicePrincipalNotRegistered.
    """
    if not REQUIREMENTS[protocol].by_registration and not by_role_assignment:
        return
    if application.exchange_object_id != application.service_principal_id:
        raise ServicePrincipalNotRegistered(
            application=application.client_id,
            object_id=application.service_principal_id,
            registered_object_id=application.exchange_object_id or "",
        )
