"""Open extensions: what a client keeps of its own with a message, under a name.

Source: learn.microsoft.com/graph/api/resources/opentypeextension
"""

import json
from collections.abc import Collection
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item

TYPE: Final = "microsoft.graph.openTypeExtension"
#: What an id has in front of the name.
PREFIX: Final = "microsoft.outlookServices.openTypeExtension."
#: The property of an item that has them, each as JSON's text, by name.
STORED: Final = "open_extensions"


def named(given: str) -> str:
    """Return the name of an extension, which its id has behind a prefix."""
    return given[len(PREFIX) :] if given.lower().startswith(PREFIX.lower()) else given


def stored(item: Item) -> dict[str, str]:
    """Return the extensions of an item, each as JSON's text, by name."""
    return dict(item.properties.get(STORED) or {})


def shown(name: str, text: str) -> dict[str, Any]:
    """Return an extension's JSON."""
    return {"@odata.type": f"#{TYPE}", "id": f"{PREFIX}{name}", "extensionName": name, **json.loads(text)}


def shown_extensions(item: Item, ids: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Return the JSON of an item's extensions; None for all, else those with these ids."""
    wanted = None if ids is None else {named(each).lower() for each in ids}
    return [shown(name, text) for name, text in stored(item).items() if wanted is None or name.lower() in wanted]
