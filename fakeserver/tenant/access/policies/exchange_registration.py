"""Applications must be known to Exchange itself before app-only tokens open IMAP, POP3 and SMTP."""

from fakeserver.tenant.access.protocol import REQUIREMENTS, Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import ServicePrincipalNotRegistered


def check_exchange_registration(protocol: Protocol, application: Application) -> None:
    """Refuse an application that `New-ServicePrincipal` was not run for, or with another object id.

    The classic mistake is the object id of the app registration where that of the Enterprise application belongs.

    Raises:
        ServicePrincipalNotRegistered.
    """
    if not REQUIREMENTS[protocol].registration:
        return
    if application.exchange_object_id != application.service_principal_id:
        raise ServicePrincipalNotRegistered(
            application=application.client_id,
            object_id=application.service_principal_id,
            registered_object_id=application.exchange_object_id or "",
        )
