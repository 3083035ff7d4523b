"""What appointments and tasks say without anybody having set it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.contact import PersonName
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import Daily, NoEnd, Recurrence
from fakeserver.tenant.exchange.kinds.task import Delegation, TaskStatus
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import EmailAddress

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAILY = Recurrence(Daily(1), NoEnd(ZonedDate(NOW.date())))


def new(mailbox: Mailbox, item_class: str, **properties: Any) -> Any:
    return mailbox.items.add(mailbox.folders.distinguished("inbox"), item_class, properties)


def test_an_appointment_of_ones_own(alice: Mailbox) -> None:
    item = new(alice, "IPM.Appointment", start=NOW, end=NOW + timedelta(hours=1))
    names = "duration appointment_type my_response is_organizer is_meeting is_cancelled is_recurring appointment_state"
    assert [item.get(name) for name in names.split()] == [
        "PT1H", AppointmentType.SINGLE, Response.ORGANIZER, True, False, False, False, 0,
    ]  # fmt: skip
    assert item.get("organizer") == EmailAddress(alice.display_name, alice.address)


def test_a_meeting_and_a_series_say_so(alice: Mailbox) -> None:
    bob = Attendee(AddressEntry(address="bob@example.com"))
    meeting = new(alice, "IPM.Appointment", resources=[bob])
    assert (meeting.get("is_meeting"), meeting.get("appointment_state")) == (True, 1)
    assert meeting.get("duration") is None
    assert new(alice, "IPM.Appointment", recurrence=DAILY).get("appointment_type") is AppointmentType.RECURRING_MASTER


@pytest.mark.parametrize(
    ("status", "complete", "words"),
    [
        (None, False, "Not Started"),
        (TaskStatus.COMPLETED, True, "Completed"),
        (TaskStatus.WAITING_ON_OTHERS, False, "Waiting on someone else"),
    ],
)
def test_a_task_is_what_its_status_says(alice: Mailbox, status: TaskStatus | None, complete: bool, words: str) -> None:
    task = new(alice, "IPM.Task", **({} if status is None else {"status": status}))
    assert (task.get("is_complete"), task.get("status_description")) == (complete, words)
    assert (task.get("owner"), task.get("delegation")) == (alice.display_name, Delegation.NOT_DELEGATED)
    assert (task.get("is_recurring"), new(alice, "IPM.Task", recurrence=DAILY).get("is_recurring")) == (False, True)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"given_name": "Ada", "surname": "King"}, PersonName(first="Ada", last="King", full="Ada King")),
        ({"surname": "King", "display_name": "Countess"}, PersonName(last="King", full="Countess")),
        ({"given_name": "", "generation": "II"}, PersonName(suffix="II", full="II")),
        ({"company_name": "X"}, None),
    ],
)
def test_a_contacts_whole_name(alice: Mailbox, given: dict[str, str], name: PersonName | None) -> None:
    assert new(alice, "IPM.Contact", **given).get("complete_name") == name


def test_items_of_other_kinds_say_nothing_of_it(alice: Mailbox) -> None:
    note = new(alice, "IPM.Note", start=NOW, end=NOW)
    names = ("duration", "is_complete", "is_recurring", "organizer", "status")
    assert [note.get(name) for name in names] == [None] * len(names)
    assert new(alice, "IPM.Appointment").get("is_complete") is None
