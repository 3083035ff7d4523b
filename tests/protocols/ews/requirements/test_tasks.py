"""Tasks: their state in three elements, their recurrence, and what completing one brings about (MS-OXWSTASK)."""

from datetime import timedelta

import pytest

from tests.protocols.ews.requirements.asking import change, create, delete, find, get, made, update
from tests.protocols.ews.requirements.full_items import TASK_RANGES, TASK_RECURRENCES, task
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

DONE = change("task:Status", "<t:Status>Completed</t:Status>", "Task")
FIVE_TIMES = (
    "<t:NumberedRecurrence><t:StartDate>2030-05-04</t:StartDate><t:NumberOfOccurrences>5</t:NumberOfOccurrences>"
    "</t:NumberedRecurrence>"
)


def recurring(pattern: str, end: str = FIVE_TIMES, dates: str = "<t:DueDate>2030-05-04T00:00:00Z</t:DueDate>") -> str:
    return f"<t:Task><t:Subject>Count</t:Subject>{dates}<t:Recurrence>{pattern}{end}</t:Recurrence></t:Task>"


@holds("MS-OXWSTASK", 42, 44, 45, 47, 49, 53, 58, 63, 65, 67)
def test_what_was_set_is_shown(ews: EwsOverTls) -> None:
    [item] = made(ews, task())
    shown = ews(get(item))
    expected = {
        "ActualWork": "60",
        "BillingInformation": "Free",
        "ChangeCount": "1",
        "DueDate": "2030-05-06T00:00:00Z",
        "Mileage": "12",
        "StartDate": "2030-05-04T00:00:00Z",
        "Status": "InProgress",
        "TotalWork": "90",
    }
    assert {name: shown.value(f".//t:Task/t:{name}") for name in expected} == expected
    assert shown.texts(".//t:Task/t:Companies/t:String") == ["Fabrikam"]
    assert shown.texts(".//t:Task/t:Contacts/t:String") == ["Grace"]
    ews(update(item, change("task:Mileage", "<t:Mileage>13</t:Mileage>", "Task")))
    assert ews(get(item)).value(".//t:ChangeCount") == "2"


@holds("MS-OXWSTASK", 55, 102, 103, 104, 105, 106, 5555, 5556)
@pytest.mark.parametrize("status", ["NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred"])
def test_each_status(ews: EwsOverTls, status: str) -> None:
    [item] = made(ews, f"<t:Task><t:Status>{status}</t:Status></t:Task>")
    shown = ews(get(item))
    assert shown.value(".//t:Task/t:Status") == status
    assert shown.value(".//t:Task/t:IsComplete") == str(status == "Completed").lower()
    assert shown.value(".//t:Task/t:StatusDescription")


@holds("MS-OXWSTASK", 67001, 67002, 48, 218)
@pytest.mark.parametrize(
    "element",
    [
        "<t:CompleteDate>2020-01-02T00:00:00Z</t:CompleteDate>",
        "<t:PercentComplete>100</t:PercentComplete>",
        "<t:Status>Completed</t:Status>",
    ],
)
def test_one_state_in_three_elements(ews: EwsOverTls, element: str) -> None:
    [item] = made(ews, f"<t:Task>{element}</t:Task>")
    shown = ews(get(item))
    assert (shown.value(".//t:Task/t:Status"), shown.value(".//t:PercentComplete")) == ("Completed", "100")
    assert shown.value(".//t:IsComplete") == "true"
    assert shown.value(".//t:CompleteDate").endswith("T00:00:00Z")


@holds("MS-OXWSTASK", 67002)
def test_the_last_one_wins(ews: EwsOverTls) -> None:
    percent, status = "<t:PercentComplete>100</t:PercentComplete>", "<t:Status>NotStarted</t:Status>"
    [item] = made(ews, f"<t:Task>{percent}{status}</t:Task>")
    shown = ews(get(item))
    assert (shown.value(".//t:Task/t:Status"), shown.value(".//t:PercentComplete")) == ("NotStarted", "0")
    assert shown.all(".//t:CompleteDate") == []


@holds("MS-OXWSTASK", 5666, 5667, 115, 117, 119, 121, 123, 125, 127, 129, 131, 133)
@holds("MS-OXWSCDATA", 1179, 1256, 1257, 1260, 1262, 1264, 1308, 1352, 1353, 1354, 4005)
@pytest.mark.parametrize("pattern", TASK_RECURRENCES)
@pytest.mark.parametrize("end", TASK_RANGES)
def test_each_recurrence_comes_back(ews: EwsOverTls, pattern: str, end: str) -> None:
    recurs, plain = made(ews, recurring(pattern, end), "<t:Task/>")
    shown = ews(get(recurs, plain))
    assert shown.texts(".//t:Task/t:IsRecurring") == ["true", "false"]
    given = f"<t:Recurrence>{pattern}{end}</t:Recurrence>"
    words = [text for text in given.replace("<", ">").split(">") if text and not text.startswith(("t:", "/"))]
    kept = [str(text).partition("T00")[0].rstrip("Z") for text in shown.find(".//t:Recurrence").itertext()]
    assert kept == words


@pytest.mark.parametrize("pattern", ["Relative", "Absolute"])
@holds("MS-OXWSCDATA", 997, 1001, 1003, 1261, 1263, 1265)
def test_a_pattern_lacks_nothing(ews: EwsOverTls, pattern: str) -> None:
    whole = next(one for one in TASK_RECURRENCES if one.startswith(f"<t:{pattern}Yearly"))
    without = whole.replace("<t:Month>May</t:Month>", "")
    answer = ews(create(recurring(without)))
    assert answer.status == 500 or answer.codes != ["NoError"]


@holds("MS-OXWSTASK", 85, 88)
def test_the_state_of_delegation_stays(ews: EwsOverTls) -> None:
    state = "<t:DelegationState>Owned</t:DelegationState>"
    assert ews(create(f"<t:Task>{state}</t:Task>")).codes == ["ErrorInvalidPropertySet"]
    [item] = made(ews, "<t:Task/>")
    assert ews(update(item, change("task:DelegationState", state, "Task"))).codes == ["ErrorInvalidPropertySet"]


#: Pattern -> the due date of the next occurrence, of a task due on Saturday, 4 May 2030.
NEXT = {
    TASK_RECURRENCES[0]: "2030-05-06",
    TASK_RECURRENCES[1]: "2030-05-06",
    TASK_RECURRENCES[2]: "2030-06-04",
    TASK_RECURRENCES[3]: "2030-05-14",
    TASK_RECURRENCES[4]: "2031-05-04",
    TASK_RECURRENCES[5]: "2030-05-14",
}


@pytest.mark.parametrize("pattern", NEXT)
def test_a_completed_occurrence_becomes_a_task_of_its_own(ews: EwsOverTls, pattern: str) -> None:
    [series] = made(ews, recurring(pattern))
    answer = ews(update(series, DONE))
    assert answer.codes == ["NoError"]
    one = answer.attribute(".//t:ItemId", "Id")
    assert one != series
    shown = ews(get(one, series))
    assert shown.texts(".//t:Task/t:IsRecurring") == ["false", "true"]
    assert shown.texts(".//t:Task/t:Status") == ["Completed", "NotStarted"]
    assert shown.texts(".//t:Task/t:DueDate") == ["2030-05-04T00:00:00Z", f"{NEXT[pattern]}T00:00:00Z"]
    assert shown.texts(".//t:Task/t:ChangeCount") == ["2", "2"]
    assert shown.texts(".//t:NumberOfOccurrences") == ["4"]


@pytest.mark.parametrize(("unit", "days"), [("Daily", 2), ("Weekly", 14)])
def test_a_regenerating_task_counts_from_its_completion(ews: EwsOverTls, unit: str, days: int) -> None:
    pattern = f"<t:{unit}Regeneration><t:Interval>2</t:Interval></t:{unit}Regeneration>"
    [series] = made(ews, recurring(pattern))
    today = ews.tenant.clock.now().date()
    one = ews(update(series, DONE)).attribute(".//t:ItemId", "Id")
    assert one != series
    due = ews(get(series)).value(".//t:DueDate")
    assert due in {f"{today + timedelta(days=days + late)}T00:00:00Z" for late in (0, 1)}


@pytest.mark.parametrize(("unit", "months"), [("Monthly", 2), ("Yearly", 24)])
def test_so_do_those_of_months_and_years(ews: EwsOverTls, unit: str, months: int) -> None:
    pattern = f"<t:{unit}Regeneration><t:Interval>2</t:Interval></t:{unit}Regeneration>"
    [series] = made(ews, recurring(pattern))
    begun = ews.tenant.clock.now().date()
    ews(update(series, DONE))
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    assert ews(get(series)).value(".//t:DueDate").startswith(f"{year}-{month + 1:02}")


def test_the_beginning_of_a_regenerating_task_says_nothing(ews: EwsOverTls) -> None:
    pattern = "<t:DailyRegeneration><t:Interval>1</t:Interval></t:DailyRegeneration>"
    [series] = made(ews, recurring(pattern))
    other = f"<t:Recurrence>{pattern}{FIVE_TIMES.replace('05-04', '05-05')}</t:Recurrence>"
    assert ews(update(series, change("task:Recurrence", other, "Task"))).attribute(".//t:ItemId", "Id") == series
    ews(update(series, DONE))
    shown = ews(get(series))
    assert (shown.value(".//t:ChangeCount"), shown.value(".//t:NumberOfOccurrences")) == ("2", "4")


def test_another_beginning_splits_as_well(ews: EwsOverTls) -> None:
    """As exchangelib's test_recurring_item: the next day is the old recurrence's, those after it the new one's."""
    pattern = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
    [series] = made(ews, recurring(pattern, dates=""))
    other = f"<t:Recurrence>{pattern}{FIVE_TIMES.replace('05-04', '06-01')}</t:Recurrence>"
    assert ews(update(series, change("task:Recurrence", other, "Task"))).attribute(".//t:ItemId", "Id") != series
    shown = ews(get(series))
    assert (shown.value(".//t:DueDate"), shown.value(".//t:NumberOfOccurrences")) == ("2030-05-05T00:00:00Z", "4")
    ews(update(series, DONE))
    shown = ews(get(series))
    assert (shown.value(".//t:DueDate"), shown.value(".//t:NumberOfOccurrences")) == ("2030-06-01T00:00:00Z", "3")


def test_the_last_occurrence_is_completed_itself(ews: EwsOverTls) -> None:
    once = FIVE_TIMES.replace(">5<", ">1<")
    [series] = made(ews, recurring(TASK_RECURRENCES[0], once))
    assert ews(update(series, DONE)).attribute(".//t:ItemId", "Id") == series
    assert ews(get(series)).value(".//t:IsComplete") == "true"


def test_an_end_is_the_end(ews: EwsOverTls) -> None:
    end = (
        "<t:EndDateRecurrence><t:StartDate>2030-05-04</t:StartDate><t:EndDate>2030-05-07</t:EndDate>"
        "</t:EndDateRecurrence>"
    )
    [series] = made(ews, recurring(TASK_RECURRENCES[0], end))
    assert ews(update(series, DONE)).attribute(".//t:ItemId", "Id") != series
    assert ews(update(series, DONE)).attribute(".//t:ItemId", "Id") == series


def test_a_moved_occurrence_becomes_a_task_of_its_own(ews: EwsOverTls) -> None:
    dates = "<t:DueDate>2030-05-04T00:00:00Z</t:DueDate>"
    [series] = made(ews, recurring(TASK_RECURRENCES[0], dates=dates))
    later = change("task:DueDate", "<t:DueDate>2030-05-05T00:00:00Z</t:DueDate>", "Task")
    one = ews(update(series, later)).attribute(".//t:ItemId", "Id")
    assert one != series
    shown = ews(get(one, series))
    assert shown.texts(".//t:DueDate") == ["2030-05-05T00:00:00Z", "2030-05-06T00:00:00Z"]


def test_both_dates_move(ews: EwsOverTls) -> None:
    start = "<t:StartDate>2030-05-02T00:00:00Z</t:StartDate>"
    whole = recurring(TASK_RECURRENCES[0]).replace("</t:Recurrence>", f"</t:Recurrence>{start}")
    [series] = made(ews, whole)
    ews(update(series, DONE))
    shown = ews(get(series))
    assert (shown.value(".//t:Task/t:StartDate"), shown.value(".//t:DueDate")) == (
        "2030-05-04T00:00:00Z",
        "2030-05-06T00:00:00Z",
    )


@holds("MS-OXWSTASK", 174, 175)
def test_one_occurrence_or_all_are_deleted(ews: EwsOverTls) -> None:
    [series] = made(ews, recurring(TASK_RECURRENCES[0]))
    assert ews(delete(series, occurrences="SpecifiedOccurrenceOnly")).codes == ["NoError"]
    shown = ews(get(series))
    assert (shown.value(".//t:DueDate"), shown.value(".//t:NumberOfOccurrences")) == ("2030-05-06T00:00:00Z", "4")
    assert len(ews(find("tasks")).all(".//t:Task")) == 1
    assert ews(delete(series)).codes == ["NoError"]
    assert ews(get(series)).codes == ["ErrorItemNotFound"]
