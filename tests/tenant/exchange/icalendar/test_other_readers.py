"""What is written here is read by others: the packages icalendar and vobject, and ical.js."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import vText

from fakeserver.tenant.exchange.icalendar.methods import Method
from fakeserver.tenant.exchange.icalendar.series import exceptions_of
from fakeserver.tenant.exchange.icalendar.writing import calendar_object
from fakeserver.tenant.exchange.kinds.places import Place, PlaceAddress
from tests.node import node_script, result_of
from tests.tenant.exchange.icalendar.made import START
from tests.tenant.exchange.icalendar.test_writing import MEETING, series

#: When the series of `series` takes place: the third is gone, the fourth is a day later; summer time begins meanwhile.
STARTS = [
    datetime(2026, month, day, hour, tzinfo=UTC)
    for month, day, hour in ((3, 2, 9), (3, 9, 9), (3, 24, 9), (3, 30, 8), (4, 6, 8))
]


def test_icalendar_reads_a_meeting() -> None:
    from icalendar import Calendar

    calendar: Any = Calendar.from_ical(calendar_object(Method.REQUEST, MEETING))
    [event] = calendar.events
    assert (calendar.errors, event.errors) == ([], [])
    assert event.start == START
    assert (str(event["SUMMARY"]), str(event["ORGANIZER"])) == ("Weekly", "mailto:org@contoso.example")
    # The zone as it is written, not as the package knows it by its name.
    zone = calendar.timezones[0].to_tz(lookup_tzid=False)
    for month in range(1, 13):
        local = START.replace(month=month).astimezone(event.start.tzinfo)
        assert local.replace(tzinfo=zone).utcoffset() == local.utcoffset()


def test_icalendar_reads_where_and_how_a_meeting_is_held() -> None:
    from icalendar import Calendar

    place = Place("Lake; north, side", address=PlaceAddress(city="Bath", latitude=51.5))
    online = {"join_online_meeting_url": "https://t.example/a,b", "conference_type": 1}
    held: dict[str, Any] = {**MEETING, **online, "place": place}
    calendar: Any = Calendar.from_ical(calendar_object(Method.REQUEST, held))
    [event] = calendar.events
    assert (calendar.errors, event.errors) == ([], [])
    [first] = json.loads(vText.from_ical(str(event["X-MICROSOFT-LOCATIONS"])))
    assert (first["DisplayName"], first["LocationCity"], first["Latitude"]) == ("Lake; north, side", "Bath", 51.5)
    assert vText.from_ical(str(event["X-MICROSOFT-SKYPETEAMSMEETINGURL"])) == "https://t.example/a,b"
    assert str(event["X-MS-OLK-CONFTYPE"]) == "1"


def test_vobject_reads_a_series() -> None:
    vobject = pytest.importorskip("vobject", reason="needs vobject: pip install -e '.[test]'")
    calendar = vobject.readOne(calendar_object(Method.PUBLISH, series(), exceptions=exceptions_of(series())).decode())
    master, *exceptions = calendar.vevent_list
    assert [each.astimezone(UTC) for each in master.getrruleset(addRDate=True)] == [
        datetime(2026, month, day, hour, tzinfo=UTC)
        for month, day, hour in ((3, 2, 9), (3, 9, 9), (3, 23, 9), (3, 30, 8), (4, 6, 8))
    ]
    assert [each.recurrence_id.value.astimezone(UTC).day for each in exceptions] == [9, 23]


def test_ical_js_reads_a_series(tmp_path: Path) -> None:
    script = node_script(Path(__file__).parent / "node" / "read.js", "ical.js")
    file = tmp_path / "series.ics"
    file.write_bytes(calendar_object(Method.REQUEST, series(), exceptions=exceptions_of(series())))
    with subprocess.Popen(
        [script.node, str(script.path), str(file)],
        env=os.environ | {"TZ": "UTC"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        found = result_of(process)
    assert (found["method"], found["summaries"]) == ("REQUEST", ["Weekly", "Other", "Weekly"])
    assert (found["organizer"], found["location"]) == ("mailto:org@contoso.example", "Room")
    assert found["attendees"] == [["mailto:att@fabrikam.example", "NEEDS-ACTION"]]
    assert sorted(found["starts"]) == [f"{start:%Y-%m-%dT%H:%M:%S.000Z}" for start in STARTS]
