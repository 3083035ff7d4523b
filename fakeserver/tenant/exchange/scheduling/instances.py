"""How appointments are changed and put back, be they single ones, series, or out of a series."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem

#: Where a series keeps what differs in its appointments.
_OF_THE_SERIES: Final = ("exceptions", "deleted_dates")


def change(mailbox: Mailbox, item: Item, changes: Mapping[Any, Any]) -> None:
    """Change properties of an appointment; one of a series becomes an exception of it."""
    mailbox.calendar.update(item, changes)


@contextmanager
def changed(mailbox: Mailbox, item: Item, changes: Mapping[Any, Any]) -> Iterator[None]:
    """Change properties of an appointment; make it again what it was when what is done then ends in an error."""
    holder = item.master if isinstance(item, OccurrenceItem) else item
    former = {name: holder.properties.get(name) for name in {*changes, *_OF_THE_SERIES}}
    change(mailbox, item, changes)
    try:
        yield
    except BaseException:
        mailbox.items.update(holder, former)
        raise
