"""Changes to properties of an item: t:SetItemField, t:AppendToItemField, t:DeleteItemField.

Source: web-service-reference/updateitem-operation; exchangelib's update tests.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any, Final

from lxml import etree

from fakeserver.protocols.ews.errors import (
    INCORRECT_UPDATE_COUNT,
    INVALID_APPEND,
    INVALID_DELETE,
    INVALID_SET,
    INVALID_VALUE,
    UPDATE_MISMATCH,
    EwsError,
)
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.field import Field
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.properties.paths import (
    PATH_TYPES,
    PATHS,
    IndexedPath,
    ItemPath,
    is_property_of,
    named_child,
    named_path,
    path_in,
    read_item_path,
)
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS
from fakeserver.protocols.ews.request.errors import INVALID_PROPERTY_REQUEST, UPDATE_OF_SENT
from fakeserver.protocols.ews.request.new_items import check_class, read_body, read_property
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import ANY, complex_type, each
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, children, tag
from fakeserver.protocols.ews.soap.time_zone_context import OWN_ZONES
from fakeserver.protocols.ews.values.contacts import ENTRIES, POSTAL_PARTS, says
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PostalAddress
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.values import Body, TextFormat

#: The children of t:Updates, in Clark notation.
CHANGES: Final = (t("AppendToItemField"), t("SetItemField"), t("DeleteItemField"))
_NEW_VALUE: Final = complex_type(
    elements={**PATH_TYPES, **each(" ".join(f"t:{name}" for name in ITEM_ELEMENTS), ANY)},
    not_performed="t:SharingMessage t:RoleMember t:Network t:Person",
)
UPDATES: Final = complex_type(
    elements={
        "t:AppendToItemField": _NEW_VALUE,
        "t:SetItemField": _NEW_VALUE,
        "t:DeleteItemField": complex_type(elements=PATH_TYPES),
    }
)
#: Element of an appointment -> the tenant's name of the zone that it contains.
_STORED_ZONES: Final = {t("StartTimeZone"): "start_time_zone", t("EndTimeZone"): "end_time_zone"}


def read_updates(updates: Element, item: Item) -> dict[Any, Any]:
    """Read t:Updates as changes for the tenant, in the order given.

    Raises:
        Violation: they are not as the schema has them.
        EwsError: a property cannot be changed in this way, or not to this value.
    """
    changes: dict[Any, Any] = {}
    # Looked for once, however many times are set.
    zone_of = cache(lambda name: _own_zone(name, updates, item))
    for update in at_least_one(updates):
        path = _changeable(path_in(update), item)
        if update.tag == t("SetItemField"):
            changes.update(_set(path, _value_node(update), item, changes, zone_of))
        elif update.tag == t("DeleteItemField"):
            changes.update(_delete(path, item, changes))
        elif update.tag == t("AppendToItemField"):
            changes.update(_append(path, _value_node(update), item, changes))
        else:
            raise schema.unexpected_element(update, CHANGES)
    if "item_class" in changes:
        _check_new_class(changes["item_class"], item)
    return changes


def _changeable(node: Element, item: Item) -> ItemPath:
    """Read the path of a property that an item of its class has, and that may still be changed.

    Raises:
        Violation, EwsError: as in `read_updates`.
    """
    path = read_item_path(node)
    if path is None or not is_property_of(element_for_class(item.item_class), path):
        raise EwsError(INVALID_PROPERTY_REQUEST, named_path(node))
    if isinstance(path, Field) and path.fixed_when_sent and not item.is_draft:
        raise EwsError(UPDATE_OF_SENT, path.path)
    return path


def _check_new_class(item_class: str | None, item: Item) -> None:
    if item_class is None:
        raise EwsError(INVALID_DELETE)
    if not item_class:
        raise EwsError(INVALID_VALUE)
    check_class(item_class, element_for_class(item.item_class))


def _value_node(update: Element) -> Element:
    """Return the item element that contains the property to change."""
    nodes = [child for child in children(update) if child.tag not in PATHS]
    if not nodes or tag(nodes[0]) not in ITEM_ELEMENTS:
        raise schema.incomplete(update, map(t, ITEM_ELEMENTS))
    if len(nodes) > 1:
        raise schema.unexpected_element(nodes[1])
    return nodes[0]


def _set(
    path: ItemPath, node: Element, item: Item, changes: dict[Any, Any], zone_of: Callable[[str], Element | None]
) -> dict[Any, Any]:
    if isinstance(path, ExtendedPath):
        return path.changes(path.read_named(named_child(node, "ExtendedProperty", path)))
    child = named_child(node, path.element, path)
    if isinstance(path, IndexedPath):
        return _set_entry(path, child, item, changes)
    if path.once:
        raise EwsError(INVALID_SET, path.path)
    if child.tag in OWN_ZONES and (zone := zone_of(OWN_ZONES[str(child.tag)])) is not None:
        # A whole item has it there as well.
        node.append(deepcopy(zone))
    # Clients may write t:Item for an item of any class; its stored class decides.
    return read_property(element_for_class(item.item_class), child)


def _own_zone(name: str, updates: Element, item: Item) -> Element | None:
    """Return the zone in which times of the item are read: the one that a change sets, or else the stored one."""
    given = updates.findall(f"{t('SetItemField')}/*/{name}")
    if given:
        return given[-1]
    stored: TimeZone | None = item.get(_STORED_ZONES[name])
    if stored is None:
        return None
    definition = etree.Element(name, Id=stored.id or "")
    if stored.periods:
        etree.SubElement(definition, t("Periods"))
    return definition


def _delete(path: ItemPath, item: Item, changes: dict[Any, Any]) -> dict[Any, Any]:
    if isinstance(path, ExtendedPath):
        return path.changes(None)
    if isinstance(path, IndexedPath):
        return _without_entry(path, item, changes)
    if not path.writable or path.once or not path.deletable:
        raise EwsError(INVALID_DELETE, path.path)
    if path.element == "Flag":
        return {"flagged": False, "follow_up": None}
    return {path.name: Body(TextFormat.PLAIN, "") if path.element == "Body" else None}


def _append(path: ItemPath, node: Element, item: Item, changes: dict[Any, Any]) -> dict[Any, Any]:
    if not isinstance(path, Field) or not path.appendable:
        raise EwsError(INVALID_APPEND, path.path)
    child = named_child(node, path.element, path)
    before = changes.get(path.name, item.get(path.name))
    if path.element == "Body":
        added = read_body(child)
        if not isinstance(before, Body):
            return {"body": added}
        if before.format is not added.format:
            # Source: web-service-reference/responsecode, ErrorInvalidPropertyAppend.
            raise EwsError(INVALID_APPEND, path.path)
        return {"body": Body(before.format, before.content + added.content)}
    added_people = read_property(element_for_class(item.item_class), child)[path.name]
    return {path.name: [*(before or []), *added_people]}


# --- one entry of many -----------------------------------------------------------------------------------------------


def _set_entry(path: IndexedPath, child: Element, item: Item, changes: dict[Any, Any]) -> dict[Any, Any]:
    if path.element == "InternetMessageHeaders":
        raise EwsError(INVALID_SET, path.path)
    given = ENTRIES[path.element].read(child)
    if len(given) != 1:
        raise EwsError(INCORRECT_UPDATE_COUNT, path.path)
    if path.key not in given:
        raise EwsError(UPDATE_MISMATCH, path.path)
    whole = _entries(path, item, changes)
    if path.part:
        part = POSTAL_PARTS[path.part]
        if replace(given[path.key], **{part: ""}) != PostalAddress():
            # It holds another part of the address as well.
            raise EwsError(INCORRECT_UPDATE_COUNT, path.path)
        before = whole.get(path.key) or PostalAddress()
        whole[path.key] = replace(before, **{part: getattr(given[path.key], part)})
    else:
        whole[path.key] = given[path.key]
    return {path.name: whole}


def _without_entry(path: IndexedPath, item: Item, changes: dict[Any, Any]) -> dict[Any, Any]:
    if path.element == "InternetMessageHeaders":
        raise EwsError(INVALID_DELETE, path.path)
    whole = _entries(path, item, changes)
    if path.part and path.key in whole:
        whole[path.key] = replace(whole[path.key], **{POSTAL_PARTS[path.part]: ""})
    else:
        whole.pop(path.key, None)
    return {path.name: {key: entry for key, entry in whole.items() if says(entry)} or None}


def _entries(path: IndexedPath, item: Item, changes: dict[Any, Any]) -> dict[Any, Any]:
    found = changes[path.name] if path.name in changes else item.get(path.name)
    return dict(found or {})
