"""The types of plain properties, and that every enumeration has all words of the schema."""

from collections.abc import Callable

import pytest

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties import calendar, contact, item, meeting, task
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.values import attendees, free_busy, simple
from fakeserver.protocols.ews.values.simple import ValueType
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from tests.protocols.ews.values.test_structures import node

ENUMERATIONS: dict[str, ValueType] = {
    "ImportanceChoicesType": item.IMPORTANCE,
    "SensitivityChoicesType": item.SENSITIVITY,
    "LegacyFreeBusyType": free_busy.FREE_BUSY,
    "CalendarItemTypeType": calendar.APPOINTMENT_TYPE,
    "ResponseTypeType": attendees.RESPONSE,
    "MeetingRequestTypeType": meeting.REQUEST_KIND,
    "TaskStatusType": task.STATUS,
    "TaskDelegateStateType": task.DELEGATION,
    "FileAsMappingType": contact.FILE_AS,
    "PhysicalAddressIndexType": contact.MAILING_ADDRESS,
    "ContactSourceType": contact.CONTACT_SOURCE,
}


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_every_word_is_read_and_written(name: str, schema_values: Callable[[str], set[str]]) -> None:
    enumeration = ENUMERATIONS[name]
    words = schema_values(name)
    values = {word: enumeration.read(node("X", word)) for word in words}
    assert {enumeration.write("t:X", value) for value in values.values()} == {f"<t:X>{word}</t:X>" for word in words}
    assert len(set(values.values())) == len(words)


def test_another_word_is_the_schemas_fault() -> None:
    with pytest.raises(Violation) as refused:
        free_busy.FREE_BUSY.read(node("LegacyFreeBusyStatus", "Gone"))
    assert "LegacyFreeBusyStatus' element is invalid - The value 'Gone'" in str(refused.value)
    assert "types:LegacyFreeBusyType' - The Enumeration constraint failed." in str(refused.value)


def test_a_constant_of_a_restriction_is_a_word_too() -> None:
    constant = free_busy.FREE_BUSY.constant
    assert constant is not None
    assert constant("OOF") == free_busy.FREE_BUSY.comparable(FreeBusyStatus.OUT_OF_OFFICE)
    with pytest.raises(EwsError):
        constant("Gone")


def test_a_percentage_is_written_short() -> None:
    assert simple.DOUBLE.write("t:PercentComplete", 50.0) == "<t:PercentComplete>50</t:PercentComplete>"
