"""The ids that name an appointment by its series, and a series by one of its appointments.

Source: web-service-reference/occurrenceitemid, /recurringmasteritemid, /responsecode. That an appointment which is
deleted keeps its number: DavMail and the Exchange calendar for Thunderbird count on.
"""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.errors import (
    NO_SUCH_OCCURRENCE,
    NOT_A_SERIES,
    NOT_OF_A_SERIES,
    OCCURRENCE_DELETED,
)
from fakeserver.tenant.exchange.calendar.missing import Missing
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.ids import StoreId
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem


def stored_item(mailbox: Mailbox, store_id: StoreId) -> Item:
    """Return the item that a t:ItemId names: one in a folder, or an appointment of a series.

    Raises:
        IdMalformed, ItemNotFound: it names none.
    """
    if store_id.kind == "occurrence":
        return mailbox.calendar.by_id(store_id)
    return mailbox.items.by_id(store_id)


def as_series(mailbox: Mailbox, item: Item) -> Item:
    """Return an item that is a series.

    Raises:
        EwsError: it is none.
    """
    if isinstance(item, OccurrenceItem) or not mailbox.calendar.is_series(item):
        raise EwsError(NOT_A_SERIES)
    return item


def occurrence_by_index(mailbox: Mailbox, item: Item, index: int) -> Item:
    """Return the appointment of a series with a number, from 1 on.

    Raises:
        EwsError: the item is no series, or there is no such appointment, or not any more.
    """
    found = mailbox.calendar.by_index(as_series(mailbox, item), index)
    if found is Missing.NEVER_WAS:
        raise EwsError(NO_SUCH_OCCURRENCE)
    if found is Missing.DELETED:
        raise EwsError(OCCURRENCE_DELETED)
    return found


def series_of_occurrence(item: Item) -> Item:
    """Return the series that an appointment belongs to.

    Raises:
        EwsError: the item belongs to no series.
    """
    if not isinstance(item, OccurrenceItem):
        raise EwsError(NOT_OF_A_SERIES)
    return item.master
