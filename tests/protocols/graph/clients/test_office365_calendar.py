"""Calendars and contacts by Office365-REST-Python-Client."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.conftest import GRAPH
from tests.protocols.graph.clients.test_office365_rest import signed_in

pytest.importorskip("office365.graph_client", reason="needs Office365-REST-Python-Client")
pytestmark = pytest.mark.usefixtures("collected")

SCOPES = [f"{GRAPH}/{name}" for name in ("User.Read", "Calendars.ReadWrite", "Contacts.ReadWrite")]
START = datetime(2026, 12, 2, 10)


@pytest.fixture
def client(m365_fake: Tenant, m365: Target) -> Any:
    return signed_in(m365, m365_fake.register_app("Calendars by Graph", public=True, delegated=SCOPES))


def test_events(client: Any, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    made = client.me.calendar.events.add(
        subject="Lunch", body="Noon?", start=START, end=START + timedelta(hours=1), attendees=[bob.address]
    ).execute_query()
    (listed,) = client.me.calendar.events.get().execute_query()
    assert (listed.id, listed.properties["subject"]) == (made.id, "Lunch")
    view = client.me.get_calendar_view(START, START + timedelta(days=1)).execute_query()
    assert [each.id for each in view] == [made.id]
    made.set_property("subject", "Dinner").update().execute_query()
    assert m365_fake.mailbox("bob").messages("inbox")[-1].subject == "Dinner"
    made.cancel("Sorry").execute_query()
    assert list(client.me.calendar.events.get().execute_query()) == []
    assert m365_fake.mailbox("bob").messages("inbox")[-1].subject == "Canceled: Dinner"


def test_calendars_and_schedules(client: Any, m365: Target) -> None:
    made = client.me.calendars.add(name="Plans").execute_query()
    assert "Plans" in {each.name for each in client.me.calendars.get().execute_query()}
    made.delete_object().execute_query()
    client.me.calendar.events.add(subject="Busy", body="", start=START, end=START + timedelta(hours=1)).execute_query()
    found = client.me.calendar.get_schedule([m365.username], START, START + timedelta(hours=2)).execute_query()
    assert [each.availabilityView for each in found.value] == ["2200"]


def test_reminders(client: Any) -> None:
    client.me.calendar.events.add(subject="Busy", body="", start=START, end=START + timedelta(hours=1)).execute_query()
    found = client.me.get_reminder_view(START, START + timedelta(days=1)).execute_query()
    assert [each.eventSubject for each in found.value] == ["Busy"]


def test_contacts(client: Any) -> None:
    made = client.me.contacts.add("Pavel", "Bansky", "pavel@fabrikam.com", "+1 732 555 0102").execute_query()
    (listed,) = client.me.contacts.get().filter("surname eq 'Bansky'").execute_query()
    assert (listed.id, listed.properties["givenName"]) == (made.id, "Pavel")
    made.delete_object().execute_query()
    assert list(client.me.contacts.get().execute_query()) == []
    folder = client.me.contact_folders.add("Friends").execute_query()
    folder.contacts.add("Ann", "Lee", "ann@fabrikam.com", "1").execute_query()
    (friend,) = folder.contacts.get().execute_query()
    assert friend.properties["surname"] == "Lee"
