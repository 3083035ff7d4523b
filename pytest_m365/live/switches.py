"""What a test's marker asks of the tenant, on the live one: is it so already? Nothing is changed there.

Most switches cannot be seen from outside; a test that asks for one of those skips, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_m365.live.access import Access
from pytest_m365.live.probe import Probes

#: switch -> the protocol that shows it
_SHOWN_BY = {"imap": "imap", "pop": "pop3", "ews": "ews", "ews_enabled": "ews", "smtp_auth": "smtp"}
#: what is so in every tenant since the end of 2022
_ALWAYS: Mapping[str, object] = {"basic_auth": False}


def unmet(access: Access, probes: Probes, switches: Mapping[str, object]) -> str:
    """Return why the live tenant is not, or is not known to be, as a marker asks; empty if it is."""
    for name, value in switches.items():
        if not _is_met(access, probes, name, value):
            return f"the live tenant is not known to have {name}={value!r}, which this test asks for"
    return ""


def _is_met(access: Access, probes: Probes, name: str, value: object) -> bool:
    if name in _SHOWN_BY and isinstance(value, bool):
        return (probes.lost(_SHOWN_BY[name]) == "") is value
    if name in _ALWAYS:
        return value == _ALWAYS[name]
    facts = {"tenant_id": access.settings.tenant_id, "domain": access.user.rpartition("@")[2]}
    return name in facts and str(value).lower() == facts[name]
