"""exchangelib on both sides of a meeting, over real sockets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from pytest_m365 import Tenant
from pytest_m365.target import Target

exchangelib = pytest.importorskip("exchangelib")

START, END = datetime(2027, 1, 5, 10, tzinfo=UTC), datetime(2027, 1, 5, 11, tzinfo=UTC)


@pytest.fixture
def bob(m365: Target, m365_fake: Tenant) -> Iterator[Any]:
    m365_fake.add_user("bob")
    with m365.open_ews(m365_fake.mailbox("bob")) as account:
        yield account


def invite(organizer: Any, attendee: Any) -> Any:
    mailbox = exchangelib.Mailbox(email_address=attendee.primary_smtp_address)
    meeting = exchangelib.CalendarItem(
        account=organizer,
        folder=organizer.calendar,
        subject="Plan",
        start=START,
        end=END,
        required_attendees=[exchangelib.Attendee(mailbox=mailbox)],
    )
    meeting.save(send_meeting_invitations=exchangelib.items.SEND_TO_ALL_AND_SAVE_COPY)
    return meeting


def only(folder: Any) -> Any:
    [item] = folder.all()
    return item


def test_nobody_has_answered_whatever_the_client_says(m365_ews: Any, bob: Any) -> None:
    meeting = exchangelib.CalendarItem(folder=m365_ews.calendar, subject="Plan", start=START, end=END)
    meeting.required_attendees = [bob.primary_smtp_address]  # to which exchangelib adds Accept
    meeting.save(send_meeting_invitations=exchangelib.items.SEND_TO_ALL_AND_SAVE_COPY)
    meeting.refresh()
    assert [attendee.response_type for attendee in meeting.required_attendees] == ["Unknown"]
    meeting.required_attendees = [bob.primary_smtp_address, "ann@example.com"]
    meeting.save(send_meeting_invitations=exchangelib.items.SEND_TO_ALL_AND_SAVE_COPY)
    meeting.refresh()
    assert [attendee.response_type for attendee in meeting.required_attendees] == ["Unknown", "Unknown"]


@pytest.mark.parametrize(("method", "response", "prefix"), [
    ("accept", "Accept", "Accepted"), ("tentatively_accept", "Tentative", "Tentative"),
    ("decline", "Decline", "Declined"),
])  # fmt: skip
@pytest.mark.parametrize("place", ["inbox", "calendar"])
def test_a_meeting_is_answered(
    m365_ews: Any, m365_mailbox: Mailbox, bob: Any, method: str, response: str, prefix: str, place: str
) -> None:
    meeting = invite(m365_ews, bob)
    request = only(bob.inbox)
    assert isinstance(request, exchangelib.items.MeetingRequest)
    assert request.associated_calendar_item_id.id == only(bob.calendar).id
    getattr(request if place == "inbox" else only(bob.calendar), method)()
    meeting.refresh()
    assert [attendee.response_type for attendee in meeting.required_attendees] == [response]
    answer = only(m365_ews.inbox)
    assert isinstance(answer, exchangelib.items.MeetingResponse)
    assert answer.subject == f"{prefix}: Plan"


def test_a_meeting_is_updated_and_called_off(m365_ews: Any, m365_mailbox: Mailbox, bob: Any) -> None:
    meeting = invite(m365_ews, bob)
    only(bob.inbox).accept()
    meeting.refresh()
    meeting.location = "Room 2"
    meeting.save(update_fields=["location"], send_meeting_invitations=exchangelib.items.SEND_TO_ALL_AND_SAVE_COPY)
    assert only(bob.inbox).meeting_request_type == "InformationalUpdate"
    assert only(bob.calendar).location == "Room 2"
    meeting.cancel(body="Hail.")
    cancellation = next(item for item in bob.inbox.all() if isinstance(item, exchangelib.items.MeetingCancellation))
    assert cancellation.subject == "Canceled: Plan"
    assert only(bob.calendar).is_cancelled
    assert m365_ews.calendar.all().count() == 0
