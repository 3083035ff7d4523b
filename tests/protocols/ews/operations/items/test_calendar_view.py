"""FindItem's CalendarView: what takes place in a period, and what it refuses."""

import pytest

from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.items.finding import request, shape_of
from tests.protocols.ews.operations.items.recurring import (
    CALENDAR,
    DAILY,
    appointment,
    by_id,
    by_index,
    children,
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

SORTED = (
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder></m:SortOrder>'
)
RESTRICTED = '<m:Restriction><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists></m:Restriction>'


def test_singles_and_those_of_series_stand_by_their_starts(ews: Ews) -> None:
    created(ews, appointment())
    single = created(ews, appointment("", start="2025-07-08T09:00:00Z", end="2025-07-08T10:00:00Z"))
    answer = ews(view())
    assert starts(answer) == [
        "2025-07-02T10:00:00Z", "2025-07-08T09:00:00Z", "2025-07-09T10:00:00Z", "2025-07-16T10:00:00Z",
        "2025-07-23T10:00:00Z",
    ]  # fmt: skip
    assert ids(answer)[1] == single
    assert answer.texts(".//t:CalendarItemType") == ["Occurrence", "Single", *["Occurrence"] * 3]
    around = answer.find(".//m:RootFolder")
    assert around.items() == [("TotalItemsInView", "5"), ("IncludesLastItemInRange", "true")]
    assert not {"Recurrence", "OriginalStart", "FirstOccurrence"} & set(children(answer))


def test_without_it_there_are_series_and_no_occurrences(ews: Ews) -> None:
    master = created(ews, appointment())
    ews(update(by_index(master, 2), Subject="Other"))
    answer = ews(request("<t:BaseShape>AllProperties</t:BaseShape>", parents=CALENDAR))
    assert ids(answer) == [master]
    assert answer.texts(".//t:CalendarItemType") == ["RecurringMaster"]
    assert not {"Recurrence", "FirstOccurrence", "ModifiedOccurrences"} & set(children(answer))
    folder = ews(
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        f"<m:FolderIds>{CALENDAR}</m:FolderIds></m:GetFolder>"
    )
    assert folder.value(".//t:TotalCount") == "1"


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        # what ends at the start is in, what begins at the end is not
        ("2025-07-02T11:00:00Z", "2025-07-03T00:00:00Z", 1),
        ("2025-07-02T11:00:01Z", "2025-07-03T00:00:00Z", 0),
        ("2025-07-01T00:00:00Z", "2025-07-02T10:00:00Z", 0),
        ("2025-07-01T00:00:00Z", "2025-07-02T10:00:01Z", 1),
        ("2025-07-02T10:30:00Z", "2025-07-02T10:30:00Z", 1),
        ("2025-07-02T12:00:00+02:00", "2025-07-02T12:00:01+02:00", 1),
        ("2025-07-02T10:00:00Z", "2027-07-02T10:00:00Z", 4),
    ],
)
def test_what_overlaps_is_in(ews: Ews, start: str, end: str, found: int) -> None:
    created(ews, appointment())
    assert len(ids(ews(view(start, end)))) == found
    # A single appointment at the same time is in it just the same.
    created(ews, appointment(""))
    assert len(ids(ews(view(start, end)))) == found + (found > 0)


def test_no_more_than_wanted(ews: Ews) -> None:
    created(ews, appointment())
    answer = ews(view(limit=2))
    assert starts(answer) == ["2025-07-02T10:00:00Z", "2025-07-09T10:00:00Z"]
    assert answer.find(".//m:RootFolder").get("IncludesLastItemInRange") == "false"
    assert ews(view(limit=4)).find(".//m:RootFolder").get("IncludesLastItemInRange") == "true"
    created(ews, appointment(DAILY, endless("1999-01-01Z")))
    two_years = view("2020-01-01T00:00:00Z", "2022-01-01T00:00:00Z", limit=99_999, base="IdOnly")
    assert len(ids(ews(two_years))) == 731
    created(ews, appointment(DAILY, endless("1999-01-01Z")))
    answer = ews(two_years)
    assert len(ids(answer)) == 1000
    assert answer.find(".//m:RootFolder").get("IncludesLastItemInRange") == "false"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (view(limit=0), "ErrorInvalidPagingMaxRows"),
        (view(limit=-1), "ErrorInvalidPagingMaxRows"),
        (view("2025-07-02T00:00:00Z", "2025-07-01T00:00:00Z"), "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (view("2025-07-01T00:00:00Z", "2027-07-01T00:00:00Z"), "NoError"),
        (view("2025-07-01T00:00:00Z", "2027-07-01T00:00:01Z"), "ErrorCalendarViewRangeTooBig"),
        (view("2024-02-29T00:00:00Z", "2026-03-01T00:00:00Z"), "NoError"),
        (view("2024-02-29T00:00:00Z", "2026-03-02T00:00:00Z"), "ErrorCalendarViewRangeTooBig"),
        (view("9999-01-01T00:00:00Z", "9999-12-31T23:59:59Z"), "NoError"),
        (view("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"), "ErrorCalendarViewRangeTooBig"),
        (view(parents='<t:DistinguishedFolderId Id="inbox"/>'), "ErrorCalendarFolderIsInvalidForCalendarView"),
        (view(extra=SORTED), "ErrorInvalidOperation"),
        (view(extra=RESTRICTED), "ErrorInvalidOperation"),
        (view().replace("</m:FindItem>", "<m:QueryString>x</m:QueryString></m:FindItem>"), "ErrorInvalidOperation"),
    ],
)
def test_views_that_there_are_not(ews: Ews, asked: str, code: str) -> None:
    assert ews(asked).codes == [code]


@pytest.mark.parametrize(
    "asked",
    [
        view().replace("StartDate=", "Start="),
        view().replace('EndDate="2025-08-01T00:00:00Z"', ""),
        view().replace("2025-08-01T00:00:00Z", "soon"),
        view(extra='<m:IndexedPageItemView Offset="0" BasePoint="Beginning"/>'),
        view(extra='<m:CalendarView StartDate="2025-07-01T00:00:00Z" EndDate="2025-07-01T00:00:00Z"/>'),
    ],
)
def test_what_the_schema_does_not_have(ews: Ews, asked: str) -> None:
    assert fault_of(ews.post(envelope(asked), ews.token(ews.alice)))[0] == "ErrorSchemaValidation"


def test_each_folder_has_its_own(ews: Ews) -> None:
    created(ews, appointment())
    parents = f'{CALENDAR}<t:DistinguishedFolderId Id="inbox"/>{CALENDAR}'
    answer = ews(view(parents=parents))
    assert answer.codes == ["NoError", "ErrorCalendarFolderIsInvalidForCalendarView", "NoError"]
    assert len(ids(answer)) == 8


def test_naive_dates_are_in_the_zone_of_the_request(ews: Ews) -> None:
    created(ews, appointment())
    context = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Tokyo Standard Time"/></t:TimeZoneContext>'
    asked = view("2025-07-02T20:00:01", "2025-07-02T21:00:00")
    assert len(ids(ews(asked))) == 0
    assert len(ids(ews(asked, header=context))) == 0
    assert len(ids(ews(view("2025-07-02T19:30:00", "2025-07-02T20:00:00"), header=context))) == 1


def test_the_local_clock_stays_when_the_clocks_change(ews: Ews) -> None:
    zone = "W. Europe Standard Time"
    created(
        ews,
        appointment(
            DAILY, numbered(4, "2025-03-28"), start="2025-03-28T09:00:00", end="2025-03-28T10:00:00", zone=zone
        ),
    )
    answer = ews(view("2025-03-01T00:00:00Z", "2025-04-30T00:00:00Z"))
    assert starts(answer) == [
        "2025-03-28T08:00:00Z", "2025-03-29T08:00:00Z", "2025-03-30T07:00:00Z", "2025-03-31T07:00:00Z",
    ]  # fmt: skip
    assert answer.texts(".//t:RecurrenceId") == starts(answer)


def test_reminders_of_a_series(ews: Ews) -> None:
    ews.tenant.clock.freeze()
    master = created(ews, appointment(DAILY, endless("2020-01-01Z")))
    start = ews.tenant.clock.now().date()
    answer = ews(view(f"{start}T00:00:00Z", f"{start.replace(year=start.year + 1)}T00:00:00Z", limit=3))
    assert answer.texts(".//t:ReminderDueBy") == ["2020-01-01T10:00:00Z"] * 3
    due = ews(get(by_id(master))).value(".//t:ReminderDueBy")
    assert due[:10] in {str(start), str(start.fromordinal(start.toordinal() + 1))}
    assert due > ews.tenant.clock.now().isoformat()
    over = created(ews, appointment(DAILY, numbered(2, "2020-01-01Z")))
    assert ews(get(by_id(over))).value(".//t:ReminderDueBy") == "2020-01-01T10:00:00Z"
    assert ews(get(by_index(over, 2))).value(".//t:ReminderDueBy") == "2020-01-02T10:00:00Z"


def test_what_comes_and_goes_is_seen_at_once(ews: Ews) -> None:
    series = created(ews, appointment(DAILY, until("2025-07-31Z")))
    assert len(ids(ews(view()))) == 30
    single = created(ews, appointment(""))
    assert len(ids(ews(view()))) == 31
    ews(update(by_id(single), End="2026-07-02T11:00:00Z", Start="2026-07-02T10:00:00Z"))
    assert len(ids(ews(view()))) == 30
    ews(update(by_id(single), Start="2025-07-02T10:00:00Z"))
    assert len(ids(ews(view()))) == 31
    ews(delete(by_id(single), by_index(series, 1), mode="MoveToDeletedItems"))
    assert len(ids(ews(view()))) == 29
    ews(delete(by_id(series), mode="SoftDelete"))
    assert ids(ews(view())) == []


def test_properties_that_are_asked_for(ews: Ews) -> None:
    created(ews, appointment())
    shape = shape_of("item:Subject", "calendar:Start", "calendar:IsRecurring", "item:HasAttachments")
    asked = view(base="IdOnly").replace("<t:BaseShape>IdOnly</t:BaseShape>", shape)
    assert children(ews(asked)) == ["ItemId", "Subject", "HasAttachments", "Start", "IsRecurring"]
    refused = view(base="IdOnly").replace(
        "<t:BaseShape>IdOnly</t:BaseShape>", shape_of("calendar:Recurrence", "item:Subject")
    )
    assert ews(refused).codes == ["ErrorInvalidPropertyForOperation"]


def test_the_calendar_of_somebody_else(ews: Ews) -> None:
    created(ews, appointment())
    asked = view(
        parents=f'<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>{ews.mailbox.address}'
        "</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
    )
    assert ews(asked, ews.bob).codes == ["ErrorAccessDenied"]
    folder = ews.mailbox.folders.distinguished("calendar")
    ews.tenant.permissions.folders.set(ews.alice.object_id, folder.number, ews.bob.object_id, "Reviewer")
    answer = ews(asked, ews.bob)
    assert len(ids(answer)) == 4
    assert ews(delete(by_id(ids(answer)[0])), ews.bob).codes == ["ErrorAccessDenied"]
    assert ews(update(by_id(ids(answer)[0]), Subject="x"), ews.bob).codes == ["ErrorAccessDenied"]
