"""The table of item properties: by FieldURI, and by the element of an item."""

from dataclasses import replace
from functools import cache
from typing import Final

from fakeserver.protocols.ews.properties.calendar import CALENDAR_ITEM
from fakeserver.protocols.ews.properties.contact import CONTACT
from fakeserver.protocols.ews.properties.contact_networks import NETWORKS
from fakeserver.protocols.ews.properties.distribution_list import DISTRIBUTION_LIST
from fakeserver.protocols.ews.properties.field import Field
from fakeserver.protocols.ews.properties.item import ITEM
from fakeserver.protocols.ews.properties.meeting import (
    MEETING_CANCELLATION,
    MEETING_MESSAGE,
    MEETING_REQUEST,
    MEETING_RESPONSE,
)
from fakeserver.protocols.ews.properties.message import MESSAGE
from fakeserver.protocols.ews.properties.post import POST
from fakeserver.protocols.ews.properties.task import TASK


def _without_defaults(rows: tuple[Field, ...], elements: str) -> tuple[Field, ...]:
    """Return rows of which some show nothing where an item has no value, as recorded."""
    silent = elements.split()
    return tuple(replace(row, default=None) if row.element in silent else row for row in rows)


#: Item element -> the rows of its children, in the schema's order.
_ROWS: Final[dict[str, tuple[Field, ...]]] = {
    "Item": ITEM,
    "Message": (*ITEM, *MESSAGE),
    "CalendarItem": (*ITEM, *CALENDAR_ITEM),
    "Contact": (*_without_defaults(ITEM, "ReminderIsSet ReminderMinutesBeforeStart"), *CONTACT, *NETWORKS),
    "DistributionList": (*ITEM, *DISTRIBUTION_LIST),
    "MeetingMessage": (*ITEM, *MESSAGE, *MEETING_MESSAGE),
    "MeetingRequest": (*ITEM, *MESSAGE, *MEETING_MESSAGE, *MEETING_REQUEST),
    "MeetingResponse": (*ITEM, *MESSAGE, *MEETING_MESSAGE, *MEETING_RESPONSE),
    "MeetingCancellation": (*ITEM, *MESSAGE, *MEETING_MESSAGE, *MEETING_CANCELLATION),
    "Task": (*ITEM, *TASK),
    "PostItem": (*ITEM, *POST),
}

#: All rows, with those of properties that no item here ever has.
ALL_ROWS: Final = tuple(row for rows in _ROWS.values() for row in rows)
#: FieldURI -> row, that of all items before those of one kind.
FIELDS: Final[dict[str, Field]] = {row.uri: row for row in reversed(ALL_ROWS) if row.held}
#: The same for properties that no item here ever has.
ABSENT_FIELDS: Final[dict[str, Field]] = {row.uri: row for row in ALL_ROWS if not row.held}

#: Item element -> its children in order, with those that no item here ever has.
ITEM_ELEMENTS: Final[dict[str, tuple[str, ...]]] = {
    element: tuple(row.element for row in rows) for element, rows in _ROWS.items()
}


@cache
def fields_of(element: str) -> dict[str, Field]:
    """Return the properties that an item element can have, by the names of its children and in the schema's order.

    ExtendedProperty is not among them: see `extended.py`.
    """
    return {row.element: row for row in _ROWS[element] if row.held}


@cache
def uris_of(element: str) -> frozenset[str]:
    """Return the FieldURIs of an item element's properties, with those that no item here ever has."""
    return frozenset(row.uri for row in _ROWS[element])
