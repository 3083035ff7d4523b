"""Exchange Web Services for the whole organization."""

from fakeserver.tenant.access.policies.switch import Switch
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import ProtocolDisabledForTenant

SWITCH = Switch(
    "ews_enabled",
    True,
    (True, None, False),
    "Set-OrganizationConfig -EwsEnabled",
    "EWS answers for the organization; in real tenants that did nothing it has been off since October 2026.",
    "learn.microsoft.com/powershell/module/exchange/set-organizationconfig (EwsEnabled)",
)


class EwsDisabledForTenant(ProtocolDisabledForTenant):
    """EWS is switched off for the whole organization."""

    rule = "Set-OrganizationConfig -EwsEnabled"
    mend = "tenant.policies.ews_enabled = True"


def check_ews_enabled(enabled: bool | None, protocol: Protocol) -> None:
    """Refuse EWS where the organization has switched it off (EwsDisabledForTenant); None is not off."""
    if enabled is False and protocol is Protocol.EWS:
        raise EwsDisabledForTenant(protocol=protocol.value)
