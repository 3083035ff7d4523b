"""Series: how they begin and end, and what a change of them does to their appointments."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.recurring import (
    DAILY,
    WEDNESDAYS,
    appointment,
    by_id,
    by_index,
    created,
    delete,
    endless,
    get,
    ids,
    numbered,
    starts,
    until,
    update,
    view,
)


def pattern(name: str, *parts: str) -> str:
    return f"<t:{name}>{''.join(parts)}</t:{name}>"


YEARLY = pattern("AbsoluteYearlyRecurrence", "<t:DayOfMonth>30</t:DayOfMonth>", "<t:Month>February</t:Month>")

# --- the series ------------------------------------------------------------------------------------------------------


def test_a_single_one_recurs_and_does_not_any_more(ews: Ews) -> None:
    single = created(ews, appointment(""))
    assert ews(update(by_id(single), Recurrence=f"{DAILY}{numbered(3)}")).codes == ["NoError"]
    assert ews(get(by_id(single))).texts(".//t:CalendarItemType") == ["RecurringMaster"]
    assert len(ids(ews(view()))) == 3
    ews(update(by_index(single, 2), Subject="Other"))
    assert ews(update(by_id(single), Recurrence="")).codes == ["NoError"]
    answer = ews(view())
    assert (ids(answer), answer.texts(".//t:CalendarItemType")) == ([single], ["Single"])


CHANGES: list[dict[str, str]] = [
    {"Recurrence": f"{DAILY}{numbered(4)}"},
    {"Recurrence": f"{WEDNESDAYS}{numbered(5)}"},
    {"End": "2025-07-02T12:00:00Z"},
    {"Start": "2025-07-02T09:00:00Z"},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_another_plan_drops_the_exceptions(ews: Ews, changes: dict[str, str]) -> None:
    master = created(ews, appointment())
    ews(update(by_index(master, 2), Subject="Other"))
    ews(delete(by_index(master, 3)))
    assert len(ids(ews(view()))) == 3
    assert ews(update(by_id(master), **changes)).codes == ["NoError"]
    answer = ews(view())
    assert set(answer.texts(".//t:Subject")) == {"Team"}
    assert len(ids(answer)) == (5 if ">5<" in str(changes) else 4)


def test_the_same_plan_keeps_the_exceptions(ews: Ews) -> None:
    master = created(ews, appointment())
    ews(update(by_index(master, 2), Subject="Other"))
    same = {"Recurrence": f"{WEDNESDAYS}{numbered(4)}", "Start": "2025-07-02T10:00:00Z", "Subject": "New"}
    ews(update(by_id(master), **same))
    assert ews(view()).texts(".//t:Subject") == ["New", "Other", "New", "New"]


def test_the_start_goes_on_to_the_first_day_that_fits(ews: Ews) -> None:
    # A Thursday, and each Wednesday.
    body = appointment(WEDNESDAYS, numbered(2, "2025-07-03"), start="2025-07-03T10:00:00Z", end="2025-07-03T11:00:00Z")
    series = ews(get(by_id(created(ews, body))))
    assert series.value(".//t:CalendarItem/t:Start") == "2025-07-09T10:00:00Z"
    assert series.value(".//t:CalendarItem/t:End") == "2025-07-09T11:00:00Z"
    assert series.value(".//t:StartDate") == "2025-07-09Z"
    assert starts(ews(view())) == ["2025-07-09T10:00:00Z", "2025-07-16T10:00:00Z"]


def test_date_and_time_come_from_two_places(ews: Ews) -> None:
    body = appointment(DAILY, numbered(2, "2025-07-10"), start="2025-07-02T10:00:00Z", end="2025-07-02T11:00:00Z")
    series = ews(get(by_id(created(ews, body))))
    assert series.value(".//t:CalendarItem/t:Start") == "2025-07-10T10:00:00Z"
    assert series.value(".//t:CalendarItem/t:End") == "2025-07-10T11:00:00Z"


def test_a_start_before_the_recurrence(ews: Ews) -> None:
    master = created(ews, appointment(DAILY))
    assert ews(update(by_id(master), Start="2025-07-01T10:00:00Z", End="2025-07-01T11:00:00Z")).codes == [
        "ErrorOccurrenceTimeSpanTooBig"
    ]
    both = {
        "Start": "2025-07-01T10:00:00Z", "End": "2025-07-01T11:00:00Z",
        "Recurrence": f"{DAILY}{numbered(2, '2025-07-01')}",
    }  # fmt: skip
    assert ews(update(by_id(master), **both)).codes == ["NoError"]
    assert starts(ews(view())) == ["2025-07-01T10:00:00Z", "2025-07-02T10:00:00Z"]


THIRD_WEEKEND_DAY = (
    "<t:DaysOfWeek>WeekendDay</t:DaysOfWeek>", "<t:DayOfWeekIndex>Third</t:DayOfWeekIndex>",
)  # fmt: skip


@pytest.mark.parametrize(
    ("recurrence", "code"),
    [
        (f"{DAILY}{numbered(999)}", "NoError"),
        (f"{DAILY}{numbered(1000)}", "ErrorCalendarOutOfRange"),
        (f"{DAILY}{numbered(0)}", "ErrorCalendarOutOfRange"),
        (DAILY.replace(">1<", ">999<") + endless(), "NoError"),
        (DAILY.replace(">1<", ">1000<") + endless(), "ErrorCalendarOutOfRange"),
        (WEDNESDAYS.replace("Wednesday", "Weekday") + endless(), "ErrorCalendarInvalidDayForWeeklyRecurrence"),
        (f"{WEDNESDAYS}{until('2025-07-08', '2025-07-03')}", "ErrorRecurrenceHasNoOccurrence"),
        (f"{WEDNESDAYS}{until('2025-07-09', '2025-07-03')}", "NoError"),
        (f"{DAILY}{until('4500-09-02')}", "ErrorRecurrenceEndDateTooBig"),
        (f"{DAILY}{until('2025-07-01')}", "ErrorRecurrenceHasNoOccurrence"),
        (f"{YEARLY}{endless()}", "NoError"),
        (pattern("RelativeMonthlyRecurrence", "<t:Interval>1</t:Interval>", *THIRD_WEEKEND_DAY) + endless(), "NoError"),
        (f"{DAILY}{endless('1601-03-31')}", "ErrorCalendarOutOfRange"),
        (f"{DAILY}{endless('4500-09-02')}", "ErrorRecurrenceHasNoOccurrence"),
    ],
)
def test_recurrences_that_there_are(ews: Ews, recurrence: str, code: str) -> None:
    body = appointment("x", "y").replace(
        "<t:Recurrence>xy</t:Recurrence>", f"<t:Recurrence>{recurrence}</t:Recurrence>"
    )
    assert ews(body).codes == [code]


@pytest.mark.parametrize(
    ("recurrence", "hours", "code"),
    [
        (f"{DAILY}{endless()}", 24, "NoError"),
        (f"{DAILY}{endless()}", 25, "ErrorOccurrenceTimeSpanTooBig"),
        (f"{DAILY}{numbered(1)}", 25, "NoError"),
        (WEDNESDAYS.replace("Wednesday", "Wednesday Thursday") + endless(), 25, "ErrorOccurrenceTimeSpanTooBig"),
        (WEDNESDAYS + endless(), 7 * 24, "NoError"),
        (WEDNESDAYS + endless(), 7 * 24 + 1, "ErrorOccurrenceTimeSpanTooBig"),
    ],
)
def test_none_lasts_longer_than_until_the_next(ews: Ews, recurrence: str, hours: int, code: str) -> None:
    days, rest = divmod(10 + hours, 24)
    body = appointment("x", "y", end=f"2025-07-{2 + days:02}T{rest:02}:00:00Z")
    assert ews(body.replace("xy", recurrence)).codes == [code]


def test_a_long_recurrence_in_the_far_future(ews: Ews) -> None:
    master = created(ews, appointment(YEARLY, endless()))
    assert starts(ews(view("2400-01-01T00:00:00Z", "2401-01-01T00:00:00Z"))) == ["2400-02-29T10:00:00Z"]
    assert ews(get(by_id(master))).value(".//t:StartDate") == "2026-02-28Z"


def test_all_days_of_a_series(ews: Ews) -> None:
    body = appointment(
        DAILY, numbered(3, "2025-10-25"), start="2025-10-25T00:00:00", end="2025-10-26T00:00:00",
        zone="W. Europe Standard Time",
    ).replace("<t:Location>", "<t:IsAllDayEvent>true</t:IsAllDayEvent><t:Location>")  # fmt: skip
    created(ews, body)
    answer = ews(view("2025-10-01T00:00:00Z", "2025-11-01T00:00:00Z"))
    assert starts(answer) == ["2025-10-24T22:00:00Z", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z"]
    assert answer.texts(".//t:CalendarItem/t:End") == [
        "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", "2025-10-27T23:00:00Z",
    ]  # fmt: skip
