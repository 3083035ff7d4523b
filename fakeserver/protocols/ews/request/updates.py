"""Changes to properties of an item: t:SetItemField, t:AppendToItemField, t:DeleteItemField.

Source: web-service-reference/updateitem-operation; exchangelib's update tests.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final, NamedTuple

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
from fakeserver.protocols.ews.properties.item_classes import element_for_class, spelled_class
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
from fakeserver.protocols.ews.request.calendar_content import properties_of
from fakeserver.protocols.ews.request.errors import INVALID_PROPERTY_REQUEST, UPDATE_OF_SENT
from fakeserver.protocols.ews.request.item_types import ITEM_TYPES
from fakeserver.protocols.ews.request.member_updates import (
    Changes,
    read_member,
    value_after,
    with_member,
    without_member,
)
from fakeserver.protocols.ews.request.new_items import MIME, check_class, check_convertible, read_body, read_field
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import TYPES, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, children, tag
from fakeserver.protocols.ews.soap.time_zone_context import OWN_ZONES
from fakeserver.protocols.ews.values.addresses import RECIPIENTS, fitting
from fakeserver.protocols.ews.values.contacts import ENTRIES, POSTAL_PARTS, says
from fakeserver.protocols.ews.values.members import MEMBERS
from fakeserver.protocols.ews.values.time_zones import TIME_ZONE
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PostalAddress
from fakeserver.tenant.exchange.kinds.distribution_list import with_keys
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.values import Body, TextFormat

#: The children of t:Updates, in Clark notation.
CHANGES: Final = (t("AppendToItemField"), t("SetItemField"), t("DeleteItemField"))
_NEW_VALUE: Final = complex_type(
    elements={**PATH_TYPES, **ITEM_TYPES},
    not_performed="t:SharingMessage t:RoleMember t:Network t:Person",
)
UPDATES: Final = list_type(
    {
        "t:AppendToItemField": _NEW_VALUE,
        "t:SetItemField": _NEW_VALUE,
        "t:DeleteItemField": complex_type(elements=PATH_TYPES),
    }
)
#: Element of an appointment -> the tenant's name of the zone that it contains.
_STORED_ZONES: Final = {t("StartTimeZone"): "start_time_zone", t("EndTimeZone"): "end_time_zone"}


#: Makes the tenant's changes of an item and of the changes before it; raises EwsError where it cannot be changed so.
_Change = Callable[[Item, Changes], Changes]
#: Returns the element of a zone that the same request sets, by its name.
_ZoneOf = Callable[[str], Element | None]


class Update(NamedTuple):
    """A change to one property, as it was read."""

    #: None: there is no such property of items
    path: ItemPath | None
    #: the tenant's changes, or what makes them where they depend on the item
    changes: Changes | _Change

    def changes_of(self, item: Item, before: Changes) -> Changes:
        """Return the changes of an item.

        Args:
            before: the changes before this one.

        Raises:
            EwsError: it has no such property, or one that cannot be changed any longer, in this way, or to this value.
        """
        path = self.path
        if path is not None:
            if not is_property_of(element_for_class(item.item_class), path):
                raise EwsError(INVALID_PROPERTY_REQUEST, path.path)
            if _is_fixed_when_sent(path) and not item.is_draft:
                raise EwsError(UPDATE_OF_SENT, path.path)
        return self.changes(item, before) if callable(self.changes) else self.changes


def read_updates(updates: Element) -> list[Update]:
    """Read t:Updates.

    Raises:
        Violation: they are not as the schema has them.
        EwsError: there are too many, or the attributes that name an extended property do not go together.
    """
    check_number(updates)
    # Looked for once, however many times are set.
    zone_of = cache(lambda name: _given_zone(name, updates))
    return read_each(at_least_one(updates), lambda node: _read(node, zone_of))


def changes_by(updates: Iterable[Update], item: Item) -> Changes:
    """Return what updates change of an item, in their order.

    Raises:
        EwsError: as `Update.changes_of` does, the item would become one of another kind, or its kind has no MIME.
    """
    changes: Changes = {}
    for update in updates:
        changes.update(update.changes_of(item, changes))
    if "item_class" in changes:
        changes["item_class"] = _new_class(changes["item_class"], item)
    if MIME in changes:
        element = element_for_class(item.item_class)
        check_convertible(element)
        if element == "CalendarItem":
            # It is taken, and nothing changes by it: mguessan/davmail#145.
            properties_of(changes.pop(MIME))
    return changes


def _read(node: Element, zone_of: _ZoneOf) -> Update:
    if node.tag not in CHANGES:
        raise schema.unexpected_element(node, CHANGES)
    named = path_in(node)
    path = read_item_path(named)
    holder = None if node.tag == t("DeleteItemField") else _value_node(node)
    if path is None:
        return Update(None, partial(_refuse, EwsError(INVALID_PROPERTY_REQUEST, named_path(named))))
    try:
        if holder is None:
            return Update(path, _read_delete(path))
        if node.tag == t("SetItemField"):
            return Update(path, _read_set(path, holder, zone_of))
        return Update(path, _read_append(path, holder))
    except EwsError as error:
        # What the item refuses comes first.
        return Update(path, partial(_refuse, error))


def _is_fixed_when_sent(path: ItemPath) -> bool:
    if isinstance(path, ExtendedPath):
        return path.is_receipt
    return isinstance(path, Field) and path.fixed_when_sent


def _refuse(error: EwsError, _item: Item, _before: Changes) -> Changes:
    raise error


def _given_zone(name: str, updates: Element) -> Element | None:
    given = updates.findall(f"{t('SetItemField')}/*/{name}")
    return given[-1] if given else None


def _new_class(item_class: str | None, item: Item) -> str:
    if item_class is None:
        raise EwsError(INVALID_DELETE)
    if not item_class:
        raise EwsError(INVALID_VALUE)
    check_class(item_class, element_for_class(item.item_class))
    return spelled_class(item_class)


def _value_node(update: Element) -> Element:
    """Return the item element that contains the property to change."""
    nodes = [child for child in children(update) if child.tag not in PATHS]
    if not nodes or tag(nodes[0]) not in ITEM_ELEMENTS:
        raise schema.incomplete(update, map(t, ITEM_ELEMENTS))
    if len(nodes) > 1:
        raise schema.unexpected_element(nodes[1])
    return nodes[0]


def _read_set(path: ItemPath, node: Element, zone_of: _ZoneOf) -> Changes | _Change:
    # Clients may write t:Item for an item of any class; its stored class decides.
    if isinstance(path, ExtendedPath):
        return partial(_with_extended, path, path.read_named(named_child(node, "ExtendedProperty", path)))
    child = named_child(node, path.element, path)
    if isinstance(path, IndexedPath):
        return _read_entry(path, child)
    if path.once:
        raise EwsError(INVALID_SET, path.path)
    name = OWN_ZONES.get(str(child.tag))
    zone = None if name is None else zone_of(name)
    if zone is not None:
        return _read_beside(deepcopy(zone), path, child)
    changes = read_field(path, child)
    return changes if name is None else partial(_in_stored_zone, path, child, name, changes)


def _read_beside(zone: Element, path: Field, child: Element) -> Changes:
    """Read a time beside a zone, as a whole item has both; the request, which is kept, stays as it was."""
    holder = child.getparent()
    assert holder is not None
    holder.append(zone)
    try:
        return read_field(path, child)
    finally:
        holder.remove(zone)


def _in_stored_zone(path: Field, child: Element, name: str, changes: Changes, item: Item, _before: Changes) -> Changes:
    """Return changes by a time whose zone the request does not set; where the item has one, it is read again in that.

    It has been found to be as the schema has it.
    """
    stored: TimeZone | None = item.get(_STORED_ZONES[name])
    if stored is None:
        return changes
    written = TIME_ZONE.write(f"t:{etree.QName(name).localname}", stored)
    (definition,) = etree.fromstring(f'<zone xmlns:t="{TYPES}">{written}</zone>')
    return _read_beside(definition, path, child)


def _read_delete(path: ItemPath) -> Changes | _Change:
    if isinstance(path, ExtendedPath):
        return partial(_with_extended, path, None)
    if isinstance(path, IndexedPath):
        if path.element == "InternetMessageHeaders":
            raise EwsError(INVALID_DELETE, path.path)
        return partial(without_member if path.element == "Members" else _without_entry, path)
    if not path.writable or path.once or not path.deletable:
        raise EwsError(INVALID_DELETE, path.path)
    if path.element == "Flag":
        return {"flagged": False, "follow_up": None}
    return {path.name: Body(TextFormat.PLAIN, "") if path.element == "Body" else None}


def _with_extended(path: ExtendedPath, value: Any, item: Item, before: Changes) -> Changes:
    return path.changes(value, lambda name: value_after(before, item, name))


def _read_append(path: ItemPath, node: Element) -> _Change:
    if not isinstance(path, Field) or not path.appendable:
        raise EwsError(INVALID_APPEND, path.path)
    child = named_child(node, path.element, path)
    if path.element == "Body":
        return partial(_with_more_body, path, read_body(child))
    return partial(_with_more, path, read_field(path, child)[path.name])


def _with_more(path: Field, added: Sequence[Any], item: Item, before: Changes) -> Changes:
    so_far = value_after(before, item, path.name) or ()
    if path.type is MEMBERS:
        return {path.name: (*with_keys(so_far), *added)}
    whole = [*so_far, *added]
    return {path.name: fitting(whole) if path.type is RECIPIENTS else whole}


def _with_more_body(path: Field, added: Body, item: Item, before: Changes) -> Changes:
    body = value_after(before, item, path.name)
    if not isinstance(body, Body):
        return {path.name: added}
    if body.format is not added.format:
        # Source: web-service-reference/responsecode, ErrorInvalidPropertyAppend.
        raise EwsError(INVALID_APPEND, path.path)
    return {path.name: Body(body.format, body.content + added.content)}


# --- one entry of many -----------------------------------------------------------------------------------------------


def _read_entry(path: IndexedPath, child: Element) -> _Change:
    if path.element == "InternetMessageHeaders":
        raise EwsError(INVALID_SET, path.path)
    if path.element == "Members":
        return partial(with_member, path, read_member(path, child))
    given = ENTRIES[path.element].read(child)
    if len(given) != 1:
        raise EwsError(INCORRECT_UPDATE_COUNT, path.path)
    if path.key not in given:
        raise EwsError(UPDATE_MISMATCH, path.path)
    if path.part and replace(given[path.key], **{POSTAL_PARTS[path.part]: ""}) != PostalAddress():
        # It holds another part of the address as well.
        raise EwsError(INCORRECT_UPDATE_COUNT, path.path)
    return partial(_with_entry, path, given[path.key])


def _with_entry(path: IndexedPath, entry: Any, item: Item, before: Changes) -> Changes:
    whole = _entries(path, item, before)
    if path.part:
        part = POSTAL_PARTS[path.part]
        entry = replace(whole.get(path.key) or PostalAddress(), **{part: getattr(entry, part)})
    return {path.name: {**whole, path.key: entry}}


def _without_entry(path: IndexedPath, item: Item, before: Changes) -> Changes:
    whole = _entries(path, item, before)
    if path.part and path.key in whole:
        whole[path.key] = replace(whole[path.key], **{POSTAL_PARTS[path.part]: ""})
    else:
        whole.pop(path.key, None)
    return {path.name: {key: entry for key, entry in whole.items() if says(entry)} or None}


def _entries(path: IndexedPath, item: Item, before: Changes) -> dict[Any, Any]:
    return dict(value_after(before, item, path.name) or {})
