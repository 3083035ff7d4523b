"""Appointments of a series by their ids, by the series and their number, and the series by one of them."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.recurring import (
    DAILY,
    appointment,
    by_id,
    by_index,
    by_occurrence,
    children,
    created,
    delete,
    endless,
    get,
    ids,
    starts,
    update,
    view,
)

OCCURRENCE = "IPM.Appointment.Occurrence"


def test_a_series_lists_its_first_and_its_last(ews: Ews) -> None:
    answer = ews(get(by_id(created(ews, appointment()))))
    names = children(answer)
    at = names.index("Recurrence")
    assert names[at : at + 4] == ["Recurrence", "FirstOccurrence", "LastOccurrence", *names[at + 3 : at + 4]]
    assert not {"ModifiedOccurrences", "DeletedOccurrences", "RecurrenceId", "OriginalStart"} & set(names)
    assert children(answer, ".//t:FirstOccurrence") == ["ItemId", "Start", "End", "OriginalStart"]
    assert answer.texts(".//t:FirstOccurrence/*") == [
        "", "2025-07-02T10:00:00Z", "2025-07-02T11:00:00Z", "2025-07-02T10:00:00Z",
    ]  # fmt: skip
    assert answer.value(".//t:LastOccurrence/t:Start") == "2025-07-23T10:00:00Z"
    assert answer.texts(".//t:IsRecurring") == ["false"]
    assert answer.texts(".//t:CalendarItemType") == ["RecurringMaster"]
    keys = answer.attributes(".//t:ItemId", "ChangeKey")
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert answer.attribute(".//t:LastOccurrence/t:ItemId", "Id") != answer.attribute(".//t:FirstOccurrence/*", "Id")


def test_a_series_without_end_has_no_last(ews: Ews) -> None:
    answer = ews(get(by_id(created(ews, appointment(DAILY, endless())))))
    assert answer.all(".//t:FirstOccurrence")
    assert not answer.all(".//t:LastOccurrence")


def test_one_of_them_is_the_same_by_every_name(ews: Ews) -> None:
    master = created(ews, appointment())
    listed = ids(ews(view()))
    assert ids(ews(get(*(by_index(master, index) for index in (1, 2, 3, 4))))) == listed
    series = ews(get(by_id(master)))
    ends = [series.attribute(f".//t:{name}Occurrence/t:ItemId", "Id") for name in ("First", "Last")]
    assert ends == [listed[0], listed[-1]]
    assert ids(ews(get(by_id(listed[2])))) == [listed[2]]
    assert ids(ews(get(by_occurrence(listed[2])))) == [master]


def test_what_one_of_them_says(ews: Ews) -> None:
    answer = ews(get(by_index(created(ews, appointment()), 2)))
    said = {name: answer.value(f".//t:CalendarItem/t:{name}") for name in (
        "ItemClass", "Subject", "RecurrenceId", "Start", "End", "OriginalStart", "IsRecurring", "CalendarItemType",
        "Location", "Duration",
    )}  # fmt: skip
    assert said == {
        "ItemClass": OCCURRENCE, "Subject": "Team", "RecurrenceId": "2025-07-09T10:00:00Z",
        "Start": "2025-07-09T10:00:00Z", "End": "2025-07-09T11:00:00Z", "OriginalStart": "2025-07-09T10:00:00Z",
        "IsRecurring": "true", "CalendarItemType": "Occurrence", "Location": "Room A", "Duration": "PT1H",
    }  # fmt: skip
    assert not {"Recurrence", "FirstOccurrence", "LastOccurrence"} & set(children(answer))


@pytest.mark.parametrize(
    ("index", "code"),
    [
        (0, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (-1, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (2, "ErrorCalendarOccurrenceIsDeletedFromRecurrence"),
        (3, "NoError"),
        (4, "NoError"),
        (5, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (2**31 - 1, "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
    ],
)
def test_one_that_is_deleted_keeps_its_number(ews: Ews, index: int, code: str) -> None:
    master = created(ews, appointment())
    assert ews(delete(by_index(master, 2))).codes == ["NoError"]
    answer = ews(get(by_index(master, index)))
    assert answer.codes == [code]
    if index == 3:
        assert starts(answer) == ["2025-07-16T10:00:00Z"]


def test_a_number_far_away_in_a_series_without_end(ews: Ews) -> None:
    master = created(ews, appointment(DAILY, endless("1601-04-01Z")))
    assert starts(ews(get(by_index(master, 100_000)))) == ["1875-01-14T10:00:00Z"]
    assert ews(get(by_index(master, 2_000_000))).codes == ["ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"]


def test_ids_of_other_kinds(ews: Ews) -> None:
    single, master = created(ews, appointment("")), created(ews, appointment())
    mail = ews.mailbox.deliver(subject="x").item_id
    occurrence = ids(ews(get(by_index(master, 1))))[0]
    folder = ews.mailbox.folders.distinguished("calendar").folder_id
    asked = [by_index(each, 1) for each in (single, occurrence, mail, folder, "", "x")]
    assert ews(get(*asked)).codes == [
        *["ErrorCalendarCannotUseIdForRecurringMasterId"] * 3, "ErrorCannotUseFolderIdForItemId",
        "ErrorInvalidIdEmpty", "ErrorInvalidIdMalformed",
    ]  # fmt: skip
    answer = ews(get(*(by_occurrence(each) for each in (single, master, mail, "x"))))
    assert answer.codes == [*["ErrorCalendarCannotUseIdForOccurrenceId"] * 3, "ErrorInvalidIdMalformed"]
    assert answer.texts(".//m:MessageText")[0] == "The Id specified does not represent an occurrence."
    get_folder = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
        f'<t:FolderId Id="{occurrence}"/></m:FolderIds></m:GetFolder>'
    )
    assert ews(get_folder).codes == ["ErrorCannotUseItemIdForFolderId"]


def test_what_is_gone_is_not_found(ews: Ews) -> None:
    master = created(ews, appointment())
    first, second, third, fourth = ids(ews(view()))
    ews(delete(by_id(second)))
    assert ews(get(by_id(first), by_id(second), by_occurrence(second))).codes == [
        "NoError", "ErrorItemNotFound", "ErrorItemNotFound",
    ]  # fmt: skip
    # It moves to other days: the former ones are none of it any more.
    pattern = "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Thursday</t:DaysOfWeek></t:WeeklyRecurrence>"
    recurrence = f"{pattern}<t:NoEndRecurrence><t:StartDate>2025-07-03</t:StartDate></t:NoEndRecurrence>"
    assert ews(update(by_id(master), Recurrence=recurrence)).codes == ["NoError"]
    assert ews(get(by_id(third))).codes == ["ErrorItemNotFound"]
    ews(delete(by_id(master)))
    assert ews(get(by_id(fourth), by_occurrence(fourth), by_index(master, 1))).codes == ["ErrorItemNotFound"] * 3


def test_ids_go_with_the_series_to_another_folder(ews: Ews) -> None:
    master = created(ews, appointment())
    former = ids(ews(view()))[1]
    ews(update(by_id(former), Subject="Other"))
    move = (
        '<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="deleteditems"/></m:ToFolderId>'
        f"<m:ItemIds>{by_id(master)}</m:ItemIds></m:MoveItem>"
    )
    moved = ids(ews(move))[0]
    assert ews(get(by_id(former))).codes == ["ErrorItemNotFound"]
    assert ews(get(by_index(moved, 2))).texts(".//t:CalendarItem/t:Subject") == ["Other"]


@pytest.mark.parametrize("operation", ["MoveItem", "CopyItem"])
def test_one_of_them_is_not_moved_alone(ews: Ews, operation: str) -> None:
    master = created(ews, appointment())
    transfer = (
        f'<m:{operation}><m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId>'
        f"<m:ItemIds>{by_index(master, 1)}{by_id(ids(ews(view()))[1])}</m:ItemIds></m:{operation}>"
    )
    assert ews(transfer).codes == ["ErrorCalendarCannotMoveOrCopyOccurrence"] * 2
    assert len(ids(ews(view()))) == 4


def test_one_of_them_is_not_sent(ews: Ews) -> None:
    created(ews, appointment())
    shown = ews(view()).find(".//t:ItemId")
    item_id = f'<t:ItemId Id="{shown.get("Id")}" ChangeKey="{shown.get("ChangeKey")}"/>'
    send = f'<m:SendItem SaveItemToFolder="true"><m:ItemIds>{item_id}</m:ItemIds></m:SendItem>'
    assert ews(send).codes == ["ErrorCalendarCannotMoveOrCopyOccurrence"]


def test_ids_of_them_are_converted(ews: Ews) -> None:
    created(ews, appointment())
    occurrence = ids(ews(view()))[0]

    def convert(text: str, source: str, target: str) -> str:
        return (
            f'<m:ConvertId DestinationFormat="{target}"><m:SourceIds><t:AlternateId Format="{source}" Id="{text}" '
            f'Mailbox="{ews.mailbox.address}"/></m:SourceIds></m:ConvertId>'
        )

    for target in ("EwsId", "EwsLegacyId", "StoreId", "OwaId"):
        there = ews(convert(occurrence, "EwsId", target)).attribute(".//m:AlternateId", "Id")
        back = ews(convert(there, target, "EwsId")).attribute(".//m:AlternateId", "Id")
        assert back == occurrence
    assert ews(convert(occurrence, "EwsId", "HexEntryId")).codes == ["ErrorInvalidIdMalformed"]
    legacy = ews(convert(occurrence, "EwsId", "EwsLegacyId")).attribute(".//m:AlternateId", "Id")
    assert ids(ews(get(by_id(legacy)))) == [occurrence]


def test_one_of_another_mailbox_is_not_seen(ews: Ews) -> None:
    created(ews, appointment())
    occurrence = ids(ews(view()))[0]
    assert ews(get(by_id(occurrence)), ews.bob).codes == ["ErrorItemNotFound"]


def test_sync_shows_the_series_alone(ews: Ews) -> None:
    master = created(ews, appointment())
    ews(update(by_index(master, 1), Subject="Other"))
    sync = (
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
        '<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId><m:MaxChangesReturned>9</m:MaxChangesReturned>'
        "</m:SyncFolderItems>"
    )
    assert ids(ews(sync)) == [master]
