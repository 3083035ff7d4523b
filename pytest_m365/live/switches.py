"""What a test's marker asks of the tenant, on the live one: is it so already? Nothing is changed there.

Most switches cannot be seen from outside; a test that asks for one of those skips, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_m365.live.run import LiveRun

#: switch -> the protocol that shows it
_SHOWN_BY = {"imap": "imap", "pop": "pop3", "ews": "ews", "ews_enabled": "ews", "smtp_auth": "smtp"}
#: what is so in every tenant since the end of 2022
_ALWAYS: Mapping[str, object] = {"basic_auth": False}


def unmet(run: LiveRun, switches: Mapping[str, object]) -> str:
    """Return why the live tenant is not, or is not known to be, as a marker asks; empty if it is."""
    for name, value in switches.items():
        if not _is_met(run, name, value):
            return f"the live tenant is not known to have {name}={value!r}, which this test asks for"
    return ""


def _is_met(run: LiveRun, name: str, value: object) -> bool:
    if name in _SHOWN_BY and isinstance(value, bool):
        return (run.lost(_SHOWN_BY[name]) == "") is value
    if name in _ALWAYS:
        return value == _ALWAYS[name]
    facts: dict[str, Callable[[], str]] = {
        "tenant_id": lambda: run.settings.tenant_id,
        "domain": lambda: run.user.rpartition("@")[2],
    }
    return name in facts and str(value).lower() == facts[name]()
