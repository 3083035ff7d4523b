"""Free/busy, with a client that nobody here wrote."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def week() -> dict[str, Any]:
    start = exchangelib.EWSDateTime(2026, 2, 9, tzinfo=exchangelib.EWSTimeZone("Europe/Berlin"))
    return {"start": start, "end": start + timedelta(days=5)}


def test_ones_own_week(m365_ews: Any, m365_fake: Tenant, week: dict[str, Any]) -> None:
    start = week["start"]
    exchangelib.CalendarItem(
        account=m365_ews, folder=m365_ews.calendar, subject="Review", start=start + timedelta(hours=10),
        end=start + timedelta(hours=11),
    ).save()  # fmt: skip
    m365_fake.user("alice").time_zone = "W. Europe Standard Time"
    (view,) = m365_ews.protocol.get_free_busy_info(accounts=[(m365_ews, "Organizer", False)], **week)
    assert view.view_type == "DetailedMerged"
    assert len(view.merged) == 5 * 48
    assert view.merged.strip("0") == "22"
    (event,) = view.calendar_events
    assert (event.start, event.end) == (start + timedelta(hours=10), start + timedelta(hours=11))
    assert (event.busy_type, event.details.subject) == ("Busy", "Review")
    (hours,) = view.working_hours
    assert (hours.weekdays, hours.start.hour, hours.end.hour) == ([1, 2, 3, 4, 5], 8, 17)
    zone = view.working_hours_timezone
    assert (zone.bias, zone.daylight_time.bias, zone.daylight_time.occurrence) == (-60, -60, 5)


def test_others(m365_ews: Any, m365_fake: Tenant, week: dict[str, Any]) -> None:
    from exchangelib.errors import ErrorMailRecipientNotFound

    bob = m365_fake.add_user("robert")
    calendar = bob.mailbox.folders.distinguished("calendar")
    begins = datetime.fromisoformat("2026-02-10T09:00:00+00:00")
    bob.mailbox.items.add(calendar, "IPM.Appointment", {"start": begins, "end": begins + timedelta(hours=1)})
    entries = [(bob.address, "Required", False), (f"nobody@{m365_fake.domain}", "Required", False)]
    shown, missing = m365_ews.protocol.get_free_busy_info(accounts=entries, **week)
    assert (shown.view_type, shown.calendar_events[0].details) == ("FreeBusyMerged", None)
    assert isinstance(missing, ErrorMailRecipientNotFound)
    assert "nobody@" in str(missing)


def test_more_than_a_hundred(m365_ews: Any, m365_fake: Tenant, week: dict[str, Any]) -> None:
    entries = [(f"nobody{number}@{m365_fake.domain}", "Optional", False) for number in range(101)]
    found = list(m365_ews.protocol.get_free_busy_info(accounts=entries, **week))
    assert len(found) == 101
    assert {type(each).__name__ for each in found} == {"ErrorMailRecipientNotFound"}


def test_what_the_service_refuses(m365_ews: Any, week: dict[str, Any]) -> None:
    from exchangelib.errors import ErrorInvalidMergedFreeBusyInterval, ErrorTimeIntervalTooBig

    entries = [(m365_ews, "Organizer", False)]
    with pytest.raises(ErrorTimeIntervalTooBig):
        list(
            m365_ews.protocol.get_free_busy_info(
                accounts=entries, start=week["start"], end=week["start"] + timedelta(days=63)
            )
        )
    with pytest.raises(ErrorInvalidMergedFreeBusyInterval):
        list(
            m365_ews.protocol.get_free_busy_info(
                accounts=entries, start=week["start"], end=week["start"] + timedelta(minutes=20)
            )
        )
