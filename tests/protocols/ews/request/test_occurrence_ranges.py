"""Appointments of a series by periods: t:RecurringMasterItemIdRanges."""

import pytest

from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.items.recurring import (
    DAILY,
    appointment,
    by_id,
    by_index,
    created,
    delete,
    endless,
    get,
    ids,
    starts,
    update,
    view,
)


def ranges(master_id: str, *several: str, key: str = "") -> str:
    each = "".join(f"<t:Range {one}/>" for one in several)
    inside = f"<t:Ranges>{each}</t:Ranges>"
    return f'<t:RecurringMasterItemIdRanges Id="{master_id}"{key}>{inside}</t:RecurringMasterItemIdRanges>'


WEEK = 'Start="2025-07-03T00:00:00Z" End="2025-07-10T00:00:00Z"'


def test_all_of_a_period_stand_in_one_message(ews: Ews) -> None:
    master = created(ews, appointment(DAILY, endless()))
    answer = ews(get(ranges(master, WEEK), by_id(master)))
    assert answer.codes == ["NoError"] * 2
    messages = answer.all(".//m:GetItemResponseMessage")
    assert [len(message.findall(".//{*}CalendarItem")) for message in messages] == [7, 1]
    assert ids(answer)[:7] == ids(ews(view("2025-07-03T00:00:00Z", "2025-07-10T00:00:00Z")))


@pytest.mark.parametrize(
    ("several", "days"),
    [
        ((f'{WEEK} Count="2"',), [3, 4]),
        ((f'{WEEK} Count="2"', 'Start="2025-07-04T00:00:00Z" Count="2"'), [3, 4, 5]),
        (('End="2025-07-04T00:00:00Z"',), [2, 3]),
        (('Count="1"',), [2]),
        ((), []),
    ],
)
def test_counts_and_open_ends(ews: Ews, several: tuple[str, ...], days: list[int]) -> None:
    master = created(ews, appointment(DAILY, endless()))
    asked = ranges(master, *several).replace("<t:Ranges></t:Ranges>", "")
    assert [int(start[8:10]) for start in starts(ews(get(asked)))] == days


def test_no_more_than_lists_have(ews: Ews) -> None:
    master = created(ews, appointment(DAILY, endless()))
    for asked in ('Start="2025-07-01T00:00:00Z"', 'Count="5000"'):
        assert len(ids(ews(get(ranges(master, asked), base="IdOnly")))) == 1000


def test_by_when_they_were_planned(ews: Ews) -> None:
    master = created(ews, appointment())
    ews(update(by_index(master, 2), Start="2025-07-12T10:00:00Z", End="2025-07-12T11:00:00Z"))
    ews(delete(by_index(master, 3)))
    asked = 'Start="2025-07-09T00:00:00Z" End="2025-07-17T00:00:00Z" CompareOriginalStartTime="{}"'
    assert starts(ews(get(ranges(master, asked.format("true"))))) == ["2025-07-12T10:00:00Z"]
    short = asked.replace("-17", "-11")
    assert starts(ews(get(ranges(master, short.format("false"))))) == []
    assert starts(ews(get(ranges(master, short.format("true"))))) == ["2025-07-12T10:00:00Z"]


def test_what_is_refused(ews: Ews) -> None:
    single, master = created(ews, appointment("")), created(ews, appointment())
    occurrence = ids(ews(get(by_index(master, 1))))[0]
    mail = ews.mailbox.deliver(subject="x").item_id
    asked = [ranges(each, WEEK) for each in (single, occurrence, mail, "x", "")]
    assert ews(get(*asked)).codes == [
        *["ErrorCalendarCannotUseIdForRecurringMasterId"] * 3, "ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty",
    ]  # fmt: skip
    assert ews(get(ranges(master, 'Count="0"'))).codes == ["ErrorCalendarOutOfRange"]
    assert ews(get(ranges(master, WEEK, key=' ChangeKey="x"'))).codes == ["ErrorInvalidChangeKey"]
    assert ews(get(ranges(master, WEEK)), ews.bob).codes == ["ErrorItemNotFound"]
    for wrong in ('Start="soon"', 'Count="many"', 'CompareOriginalStartTime="x"', 'Stop="1"'):
        answer = ews.post(envelope(get(ranges(master, wrong))), ews.token(ews.alice))
        assert fault_of(answer)[0] == "ErrorSchemaValidation"


def test_they_came_with_exchange_2013(ews: Ews) -> None:
    master = created(ews, appointment())
    older = '<t:RequestServerVersion Version="Exchange2010_SP2"/>'
    answer = ews.post(envelope(get(ranges(master, WEEK)), older), ews.token(ews.alice))
    assert fault_of(answer)[0] == "ErrorSchemaValidation"


def test_only_get_item_takes_them(ews: Ews) -> None:
    master = created(ews, appointment())
    answer = ews(delete(ranges(master, WEEK)))
    assert answer.element.findtext(".//faultcode") == "a:ErrorInvalidOperation"
    assert len(ids(ews(view()))) == 4
