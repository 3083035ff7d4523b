"""PerformReminderAction, as raw requests: how reminders are dismissed and snoozed."""

from datetime import timedelta

import pytest

from fakeserver.protocols.ews.operations.reminders import errors
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.items.recurring import endless, numbered
from tests.protocols.ews.operations.reminders.reminding import (
    DAY,
    HOUR,
    act,
    daily,
    do,
    iso,
    meet,
    one_action,
    reminders,
    shown,
    soon,
    times,
    updated,
)


@pytest.fixture(autouse=True)
def frozen(ews: Ews) -> None:
    ews.tenant.clock.freeze()


@pytest.mark.parametrize("kind", ["appointment", "task"])
def test_dismissed(ews: Ews, kind: str) -> None:
    item = meet(ews, soon(ews)) if kind == "appointment" else do(ews, soon(ews))
    assert updated(act(ews, "Dismiss", item)) == [item]
    assert times(ews) == []
    assert shown(ews, item, "ReminderIsSet") == ["false"]
    assert shown(ews, item, "ReminderNextTime") == []
    # Nothing is left to dismiss.
    assert updated(act(ews, "Dismiss", item)) == []


@pytest.mark.parametrize("kind", ["appointment", "task"])
def test_snoozed(ews: Ews, kind: str) -> None:
    item = meet(ews, soon(ews)) if kind == "appointment" else do(ews, soon(ews))
    later = soon(ews, 2 * HOUR)
    assert updated(act(ews, "Snooze", item, later)) == [item]
    assert times(ews) == [iso(later)]
    assert shown(ews, item, "ReminderNextTime") == [iso(later)]
    for no_later in (later, soon(ews), ""):
        assert updated(act(ews, "Snooze", item, no_later)) == []
    assert times(ews) == [iso(later)]


def test_the_change_key_is_that_of_the_changed_item(ews: Ews) -> None:
    item = meet(ews, soon(ews))
    key = act(ews, "Dismiss", item).attribute(".//t:ItemId", "ChangeKey")
    assert key == ews.mailbox.items.by_id(item).change_key


@pytest.mark.parametrize("by_occurrence", [False, True])
def test_a_series_goes_on_when_one_is_dismissed(ews: Ews, by_occurrence: bool) -> None:
    start = soon(ews)
    series = daily(ews, start, numbered(3, start.date().isoformat()))
    for day in range(3):
        answer = reminders(ews)
        assert answer.texts(".//t:StartDate") == [iso(start + day * DAY)]
        item = answer.attribute(".//t:ItemId", "Id") if by_occurrence else series
        assert updated(act(ews, "Dismiss", item)) == [item]
    assert times(ews) == []
    assert shown(ews, series, "ReminderIsSet") == ["false"]


def test_a_snoozed_series_goes_on_at_the_next(ews: Ews) -> None:
    start = soon(ews)
    series = daily(ews, start, endless(start.date().isoformat()))
    first = reminders(ews).attribute(".//t:ItemId", "Id")
    assert updated(act(ews, "Snooze", series, start + 2 * HOUR)) == [series]
    assert times(ews) == [iso(start + 2 * HOUR)]
    # Beyond the next one's reminder it is dismissed.
    assert updated(act(ews, "Snooze", first, start + 2 * DAY)) == [first]
    assert times(ews) == [iso(start + DAY - timedelta(minutes=15))]
    # That of another day than the one that waits is not there.
    assert updated(act(ews, "Dismiss", first)) == []


def test_an_appointment_of_a_series_without_a_reminder_is_passed_over(ews: Ews) -> None:
    start = soon(ews)
    series = daily(ews, start, numbered(3, start.date().isoformat()))
    master = ews.mailbox.items.by_id(series)
    second = ews.mailbox.calendar.by_index(master, 2)
    assert isinstance(second, OccurrenceItem)
    ews.mailbox.calendar.update(second, {"reminder_is_set": False})
    act(ews, "Dismiss", series)
    assert times(ews) == [iso(start + 2 * DAY - timedelta(minutes=15))]


def test_another_time_ends_what_was_snoozed(ews: Ews) -> None:
    item = meet(ews, soon(ews))
    act(ews, "Snooze", item, soon(ews, 9 * HOUR))
    start, end = (iso(soon(ews, hours * HOUR)) for hours in (3, 4))
    changed = ews(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item}"/><t:Updates><t:SetItemField><t:FieldURI '
        f'FieldURI="calendar:Start"/><t:CalendarItem><t:Start>{start}</t:Start></t:CalendarItem></t:SetItemField>'
        f'<t:SetItemField><t:FieldURI FieldURI="calendar:End"/><t:CalendarItem><t:End>{end}</t:End>'
        "</t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert changed.codes == ["NoError"]
    assert times(ews) == [iso(soon(ews, 3 * HOUR) - timedelta(minutes=15))]


def test_a_client_may_set_the_next_time(ews: Ews) -> None:
    later = iso(soon(ews, 5 * HOUR))
    start = soon(ews)
    item = meet(ews, start)
    ews.mailbox.items.update(ews.mailbox.items.by_id(item), {"reminder_next_time": soon(ews, 5 * HOUR)})
    assert (times(ews), shown(ews, item, "ReminderNextTime")) == ([later], [later])


def test_one_that_is_gone_refuses_all(ews: Ews) -> None:
    kept, gone = meet(ews, soon(ews)), meet(ews, soon(ews))
    key = ews.mailbox.items.by_id(kept).change_key
    ews.mailbox.items.delete([ews.mailbox.items.by_id(gone)])
    ids = [f'<t:ItemId Id="{item}" ChangeKey="{key}"/>' for item in (kept, gone)]
    first, second = (one_action("Dismiss", item_id) for item_id in ids)
    inner = second.partition("<m:ReminderItemActions>")[2].partition("</m:ReminderItemActions>")[0]
    answer = ews(first.replace("</m:ReminderItemActions>", f"{inner}</m:ReminderItemActions>"))
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorItemNotFound"])
    assert len(times(ews)) == 1


@pytest.mark.parametrize(
    ("key", "time", "code"),
    [(False, "", "ErrorChangeKeyRequired"), (True, "tomorrow", errors.NO_TIME.code)],
)
def test_refused_actions(ews: Ews, key: bool, time: str, code: str) -> None:
    item = ews.mailbox.items.by_id(meet(ews, soon(ews)))
    given = f' ChangeKey="{item.change_key}"' if key else ""
    until = f"<t:NewReminderTime>{time}</t:NewReminderTime>" if time else ""
    answer = ews(one_action("Snooze", f'<t:ItemId Id="{item.item_id}"{given}/>', until))
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", [code])


def test_somebody_elses_are_not_touched(ews: Ews) -> None:
    item = ews.mailbox.items.by_id(meet(ews, soon(ews)))
    request = one_action("Dismiss", f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>')
    assert ews(request, ews.bob).element.get("ResponseClass") == "Error"
    assert len(times(ews)) == 1


@pytest.mark.parametrize("inside", ["", "<m:ReminderItemActions/>"])
def test_actions_against_the_schema(ews: Ews, inside: str) -> None:
    for body in (
        f"<m:PerformReminderAction>{inside}</m:PerformReminderAction>",
        one_action("Forget", '<t:ItemId Id="x"/>'),
        one_action("Dismiss", ""),
    ):
        assert fault_of(ews.post(envelope(body), ews.token(ews.alice)))[0] == "ErrorSchemaValidation"
