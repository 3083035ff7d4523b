"""Changes of a series and of its appointments, and what becomes of those that are deleted."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.recurring import (
    DAILY,
    WEDNESDAYS,
    appointment,
    by_id,
    by_index,
    by_occurrence,
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

# --- one of them -----------------------------------------------------------------------------------------------------


def test_one_that_is_changed_becomes_an_exception(ews: Ews) -> None:
    master = created(ews, appointment())
    former = ids(ews(view()))
    answer = ews(update(by_id(former[1]), Subject="Other", Start="2025-07-10T08:00:00Z", End="2025-07-10T09:30:00Z"))
    assert ids(answer) == [former[1]]
    series = ews(get(by_id(master)))
    assert answer.attribute(".//t:ItemId", "ChangeKey") == series.attribute(".//t:ItemId", "ChangeKey")
    assert series.attributes(".//t:ModifiedOccurrences/t:Occurrence/t:ItemId", "Id") == [former[1]]
    assert series.texts(".//t:ModifiedOccurrences/t:Occurrence/*")[1:] == [
        "2025-07-10T08:00:00Z", "2025-07-10T09:30:00Z", "2025-07-09T10:00:00Z",
    ]  # fmt: skip
    now = ews(view())
    assert ids(now) == former
    assert now.texts(".//t:CalendarItemType") == ["Occurrence", "Exception", "Occurrence", "Occurrence"]
    assert now.texts(".//t:Subject") == ["Team", "Other", "Team", "Team"]
    one = ews(get(by_id(former[1])))
    assert one.value(".//t:RecurrenceId") == one.value(".//t:OriginalStart") == "2025-07-09T10:00:00Z"
    assert (one.value(".//t:Start"), one.value(".//t:Duration")) == ("2025-07-10T08:00:00Z", "PT1H30M")
    assert ids(ews(get(by_index(master, 2)))) == [former[1]]


def test_one_that_is_moved_is_seen_where_it_is(ews: Ews) -> None:
    created(ews, appointment(WEDNESDAYS, endless()))
    second = ids(ews(view()))[1]
    ews(update(by_id(second), Start="2025-07-11T10:00:00Z", End="2025-07-11T11:00:00Z"))
    assert ids(ews(view("2025-07-09T00:00:00Z", "2025-07-10T00:00:00Z"))) == []
    assert ids(ews(view("2025-07-11T00:00:00Z", "2025-07-12T00:00:00Z"))) == [second]


def test_an_exception_takes_from_its_series_what_it_has_not_changed(ews: Ews) -> None:
    master = created(ews, appointment())
    ews(update(by_index(master, 2), Subject="Other"))
    ews(update(by_id(master), Subject="All", Location="Room B"))
    answer = ews(view())
    assert answer.texts(".//t:Subject") == ["All", "Other", "All", "All"]
    assert answer.texts(".//t:Location") == ["Room B"] * 4
    # What is set back is an exception still.
    ews(update(by_index(master, 2), Subject="All"))
    ews(update(by_id(master), Subject="New"))
    answer = ews(view())
    assert answer.texts(".//t:Subject") == ["New"] * 4
    assert answer.texts(".//t:CalendarItemType")[1] == "Exception"


def test_a_property_may_be_taken_from_one(ews: Ews) -> None:
    master = created(ews, appointment())
    assert ews(update(by_index(master, 2), Location="")).codes == ["NoError"]
    assert ews(get(by_index(master, 2))).all(".//t:Location") == []
    assert ews(get(by_index(master, 1))).texts(".//t:Location") == ["Room A"]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2025-07-04T12:00:00Z", "2025-07-04T13:00:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2025-07-02T12:00:00Z", "2025-07-02T13:00:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2025-07-04T09:00:00Z", "2025-07-04T10:30:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2025-07-03T10:00:00Z", "2025-07-04T10:00:01Z", "ErrorOccurrenceCrossingBoundary"),
        ("2025-07-03T10:00:00Z", "2025-07-04T10:00:00Z", "NoError"),
        ("2025-07-05T10:00:00Z", "2025-07-05T11:00:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2025-07-01T10:00:00Z", "2025-07-01T11:00:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2025-07-03T00:00:00Z", "2025-07-03T00:00:00Z", "NoError"),
        ("2025-07-03T11:00:00Z", "2025-07-03T10:00:00Z", "ErrorCalendarEndDateIsEarlierThanStartDate"),
    ],
)
def test_one_stays_between_its_neighbours(ews: Ews, start: str, end: str, code: str) -> None:
    master = created(ews, appointment(DAILY, numbered(3)))
    assert ews(update(by_index(master, 2), Start=start, End=end)).codes == [code]
    assert len(ids(ews(view()))) == 3


def test_the_first_and_the_last_have_one_neighbour(ews: Ews) -> None:
    master = created(ews, appointment(DAILY, numbered(2)))
    assert ews(update(by_index(master, 1), Start="2025-06-01T10:00:00Z", End="2025-06-01T11:00:00Z")).codes == [
        "NoError"
    ]
    assert ews(update(by_index(master, 2), End="2026-06-01T11:00:00Z", Start="2025-06-02T10:00:00Z")).codes == [
        "NoError"
    ]
    series = ews(get(by_id(master)))
    assert series.value(".//t:FirstOccurrence/t:Start") == "2025-06-01T10:00:00Z"
    assert series.value(".//t:FirstOccurrence/t:OriginalStart") == "2025-07-02T10:00:00Z"
    # One that is gone is nobody's neighbour.
    ews(delete(by_index(master, 1)))
    assert ews(update(by_index(master, 2), Start="2025-06-01T10:00:00Z")).codes == ["NoError"]


@pytest.mark.parametrize(
    ("recurrence", "code"),
    [(f"{DAILY}{numbered(3)}", "ErrorInvalidPropertySet"), ("", "ErrorInvalidPropertyDelete")],
)
def test_one_of_a_series_does_not_recur(ews: Ews, recurrence: str, code: str) -> None:
    master = created(ews, appointment())
    answer = ews(update(by_index(master, 2), Recurrence=recurrence))
    assert answer.codes == [code]
    assert answer.attributes(".//m:MessageXml/t:FieldURI", "FieldURI") == ["calendar:Recurrence"]


def test_a_stale_key_of_one(ews: Ews) -> None:
    master = created(ews, appointment())
    former = ews(view()).find(".//t:ItemId")
    ews(update(by_id(master), Subject="New"))
    stale = f'<t:ItemId Id="{former.get("Id")}" ChangeKey="{former.get("ChangeKey")}"/>'
    never = update(stale, Subject="x").replace("AlwaysOverwrite", "NeverOverwrite")
    assert ews(never).codes == ["ErrorIrresolvableConflict"]
    assert ews(never.replace("NeverOverwrite", "AutoResolve")).codes == ["NoError"]


def test_what_is_attached_to_one(ews: Ews) -> None:
    master = created(ews, appointment())

    def attach(to: str, name: str) -> str:
        return (
            f'<m:CreateAttachment><m:ParentItemId Id="{to}"/><m:Attachments><t:FileAttachment><t:Name>{name}</t:Name>'
            "<t:Content>eA==</t:Content></t:FileAttachment><t:ItemAttachment><t:Name>inner</t:Name><t:Message>"
            "<t:Subject>inside</t:Subject></t:Message></t:ItemAttachment></m:Attachments></m:CreateAttachment>"
        )

    ews(attach(master, "all.txt"))
    first, second, *_ = ids(ews(view()))
    answer = ews(attach(second, "own.txt"))
    assert answer.codes == ["NoError", "NoError"]
    assert answer.attributes(".//t:AttachmentId", "RootItemId") == [second] * 2
    key = ews(get(by_id(master))).attribute(".//t:ItemId", "ChangeKey")
    assert answer.attributes(".//t:AttachmentId", "RootItemChangeKey")[1] == key

    def names(item_id: str) -> list[str]:
        return ews(get(by_id(item_id))).texts(".//t:Attachments/*/t:Name")

    assert names(first) == names(master) == ["all.txt", "inner"]
    assert names(second) == ["all.txt", "inner", "own.txt", "inner"]
    listed = ews(get(by_id(second))).attributes(".//t:AttachmentId", "Id")
    assert listed[2:] == answer.attributes(".//t:AttachmentId", "Id")
    asked = "".join(f'<t:AttachmentId Id="{each}"/>' for each in listed)
    found = ews(f"<m:GetAttachment><m:AttachmentIds>{asked}</m:AttachmentIds></m:GetAttachment>")
    assert found.texts(".//t:Content") == ["eA==", "eA=="]
    assert found.texts(".//t:Message/t:Subject") == ["inside", "inside"]
    one = f'<m:AttachmentIds><t:AttachmentId Id="{listed[0]}"/></m:AttachmentIds>'
    gone = f"<m:DeleteAttachment>{one}</m:DeleteAttachment>"
    answer = ews(gone)
    assert answer.attributes(".//m:RootItemId", "RootItemId") == [second]
    assert names(second) == ["inner", "own.txt", "inner"]
    assert names(first) == ["all.txt", "inner"]
    assert ews(gone).codes == ["ErrorInvalidAttachmentId"]
    assert ews(get(by_id(second))).texts(".//t:CalendarItemType") == ["Exception"]
    ews(delete(by_id(second)))
    asked = f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{listed[2]}"/></m:AttachmentIds></m:GetAttachment>'
    assert ews(asked).codes == ["ErrorInvalidAttachmentId"]


# --- deleted ones ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["HardDelete", "SoftDelete", "MoveToDeletedItems"])
def test_one_that_is_deleted_leaves_a_gap(ews: Ews, mode: str) -> None:
    master = created(ews, appointment())
    listed = ids(ews(view()))
    ews(update(by_index(master, 3), Start="2025-07-17T10:00:00Z", End="2025-07-17T11:00:00Z"))
    answer = ews(delete(by_index(master, 3), by_id(listed[0]), mode=mode))
    assert answer.codes == ["NoError"] * 2
    assert ids(ews(view())) == [listed[1], listed[3]]
    series = ews(get(by_id(master)))
    assert series.texts(".//t:DeletedOccurrence/*") == ["2025-07-02T10:00:00Z", "2025-07-16T10:00:00Z"]
    assert series.all(".//t:ModifiedOccurrences") == []
    assert series.value(".//t:FirstOccurrence/t:Start") == "2025-07-09T10:00:00Z"
    assert ews(delete(by_id(listed[0]))).codes == ["ErrorItemNotFound"]
    assert ews.mailbox.messages("deleteditems") == []


def test_the_series_goes_with_the_last_one(ews: Ews) -> None:
    master = created(ews, appointment(DAILY, numbered(2)))
    first, last = ids(ews(view()))
    ews(delete(by_id(first)))
    assert ews(delete(by_id(last), mode="MoveToDeletedItems")).codes == ["NoError"]
    assert ews(get(by_id(master))).codes == ["ErrorItemNotFound"]
    assert len(ews.mailbox.messages("deleteditems")) == 1


def test_the_series_is_deleted_by_one_of_them(ews: Ews) -> None:
    master = created(ews, appointment())
    third = ids(ews(view()))[2]
    assert ews(delete(by_occurrence(third))).codes == ["NoError"]
    assert ids(ews(view())) == []
    assert ews(get(by_id(master), by_id(third))).codes == ["ErrorItemNotFound"] * 2


def test_a_deletion_says_whom_it_tells(ews: Ews) -> None:
    master = created(ews, appointment())
    silent = delete(by_index(master, 1)).replace(' SendMeetingCancellations="SendToNone"', "")
    assert ews(silent).codes == ["ErrorSendMeetingCancellationsRequired"]


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
