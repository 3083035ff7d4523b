"""Exchange Web Services for the whole organization, and for which applications: the switches of its retirement.

Since October 2026 real organizations that did nothing have it off; in April 2027 it ends.
"""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import EwsApplicationNotAllowed, EwsDisabledForTenant
from fakeserver.tenant.switch import Switch

_SOURCE = "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online"

EWS_ENABLED = Switch(
    "ews_enabled",
    True,
    (True, None, False),
    "Set-OrganizationConfig -EwsEnabled",
    "EWS answers for the organization; in real ones that did nothing (None) it has been going off since October 2026.",
    _SOURCE,
)
EWS_ALLOWED_APP_IDS = Switch(
    "ews_allowed_app_ids",
    None,
    (None,),
    "Set-OrganizationConfig -EwsAllowedAppIDs",
    "Client ids of the only applications that EWS answers while ews_enabled is True; None or an empty list: all.",
    _SOURCE,
    listed=str,
)


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
    if protocol is not Protocol.EWS:
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
