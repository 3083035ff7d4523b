"""Changes of appointments of a series, and what becomes of those that are deleted."""

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
    update,
    view,
)

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
