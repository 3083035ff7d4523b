"""The catalogue against Microsoft's schema."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.properties.calendar import CALENDAR_ITEM
from fakeserver.protocols.ews.properties.contact import CONTACT
from fakeserver.protocols.ews.properties.distribution_list import DISTRIBUTION_LIST
from fakeserver.protocols.ews.properties.field import Field, snake_case
from fakeserver.protocols.ews.properties.folder import FOLDER_FIELDS, SCHEMA_DISTINGUISHED_IDS
from fakeserver.protocols.ews.properties.item_classes import NEW_ITEM_CLASSES, element_for_class
from fakeserver.protocols.ews.properties.meeting import MEETING_MESSAGE, MEETING_REQUEST, MEETING_RESPONSE
from fakeserver.protocols.ews.properties.table import FIELDS, ITEM_ELEMENTS
from fakeserver.protocols.ews.properties.task import TASK
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.tenant.exchange.kinds.appointment import Appointment
from fakeserver.tenant.exchange.kinds.contact import Contact
from fakeserver.tenant.exchange.kinds.distribution_list import DistributionList
from fakeserver.tenant.exchange.kinds.meeting_message import MeetingMessage
from fakeserver.tenant.exchange.kinds.task import Task
from tests.protocols.ews import element_orders

#: Where the schema's type is not named as the element.
_SCHEMA_TYPES = {
    "CalendarItem": "CalendarItemType",
    "Contact": "ContactItemType",
    "MeetingRequest": "MeetingRequestMessageType",
    "MeetingResponse": "MeetingResponseMessageType",
    "MeetingCancellation": "MeetingCancellationMessageType",
    "PostItem": "PostItemType",
}


def test_every_uri_is_one_of_the_schema(schema_values: Callable[[str], set[str]]) -> None:
    known = schema_values("UnindexedFieldURIType")
    assert set(FIELDS) <= known
    assert set(FOLDER_FIELDS) <= known
    assert schema_values("DistinguishedFolderIdNameType") == SCHEMA_DISTINGUISHED_IDS


def test_names_in_the_tenant_follow_from_the_elements() -> None:
    assert snake_case("DateTimeReceived") == "date_time_received"
    assert snake_case("UID") == "uid"
    assert snake_case("IsReadReceiptRequested") == "is_read_receipt_requested"
    assert FIELDS["message:From"].name == "from_"


def test_a_new_item_shows_as_the_element_it_was() -> None:
    for element, item_class in NEW_ITEM_CLASSES.items():
        assert element_for_class(item_class) == ("Message" if element == "Item" else element)


def test_an_element_has_no_child_twice() -> None:
    for children in ITEM_ELEMENTS.values():
        assert len(children) == len(set(children))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (CALENDAR_ITEM, Appointment),
        (CONTACT, Contact),
        (DISTRIBUTION_LIST, DistributionList),
        (TASK, Task),
        ((*MEETING_MESSAGE, *MEETING_REQUEST, *MEETING_RESPONSE), MeetingMessage),
    ],
)
def test_every_property_of_a_kind_has_a_row_and_no_other(rows: tuple[Field, ...], kind: type[Any]) -> None:
    meeting = {row.name for row in CALENDAR_ITEM if row.held} if kind is MeetingMessage else set()
    names = {row.name for row in rows if row.held and (row.writable or row.computed is None)} - meeting
    assert names == {field.name for field in dataclasses.fields(kind)} - {"meeting"}


def test_the_order_is_the_lists() -> None:
    assert element_orders.listed() == element_orders.CATALOGUE


#: [MS-OXWSCORE] 2.2.4.24 has its element; the published schema has its FieldURI and its type only.
_NEWER = ("MimeContentUTF8",)


def test_the_order_is_the_schemas(schema_children: Callable[[str], list[str]]) -> None:
    for element, children in element_orders.listed().items():
        expected = schema_children(_SCHEMA_TYPES.get(element, f"{element}Type"))
        known = [child for child in children if child not in _NEWER]
        assert known == [child for child in expected if child in known]


@pytest.mark.parametrize(
    ("children", "found"),
    [
        ("<t:Subject/><t:DateTimeReceived/><t:Size/>", []),
        ("<t:DateTimeReceived/><t:Subject/>", ["Message: DateTimeReceived Subject"]),
        ("<t:Subject/><t:Start/>", ["Message: Subject Start"]),
    ],
)
def test_an_answer_out_of_order_is_found(children: str, found: list[str]) -> None:
    answer = etree.fromstring(f'<Items xmlns:t="{TYPES}"><t:Message>{children}</t:Message></Items>')
    assert element_orders.out_of_order(answer) == found


def test_what_find_item_cannot_return() -> None:
    """As Microsoft's EWS Managed API has it, which marks the others with CanFind."""
    names = {
        "item": "MimeContent MimeContentUTF8 Body Attachments InternetMessageHeaders ResponseObjects UniqueBody "
        "NormalizedBody TextBody",
        "message": "ToRecipients CcRecipients BccRecipients ReplyTo",
        "calendar": "OriginalStart RequiredAttendees OptionalAttendees Resources ConflictingMeetingCount "
        "AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Recurrence FirstOccurrence LastOccurrence "
        "ModifiedOccurrences DeletedOccurrences MeetingTimeZone",
        "task": "Recurrence",
        "meeting": "IsOutOfDate",
        "meetingRequest": "MeetingRequestType ChangeHighlights",
        "distributionlist": "Members",
    }
    expected = {f"{kind}:{name}" for kind, listed in names.items() for name in listed.split()}
    assert {uri for uri, row in FIELDS.items() if not row.findable} == expected


def test_only_what_is_writable_is_changed_in_a_special_way() -> None:
    special = [row for row in FIELDS.values() if row.once or row.appendable or row.fixed_when_sent or not row.deletable]
    assert special
    assert all(row.writable for row in special)
    assert not [row.uri for row in special if row.once and (row.appendable or row.fixed_when_sent)]
