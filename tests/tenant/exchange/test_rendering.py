"""Appointments and meeting messages as messages, and as calendar objects."""

from datetime import timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.icalendar.reading import read
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.rendering import calendar_of
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from tests.tenant.exchange.icalendar.made import START
from tests.tenant.exchange.icalendar.test_writing import MEETING, series


def added(mailbox: Mailbox, item_class: str, properties: dict[Any, Any], folder: str = "calendar") -> Any:
    return mailbox.items.add(mailbox.folders.distinguished(folder), item_class, properties)


def test_an_appointment_is_a_message_with_a_calendar(alice: Mailbox) -> None:
    item = added(alice, "IPM.Appointment", {**MEETING, "body": Body(TextFormat.HTML, "<p>text</p>")})
    alice.attachments.add(item, Attachment("plan.pdf", b"%PDF"))
    message = Message(item.mime())
    assert (message.subject, message.from_) == ("Weekly", MEETING["organizer"])
    assert message.to_recipients == [EmailAddress("Att One", "att@fabrikam.example")]
    assert [part.content_type for part in message.root.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/pdf",
    ]  # fmt: skip
    assert (message.html, message.text) == ("<p>text</p>", "text\r\n")
    calendar = next(part for part in message.root.walk() if part.content_type == "text/calendar")
    assert calendar.parameters["method"] == "PUBLISH"
    assert calendar.content == calendar_of(item)
    assert item.size == len(item.mime())


def test_what_changes_shows_in_both(alice: Mailbox) -> None:
    item = added(alice, "IPM.Appointment", MEETING)
    first = item.mime()
    alice.items.update(item, {"location": "Other room"})
    assert b"LOCATION;LANGUAGE=en-US:Other room\r\n" in calendar_of(item)
    assert item.mime() != first


def test_content_never_changes_under_a_uid(alice: Mailbox) -> None:
    item = added(alice, "IPM.Appointment", MEETING)
    before = item.uid
    alice.items.update(item, {"start": START + timedelta(minutes=30)})
    assert item.uid > before


def test_a_series_has_what_is_different(alice: Mailbox) -> None:
    item = added(alice, "IPM.Appointment", series())
    calendar = read(calendar_of(item)).event
    assert calendar is not None
    assert [each.properties["recurrence_id"] for each in calendar.exceptions] == [
        START + timedelta(days=7), START + timedelta(days=21),
    ]  # fmt: skip
    [second] = alice.calendar.view(item.folder, START + timedelta(days=6), START + timedelta(days=8))
    alone = read(calendar_of(second)).event
    assert alone is not None
    assert (alone.properties["recurrence_id"], alone.properties["subject"]) == (START + timedelta(days=7), "Other")
    assert "recurrence" not in alone.properties


@pytest.mark.parametrize(
    ("item_class", "properties", "method"),
    [
        ("IPM.Schedule.Meeting.Request", {}, "REQUEST"),
        ("IPM.Schedule.Meeting.Canceled", {}, "CANCEL"),
        ("IPM.Schedule.Meeting.Resp.Pos", {"response": Response.ACCEPTED}, "REPLY"),
        ("IPM.Schedule.Meeting.Resp.Tent", {"response": Response.TENTATIVE, "proposed_start": START}, "COUNTER"),
    ],
)
def test_a_meeting_message_made_of_properties_is_one(
    alice: Mailbox, item_class: str, properties: dict[str, Any], method: str
) -> None:
    said = {**MEETING, **properties, "from_": EmailAddress("Carol", "carol@x.com")}
    item = added(alice, item_class, said, "inbox")
    assert read(calendar_of(item)).method == method
    again = alice.items.add_mime(item.folder, item.mime())
    assert (again.item_class, again.get("uid"), again.subject) == (item_class, MEETING["uid"], "Weekly")
    if "response" in properties:
        assert again.get("response") is properties["response"]


def test_other_items_have_none(alice: Mailbox) -> None:
    for item_class in ("IPM.Note", "IPM.Contact", "IPM.Task"):
        item = added(alice, item_class, {"subject": "x", "due_date": START})
        assert b"text/calendar" not in item.mime()
