"""exchangelib as the client of appointments, contacts, tasks and lists: what it saves it reads back equal."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.appointment import Appointment, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")
recurrence = pytest.importorskip("exchangelib.recurrence")
fields = pytest.importorskip("exchangelib.fields")
properties = pytest.importorskip("exchangelib.properties")
indexed = pytest.importorskip("exchangelib.indexed_properties")

START = exchangelib.EWSDate(2026, 3, 2)
END = exchangelib.EWSDate(2026, 12, 31)
NO_END = recurrence.NoEndPattern(start=START)
ENDS = recurrence.EndDatePattern(start=START, end=END)
NUMBERED = recurrence.NumberedPattern(start=START, number=7)
PATTERNS = [
    (recurrence.DailyPattern(interval=3), NO_END),
    (recurrence.WeeklyPattern(interval=2, weekdays=[fields.MONDAY, fields.FRIDAY]), ENDS),
    (recurrence.AbsoluteMonthlyPattern(interval=1, day_of_month=31), NUMBERED),
    (
        recurrence.RelativeMonthlyPattern(interval=2, weekday=fields.TUESDAY, week_number=fields.SECOND),
        NUMBERED,
    ),
    (recurrence.AbsoluteYearlyPattern(day_of_month=29, month=fields.FEBRUARY), NO_END),
    (
        recurrence.RelativeYearlyPattern(weekday=fields.WEEKEND_DAY, week_number=fields.LAST, month=fields.OCTOBER),
        ENDS,
    ),
]
REGENERATIONS = [
    (recurrence.DailyRegeneration(interval=4), NO_END),
    (recurrence.WeeklyRegeneration(interval=1), NUMBERED),
    (recurrence.MonthlyRegeneration(interval=2), ENDS),
    (recurrence.YearlyRegeneration(interval=3), NO_END),
]


def same(folder: Any, saved: Any, names: str) -> None:
    """Read an item again, by its id, and compare the fields of some names."""
    (read,) = folder.account.fetch([saved])
    for name in names.split():
        assert getattr(read, name) == getattr(saved, name), name


@pytest.mark.parametrize(("pattern", "boundary"), PATTERNS)
def test_an_appointment(m365_ews: Any, m365_fake: Tenant, pattern: Any, boundary: Any) -> None:
    zone, boundary = exchangelib.EWSTimeZone("Europe/Copenhagen"), deepcopy(boundary)
    attendees = [
        properties.Attendee(
            mailbox=exchangelib.Mailbox(name="Bob", email_address="bob@example.com"),
            response_type="Accept",
            last_response_time=exchangelib.EWSDateTime(2026, 3, 1, tzinfo=zone),
        ),
        properties.Attendee(mailbox=exchangelib.Mailbox(email_address="carol@example.com"), response_type="Unknown"),
    ]
    item = exchangelib.CalendarItem(
        folder=m365_ews.calendar,
        subject="Planning",
        start=exchangelib.EWSDateTime(2026, 3, 2, 10, tzinfo=zone),
        end=exchangelib.EWSDateTime(2026, 3, 2, 11, tzinfo=zone),
        location="Room 1",
        legacy_free_busy_status="OOF",
        required_attendees=attendees,
        resources=attendees[1:],
        recurrence=recurrence.Recurrence(pattern=pattern, boundary=boundary),
        reminder_minutes_before_start=30,
        is_response_requested=True,
    )
    item.save()
    (read,) = m365_ews.fetch([item])
    # Both begin on the first day that the pattern has.
    assert read.recurrence.boundary.start == read.start.astimezone(zone).date()
    boundary.start = read.recurrence.boundary.start
    assert read.end - read.start == item.end - item.start
    assert read.start.astimezone(zone).hour == 10
    same(
        m365_ews.calendar,
        item,
        "subject _start_timezone _end_timezone location legacy_free_busy_status required_attendees optional_attendees "
        "resources recurrence reminder_minutes_before_start is_response_requested",
    )
    (kept,) = m365_fake.mailbox(m365_ews.primary_smtp_address).messages("calendar")
    appointment = kind_of(kept)
    assert isinstance(appointment, Appointment)
    assert (appointment.free_busy_status, appointment.location) == (FreeBusyStatus.OUT_OF_OFFICE, "Room 1")
    # Who answers is told by answers, and not by whoever invites.
    assert [attendee.response for attendee in appointment.required_attendees] == [Response.UNKNOWN] * 2
    assert appointment.start_time_zone == TimeZone("Romance Standard Time")


@pytest.mark.parametrize(("pattern", "boundary"), [*PATTERNS, *REGENERATIONS])
def test_a_task(m365_ews: Any, pattern: Any, boundary: Any) -> None:
    item = exchangelib.Task(
        folder=m365_ews.tasks,
        subject="Report",
        start_date=START,
        due_date=END,
        status="InProgress",
        percent_complete=Decimal(50),
        companies=["Contoso", "Fabrikam"],
        total_work=120,
        recurrence=recurrence.TaskRecurrence(pattern=pattern, boundary=boundary),
    )
    item.save()
    same(
        m365_ews.tasks,
        item,
        "subject start_date due_date status percent_complete companies total_work recurrence",
    )


def test_a_contact(m365_ews: Any) -> None:
    item = exchangelib.Contact(
        folder=m365_ews.contacts,
        file_as="Adams, Alice",
        file_as_mapping="LastCommaFirst",
        display_name="Alice Adams",
        given_name="Alice",
        surname="Adams",
        email_addresses=[
            indexed.EmailAddress(label="EmailAddress1", email="alice@example.com"),
            indexed.EmailAddress(label="EmailAddress3", email="adams@example.com"),
        ],
        phone_numbers=[
            indexed.PhoneNumber(label="BusinessPhone2", phone_number="+45 2"),
            indexed.PhoneNumber(label="MobilePhone", phone_number="+45 1"),
        ],
        physical_addresses=[
            indexed.PhysicalAddress(
                label="Home", street="1 Way", city="Rome", state="RM", country="IT", zipcode="00100"
            )
        ],
        im_addresses=[indexed.ImAddress(label="ImAddress1", im_address="alice")],
        postal_address_index="Home",
        birthday=exchangelib.EWSDate(1990, 5, 6),
        children=["Bob"],
    )
    item.save()
    names = (
        "file_as file_as_mapping given_name surname email_addresses phone_numbers physical_addresses im_addresses "
        "postal_address_index birthday children"
    )
    same(m365_ews.contacts, item, names)
    item.phone_numbers = [indexed.PhoneNumber(label="HomePhone", phone_number="3")]
    item.save(update_fields=["phone_numbers"])
    same(m365_ews.contacts, item, names)


def test_a_distribution_list(m365_ews: Any) -> None:
    members = [
        properties.Member(
            mailbox=exchangelib.Mailbox(name="Bob", email_address="bob@example.com", mailbox_type="OneOff"),
            status="Normal",
        ),
        properties.Member(mailbox=exchangelib.Mailbox(name="Friends", mailbox_type="OneOff", email_address="f@x.org")),
    ]
    item = exchangelib.DistributionList(folder=m365_ews.contacts, display_name="Team", members=members)
    item.save()
    same(m365_ews.contacts, item, "display_name members")
