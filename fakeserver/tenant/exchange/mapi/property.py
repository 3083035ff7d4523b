"""MAPI properties of items and folders: MAPI's own, by tag, or by property set with name or id.

What a client set is stored under an ExtendedPropertyKey, but for what the tenant has under names of its own: see
`own_names.py`. A tagged property that nobody set may still have a value, read from what the item is: see `tagged.py`.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mapi.named import NAMED
from fakeserver.tenant.exchange.mapi.own_names import OWN_NAMES
from fakeserver.tenant.exchange.mapi.tagged import (
    FOLDER_TAGS,
    ITEM_TAGS,
    RECEIPT_TAGS,
    folder_property,
    tagged_changes,
)
from fakeserver.tenant.exchange.mapi.values import fits
from fakeserver.tenant.exchange.values import ExtendedPropertyKey

LAST_TAG: Final = 0xFFFF
#: From here on a database numbers the properties of sets: to name them by such a tag is prohibited.
FIRST_CUSTOM_TAG: Final = 0x8000
GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_tagged(key: ExtendedPropertyKey) -> bool:
    """Say whether a property is named by a tag."""
    return key.property_set is None


def asks_for_receipt(key: ExtendedPropertyKey) -> bool:
    """Say whether a message asks for a receipt by a property, which cannot be changed once it is sent."""
    return is_tagged(key) and key.name in RECEIPT_TAGS


def value_of(owner: Item | Folder, key: ExtendedPropertyKey) -> Any:
    """Return a property's value: as it was set, or derived from the item or folder; None where there is none."""
    if isinstance(owner, Folder):
        stored = owner.properties.get(key)
        return _derived(owner, key, FOLDER_TAGS) if stored is None else stored
    if name := OWN_NAMES.get(key, ""):
        # What an item has by default is nothing that was set.
        return owner.get(name) or (None if key.multiple else owner.properties.get(name))
    stored = owner.get(key)
    if stored is not None:
        return stored
    named = NAMED.get(key)
    return _derived(owner, key, ITEM_TAGS) if named is None else named(owner)


def _derived(owner: Any, key: ExtendedPropertyKey, table: dict[Any, Callable[[Any], Any]]) -> Any:
    read = table.get(key.name) if is_tagged(key) and not key.multiple else None
    # Asked for as another type, it is another property, which is not there.
    return None if read is None or not fits(value := read(owner), key.property_type) else value


def changes(key: ExtendedPropertyKey, value: Any, so_far: Callable[[str], Any]) -> dict[Any, Any]:
    """Return the changes to an item by setting a property, or deleting it (None); some are of another name.

    Args:
        so_far: as in `tagged_changes`.

    Raises:
        NotSettable, NoSuchValue: it cannot be set, or not to this value.
    """
    if name := OWN_NAMES.get(key, ""):
        return {name: value}
    return tagged_changes(key, value, so_far) if is_tagged(key) else {key: value}


def name_in_folders(key: ExtendedPropertyKey) -> str:
    """Return the tenant's name of the property of a folder that it is; empty: it is one of its own.

    Raises:
        NotSettable: the store works it out.
    """
    return folder_property(key) if is_tagged(key) else ""
