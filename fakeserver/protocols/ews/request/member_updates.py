"""Changes to one member of a distribution list, who is named by a key (distributionlist:Members:Member)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fakeserver.protocols.ews.errors import INCORRECT_UPDATE_COUNT, EwsError
from fakeserver.protocols.ews.properties.paths import IndexedPath
from fakeserver.protocols.ews.request.errors import NO_SUCH_MEMBER
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.values.members import MEMBERS
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.distribution_list import Member, with_keys

Changes = dict[Any, Any]


def value_after(changes: Mapping[Any, Any], item: Item, name: str) -> Any:
    """Return the value that a property has once an item is changed; None where it has none."""
    return changes[name] if name in changes else item.get(name)


def read_member(path: IndexedPath, node: Element) -> Member:
    """Read the one member in t:Members.

    Raises:
        EwsError: there is not one.
    """
    given = MEMBERS.read(node)
    if len(given) != 1:
        raise EwsError(INCORRECT_UPDATE_COUNT, path.path)
    member: Member = replace(given[0], key=None)
    return member


def with_member(path: IndexedPath, member: Member, item: Item, before: Changes) -> Changes:
    """Return the changes by another member in the place of one.

    Raises:
        EwsError: nobody on the list has the key.
    """
    known = _members(path, item, before)
    return {path.name: tuple(member if one.key == path.index else one for one in known)}


def without_member(path: IndexedPath, item: Item, before: Changes) -> Changes:
    """Return the changes by taking a member off the list; otherwise as `with_member`."""
    known = _members(path, item, before)
    return {path.name: tuple(one for one in known if one.key != path.index) or None}


def _members(path: IndexedPath, item: Item, before: Changes) -> tuple[Member, ...]:
    known = with_keys(value_after(before, item, path.name) or ())
    if all(one.key != path.index for one in known):
        raise EwsError(NO_SUCH_MEMBER, path.path)
    return known
