"""Recipients and senders in answers: what kind of entry the directory has for each of their addresses."""

from collections.abc import Callable
from functools import cache
from typing import Any

from fakeserver.protocols.ews.properties.field import Field, Writer
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS, write_mailbox
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item


def recipient_writers(name: str, directory: Directory) -> dict[str, Writer]:
    """Return the functions that write addresses as `RECIPIENT` does, with their kinds, by the elements of an item.

    Args:
        name: the item's element.
    """
    return {row.element: _writer(row, directory) for row in _addressed(name)}


def kind_of(entry: User | DistributionGroup | None) -> str:
    """Return a directory entry's kind, a word of `ADDRESS_KIND`.

    OneOff where the directory has none: ecederstrand/exchangelib#121, and an answer recorded in ExQuilla's tests.
    """
    match entry:
        case None:
            return "OneOff"
        case User():
            return "Mailbox" if entry.has_mailbox else "Contact"
        case DistributionGroup():
            return "PublicDL"


@cache
def _addressed(name: str) -> tuple[Field, ...]:
    rows = fields_of(name).values()
    return tuple(row for row in rows if row.type in (RECIPIENT, RECIPIENTS) and row.computed is None)


def _find(directory: Directory, address: str) -> User | DistributionGroup | None:
    return directory.user_by_address(address) or directory.distribution_group(address)


def _writer(row: Field, directory: Directory) -> Writer:
    name, get = f"t:{row.element}", row.getter()
    several: Callable[[Any], Any] = (lambda value: [value] if value else []) if row.type.is_single else list

    def write(item: Item) -> Xml:
        addresses = several(get(item) or ())
        kinds = (kind_of(_find(directory, each.address)) for each in addresses)
        return element(name, *map(write_mailbox, addresses, kinds)) if addresses else NOTHING

    return write
