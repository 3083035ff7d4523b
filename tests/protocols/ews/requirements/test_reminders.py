"""Reminders that wait, and what is done with them (MS-OXWSMTGS, first scenario)."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES
from tests.protocols.ews.client import Answer, envelope
from tests.protocols.ews.operations.items.recurring import numbered
from tests.protocols.ews.operations.reminders.reminding import HOUR, daily, iso, one_action, soon
from tests.protocols.ews.requirements.asking import get, item_id, made
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import appointment, occurrence
from tests.protocols.ews.requirements.wire import EwsOverTls

_VERSION = '<t:RequestServerVersion Version="Exchange2013"/>'
#: The parts of a reminder that are texts, and the same of a calendar item.
OF_AN_ITEM = {
    "Subject": "Subject",
    "Location": "Location",
    "ReminderTime": "ReminderNextTime",
    "StartDate": "Start",
    "EndDate": "End",
    "UID": "UID",
}


def asked(begin: str, end: str, most: int = 1) -> str:
    """Return a GetReminders of a period."""
    return (
        f"<m:GetReminders><m:BeginTime>{begin}</m:BeginTime><m:EndTime>{end}</m:EndTime><m:MaxItems>{most}</m:MaxItems>"
        "<m:ReminderType>All</m:ReminderType></m:GetReminders>"
    )


def of_item(ews: EwsOverTls, shown: Answer) -> Answer:
    """Ask for the reminders between what an item says: when it comes next, and when it is due."""
    return ews(asked(shown.value(".//t:ReminderNextTime"), shown.value(".//t:ReminderDueBy")))


def planned(ews: EwsOverTls) -> str:
    """Let alice plan a walk soon; return her item's id."""
    start = soon(ews)
    times = (
        f"<t:ReminderIsSet>true</t:ReminderIsSet><t:Start>{iso(start)}</t:Start><t:End>{iso(start + HOUR)}</t:End>"
        "<t:Location>Lake</t:Location>"
    )
    return made(ews, appointment(times=times))[0]


@holds("MS-OXWSMTGS", 2032, 2033, 2055, 2072, 2198)
@holds("MS-OXWSMTGS", 2079, 2081, 2083, 2085, 2087, 2091, 2093, 2099, 20911)
def test_the_reminder_of_an_appointment(ews: EwsOverTls) -> None:
    item = planned(ews)
    shown = ews(get(item))
    answer = of_item(ews, shown)
    assert (etree.QName(answer.element).localname, answer.element.get("ResponseClass"), answer.codes) == (
        "GetRemindersResponse",
        "Success",
        ["NoError"],
    )
    assert answer.attributes("m:Reminders/t:Reminder/t:ItemId", "Id") == [item]
    reminder, whole = answer.find(".//t:Reminder"), shown.find(".//t:CalendarItem")
    for name, same in OF_AN_ITEM.items():
        assert reminder.findtext(f"{{{TYPES}}}{name}") == whole.findtext(f"{{{TYPES}}}{same}"), name
    assert answer.texts(".//t:ReminderGroup") == ["Calendar"]
    assert answer.all(".//t:RecurringMasterItemId") == []


@holds("MS-OXWSMTGS", 2077, 2089)
def test_the_reminder_of_a_series_names_it(ews: EwsOverTls) -> None:
    start = soon(ews)
    series = daily(ews, start, numbered(3, start.date().isoformat()))
    answer = of_item(ews, ews(get(series)))
    assert answer.attributes(".//t:RecurringMasterItemId", "Id") == [series]
    first = ews(get("x").replace(item_id("x"), occurrence(series, 1)))
    assert answer.texts(".//t:Reminder/t:Subject") == first.texts(".//t:CalendarItem/t:Subject")
    assert answer.attributes(".//t:Reminder/t:ItemId", "Id") == first.attributes(".//t:CalendarItem/t:ItemId", "Id")


#: What a task says of its reminder, each at a time.
OF_A_TASK = (
    "<t:ReminderDueBy>{}</t:ReminderDueBy><t:ReminderIsSet>true</t:ReminderIsSet>",
    "<t:ReminderIsSet>true</t:ReminderIsSet><t:ReminderNextTime>{}</t:ReminderNextTime>"
    "<t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart>",
)


@holds("MS-OXWSMTGS", 2100, 20912)
@pytest.mark.parametrize("said", OF_A_TASK, ids=["due", "next"])
def test_the_reminder_of_a_task(ews: EwsOverTls, said: str) -> None:
    first = soon(ews)
    [item] = made(ews, f"<t:Task><t:Subject>Count</t:Subject>{said.format(iso(first))}</t:Task>")
    shown = ews(get(item))
    answer = of_item(ews, shown)
    assert answer.texts(".//t:ReminderGroup") == ["Task"]
    assert answer.attributes(".//t:Reminder/t:ItemId", "Id") == [item]
    # It was due then, also where it comes again later.
    named = item_id(item, shown.attribute(".//t:Task/t:ItemId", "ChangeKey"))
    ews(one_action("Snooze", named, f"<t:NewReminderTime>{iso(first + HOUR)}</t:NewReminderTime>"))
    later = ews(get(item))
    assert [later.value(f".//t:{name}") for name in ("ReminderDueBy", "ReminderNextTime")] == [
        iso(first),
        iso(first + HOUR),
    ]


@holds("MS-OXWSMTGS", 2124, 2125, 2145, 2200)
def test_what_was_done_is_said(ews: EwsOverTls) -> None:
    ews.tenant.clock.freeze()
    item, other = planned(ews), planned(ews)
    shown = ews(get(item))
    named = item_id(item, shown.attribute(".//t:CalendarItem/t:ItemId", "ChangeKey"))
    # Who dismisses it may name a time, which is then nothing: a text for the schema.
    answer = ews(one_action("Dismiss", named, "<t:NewReminderTime>Monday, 4 March</t:NewReminderTime>"))
    assert (etree.QName(answer.element).localname, answer.element.get("ResponseClass"), answer.codes) == (
        "PerformReminderActionResponse",
        "Success",
        ["NoError"],
    )
    assert answer.attributes("m:UpdatedItemIds/t:ItemId", "Id") == [item]
    # The other one's is still there.
    assert of_item(ews, shown).attributes(".//t:Reminder/t:ItemId", "Id") == [other]


@holds("MS-OXWSMTGS", 2012, 2013, 2016, 2025, 2028, 2029, 2030, 2031)
@holds("MS-OXWSMTGS", 2102, 2104, 2107, 2117, 2120, 2121, 2122, 2123)
@pytest.mark.parametrize("name", ["GetReminders", "PerformReminderAction"])
def test_the_messages_of_both_operations(ews: EwsOverTls, name: str) -> None:
    body = "<m:GetReminders/>"
    if name != "GetReminders":
        item = planned(ews)
        key = ews(get(item)).attribute(".//t:CalendarItem/t:ItemId", "ChangeKey")
        body = one_action("Dismiss", item_id(item, key))
    action = {"SOAPAction": f'"{MESSAGES}/{name}"'}
    answer = ews.post(envelope(body, header=_VERSION), ews.token(ews.alice), action)
    header, body_of_answer = etree.fromstring(answer.body)
    assert (answer.status, header.tag, body_of_answer.tag) == (200, f"{{{SOAP}}}Header", f"{{{SOAP}}}Body")
    assert [part.tag for part in header] == [f"{{{TYPES}}}ServerVersionInfo"]
    assert [part.tag for part in body_of_answer] == [f"{{{MESSAGES}}}{name}Response"]
