"""Calendars and contacts by O365 (python-o365)."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.conftest import GRAPH
from tests.protocols.graph.clients.test_o365 import signed_in

pytest.importorskip("O365", reason="needs O365: pip install O365")
pytestmark = pytest.mark.usefixtures("collected")

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 12, 2, 12, tzinfo=BERLIN)
SCOPES = [f"{GRAPH}/{name}" for name in ("User.Read", "Calendars.ReadWrite", "Contacts.ReadWrite")]


@pytest.fixture
def account(m365_fake: Tenant, m365: Target) -> Any:
    app = m365_fake.register_app("Calendars by Graph", public=True, delegated=SCOPES)
    return signed_in(m365, app, *SCOPES)


def subjects(found: Any) -> list[str]:
    return [each.subject for each in found]


def planned(calendar: Any, subject: str, start: datetime = NOON, **more: Any) -> Any:
    """Return a new event of an hour that was saved."""
    event = calendar.new_event(subject)
    event.start, event.end = start, start + timedelta(hours=1)
    for name, value in more.items():
        setattr(event, name, value)
    assert event.save()
    return event


def test_events(account: Any) -> None:
    calendar = account.schedule(resource="me").get_default_calendar()
    event = planned(calendar, "Lunch", location="Bar", body="Noon?", remind_before_minutes=30)
    found = calendar.get_event(event.object_id)
    assert (found.subject, found.start, found.location["displayName"]) == ("Lunch", NOON, "Bar")
    found.subject = "Brunch"
    assert found.save()
    planned(calendar, "Dinner", NOON + timedelta(hours=7))
    assert subjects(calendar.get_events(include_recurring=False, order_by="start/dateTime desc")) == [
        "Dinner",
        "Brunch",
    ]
    named = calendar.new_query().contains("subject", "run")
    assert subjects(calendar.get_events(query=named, include_recurring=False)) == ["Brunch"]
    assert found.delete()
    assert subjects(calendar.get_events(include_recurring=False)) == ["Dinner"]


def test_a_series_in_a_view(account: Any) -> None:
    calendar = account.schedule(resource="me").get_default_calendar()
    event = calendar.new_event("Week")
    event.start, event.end = NOON, NOON + timedelta(hours=1)
    event.recurrence.set_weekly(
        1, days_of_week=["wednesday"], first_day_of_week="monday", start=NOON.date(), occurrences=3
    )
    assert event.save()
    first, last = NOON - timedelta(days=1), NOON + timedelta(days=30)
    found = list(calendar.get_events(start_recurring=first, end_recurring=last, include_recurring=True))
    assert [each.start for each in found] == [NOON + timedelta(weeks=week) for week in range(3)]
    assert {each.event_type.value for each in found} == {"occurrence"}
    # The library says of an event that it has made that it is no series.
    series = calendar.get_event(event.object_id)
    assert [each.start for each in series.get_occurrences(first, last)] == [each.start for each in found]


def test_an_invitation_is_answered(account: Any, m365_fake: Tenant, m365: Target) -> None:
    bob = m365_fake.add_user("bob")
    calendar = account.schedule(resource="me").get_default_calendar()
    event = calendar.new_event("Lunch")
    event.start, event.end = NOON, NOON + timedelta(hours=1)
    event.attendees.add(bob.address)
    assert event.save()
    app = m365_fake.register_app("Of bob", public=True, delegated=SCOPES)
    other: Any = SimpleNamespace(tenant_id=m365.tenant_id, username=bob.upn, password=bob.password)
    made = signed_in(other, app, *SCOPES)
    (invited,) = made.schedule(resource="me").get_default_calendar().get_events(include_recurring=False)
    assert invited.accept_event(comment="Yes")
    (attendee,) = calendar.get_event(event.object_id).attendees
    assert attendee.response_status.status.value == "accepted"


def test_calendars_and_free_busy(account: Any, m365: Target) -> None:
    schedule = account.schedule(resource="me")
    made = schedule.new_calendar("Plans")
    assert schedule.get_calendar(calendar_name="Plans").calendar_id == made.calendar_id
    planned(made, "There")
    assert subjects(made.get_events(include_recurring=False)) == ["There"]
    assert made.delete()
    assert schedule.get_calendar(calendar_name="Plans") is None
    planned(schedule.get_default_calendar(), "Busy")
    seen = schedule.get_availability([m365.username], NOON - timedelta(hours=1), NOON + timedelta(hours=2), 60)
    assert [each["availabilityView"] for each in seen] == [["free", "busy", "free"]]


def test_contacts(account: Any) -> None:
    book = account.address_book(resource="me")
    contact = book.new_contact()
    contact.name, contact.surname, contact.job_title = "Pavel", "Bansky", "Baker"
    contact.emails.add("pavel@fabrikam.com")
    contact.business_phones = ["1", "2"]
    assert contact.save()
    (found,) = book.get_contacts(query=book.new_query().startswith("surname", "ban"))
    assert (found.full_name, found.main_email, found.business_phones) == (
        "Pavel Bansky",
        "pavel@fabrikam.com",
        ["1", "2"],
    )
    query = book.new_query()
    named = query.any("email_addresses", query.equals("address", "PAVEL@fabrikam.com"))
    assert [each.object_id for each in book.get_contacts(query=named)] == [found.object_id]
    friends = book.create_child_folder("Friends")
    assert book.get_folder(folder_name="Friends").folder_id == friends.folder_id
    assert found.delete()
    assert list(book.get_contacts()) == []
