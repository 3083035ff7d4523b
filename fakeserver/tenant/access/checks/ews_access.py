"""Exchange Web Services for the whole organization, and for which applications: the switches of its retirement.

Since October 2026 real organizations that did nothing have it off; in April 2027 it ends.
"""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import EwsApplicationNotAllowed, EwsDisabledForTenant


def check_ews_access(
    enabled: bool | None, allowed_ids: tuple[str, ...] | None, protocol: Protocol, application: Application | None
) -> None:
    """Refuse EWS where the organization has it off, or has a list that the application is not on.

    Args:
        application: None after a password.

    Raises:
        EwsDisabledForTenant: off; None is not off, and makes the list void.
        EwsApplicationNotAllowed.
    """
    if not REQUIREMENTS[protocol].has_ews_switches:
        return
    if enabled is False:
        raise EwsDisabledForTenant(protocol=protocol.value)
    if enabled is None or not allowed_ids:
        return
    # Assumption: who signs in by password has no client id, and so is not on the list.
    client_id = "" if application is None else application.client_id
    if client_id.lower() not in {allowed.lower() for allowed in allowed_ids}:
        raise EwsApplicationNotAllowed(
            application="" if application is None else application.name,
            client_id=client_id,
            allowed=", ".join(allowed_ids),
        )
