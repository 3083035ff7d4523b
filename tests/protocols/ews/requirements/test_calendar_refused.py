"""What is refused of calendar items, and how occurrences and their series are named (MS-OXWSMTGS, all scenarios)."""

import pytest

from tests.protocols.ews.requirements.asking import create, made
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import (
    FRIDAYS,
    TIMES,
    appointment,
    changed,
    master_of,
    named_get,
    named_to,
    occurrence,
    removed,
)
from tests.protocols.ews.requirements.wire import EwsOverTls

_LOCATION = ("calendar:Location", "<t:Location>Bridge</t:Location>", "SendToNone")


@holds("MS-OXWSMTGS", 1203, 1244, 1200, 1237)
def test_an_appointment_is_shorter_than_five_years(ews: EwsOverTls) -> None:
    long = TIMES.replace("<t:End>2030", "<t:End>2036")
    refused = ews(create(appointment(times=long)))
    assert refused.codes == ["ErrorCalendarDurationIsTooLong"]
    assert refused.attribute(".//m:CreateItemResponseMessage", "ResponseClass") == "Error"
    [item] = made(ews, appointment())
    answer = ews(changed(item, "calendar:End", "<t:End>2036-03-01T10:00:00Z</t:End>", "SendToNone"))
    assert answer.codes == ["ErrorCalendarDurationIsTooLong"]
    assert answer.attribute(".//m:UpdateItemResponseMessage", "ResponseClass") == "Error"


@holds("MS-OXWSMTGS", 1204)
def test_an_appointment_ends_after_it_starts(ews: EwsOverTls) -> None:
    answer = ews(create(appointment(times=TIMES.replace("<t:End>2030", "<t:End>2029"))))
    assert answer.codes == ["ErrorCalendarEndDateIsEarlierThanStartDate"]


@holds("MS-OXWSMTGS", 12052)
@pytest.mark.parametrize("day", ["Day", "Weekday", "WeekendDay"])
def test_a_week_has_days(ews: EwsOverTls, day: str) -> None:
    answer = ews(create(appointment(FRIDAYS.replace("Friday", day))))
    assert answer.codes == ["ErrorCalendarInvalidDayForWeeklyRecurrence"]


@holds("MS-OXWSMTGS", 2301)
def test_who_says_that_it_is_online(ews: EwsOverTls) -> None:
    answer = ews(create(appointment("<t:IsOnlineMeeting>true</t:IsOnlineMeeting>")))
    assert answer.codes == ["ErrorInvalidPropertySet"]


@holds("MS-OXWSMTGS", 619, 620, 630, 650, 651, 806, 807, 808, 1209, 1217, 1218)
def test_by_what_an_occurrence_and_its_series_are_named(ews: EwsOverTls) -> None:
    [series] = made(ews, appointment(FRIDAYS))
    one = ews(named_get(occurrence(series, 1))).attribute(".//t:ItemId", "Id")
    assert ews(named_get(master_of(one))).attribute(".//t:ItemId", "Id") == series
    assert ews(changed("", *_LOCATION, named=master_of(one))).codes == ["NoError"]
    assert ews(named_get(occurrence(series, 4))).value(".//t:Location") == "Bridge"
    copied = ews(named_to("CopyItem", "deleteditems", master_of(one)))
    assert copied.codes == ["NoError"]
    assert ews(removed("", "SendToNone", named=occurrence(series, 2))).codes == ["NoError"]
    assert ews(named_get(occurrence(series, 2))).codes == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    moved = ews(named_to("MoveItem", "deleteditems", master_of(one)))
    assert moved.codes == ["NoError"]
    again = removed("", "SendToNone", named=f'<t:ItemId Id="{series}"/>')
    refused = ews(again)
    assert refused.codes == ["ErrorItemNotFound"]
    assert refused.attribute(".//m:DeleteItemResponseMessage", "ResponseClass") == "Error"


@holds("MS-OXWSMTGS", 1190, 1193, 1228, 1231)
@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_an_occurrence_stays_in_its_series(ews: EwsOverTls, operation: str) -> None:
    [series] = made(ews, appointment(FRIDAYS))
    answer = ews(named_to(operation, "deleteditems", occurrence(series, 2)))
    assert answer.codes == ["ErrorCalendarCannotMoveOrCopyOccurrence"]
    assert answer.attribute(f".//m:{operation}ResponseMessage", "ResponseClass") == "Error"


@holds("MS-OXWSMTGS", 1194, 1223)
def test_who_has_no_occurrences(ews: EwsOverTls) -> None:
    [single] = made(ews, appointment())
    named = occurrence(single, 1)
    for request in (named_get(named), changed("", *_LOCATION, named=named), named_to("CopyItem", "drafts", named)):
        assert ews(request).codes == ["ErrorCalendarCannotUseIdForRecurringMasterId"]


@holds("MS-OXWSMTGS", 1212, 1222, 1232)
def test_who_has_no_series(ews: EwsOverTls) -> None:
    [single] = made(ews, appointment())
    named = master_of(single)
    for request in (
        named_get(named),
        removed("", "SendToNone", named=named),
        named_to("MoveItem", "deleteditems", named),
    ):
        assert ews(request).codes == ["ErrorCalendarCannotUseIdForOccurrenceId"]
