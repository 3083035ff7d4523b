"""MimeContent of calendar items: bare calendar objects, in and out."""

from base64 import b64decode, b64encode
from datetime import UTC, date, datetime

import pytest

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.calendar_content import properties_of
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.icalendar.reading import read
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from tests.protocols.ews.client import Ews

#: As DavMail sends an event of a whole day.
EVENT = (
    "BEGIN:VCALENDAR|PRODID:davmail|VERSION:2.0|METHOD:PUBLISH|BEGIN:VTIMEZONE|TZID:Romance Standard Time|"
    "BEGIN:STANDARD|DTSTART:16010101T030000|TZOFFSETFROM:+0200|TZOFFSETTO:+0100|"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10|END:STANDARD|BEGIN:DAYLIGHT|DTSTART:16010101T020000|"
    "TZOFFSETFROM:+0100|TZOFFSETTO:+0200|RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3|END:DAYLIGHT|END:VTIMEZONE|"
    "BEGIN:VEVENT|UID:7kukuq@google.com|SUMMARY:Plan|CREATED:20200101T000000Z|"
    "DTSTART;TZID=Romance Standard Time:20260302T000000|DTEND;TZID=Romance Standard Time:20260303T000000|"
    "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE|X-MICROSOFT-CDO-BUSYSTATUS:OOF|TRANSP:TRANSPARENT|RRULE:FREQ=WEEKLY;COUNT=3|"
    "EXDATE;TZID=Romance Standard Time:20260309T000000|END:VEVENT|END:VCALENDAR|"
).replace("|", "\r\n")


def create(ews: Ews, octets: bytes, more: str = "") -> list[str]:
    content = f"<t:MimeContent>{b64encode(octets).decode()}</t:MimeContent>"
    return ews(
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>'
        f"{content}{more}</t:CalendarItem></m:Items></m:CreateItem>"
    ).codes


def the_one(ews: Ews) -> Item:
    [item] = ews.mailbox.messages("calendar")
    return item


def content_of(ews: Ews, item: Item) -> bytes:
    answer = ews(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent>"
        f'</m:ItemShape><m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>'
    )
    assert answer.attribute(".//t:MimeContent", "CharacterSet") == "UTF-8"
    return b64decode(answer.value(".//t:MimeContent"))


def test_an_event_is_an_appointment(ews: Ews) -> None:
    assert create(ews, EVENT.encode()) == ["NoError"]
    item = the_one(ews)
    assert (item.get("uid"), item.subject) == ("7kukuq@google.com", "Plan")
    assert (item.get("start"), item.get("is_all_day")) == (datetime(2026, 3, 1, 23, tzinfo=UTC), True)
    assert item.get("start_time_zone").id == "Romance Standard Time"
    # TRANSP says something else, and does not count beside it.
    assert item.get("free_busy_status") is FreeBusyStatus.OUT_OF_OFFICE
    assert item.get("deleted_dates") == frozenset({date(2026, 3, 9)})
    # When it was made is what the mailbox knows.
    assert item.created_at.year != 2020


def test_elements_beside_it_override_it(ews: Ews) -> None:
    more = "<t:Subject>Other plan</t:Subject><t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus>"
    assert create(ews, EVENT.encode(), more) == ["NoError"]
    item = the_one(ews)
    assert (item.subject, item.get("free_busy_status")) == ("Other plan", FreeBusyStatus.BUSY)
    assert item.get("uid") == "7kukuq@google.com"


def test_what_is_read_is_what_was_made(ews: Ews) -> None:
    create(ews, EVENT.encode())
    item = the_one(ews)
    octets = content_of(ews, item)
    assert octets.startswith(b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nPRODID:Microsoft Exchange Server 2010\r\n")
    assert octets.endswith(b"END:VCALENDAR\r\n")
    event = read(octets).event
    assert event is not None
    for name in ("uid", "subject", "start", "end", "is_all_day", "free_busy_status"):
        assert event.properties[name] == item.get(name)


def test_an_update_of_it_changes_nothing(ews: Ews) -> None:
    create(ews, EVENT.encode())
    item = the_one(ews)
    before = content_of(ews, item)
    other = b64encode(EVENT.replace("SUMMARY:Plan", "SUMMARY:Changed").encode()).decode()
    answer = ews(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="item:MimeContent"/><t:CalendarItem>'
        f"<t:MimeContent>{other}</t:MimeContent></t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange>"
        "</m:ItemChanges></m:UpdateItem>"
    )
    assert answer.codes == ["NoError"]
    assert content_of(ews, item) == before


@pytest.mark.parametrize(
    "octets",
    [
        b"x",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        EVENT.encode()[:-20],
        EVENT.replace("SUMMARY:Plan", "SUMMARY:" + "x" * 600_000).encode(),
    ],
)
def test_what_is_no_event_is_refused(ews: Ews, octets: bytes) -> None:
    assert create(ews, octets) == ["ErrorMimeContentInvalid"]
    assert not ews.mailbox.messages("calendar")
    with pytest.raises(EwsError):
        properties_of(octets)
