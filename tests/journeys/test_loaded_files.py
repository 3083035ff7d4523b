"""An event and a card out of files, as EWS shows them."""

from pathlib import Path

import pytest

from tests.protocols.ews.client import Ews
from tests.world import World

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:4711
DTSTART;TZID=Europe/Berlin:20260302T100000
DURATION:PT1H
RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5
EXDATE;TZID=Europe/Berlin:20260309T100000
SUMMARY:Standup
LOCATION:Room 1
ORGANIZER;CN=Bob:mailto:bob@x.com
ATTENDEE;CN=Carol;PARTSTAT=ACCEPTED:mailto:carol@x.com
END:VEVENT
END:VCALENDAR
"""
CARD = """BEGIN:VCARD
VERSION:3.0
FN:Bob Brown
N:Brown;Bob
EMAIL:bob@x.com
TEL;TYPE=CELL:+4
ADR;TYPE=HOME:;;a;b;c;d;e
END:VCARD
"""


def test_ews_shows_what_was_loaded(tmp_path: Path) -> None:
    pytest.importorskip("icalendar", reason="needs icalendar: pip install -e '.[test]'")
    ews = Ews(World.of("alice", "bob"))
    (tmp_path / "event.ics").write_text(EVENT.replace("\n", "\r\n"), newline="")
    (tmp_path / "card.vcf").write_text(CARD.replace("\n", "\r\n"), newline="")
    loaded = ews.mailbox.load(tmp_path)
    assert loaded.remarks == []
    ids = "".join(f'<t:ItemId Id="{item.item_id}"/>' for item in loaded)
    answer = ews(
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        f"<m:ItemIds>{ids}</m:ItemIds></m:GetItem>"
    )
    assert answer.codes == ["NoError", "NoError"]
    event, card = ".//t:CalendarItem", ".//t:Contact"
    assert answer.value(f"{event}/t:Start") == "2026-03-02T09:00:00Z"
    assert answer.value(f"{event}/t:UID") == "4711"
    assert answer.value(f"{event}/t:Recurrence/t:NumberedRecurrence/t:NumberOfOccurrences") == "5"
    assert answer.value(f"{event}/t:DeletedOccurrences/t:DeletedOccurrence/t:Start") == "2026-03-09T09:00:00Z"
    assert answer.value(f"{event}/t:Organizer/t:Mailbox/t:EmailAddress") == "bob@x.com"
    assert answer.value(f"{event}/t:RequiredAttendees/t:Attendee/t:ResponseType") == "Accept"
    assert answer.value(f"{card}/t:DisplayName") == "Bob Brown"
    assert answer.texts(f"{card}/t:EmailAddresses/t:Entry") == ["bob@x.com"]
