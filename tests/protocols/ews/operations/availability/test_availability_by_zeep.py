"""zeep asks for rooms and for free/busy by the served description."""

from datetime import datetime
from typing import Any

import pytest
import requests

from pytest_m365 import Target, Tenant
from tests.protocols.ews.operations.availability.asking import appointment

zeep = pytest.importorskip("zeep", reason="zeep is not installed: pip install zeep")

VERSION = {"RequestVersion": {"Version": "Exchange2016"}}
NEVER = {"Bias": 0, "Time": "00:00:00", "DayOrder": 0, "Month": 0, "DayOfWeek": "Sunday"}


@pytest.fixture
def service(m365: Target) -> Any:
    session = requests.Session()
    session.verify = m365.ca_file
    session.headers["Authorization"] = f"Bearer {m365.token('https://outlook.office365.com/EWS.AccessAsUser.All')}"
    url = m365.ews_url.rpartition("/")[0] + "/Services.wsdl"
    return zeep.Client(url, transport=zeep.Transport(session=session)).service


def test_free_busy_and_suggestions(service: Any, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("robert")
    appointment(bob.mailbox, "2026-02-13 09:00", "2026-02-13 10:00")
    period = {"StartTime": datetime(2026, 2, 13), "EndTime": datetime(2026, 2, 14)}
    entry = {"Email": {"Address": bob.address}, "AttendeeType": "Required", "ExcludeConflicts": False}
    answer = service.GetUserAvailability(
        TimeZone={"Bias": 0, "StandardTime": NEVER, "DaylightTime": NEVER},
        MailboxDataArray={"_value_1": [{"MailboxData": entry}]},
        FreeBusyViewOptions={
            "TimeWindow": period,
            "MergedFreeBusyIntervalInMinutes": 60,
            "RequestedView": "DetailedMerged",
        },
        SuggestionsViewOptions={"MaximumResultsByDay": 1, "DetailedSuggestionsWindow": period},
        _soapheaders=VERSION,
    ).body
    ((found,),) = (each.values() for each in answer.FreeBusyResponseArray._value_1)
    assert (found.ResponseMessage.ResponseClass, found.FreeBusyView.FreeBusyViewType) == ("Success", "FreeBusyMerged")
    assert found.FreeBusyView.MergedFreeBusy == "0" * 9 + "2" + "0" * 14
    ((event,),) = (each.values() for each in found.FreeBusyView.CalendarEventArray._value_1)
    assert (event.StartTime, event.BusyType) == (datetime(2026, 2, 13, 9), "Busy")
    ((day,),) = (each.values() for each in answer.SuggestionsResponse.SuggestionDayResultArray._value_1)
    ((suggestion,),) = (each.values() for each in day.SuggestionArray._value_1)
    assert (day.DayQuality, suggestion.MeetingTime) == ("Excellent", datetime(2026, 2, 13, 8))


def test_rooms(service: Any, m365_fake: Tenant) -> None:
    room = m365_fake.add_room("room1")
    floor = m365_fake.add_room_list("floor1", [room])
    lists = service.GetRoomLists(_soapheaders=VERSION).body.RoomLists._value_1
    assert [each["Address"].EmailAddress for each in lists] == [floor.address]
    found = service.GetRooms(RoomList={"EmailAddress": floor.address}, _soapheaders=VERSION).body
    assert [each["Room"].Id.EmailAddress for each in found.Rooms._value_1] == [room.address]
