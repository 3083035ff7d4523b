"""Each structure: a typed value, its element as the schema has it, and back again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.values.attendees import ATTENDEES
from fakeserver.protocols.ews.values.change_highlights import CHANGE_HIGHLIGHTS
from fakeserver.protocols.ews.values.contacts import (
    CERTIFICATES,
    COMPLETE_NAME,
    EMAIL_ADDRESSES,
    ENTRIES,
    IM_ADDRESSES,
    PHONE_NUMBERS,
    PHYSICAL_ADDRESSES,
)
from fakeserver.protocols.ews.values.follow_up import FOLLOW_UP
from fakeserver.protocols.ews.values.members import MEMBERS
from fakeserver.protocols.ews.values.occurrences import DELETED_OCCURRENCES, OCCURRENCE
from fakeserver.protocols.ews.values.places import PLACE
from fakeserver.protocols.ews.values.recurrences import RECURRENCE, TASK_RECURRENCE
from fakeserver.protocols.ews.values.reminders import EMAIL_REMINDERS
from fakeserver.protocols.ews.values.simple import ValueType
from fakeserver.protocols.ews.values.time_zones import BASIC_TIME_ZONE, TIME_ZONE
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, NoEnd, Recurrence, Weekly
from tests.protocols.ews.client import schema_folder
from tests.protocols.ews.values import kinds

#: The type in types.xsd, how it is read and written, and any value of it.
STRUCTURES: list[tuple[str, ValueType, st.SearchStrategy[Any]]] = [
    ("NonEmptyArrayOfAttendeesType", ATTENDEES, kinds.ATTENDEES),
    ("RecurrenceType", RECURRENCE, kinds.RECURRENCES),
    ("TaskRecurrenceType", TASK_RECURRENCE, kinds.TASK_RECURRENCES),
    ("OccurrenceInfoType", OCCURRENCE, kinds.OCCURRENCES),
    ("NonEmptyArrayOfDeletedOccurrencesType", DELETED_OCCURRENCES, kinds.DELETED_OCCURRENCES),
    ("TimeZoneDefinitionType", TIME_ZONE, kinds.TIME_ZONES),
    ("TimeZoneType", BASIC_TIME_ZONE, kinds.BASIC_TIME_ZONES),
    ("ChangeHighlightsType", CHANGE_HIGHLIGHTS, kinds.HIGHLIGHTS),
    ("EnhancedLocationType", PLACE, kinds.PLACES),
    ("ArrayOfInboxReminderType", EMAIL_REMINDERS, kinds.REMINDERS),
    ("MembersListType", MEMBERS, kinds.MEMBERS),
    ("CompleteNameType", COMPLETE_NAME, kinds.NAMES),
    ("ArrayOfBinaryType", CERTIFICATES, kinds.CERTIFICATES),
    ("EmailAddressDictionaryType", EMAIL_ADDRESSES, kinds.EMAIL_ADDRESSES),
    ("ImAddressDictionaryType", IM_ADDRESSES, kinds.IM_ADDRESSES),
    ("PhoneNumberDictionaryType", PHONE_NUMBERS, kinds.PHONE_NUMBERS),
    ("PhysicalAddressDictionaryType", PHYSICAL_ADDRESSES, kinds.POSTAL_ADDRESSES),
    ("FlagType", FOLLOW_UP, kinds.FLAGS),
]
BY_NAME = {name: value_type for name, value_type, _ in STRUCTURES}


def node(name: str, content: str, attributes: str = "") -> Any:
    """Return an element of the types namespace."""
    return etree.fromstring(f'<t:{name} xmlns:t="{TYPES}"{attributes}>{content}</t:{name}>')


@cache
def probes() -> etree.XMLSchema | None:
    """Return a schema with one element for each structure, or None where Microsoft's is absent."""
    types: Path = schema_folder() / "types.xsd"
    if not types.exists():
        return None
    xs, xml = "http://www.w3.org/2001/XMLSchema", "http://www.w3.org/XML/1998/namespace"
    return etree.XMLSchema(
        etree.fromstring(
            f'<xs:schema xmlns:xs="{xs}" xmlns:t="{TYPES}" targetNamespace="{TYPES}" elementFormDefault="qualified">'
            f'<xs:import namespace="{xml}" schemaLocation="{types.with_name("xml.xsd").as_uri()}"/>'
            f'<xs:include schemaLocation="{types.as_uri()}"/>'
            + "".join(f'<xs:element name="Probe-{name}" type="t:{name}"/>' for name in BY_NAME)
            + "</xs:schema>"
        )
    )


@pytest.mark.parametrize(("name", "value_type", "values"), STRUCTURES, ids=list(BY_NAME))
def test_any_value_is_read_back(name: str, value_type: ValueType, values: st.SearchStrategy[Any]) -> None:
    known = probes()

    @given(values)
    def round_trip(value: Any) -> None:
        written = value_type.write(f"t:Probe-{name}", value)
        root = etree.fromstring(f'<x xmlns:t="{TYPES}">{written}</x>')[0]
        assert value_type.read(root) == value
        assert known is None or known.validate(root), f"{known.error_log}\n{written}"

    round_trip()


def test_the_schema_has_a_say() -> None:
    if probes() is None:
        pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")


WEEKLY = (
    "<t:WeeklyRecurrence><t:Interval>2</t:Interval><t:DaysOfWeek>Monday Friday</t:DaysOfWeek>"
    "<t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence>"
)
NO_END = "<t:NoEndRecurrence><t:StartDate>2026-03-02-05:00</t:StartDate></t:NoEndRecurrence>"
DAILY = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
REGENERATION = "<t:DailyRegeneration><t:Interval>1</t:Interval></t:DailyRegeneration>"
TO = '<t:To Kind="Group">0</t:To>'


def test_a_recurrence_in_the_tenants_words() -> None:
    read = BY_NAME["RecurrenceType"].read(node("Recurrence", WEEKLY + NO_END))
    start = ZonedDate(date(2026, 3, 2), timedelta(hours=-5))
    assert read == Recurrence(
        Weekly(2, (DayOfWeek.MONDAY, DayOfWeek.FRIDAY), DayOfWeek.MONDAY),
        NoEnd(start),
    )


#: What a client writes it reads back, in the same form.
SAME = [
    (
        "RecurrenceType",
        f"{WEEKLY}{NO_END}",
    ),
    (
        "RecurrenceType",
        f"{DAILY}<t:EndDateRecurrence><t:StartDate>2026-03-02Z</t:StartDate><t:EndDate>2026-04-01+05:45</t:EndDate>"
        "</t:EndDateRecurrence>",
    ),
    (
        "TaskRecurrenceType",
        f"{REGENERATION}<t:NumberedRecurrence><t:StartDate>2026-03-02Z</t:StartDate>"
        "<t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence>",
    ),
    (
        "NonEmptyArrayOfAttendeesType",
        "<t:Attendee><t:Mailbox><t:Name>Bob &amp; Co</t:Name><t:EmailAddress>bob@example.com</t:EmailAddress>"
        "<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>OneOff</t:MailboxType></t:Mailbox>"
        "<t:ResponseType>Accept</t:ResponseType><t:LastResponseTime>2026-03-02T10:00:00Z</t:LastResponseTime>"
        "</t:Attendee><t:Attendee><t:Mailbox><t:EmailAddress>room@example.com</t:EmailAddress></t:Mailbox>"
        "</t:Attendee>",
    ),
    (
        "TimeZoneDefinitionType",
        '<t:Periods><t:Period Bias="PT5H" Name="Standard" Id="s"/>'
        '<t:Period Bias="-PT1H30M" Name="Daylight" Id="d"/></t:Periods><t:TransitionsGroups>'
        '<t:TransitionsGroup Id="0"><t:RecurringDayTransition><t:To Kind="Period">d</t:To>'
        "<t:TimeOffset>PT2H</t:TimeOffset><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
        "<t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition></t:TransitionsGroup></t:TransitionsGroups>"
        f"<t:Transitions><t:Transition>{TO}</t:Transition>"
        f"<t:AbsoluteDateTransition>{TO}<t:DateTime>2007-01-01T00:00:00</t:DateTime></t:AbsoluteDateTransition>"
        "</t:Transitions>",
    ),
    (
        "TimeZoneType",
        '<t:BaseOffset>PT8H</t:BaseOffset><t:Standard TimeZoneName="PST"><t:Offset>PT0S</t:Offset>'
        "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek>"
        "<t:DayOfWeekIndex>First</t:DayOfWeekIndex><t:Month>November</t:Month></t:RelativeYearlyRecurrence>"
        "<t:Time>02:00:00</t:Time></t:Standard><t:Daylight><t:Offset>-PT1H</t:Offset>"
        "<t:AbsoluteDate>2026-03-08Z</t:AbsoluteDate><t:Time>02:00:00</t:Time></t:Daylight>",
    ),
    (
        "EnhancedLocationType",
        "<t:DisplayName>Room</t:DisplayName><t:Annotation/><t:PostalAddress><t:City>Rome</t:City>"
        "<t:Latitude>41.9027835</t:Latitude><t:LocationSource>None</t:LocationSource></t:PostalAddress>",
    ),
    (
        "ArrayOfInboxReminderType",
        "<t:InboxReminder><t:Id>0d2e1b9c-5b5f-4b43-a2a5-111122223333</t:Id>"
        "<t:ReminderOffset>-15</t:ReminderOffset><t:IsOrganizerReminder>false</t:IsOrganizerReminder>"
        "</t:InboxReminder>",
    ),
    (
        "MembersListType",
        '<t:Member Key="k"><t:Mailbox><t:Name>L</t:Name><t:MailboxType>PrivateDL</t:MailboxType>'
        '<t:ItemId Id="AAA="/></t:Mailbox><t:Status>Normal</t:Status></t:Member>',
    ),
    (
        "ArrayOfBinaryType",
        "<t:Base64Binary>AAEC</t:Base64Binary>",
    ),
    (
        "EmailAddressDictionaryType",
        '<t:Entry Key="EmailAddress2" Name="B" RoutingType="SMTP" MailboxType="Contact">b@example.com</t:Entry>',
    ),
    (
        "PhysicalAddressDictionaryType",
        '<t:Entry Key="Other"><t:Street>1 Way</t:Street><t:CountryOrRegion>PL</t:CountryOrRegion></t:Entry>',
    ),
    (
        "FlagType",
        "<t:FlagStatus>Flagged</t:FlagStatus><t:StartDate>2026-03-02T00:00:00Z</t:StartDate>"
        "<t:DueDate>2026-03-03T00:00:00Z</t:DueDate>",
    ),
]


@pytest.mark.parametrize(("name", "content"), SAME)
def test_what_a_client_writes_it_reads_back(name: str, content: str) -> None:
    value_type = BY_NAME[name]
    assert value_type.write("t:X", value_type.read(node("X", content))) == f"<t:X>{content}</t:X>"


#: What the schema does not have there.
MALFORMED = [
    ("RecurrenceType", ""),
    ("RecurrenceType", DAILY),
    ("RecurrenceType", NO_END),
    ("RecurrenceType", NO_END + DAILY),
    ("RecurrenceType", DAILY + WEEKLY + NO_END),
    ("RecurrenceType", DAILY + NO_END + NO_END),
    ("RecurrenceType", REGENERATION + NO_END),
    ("RecurrenceType", "text" + DAILY + NO_END),
    ("RecurrenceType", "<t:DailyRecurrence/>" + NO_END),
    ("RecurrenceType", DAILY.replace("1", "one") + NO_END),
    ("RecurrenceType", DAILY.replace("1", "4294967297") + NO_END),
    ("RecurrenceType", DAILY.replace("<t:DailyRecurrence>", '<t:DailyRecurrence Every="1">') + NO_END),
    ("RecurrenceType", WEEKLY.replace("Friday", "Payday") + NO_END),
    ("RecurrenceType", DAILY + NO_END.replace("2026-03-02", "2026-02-30")),
    ("RecurrenceType", DAILY + NO_END.replace("-05:00", "T00:00:00")),
    ("RecurrenceType", DAILY + NO_END.replace("-05:00", "-15:00")),
    ("NonEmptyArrayOfAttendeesType", ""),
    ("NonEmptyArrayOfAttendeesType", "<t:Attendee/>"),
    ("NonEmptyArrayOfAttendeesType", "<t:Mailbox/>"),
    ("NonEmptyArrayOfAttendeesType", "<t:Attendee><t:Mailbox><t:Nick>x</t:Nick></t:Mailbox></t:Attendee>"),
    ("NonEmptyArrayOfAttendeesType", "<t:Attendee><t:ResponseType>Accept</t:ResponseType><t:Mailbox/></t:Attendee>"),
    ("NonEmptyArrayOfAttendeesType", "<t:Attendee><t:Mailbox/><t:ResponseType>Yes</t:ResponseType></t:Attendee>"),
    ("NonEmptyArrayOfAttendeesType", "<t:Attendee><t:Mailbox><t:ItemId/></t:Mailbox></t:Attendee>"),
    ("TimeZoneDefinitionType", '<t:Periods><t:Period Bias="5 hours"/></t:Periods>'),
    ("TimeZoneDefinitionType", '<t:Periods><t:Period Bias="P1Y"/></t:Periods>'),
    ("TimeZoneDefinitionType", "<t:Transitions/>"),
    ("TimeZoneDefinitionType", "<t:Transitions><t:Transition><t:To>0</t:To></t:Transition></t:Transitions>"),
    ("TimeZoneType", "<t:BaseOffset>PT</t:BaseOffset>"),
    ("EnhancedLocationType", "<t:Annotation>no name</t:Annotation>"),
    (
        "EnhancedLocationType",
        "<t:DisplayName>x</t:DisplayName><t:PostalAddress><t:Latitude>inf</t:Latitude></t:PostalAddress>",
    ),
    ("ArrayOfInboxReminderType", "<t:InboxReminder><t:Id>{x}</t:Id></t:InboxReminder>"),
    ("MembersListType", '<t:Member Id="k"/>'),
    ("ArrayOfBinaryType", "<t:Base64Binary>!</t:Base64Binary>"),
    ("EmailAddressDictionaryType", ""),
    ("ImAddressDictionaryType", ""),
    ("PhoneNumberDictionaryType", ""),
    ("PhysicalAddressDictionaryType", ""),
    ("EmailAddressDictionaryType", "<t:Entry>x@example.com</t:Entry>"),
    ("EmailAddressDictionaryType", '<t:Entry Key="EmailAddress4">x@example.com</t:Entry>'),
    ("PhoneNumberDictionaryType", '<t:Entry Key="MobilePhone" Name="x">1</t:Entry>'),
    ("PhysicalAddressDictionaryType", '<t:Entry Key="Home"><t:Planet>x</t:Planet></t:Entry>'),
    ("FlagType", "<t:DueDate>2026-03-03T00:00:00Z</t:DueDate>"),
    ("FlagType", "<t:FlagStatus>Flagged</t:FlagStatus><t:DueDate>soon</t:DueDate>"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), MALFORMED)
def test_what_the_schema_does_not_have_is_refused(name: str, content: str) -> None:
    with pytest.raises(Violation) as refused:
        BY_NAME[name].read(node("X", content))
    assert refused.value.sentence


START = "<t:StartDate>2026-03-02T00:00:00Z</t:StartDate>"
DATES = START + "<t:DueDate>2026-03-03T00:00:00Z</t:DueDate>"
DONE = "<t:CompleteDate>2026-03-03T00:00:00Z</t:CompleteDate>"
MEANINGLESS = [
    ("PhoneNumberDictionaryType", 2 * '<t:Entry Key="MobilePhone">1</t:Entry>', "ErrorInvalidValueForProperty"),
    ("RecurrenceType", DAILY.replace("1", "0") + NO_END, "ErrorCalendarOutOfRange"),
    ("RecurrenceType", DAILY.replace("1", "1000") + NO_END, "ErrorCalendarOutOfRange"),
    ("RecurrenceType", DAILY + NO_END.replace("2026", "1600"), "ErrorCalendarOutOfRange"),
    ("RecurrenceType", WEEKLY.replace("Friday", "Weekday") + NO_END, "ErrorCalendarInvalidDayForWeeklyRecurrence"),
    ("FlagType", "<t:FlagStatus>NotFlagged</t:FlagStatus>" + DATES, "ErrorInvalidArgument"),
    ("FlagType", "<t:FlagStatus>NotFlagged</t:FlagStatus>" + DONE, "ErrorInvalidArgument"),
    ("FlagType", "<t:FlagStatus>Complete</t:FlagStatus>" + DATES, "ErrorInvalidArgument"),
    ("FlagType", "<t:FlagStatus>Flagged</t:FlagStatus>" + DONE, "ErrorInvalidArgument"),
    ("FlagType", "<t:FlagStatus>Flagged</t:FlagStatus>" + START, "ErrorInvalidArgument"),
]


@pytest.mark.parametrize(("name", "content", "code"), MEANINGLESS)
def test_what_means_nothing_is_an_error_of_the_item(name: str, content: str, code: str) -> None:
    with pytest.raises(EwsError) as refused:
        BY_NAME[name].read(node("X", content))
    assert refused.value.row.code == code


NONSENSE = st.recursive(
    st.sampled_from(["", "x", "1", "<t:Entry Key='x'/>"]),
    lambda inner: st.builds(
        "<t:{0}>{1}{2}</t:{0}>".format,
        st.sampled_from("Interval Mailbox Entry Member Period To".split()),
        inner,
        inner,
    ),
)


@given(NONSENSE, st.sampled_from(STRUCTURES))
def test_any_content_is_a_value_or_refused(content: str, structure: tuple[str, ValueType, Any]) -> None:
    with suppress(Violation, EwsError):
        structure[1].read(node("X", content))


def test_words_are_the_schemas(schema_values: Callable[[str], set[str]]) -> None:
    for name, entries in (
        ("EmailAddressKeyType", ENTRIES["EmailAddresses"]),
        ("ImAddressKeyType", ENTRIES["ImAddresses"]),
        ("PhoneNumberKeyType", ENTRIES["PhoneNumbers"]),
        ("PhysicalAddressKeyType", ENTRIES["PhysicalAddresses"]),
    ):
        assert set(entries.keys) == schema_values(name)
