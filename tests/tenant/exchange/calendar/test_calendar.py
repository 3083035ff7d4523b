"""What takes place in a mailbox; it is right after whatever happens to the folder."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.exchange.calendar import folder_index
from fakeserver.tenant.exchange.calendar.missing import Missing
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from fakeserver.tenant.exchange.kinds.recurrence import Daily, NoEnd, Numbered, Recurrence
from fakeserver.tenant.exchange.kinds.series import Series
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.memento import Memento
from fakeserver.tenant.refusals import FolderNotFound, IdMalformed, ItemNotFound

START = datetime(2025, 7, 1, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTH = datetime(2025, 7, 1, tzinfo=UTC), datetime(2025, 8, 1, tzinfo=UTC)


def add(mailbox: Mailbox, start: datetime | None = START, count: int = 0, **more: Any) -> Item:
    properties: dict[str, Any] = {"subject": "x"} | more
    if start is not None:
        properties |= {"start": start, "end": start + HOUR}
    if count:
        properties["recurrence"] = Recurrence(Daily(), Numbered(ZonedDate(date(2025, 7, 1)), count))
    return mailbox.items.add(mailbox.folders.distinguished("calendar"), "IPM.Appointment", properties)


def starts(mailbox: Mailbox, limit: int | None = None) -> list[int]:
    """Return the days of July on which something starts."""
    folder = mailbox.folders.distinguished("calendar")
    return [item.get("start").day for item in mailbox.calendar.view(folder, *MONTH, limit)]


def test_singles_and_series_stand_by_their_starts(alice: Mailbox) -> None:
    add(alice, START + DAY + HOUR)
    add(alice, count=3)
    add(alice, None)
    alice.items.add(alice.folders.distinguished("calendar"), "IPM.Note", {"start": START})
    add(alice, is_associated=True)
    assert starts(alice) == [1, 2, 2, 3]
    assert starts(alice, 2) == [1, 2]
    folder = alice.folders.distinguished("calendar")
    assert alice.calendar.view(folder, *MONTH, 0) == []
    kinds = [type(item) for item in alice.calendar.view(folder, *MONTH)]
    assert kinds == [OccurrenceItem, OccurrenceItem, Item, OccurrenceItem]
    assert alice.calendar.view(alice.folders.distinguished("inbox"), *MONTH) == []


def test_of_many_series_the_earliest_are_worked_out(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        add(alice, START + timedelta(minutes=number % 7), count=31)
    add(alice, START + 2 * DAY - HOUR)
    folder = alice.folders.distinguished("calendar")
    whole = alice.calendar.view(folder, *MONTH)
    assert len(whole) == 30 * 31 + 1
    asked: list[timedelta] = []
    between = Series.between

    def noted(self: Series, start: datetime, end: datetime) -> Any:
        asked.append(end - start)
        return between(self, start, end)

    monkeypatch.setattr(Series, "between", noted)
    for limit in (0, 1, 40, 61):
        shown = alice.calendar.view(folder, *MONTH, limit)
        assert [one.item_id for one in shown] == [one.item_id for one in whole[:limit]]
    assert asked[29] < 2 * DAY


def test_what_happens_is_followed(alice: Mailbox) -> None:
    single = add(alice)
    assert starts(alice) == [1]
    alice.items.update(single, {"start": START + 2 * DAY, "end": START + 2 * DAY, "subject": "another UID"})
    assert starts(alice) == [3]
    series = add(alice, count=2)
    assert starts(alice) == [1, 2, 3]
    alice.items.move([single], alice.folders.distinguished("inbox"))
    assert starts(alice) == [1, 2]
    alice.items.move([single], alice.folders.distinguished("calendar"))
    assert starts(alice) == [1, 2, 3]
    alice.items.delete([series])
    assert starts(alice) == [3]
    alice.items.update(single, {"start": None, "end": None})
    assert starts(alice) == []


def test_many_changes_at_once(alice: Mailbox) -> None:
    assert starts(alice) == []
    items = [add(alice, START + DAY * (number % 30)) for number in range(1500)]
    assert len(starts(alice)) == 1500
    alice.items.delete(items[100:])
    assert len(starts(alice)) == 100


def test_it_is_read_in_steps_while_others_change_it(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        add(alice, START + DAY * (number % 30))
    gone = add(alice, count=3)

    def each_its_step(inputs: Any, do: Any) -> Any:
        results = []
        for value in inputs:
            results.append(do(value))
            yield
        return results

    monkeypatch.setattr(folder_index, "each", each_its_step)
    steps = alice.calendar.view_in_steps(alice.folders.distinguished("calendar"), *MONTH)
    for _ in range(30):
        next(steps)
    alice.items.delete([gone])
    add(alice, START + HOUR)
    assert len(finish(steps)) == 51


def test_what_was_put_back_is_seen(alice: Mailbox) -> None:
    series = add(alice, count=3)
    before = Memento(alice)
    folder = alice.folders.distinguished("calendar")
    first, second, _ = alice.calendar.view(folder, *MONTH)
    alice.calendar.update(first, {"subject": "changed"})
    alice.calendar.delete(second)
    add(alice)
    after = Memento(alice)
    before.restore()
    assert [item.subject for item in alice.calendar.view(folder, *MONTH)] == ["x", "x", "x"]
    assert series.get("modified_occurrences") is series.get("deleted_occurrences") is None
    after.restore()
    assert [item.subject for item in alice.calendar.view(folder, *MONTH)] == ["changed", "x", "x"]


def test_exceptions_go_with_the_series_to_another_mailbox(alice: Mailbox, bob: Mailbox, mailboxes: Mailboxes) -> None:
    series = add(alice, count=4)
    first, second, third, _ = alice.calendar.view(series.folder, *MONTH)
    alice.calendar.update(first, {"subject": "changed"})
    alice.attachments.add(third, Attachment("a.txt", b"abc"))
    inner = alice.items.detached(third, properties={"subject": "inner"})
    alice.attachments.add(alice.calendar.by_id(third.item_id), Attachment("b", item=inner))
    alice.calendar.delete(second)
    folder = bob.folders.distinguished("calendar")
    for keep in (True, False):
        [arrived] = mailboxes.transfer([series], folder, keep=keep)
        found = bob.calendar.view(folder, *MONTH)
        assert [item.subject for item in found] == ["changed", "x", "x"]
        assert found[1].attachments[0].content == b"abc"
        attached = found[1].attachments[1].item
        assert attached is not None
        assert (attached.subject, attached.mailbox) == ("inner", bob)
        assert bob.attachments.by_id(bob.ids.attachment_id(folder.number, arrived.number, (1,), date(2025, 7, 3)))
        bob.items.delete([arrived])
    assert starts(alice) == []


def test_by_ids_and_numbers(alice: Mailbox) -> None:
    series, single = add(alice, count=2), add(alice)
    one = alice.calendar.by_index(series, 1)
    assert isinstance(one, OccurrenceItem)
    assert alice.calendar.by_id(one.item_id).day == one.day == date(2025, 7, 1)
    assert alice.calendar.by_index(series, 3) is alice.calendar.by_index(series, 0) is Missing.NEVER_WAS
    alice.calendar.delete(one)
    assert alice.calendar.by_index(series, 1) is Missing.DELETED
    with pytest.raises(ItemNotFound):
        alice.calendar.by_id(one.item_id)
    with pytest.raises(ItemNotFound):
        alice.calendar.delete(one)
    for wrong in (series.item_id, "x"):
        with pytest.raises(IdMalformed):
            alice.calendar.by_id(wrong)
    with pytest.raises(ValueError, match="no others"):
        alice.calendar.by_index(single, 1)
    with pytest.raises(IdMalformed):
        alice.items.by_id(one.item_id)
    assert (alice.calendar.is_series(series), alice.calendar.is_series(single)) == (True, False)


def test_one_of_a_series_is_an_item(alice: Mailbox) -> None:
    series = add(alice, count=2)
    one = alice.calendar.view(series.folder, *MONTH)[1]
    assert (one.change_key, one.size, one.mime()) == (series.change_key, series.size, series.mime())
    kind: Any = kind_of(one)
    assert (kind.appointment_type, kind.recurrence, kind.start) == (AppointmentType.OCCURRENCE, None, START + DAY)
    alice.calendar.update(one, {"subject": "changed", "is_read": True})
    assert one.change_key == series.change_key
    assert series.is_read
    again = alice.calendar.by_id(one.item_id)
    assert b"changed" in again.mime()
    assert b"changed" not in series.mime()
    assert (again.get("appointment_type"), again.subject) == (AppointmentType.EXCEPTION, "changed")
    with pytest.raises(ItemNotFound):
        alice.items.delete([again])


def test_the_series_goes_with_the_last(alice: Mailbox) -> None:
    add(alice, count=1)
    (one,) = alice.calendar.view(alice.folders.distinguished("calendar"), *MONTH)
    alice.calendar.delete(one, DeleteMode.MOVE_TO_DELETED)
    assert [item.subject for item in alice.messages("deleteditems")] == ["x"]


def test_occurrences_of_one_series(alice: Mailbox) -> None:
    series = add(alice, recurrence=Recurrence(Daily(), NoEnd(ZonedDate(date(2025, 7, 1)))))
    ever = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert [one.get("start").day for one in alice.calendar.occurrences(series, *ever, limit=3)] == [1, 2, 3]
    second = alice.calendar.occurrences(series, *ever, limit=2)[1]
    alice.calendar.update(second, {"start": START + timedelta(hours=40), "end": START + timedelta(hours=41)})
    window = START + DAY - HOUR, START + DAY + HOUR
    assert alice.calendar.occurrences(series, *window) == []
    assert [one.item_id for one in alice.calendar.occurrences(series, *window, as_planned=True)] == [second.item_id]


def test_the_index_of_a_deleted_folder_is_dropped(alice: Mailbox) -> None:
    folder = alice.add_folder("Calendar/Other")
    alice.items.add(folder, "IPM.Appointment", {"start": START, "end": START})
    assert len(alice.calendar.view(folder, *MONTH)) == 1
    alice.folders.delete(folder)
    assert alice.calendar.view(folder, *MONTH) == []
    assert starts(alice) == []
    assert folder.number not in alice.calendar._indexes


def test_a_calendar_is_named(alice: Mailbox) -> None:
    item = add(alice)
    assert alice.calendar.view("calendar", *MONTH) == alice.calendar.view("Calendar", *MONTH) == [item]
    with pytest.raises(FolderNotFound):
        alice.calendar.view("calender", *MONTH)


def test_a_period_has_a_zone(alice: Mailbox) -> None:
    with pytest.raises(ValueError, match="names no time zone"):
        alice.calendar.view("calendar", MONTH[0].replace(tzinfo=None), MONTH[1])
