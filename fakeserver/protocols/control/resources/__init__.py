"""The resources of the API, a file each. A new one is read from here: its operations join by being defined."""

from importlib import import_module
from typing import Final

from fakeserver.protocols.control.routing import OPERATIONS, Operation

#: In the order in which the document of OpenAPI has them.
RESOURCES: Final = (
    "document",
    "server",
    "tenants",
    "snapshots",
    "users",
    "groups",
    "apps",
    "permissions",
    "switches",
    "clock",
    "faults",
    "webhooks",
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


def operations() -> list[Operation]:
    """Return every operation, in the order of their resources."""
    for name in RESOURCES:
        import_module(f"{__name__}.{name}")
    order = {f"{__name__}.{name}": place for place, name in enumerate(RESOURCES)}
    return sorted(OPERATIONS, key=lambda each: order[each.perform.__module__])
