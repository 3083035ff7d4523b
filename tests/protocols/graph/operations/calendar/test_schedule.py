"""getSchedule."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import PACIFIC, at, created, event

PATH = "/me/calendar/getSchedule"


def asked(graph: Graph, *names: str, **more: Any) -> dict[str, Any]:
    """Return a request for a day."""
    addresses = [name if "@" in name else graph.tenant.user(name).address for name in names]
    return {"schedules": addresses, "startTime": at(2, 8), "endTime": at(2, 16), **more}


def schedules(graph: Graph, *names: str, user: str = "alice", **more: Any) -> list[dict[str, Any]]:
    """Return what somebody sees of a day of others."""
    found: list[dict[str, Any]] = ok(graph.post(PATH, asked(graph, *names, **more), user=user))["value"]
    return found


def test_one_s_own_time_with_details(graph: Graph) -> None:
    created(graph, event(hour=10, location={"displayName": "Bar"}, isReminderOn=False))
    created(graph, event(hour=12, subject="Home", showAs="workingElsewhere", sensitivity="private"))
    created(graph, event(hour=13, showAs="oof"))
    answer = ok(graph.post(PATH, asked(graph, "alice", availabilityViewInterval=60)))
    assert answer["@odata.context"] == (f"{graph.root}/$metadata#Collection(microsoft.graph.scheduleInformation)")
    (shown,) = answer["value"]
    assert list(shown) == ["scheduleId", "availabilityView", "scheduleItems", "workingHours"]
    assert (shown["scheduleId"], shown["availabilityView"]) == (graph.tenant.user("alice").address, "00200300")
    assert shown["scheduleItems"][0] == {
        "isPrivate": False,
        "status": "busy",
        "subject": "Lunch",
        "location": "Bar",
        "isMeeting": False,
        "isRecurring": False,
        "isException": False,
        "isReminderSet": False,
        "start": {"dateTime": "2026-12-02T10:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-02T11:00:00.0000000", "timeZone": "UTC"},
    }
    second = shown["scheduleItems"][1]
    assert (second["status"], second["subject"], second["isPrivate"]) == ("workingElsewhere", "Home", True)
    hours = shown["workingHours"]
    assert (hours["startTime"], hours["endTime"], hours["daysOfWeek"][0]) == (
        "08:00:00.0000000",
        "17:00:00.0000000",
        "monday",
    )
    assert hours["timeZone"] == {"name": graph.tenant.user("alice").time_zone}


def test_others_see_when_one_is_busy_and_no_more(graph: Graph) -> None:
    created(graph, event(hour=10))
    mine, nobody, theirs = schedules(graph, "alice", "nobody@contoso.onmicrosoft.com", "bob", user="bob")
    assert mine["availabilityView"] == "0000220000000000"
    assert mine["scheduleItems"] == [
        {
            "status": "busy",
            "start": {"dateTime": "2026-12-02T10:00:00.0000000", "timeZone": "UTC"},
            "end": {"dateTime": "2026-12-02T11:00:00.0000000", "timeZone": "UTC"},
        }
    ]
    assert nobody == {
        "scheduleId": "nobody@contoso.onmicrosoft.com",
        "error": {
            "message": "Unable to resolve e-mail address nobody@contoso.onmicrosoft.com to an Active Directory object.",
            "responseCode": "5009",
        },
    }
    assert theirs["scheduleItems"] == []


def test_what_is_private_is_hidden_from_others_who_see_the_rest(graph: Graph) -> None:
    created(graph, event(sensitivity="private"))
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_folder_permission(alice, "calendar", bob, "Reviewer")
    ((item,),) = (each["scheduleItems"] for each in schedules(graph, "alice", user="bob"))
    assert (item["isPrivate"], item["status"], "subject" in item, "location" in item) == (True, "busy", False, False)


def test_a_group_s_time(graph: Graph) -> None:
    created(graph, event(hour=10))
    group = graph.tenant.add_distribution_group("team", ["alice", "bob"])
    (shown,) = schedules(graph, group.address, availabilityViewInterval=60)
    assert shown == {"scheduleId": group.address, "availabilityView": "00200000", "scheduleItems": []}


def test_an_application_and_its_zone(graph: Graph) -> None:
    created(graph, event(hour=20))
    path = f"/users/{graph.tenant.user('alice').upn}/calendar/getSchedule"
    given = {
        "Schedules": [graph.tenant.user("alice").address],
        "StartTime": at(2, 9, PACIFIC),
        "EndTime": at(2, 18, PACIFIC),
        "AvailabilityViewInterval": 60,
    }
    answer = graph.post(
        path, given, token=graph.app_token("Calendars.Read"), headers={"Prefer": f'outlook.timezone="{PACIFIC}"'}
    )
    (shown,) = ok(answer)["value"]
    assert shown["availabilityView"] == "000200000"
    assert shown["scheduleItems"][0]["start"] == {"dateTime": "2026-12-02T12:00:00.0000000", "timeZone": PACIFIC}
    assert shown["scheduleItems"][0]["subject"] == "Lunch"


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ({"schedules": []}, "ErrorMailboxDataArrayEmpty", "The EmailAddress array is empty."),
        (
            {"schedules": ["a@b.example"] * 101},
            "ErrorMailboxDataArrayTooBig",
            "There are too many target users in the EmailAddress array. The allowed size = 100; the actual size = 101.",
        ),
        (
            {"endTime": at(2, 8)},
            "ErrorInvalidTimeInterval",
            "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.",
        ),
        (
            {"startTime": {"dateTime": "0001-01-01T00:00:00"}, "endTime": {"dateTime": "0001-01-02T00:00:00"}},
            "ErrorInvalidTimeInterval",
            "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.",
        ),
        (
            {"endTime": {"dateTime": "2027-02-03T00:00:00"}},
            "ErrorTimeIntervalTooBig",
            "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = "
            "62 days; the actual limit = 63 days.",
        ),
        *(
            (
                {"availabilityViewInterval": minutes},
                "ErrorInvalidMergedFreeBusyInterval",
                "The specified merged free/busy interval is not valid. Specify an interval that is less than the "
                "free/busy time window and  between 5 and 1440 minutes.",
            )
            for minutes in (4, 1441, 481)
        ),
        (
            {"availabilityViewInterval": "30"},
            "BadRequest",
            "Property AvailabilityViewInterval in payload has a value that does not match schema.",
        ),
        (
            {"people": []},
            "RequestBodyRead",
            "The property 'people' does not exist on type 'microsoft.graph.calendar'. Make sure to only use property "
            "names that are defined by the type or mark the type as open type.",
        ),
    ],
)
def test_what_is_refused(graph: Graph, more: dict[str, Any], code: str, message: str) -> None:
    assert error(graph.post(PATH, asked(graph, "bob", **more))) == (400, code, message)


def test_who_may_not_ask(graph: Graph) -> None:
    answer = graph.post(PATH, asked(graph, "bob"), scopes=("Mail.Read",))
    assert error(answer)[:2] == (403, "ErrorAccessDenied")
