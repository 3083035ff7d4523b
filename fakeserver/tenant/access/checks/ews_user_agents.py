"""EWS by user agent: the older lists, of the organization and of a mailbox, by what the client calls itself.

Source: learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange,
learn.microsoft.com/powershell/module/exchange/set-organizationconfig
"""

import re
from functools import lru_cache
from typing import Protocol

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import EwsUserAgentBlocked, EwsUserAgentBlockedForMailbox, Refusal

#: Clients with a switch of their own: the switch, its parameter, and how they call themselves.
# Assumption: no page says how the service recognizes them; these are the clients' own user agents.
_CLIENTS = (
    ("ews_allow_mac_outlook", "EwsAllowMacOutlook", ("MacOutlook/*",)),
    ("ews_allow_entourage", "EwsAllowEntourage", ("Entourage/*",)),
    ("ews_allow_outlook", "EwsAllowOutlook", ("Microsoft Office/*Outlook*", "Outlook/*", "Microsoft Outlook*")),
)


class Holder(Protocol):
    """Who has these switches: the tenant's `Policies`, or a user."""

    @property
    def ews_application_access_policy(self) -> str | None:
        """Which list holds."""

    @property
    def ews_allow_list(self) -> tuple[str, ...] | None:
        """Whom EnforceAllowList lets in."""

    @property
    def ews_block_list(self) -> tuple[str, ...] | None:
        """Whom EnforceBlockList keeps out."""


def check_ews_user_agent(holder: Holder, user_agent: str, owner: User | None = None) -> None:
    """Refuse a client by its user agent.

    Args:
        holder: who has the switches: the tenant's `Policies`, or a user; a switch that is None restricts nothing.
        user_agent: HTTP's; empty where none was sent.
        owner: the user, if the switches are a mailbox's.

    Raises:
        EwsUserAgentBlocked, EwsUserAgentBlockedForMailbox.
    """
    for name, parameter, patterns in _CLIENTS:
        allowed = getattr(holder, name)
        if allowed is not None and _is_listed(user_agent, patterns):
            if allowed is False:
                raise _blocked(user_agent, name, parameter, "$false", owner)
            return
    policy = holder.ews_application_access_policy
    if policy == "EnforceAllowList":
        allowed_agents = holder.ews_allow_list or ()
        if not _is_listed(user_agent, allowed_agents):
            raise _blocked(user_agent, "ews_allow_list", "EwsAllowList", ", ".join(allowed_agents) or "empty", owner)
    elif policy == "EnforceBlockList":
        blocked_agents = holder.ews_block_list or ()
        if _is_listed(user_agent, blocked_agents):
            raise _blocked(user_agent, "ews_block_list", "EwsBlockList", ", ".join(blocked_agents), owner)


def _blocked(user_agent: str, switch: str, parameter: str, value: str, owner: User | None) -> Refusal:
    shown = user_agent[:200]
    if owner is None:
        return EwsUserAgentBlocked(protocol="EWS", user_agent=shown, parameter=parameter, switch=switch, value=value)
    return EwsUserAgentBlockedForMailbox(
        owner.address,
        protocol="EWS",
        switch=f"Set-CASMailbox -{parameter}",
        attribute=switch,
        user_agent=shown,
        value=value,
    )


def _is_listed(user_agent: str, patterns: tuple[str, ...]) -> bool:
    return bool(patterns) and _matcher(patterns).match(user_agent) is not None


@lru_cache(maxsize=64)
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for a list; ``*`` is the only wildcard, letters' case does not matter."""
    choices = (".*".join(map(re.escape, pattern.split("*"))) for pattern in patterns)
    return re.compile(rf"(?:{'|'.join(choices)})\Z", re.IGNORECASE | re.DOTALL)
