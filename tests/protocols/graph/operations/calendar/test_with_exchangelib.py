"""Events of Graph and appointments of EWS are the same: exchangelib on the other side."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.calendar.planning import PACIFIC, WEEK, at, created, event, guests, only, weekly

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def account(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Alice's mailbox by exchangelib."""
    yield from _account(graph, "alice", monkeypatch)


@pytest.fixture
def bobs(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Bob's mailbox by exchangelib."""
    yield from _account(graph, "bob", monkeypatch)


def _account(graph: Graph, name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, name, "EWS.AccessAsUser.All")
    with ews(graph.server.ews_url, graph.tenant.user(name).address, token) as opened:
        yield opened


def utc(day: int, hour: int) -> Any:
    return exchangelib.EWSDateTime(2026, 12, day, hour, tzinfo=exchangelib.UTC)


def test_an_event_of_graph_is_read_by_ews(graph: Graph, account: Any) -> None:
    made = created(
        graph,
        event(
            zone=PACIFIC,
            hour=10,
            body={"contentType": "text", "content": "Bring cake"},
            location={"displayName": "Bar", "address": {"city": "Redmond"}},
            attendees=[*guests(graph, "bob"), {"type": "resource", "emailAddress": {"address": "attic@example.com"}}],
            categories=["Fun"],
            showAs="tentative",
            sensitivity="personal",
            importance="high",
            reminderMinutesBeforeStart=30,
        ),
    )
    (item,) = account.calendar.all()
    assert (item.subject, item.location, item.categories) == ("Lunch", "Bar", ["Fun"])
    assert (item.start, item.end) == (utc(2, 18), utc(2, 19))
    assert (item._start_timezone.ms_id, item.uid) == (PACIFIC, made["iCalUId"])
    assert (item.legacy_free_busy_status, item.sensitivity, item.importance) == ("Tentative", "Personal", "High")
    assert (item.reminder_is_set, item.reminder_minutes_before_start) == (True, 30)
    assert item.text_body.strip() == "Bring cake"
    assert [each.mailbox.email_address for each in item.required_attendees] == [graph.tenant.user("bob").address]
    assert [each.mailbox.email_address for each in item.resources] == ["attic@example.com"]
    assert (item.is_meeting, item.meeting_request_was_sent, item.organizer.email_address) == (
        True,
        True,
        graph.tenant.user("alice").address,
    )
    assert item.id.translate(str.maketrans("/+", "-_")) == made["id"]
    assert b64decode(item.changekey).endswith(b64decode(made["changeKey"]))


def test_an_appointment_of_ews_is_read_by_graph(graph: Graph, account: Any) -> None:
    bob = graph.tenant.user("bob").address
    exchangelib.CalendarItem(
        account=account,
        folder=account.calendar,
        subject="Lunch",
        body=exchangelib.HTMLBody("<p>Bring cake</p>"),
        start=exchangelib.EWSDateTime(2026, 12, 2, 10, tzinfo=exchangelib.EWSTimeZone("Europe/Berlin")),
        end=exchangelib.EWSDateTime(2026, 12, 2, 11, tzinfo=exchangelib.EWSTimeZone("Europe/Berlin")),
        location="Bar",
        required_attendees=[exchangelib.Attendee(mailbox=bob, response_type="Unknown")],
        categories=["Fun"],
        legacy_free_busy_status="OOF",
        reminder_minutes_before_start=5,
    ).save(send_meeting_invitations="SendToAllAndSaveCopy")
    shown = only(ok(graph.get("/me/events", headers={"Prefer": 'outlook.timezone="Europe/Berlin"'})))
    assert (shown["subject"], shown["categories"], shown["showAs"]) == ("Lunch", ["Fun"], "oof")
    assert shown["start"] == {"dateTime": "2026-12-02T10:00:00.0000000", "timeZone": "Europe/Berlin"}
    assert (shown["originalStartTimeZone"], shown["reminderMinutesBeforeStart"]) == ("W. Europe Standard Time", 5)
    assert (shown["location"]["displayName"], shown["bodyPreview"]) == ("Bar", "Bring cake")
    assert [each["emailAddress"]["address"] for each in shown["attendees"]] == [bob]
    assert (shown["isOrganizer"], shown["isDraft"]) == (True, False)


def test_a_meeting_that_is_not_sent_yet_is_a_draft(graph: Graph, account: Any) -> None:
    exchangelib.CalendarItem(
        account=account,
        folder=account.calendar,
        subject="Lunch",
        start=utc(2, 10),
        end=utc(2, 11),
        required_attendees=[graph.tenant.user("bob").address],
    ).save()
    assert only(ok(graph.get("/me/events")))["isDraft"]


def test_a_series_of_graph_is_one_for_ews(graph: Graph, account: Any) -> None:
    made = created(graph, event(day=1, zone="W. Europe Standard Time", recurrence=weekly(3, ("tuesday",))))
    (master,) = account.calendar.all()
    assert (master.type, master.recurrence.pattern.weekdays, master.recurrence.boundary.number) == (
        "RecurringMaster",
        [2],
        3,
    )
    shown = list(account.calendar.view(start=utc(1, 0), end=utc(1, 0) + timedelta(days=30)))
    assert [item.start.date() for item in shown] == [date(2026, 12, day) for day in (1, 8, 15)]
    second = next(iter(ok(graph.get(f"/me/events/{made['id']}/instances?{WEEK}"))["value"]))
    assert shown[0].id.translate(str.maketrans("/+", "-_")) == second["id"]
    ok(graph.patch(f"/me/events/{second['id']}", {"subject": "Other"}))
    assert account.calendar.view(start=utc(1, 0), end=utc(2, 0))[0].subject == "Other"


def test_a_series_of_ews_is_one_for_graph(graph: Graph, account: Any) -> None:
    recurrence = exchangelib.recurrence.Recurrence(
        pattern=exchangelib.recurrence.RelativeMonthlyPattern(
            interval=2, weekday=exchangelib.fields.WEDNESDAY, week_number=exchangelib.fields.FIRST
        ),
        start=date(2026, 12, 2),
        end=date(2027, 6, 30),
    )
    exchangelib.CalendarItem(
        account=account,
        folder=account.calendar,
        subject="Council",
        start=utc(2, 10),
        end=utc(2, 11),
        recurrence=recurrence,
    ).save()
    shown = only(ok(graph.get("/me/events")))
    pattern, limits = shown["recurrence"]["pattern"], shown["recurrence"]["range"]
    assert (shown["type"], pattern["type"], pattern["interval"]) == ("seriesMaster", "relativeMonthly", 2)
    assert (pattern["daysOfWeek"], pattern["index"]) == (["wednesday"], "first")
    assert (limits["type"], limits["startDate"], limits["endDate"]) == ("endDate", "2026-12-02", "2027-06-30")


def test_an_invitation_by_graph_is_answered_by_ews(graph: Graph, bobs: Any) -> None:
    created(graph, event(attendees=guests(graph, "bob")))
    (request,) = bobs.inbox.all()
    assert isinstance(request, exchangelib.items.MeetingRequest)
    assert (request.start, request.organizer.email_address) == (utc(2, 10), graph.tenant.user("alice").address)
    request.accept()
    status = only(ok(graph.get("/me/events")))["attendees"][0]["status"]
    assert status["response"] == "accepted"


def test_an_invitation_by_ews_is_answered_by_graph(graph: Graph, account: Any) -> None:
    exchangelib.CalendarItem(
        account=account,
        folder=account.calendar,
        subject="Lunch",
        start=utc(2, 10),
        end=utc(2, 11),
        required_attendees=[graph.tenant.user("bob").address],
    ).save(send_meeting_invitations="SendToAllAndSaveCopy")
    theirs = only(ok(graph.get("/me/events", user="bob")))
    assert (theirs["showAs"], theirs["isOrganizer"]) == ("tentative", False)
    assert graph.post(f"/me/events/{theirs['id']}/tentativelyAccept", {}, user="bob").status_code == 202
    (item,) = account.calendar.all()
    assert item.required_attendees[0].response_type == "Tentative"


def test_a_whole_day_of_graph_is_one_for_ews(graph: Graph, account: Any) -> None:
    created(graph, {"subject": "Off", "isAllDay": True, "start": at(2, 0, PACIFIC), "end": at(4, 0, PACIFIC)})
    (item,) = account.calendar.all()
    assert (item.is_all_day, item.start, item.end) == (True, date(2026, 12, 2), date(2026, 12, 3))
