"""Recipients and senders in answers, where the organization has distribution groups: those are no mailboxes."""

from collections.abc import Callable, Container, Iterable
from typing import Any

from fakeserver.protocols.ews.properties.field import Field, Writer
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS, write_mailbox
from fakeserver.tenant.exchange.entities import Item


def recipient_writers(fields: Iterable[Field], groups: Container[str]) -> dict[str, Writer]:
    """Return the functions that write addresses as `RECIPIENT` does, with groups as PublicDL, by element.

    Args:
        groups: their addresses, in lower case.
    """
    addressed = [row for row in fields if row.type in (RECIPIENT, RECIPIENTS) and row.computed is None]
    return {row.element: _writer(row, groups) for row in addressed}


def _writer(row: Field, groups: Container[str]) -> Writer:
    name, get = f"t:{row.element}", row.getter()
    several: Callable[[Any], Any] = (lambda value: [value] if value else []) if row.type.is_single else list

    def write(item: Item) -> Xml:
        addresses = several(get(item) or ())
        kinds = ("PublicDL" if each.address.lower() in groups else "Mailbox" for each in addresses)
        return element(name, *map(write_mailbox, addresses, kinds)) if addresses else NOTHING

    return write
