"""A series and its appointments as Exchange answers them, beside what this service answers in the like situation."""

from datetime import UTC, datetime

from lxml import etree

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.recurring import appointment, by_id, created, get, view
from tests.protocols.ews.recordings import comparable, recorded
from tests.protocols.ews.test_recorded_appointments import OF_2010

FILE = "Calendar/CalendarTest.testRecurringEventSupport"


def series(ews: Ews) -> str:
    return created(
        ews, appointment().replace(">Team<", ">Weekly Team Meeting<").replace(">Room A<", ">Conference Room A<")
    )


def occurrences(answer: etree._Element) -> list[etree._Element]:
    return [item for item in answer if item.findtext("{*}CalendarItemType") == "Occurrence"]


def test_a_series(ews: Ews) -> None:
    # The moment of the recording: the reminder is about the next of them.
    ews.tenant.clock.freeze(datetime(2025, 7, 5, 16, 15, tzinfo=UTC))
    answer = ews(get(by_id(series(ews))), header=OF_2010)
    (theirs,) = recorded(FILE, 4, ".//t:CalendarItem")
    assert comparable(answer.find(".//t:CalendarItem")) == comparable(theirs)


def test_its_appointments(ews: Ews) -> None:
    series(ews)
    ours = occurrences(ews(view(), header=OF_2010).find(".//t:Items"))
    (items,) = recorded(FILE, 5, ".//t:Items")
    theirs = occurrences(items)
    assert len(ours) == len(theirs) == 4
    for one, other in zip(ours, theirs, strict=True):
        assert comparable(one) == comparable(other)


def test_the_answer_around_them(ews: Ews) -> None:
    (theirs,) = recorded(FILE, 5, ".//m:RootFolder")
    series(ews)
    ours = ews(view()).find(".//m:RootFolder")
    assert list(ours.attrib) == list(theirs.attrib)
    assert ours.get("IncludesLastItemInRange") == theirs.get("IncludesLastItemInRange")


def test_an_id_is_as_long_as_theirs(ews: Ews) -> None:
    items = recorded(FILE, 5, ".//t:CalendarItem")
    theirs = {item.findtext("{*}CalendarItemType"): len(str(item.xpath("string(*[1]/@Id)"))) for item in items}
    master = series(ews)
    ours = ews(view()).attribute(".//t:ItemId", "Id")
    assert {"Single": len(master), "Occurrence": len(ours)} == theirs
