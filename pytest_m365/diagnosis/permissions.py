"""What each protocol asks of a token, and whom a token is for, as far as its claims tell it.

The permissions themselves are those of `fakeserver.tenant.access.requirements`.
"""

from __future__ import annotations

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS, Requirements
from fakeserver.tenant.directory.permissions import EXCHANGE, resource_by_name
from pytest_m365.diagnosis.seen import MAIL, Seen

#: the protocols as people write them
WORDS = {
    "imap": "IMAP",
    "pop3": "POP3",
    "smtp": "SMTP",
    "ews": "EWS",
    "autodiscover": "Autodiscover",
    "graph": "Microsoft Graph",
}

_ROOMS = {"imap": Protocol.IMAP, "pop3": Protocol.POP3, "smtp": Protocol.SMTP, "ews": Protocol.EWS}


def requirements(protocol: str) -> Requirements:
    """Return what a protocol of `MAIL` asks for."""
    return REQUIREMENTS[_ROOMS[protocol]]


def required(seen: Seen) -> str:
    """Return the permission that the token must have, as Entra ID names it; empty where that is not known."""
    if seen.protocol not in MAIL or seen.is_app_only is None:
        return ""
    asked = requirements(seen.protocol)
    return (asked.role if seen.is_app_only else asked.scope) or ""


def is_for_exchange(audience: str) -> bool:
    """Say whether an ``aud`` is Exchange Online's, in whichever cloud."""
    return resource_by_name(audience) is EXCHANGE
