"""FindItem with m:SeekToConditionPageItemView."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.finding import comparison, contains, request, with_subject

BY_SUBJECT = (
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder></m:SortOrder>'
)


def seek(condition: str, base_point: str = "Beginning", maximum: str = "2") -> str:
    """Return the view."""
    return (
        f'<m:SeekToConditionPageItemView MaxEntriesReturned="{maximum}" BasePoint="{base_point}">'
        f"<t:Condition>{condition}</t:Condition></m:SeekToConditionPageItemView>"
    )


@pytest.fixture
def letters(ews: Ews) -> Ews:
    """Messages A to E."""
    for subject in "CAEBD":
        ews.mailbox.deliver(subject=subject, body=f"about {subject}")
    return ews


FROM_C = comparison("IsGreaterThanOrEqualTo", "item:Subject", "C")
TO_C = comparison("IsLessThanOrEqualTo", "item:Subject", "C")


@pytest.mark.parametrize(
    ("view", "subjects", "offset", "is_last"),
    [
        (seek(FROM_C), ["C", "D"], "4", "false"),
        (seek(FROM_C, maximum="9"), ["C", "D", "E"], "5", "true"),
        (seek(TO_C, "End"), ["B", "C"], "4", "false"),
        (seek(contains("item:Body", "about d")), ["D", "E"], "5", "true"),
        (seek(comparison("IsEqualTo", "item:Subject", "Z")), [], "5", "true"),
    ],
)
def test_the_page_begins_where_the_condition_is_met(
    letters: Ews, view: str, subjects: list[str], offset: str, is_last: str
) -> None:
    answer = letters(request(with_subject(), view + BY_SUBJECT))
    assert answer.texts(".//t:Subject") == subjects
    root = answer.find(".//m:RootFolder")
    facts = [root.get(name) for name in ("IndexedPagingOffset", "TotalItemsInView", "IncludesLastItemInRange")]
    assert facts == [offset, "5", is_last]


def test_a_restriction_comes_first(letters: Ews) -> None:
    restriction = f"<m:Restriction>{comparison('IsNotEqualTo', 'item:Subject', 'C')}</m:Restriction>"
    answer = letters(request(with_subject(), seek(FROM_C) + restriction + BY_SUBJECT))
    assert answer.texts(".//t:Subject") == ["D", "E"]


def test_without_an_order_it_seeks_from_the_newest(letters: Ews) -> None:
    answer = letters(request(with_subject(), seek(comparison("IsEqualTo", "item:Subject", "E"), maximum="9")))
    assert answer.texts(".//t:Subject") == ["E", "A", "C"]


def test_it_is_none_of_a_calendar(ews: Ews) -> None:
    both = '<t:DistinguishedFolderId Id="calendar"/><t:DistinguishedFolderId Id="inbox"/>'
    answer = ews(request(extra=seek(FROM_C), parents=both))
    assert answer.codes == ["ErrorCalendarSeekToConditionNotSupported", "NoError"]


def test_nothing_is_wanted(letters: Ews) -> None:
    assert "ErrorInvalidPagingMaxRows" in letters(request(extra=seek(FROM_C, maximum="0"))).text


@pytest.mark.parametrize("view", [seek(""), seek(FROM_C * 2), seek(FROM_C, "Middle"), seek("<t:Sounds/>")])
def test_what_the_schema_does_not_have(letters: Ews, view: str) -> None:
    assert letters(request(extra=view)).status == 500


def test_groups_are_not_sought_in(letters: Ews) -> None:
    by = (
        '<m:DistinguishedGroupBy Order="Ascending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy>'
        "</m:DistinguishedGroupBy>"
    )
    assert "does not perform groups" in letters(request(extra=seek(FROM_C) + by)).text
