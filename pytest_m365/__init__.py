"""A fake Exchange Online for pytest: fixtures, and the types that a test may name.

Nothing is imported here until a name is asked for: pytest loads this package in every run of every project that
has it installed (see ``plugin.py``; PYTEST_DONT_REWRITE).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeserver.endpoint import Endpoint
    from fakeserver.server import FakeServer
    from fakeserver.tenant.tenant import Tenant
    from pytest_m365.browser import Browser
    from pytest_m365.clock import ProgramClock
    from pytest_m365.mailbox import Mailbox
    from pytest_m365.redirect import Redirect
    from pytest_m365.target import Target

__all__ = ["Browser", "Endpoint", "FakeServer", "Mailbox", "ProgramClock", "Redirect", "Target", "Tenant"]

_HOMES = {
    "Browser": "pytest_m365.browser",
    "Endpoint": "fakeserver.endpoint",
    "FakeServer": "fakeserver.server",
    "Mailbox": "pytest_m365.mailbox",
    "ProgramClock": "pytest_m365.clock",
    "Redirect": "pytest_m365.redirect",
    "Target": "pytest_m365.target",
    "Tenant": "fakeserver.tenant.tenant",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
