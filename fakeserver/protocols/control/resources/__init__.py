"""The resources of the API, a file each. A new one is read from here: its operations join by being defined."""

from importlib import import_module
from typing import Final

#: In the order in which the document of OpenAPI has them.
RESOURCES: Final = (
    "document",
    "tenants",
    "snapshots",
    "users",
    "groups",
    "apps",
    "permissions",
    "switches",
    "clock",
    "faults",
    "mailboxes",
    "messages",
    "message",
    "waits",
    "outbound",
    "journal",
    "live",
    "tokens",
    "explain",
    "settings",
    "errors",
)


def read_all() -> None:
    """Import them."""
    for name in RESOURCES:
        import_module(f"{__name__}.{name}")
