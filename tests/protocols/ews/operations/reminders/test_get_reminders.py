"""GetReminders, as raw requests: which reminders there are."""

from datetime import datetime, timedelta

import pytest

from fakeserver.protocols.ews.operations.reminders import errors
from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.items.recurring import numbered
from tests.protocols.ews.operations.reminders.reminding import (
    DAY,
    HOUR,
    daily,
    do,
    iso,
    meet,
    reminders,
    shown,
    soon,
    times,
)


@pytest.fixture(autouse=True)
def frozen(ews: Ews) -> None:
    ews.tenant.clock.freeze()


def test_of_an_appointment_and_of_a_task(ews: Ews) -> None:
    start = soon(ews)
    walk, count = meet(ews, start), do(ews, start)
    do(ews, start, "false")
    first, second = reminders(ews).all("m:Reminders/t:Reminder")
    assert [(child.tag.rpartition("}")[2], child.text) for child in first if child.text] == [
        ("Subject", "Walk"),
        ("Location", "Lake"),
        ("ReminderTime", iso(start - timedelta(minutes=15))),
        ("StartDate", iso(start)),
        ("EndDate", iso(start + HOUR)),
        ("ReminderGroup", "Calendar"),
        ("UID", ews.mailbox.items.by_id(walk).get("uid")),
    ]
    assert [(child.tag.rpartition("}")[2], child.text) for child in second] == [
        ("Subject", "Count"),
        ("Location", None),
        ("ReminderTime", iso(start)),
        ("StartDate", "0001-01-02T00:00:00Z"),
        ("EndDate", "0001-01-02T00:00:00Z"),
        ("ItemId", None),
        ("ReminderGroup", "Task"),
        ("UID", count),
    ]


def test_a_series_has_one_and_it_goes_on_with_time(ews: Ews) -> None:
    start = soon(ews)
    series = daily(ews, start, numbered(3, start.date().isoformat()))
    answer = reminders(ews)
    assert answer.attributes(".//t:RecurringMasterItemId", "Id") == [series]
    assert answer.attributes(".//t:ItemId", "Id") != [series]
    ews.tenant.clock.advance(HOUR.total_seconds())
    for day in range(3):
        assert times(ews) == [iso(start + day * DAY - timedelta(minutes=15))]
        ews.tenant.clock.advance(DAY.total_seconds())
    assert times(ews) == [iso(start + 2 * DAY - timedelta(minutes=15))]


def test_what_is_deleted_or_lies_elsewhere_has_none(ews: Ews) -> None:
    walk = meet(ews, soon(ews))
    assert len(times(ews)) == 1
    ews.mailbox.items.delete([ews.mailbox.items.by_id(walk)])
    ews.mailbox.deliver(subject="x")
    mail = ews.mailbox.messages()[0]
    ews.mailbox.items.update(mail, {"reminder_is_set": True, "reminder_due_by": soon(ews)})
    assert times(ews) == []
    assert shown(ews, mail.item_id, "ReminderNextTime") == [iso(soon(ews))]


def period(begin: datetime | None, end: datetime | None, kind: str = "") -> str:
    parts = {"BeginTime": begin and iso(begin), "EndTime": end and iso(end), "ReminderType": kind}
    return "".join(f"<m:{name}>{value}</m:{name}>" for name, value in parts.items() if value)


def test_those_of_a_period(ews: Ews) -> None:
    now = soon(ews, timedelta())
    attendee = (
        "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>bob@contoso.com</t:EmailAddress></t:Mailbox>"
        "</t:Attendee></t:RequiredAttendees>"
    )
    past = {"over": -5 * HOUR, "ongoing": -HOUR / 2}
    for start in past.values():
        meet(ews, now + start, minutes=0, more=attendee)
    meet(ews, now - 6 * HOUR, minutes=0)
    meet(ews, now + HOUR, minutes=0)
    over, ongoing, own, coming = (iso(now + each) for each in (-5 * HOUR, -HOUR / 2, -6 * HOUR, HOUR))
    assert times(ews) == [own, over, ongoing, coming]
    assert times(ews, period(now, None)) == [coming]
    assert times(ews, period(None, now)) == [own, over, ongoing]
    assert times(ews, period(now - HOUR, now, "All")) == [ongoing]
    assert times(ews, period(now, now + 2 * HOUR, "Current")) == [own, ongoing, coming]
    assert times(ews, period(now - 7 * HOUR, now + 2 * HOUR, "Old")) == [over]


def test_no_more_than_asked_for(ews: Ews) -> None:
    for hours in range(1, 4):
        meet(ews, soon(ews, hours * HOUR))
    assert [len(times(ews, f"<m:MaxItems>{most}</m:MaxItems>")) for most in (0, 2, 200)] == [0, 2, 3]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<m:MaxItems>201</m:MaxItems>", "MaxInclusive"),
        ("<m:MaxItems>-1</m:MaxItems>", "MinInclusive"),
        ("<m:MaxItems>x</m:MaxItems>", "Int32"),
        ("<m:ReminderType>all</m:ReminderType>", "Enumeration"),
        ("<m:BeginTime>soon</m:BeginTime>", "BeginTime"),
    ],
)
def test_against_the_schema(ews: Ews, inside: str, said: str) -> None:
    request = envelope(f"<m:GetReminders>{inside}</m:GetReminders>")
    code, text = fault_of(ews.post(request, ews.token(ews.alice)))
    assert (code, said in text) == ("ErrorSchemaValidation", True)


@pytest.mark.parametrize(
    ("begin", "end", "kind", "text"),
    [
        (HOUR, timedelta(), "", errors.ENDS_BEFORE_BEGIN.text),
        (timedelta(), None, "Old", errors.NO_PERIOD.text),
    ],
)
def test_refused(ews: Ews, begin: timedelta, end: timedelta | None, kind: str, text: str) -> None:
    given = period(soon(ews, begin), None if end is None else soon(ews, end), kind)
    answer = ews(f"<m:GetReminders>{given}</m:GetReminders>")
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorInvalidOperation"])
    assert answer.value("m:MessageText") == text
