"""exchangelib and zeep as the clients of appointments in zones, and of those that are all day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pytest_m365 import Target, Tenant

exchangelib = pytest.importorskip("exchangelib")
TOKYO = exchangelib.EWSTimeZone("Asia/Tokyo")
DAY = exchangelib.EWSDate(2026, 6, 6)


def saved(account: Any, **values: Any) -> Any:
    item = exchangelib.CalendarItem(account=account, folder=account.calendar, subject="x", **values).save()
    return account.calendar.get(id=item.id, changekey=item.changekey)


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"])
@pytest.mark.parametrize("days", [0, 2])
def test_days_are_read_back_as_the_days_that_they_are(m365_ews: Any, zone: str, days: int) -> None:
    m365_ews.default_timezone = exchangelib.EWSTimeZone(zone)
    last = DAY + timedelta(days=days)
    read = saved(m365_ews, start=DAY, end=last, is_all_day=True)
    assert (read.is_all_day, read.start, read.end) == (True, DAY, last)
    read.subject = "y"
    read.save()
    assert m365_ews.calendar.get(subject="y").end == last


def test_times_of_a_day_become_the_whole_day(m365_ews: Any, m365_fake: Tenant) -> None:
    m365_ews.default_timezone = TOKYO
    times = [exchangelib.EWSDateTime(2026, 6, 6, hour, tzinfo=TOKYO) for hour in (10, 15)]
    read = saved(m365_ews, start=times[0], end=times[1], is_all_day=True)
    assert (read.start, read.end) == (DAY, DAY)
    (stored,) = m365_fake.mailbox("alice").messages("calendar")
    assert stored.get("start") == datetime(2026, 6, 5, 15, tzinfo=UTC)
    assert stored.get("end") == datetime(2026, 6, 6, 15, tzinfo=UTC)


def test_zones_are_kept_when_times_of_another_come(m365_ews: Any) -> None:
    start = exchangelib.EWSDateTime(2026, 6, 6, 10, tzinfo=TOKYO)
    read = saved(m365_ews, start=start, end=start + timedelta(hours=1))
    assert (read.start, read._start_timezone, read._end_timezone) == (start, TOKYO, TOKYO)
    assert read.legacy_free_busy_status == "Busy"
    assert read.organizer.email_address == m365_ews.primary_smtp_address
    london = exchangelib.EWSTimeZone("Europe/London")
    read.start, read.end = (exchangelib.EWSDateTime(2026, 6, 6, hour, tzinfo=london) for hour in (10, 11))
    read.save(update_fields=["start", "end"])
    read.refresh()
    # exchangelib names the zone that the item had beside times of another.
    assert (read.start, read._start_timezone) == (exchangelib.EWSDateTime(2026, 6, 6, 10, tzinfo=london), TOKYO)


def test_zeep_makes_and_reads_zones(m365: Target, m365_fake: Tenant) -> None:
    requests = pytest.importorskip("requests")
    zeep = pytest.importorskip("zeep", reason="zeep is not installed: pip install zeep")
    session = requests.Session()
    session.verify = m365.ca_file
    session.headers["Authorization"] = f"Bearer {m365.token('https://outlook.office365.com/EWS.AccessAsUser.All')}"
    wsdl = m365.ews_url.rpartition("/")[0] + "/Services.wsdl"
    service = zeep.Client(wsdl, transport=zeep.Transport(session=session)).service
    version = {"RequestVersion": {"Version": "Exchange2016"}}

    def message_of(answer: Any) -> Any:
        ((message,),) = (one.values() for one in answer.body.ResponseMessages._value_1)
        return message

    wanted = {"_value_1": [{"Id": "Tokyo Standard Time"}]}
    zones = message_of(service.GetServerTimeZones(ReturnFullTimeZoneData=True, Ids=wanted, _soapheaders=version))
    (tokyo,) = (one["TimeZoneDefinition"] for one in zones.TimeZoneDefinitions._value_1)
    assert tokyo.Name == "(UTC+09:00) Osaka, Sapporo, Tokyo"

    new = {
        "Subject": "Made by zeep",
        # Naive: in the zone that stands beside them.
        "Start": datetime(2026, 6, 6, 10),
        "End": datetime(2026, 6, 6, 11),
        "StartTimeZone": {"Id": tokyo.Id},
        "EndTimeZone": {"Id": tokyo.Id},
    }
    made = message_of(
        service.CreateItem(
            SendMeetingInvitations="SendToNone", Items={"_value_1": [{"CalendarItem": new}]}, _soapheaders=version
        )
    )
    assert made.ResponseCode == "NoError"
    (stored,) = m365_fake.mailbox("alice").messages("calendar")
    assert stored.get("start") == datetime(2026, 6, 6, 1, tzinfo=UTC)
    assert stored.get("end") == datetime(2026, 6, 6, 2, tzinfo=UTC)
