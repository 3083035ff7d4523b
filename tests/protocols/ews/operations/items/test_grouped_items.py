"""FindItem with m:GroupBy and m:DistinguishedGroupBy."""

import pytest

from fakeserver.tenant.exchange.values import Importance
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.items.finding import request, with_subject

BY_SUBJECT = (
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder></m:SortOrder>'
)
BY_TOPIC = (
    '<m:DistinguishedGroupBy Order="Ascending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy>'
    "</m:DistinguishedGroupBy>"
)
PAGE = '<m:IndexedPageItemView MaxEntriesReturned="{}" Offset="{}" BasePoint="{}"/>'


def grouped(
    uri: str = "item:Importance", aggregate: str = "Maximum", on: str = "item:Subject", order: str = "Ascending"
) -> str:
    """Return an m:GroupBy."""
    return (
        f'<m:GroupBy Order="{order}"><t:FieldURI FieldURI="{uri}"/><t:AggregateOn Aggregate="{aggregate}">'
        f'<t:FieldURI FieldURI="{on}"/></t:AggregateOn></m:GroupBy>'
    )


def groups(answer: Answer) -> list[tuple[str, list[str]]]:
    """Return the number of each group, and the subjects in it."""
    assert answer.codes == ["NoError"]
    found = answer.all(".//t:Groups/t:GroupedItems")
    return [
        (
            str(group.findtext("{*}GroupIndex")),
            [str(item.findtext("{*}Subject")) for item in group.iterfind("{*}Items/*")],
        )
        for group in found
    ]


@pytest.fixture
def letters(ews: Ews) -> Ews:
    """Six messages, A to F: A and D are of high importance, B and F of low."""
    inbox = ews.mailbox.folders.distinguished("inbox")
    of = {"A": Importance.HIGH, "D": Importance.HIGH, "B": Importance.LOW, "F": Importance.LOW}
    for subject in "ABCDEF":
        importance = {"importance": of[subject]} if subject in of else {}
        ews.mailbox.items.add(inbox, "IPM.Note", {"subject": subject, **importance})
    return ews


HIGH, NORMAL, LOW = ["A", "D"], ["C", "E"], ["B", "F"]


@pytest.mark.parametrize(
    ("group_by", "expected"),
    [
        (grouped(), [HIGH, NORMAL, LOW]),
        (grouped(order="Descending"), [LOW, NORMAL, HIGH]),
        (grouped(aggregate="Minimum"), [HIGH, LOW, NORMAL]),
        (grouped(on="item:Importance"), [LOW, NORMAL, HIGH]),
    ],
)
def test_groups_stand_in_the_order_of_their_aggregate(letters: Ews, group_by: str, expected: list[list[str]]) -> None:
    answer = letters(request(with_subject(), group_by + BY_SUBJECT))
    assert groups(answer) == [(str(number), subjects) for number, subjects in enumerate(expected)]
    assert answer.attribute(".//m:RootFolder", "TotalItemsInView") == "6"
    assert answer.attribute(".//m:RootFolder", "IncludesLastItemInRange") == "true"


def test_a_restriction_holds_within_groups(letters: Ews) -> None:
    restriction = (
        '<m:Restriction><t:IsGreaterThan><t:FieldURI FieldURI="item:Subject"/><t:FieldURIOrConstant>'
        '<t:Constant Value="C"/></t:FieldURIOrConstant></t:IsGreaterThan></m:Restriction>'
    )
    answer = letters(request(with_subject(), grouped() + restriction + BY_SUBJECT))
    assert groups(answer) == [("0", ["D"]), ("1", ["E"]), ("2", ["F"])]


def test_pages_go_on_where_the_last_one_ended(letters: Ews) -> None:
    offset, seen = "0", list[tuple[str, list[str]]]()
    for _ in range(2):
        answer = letters(request(with_subject(), PAGE.format(3, offset, "Beginning") + grouped() + BY_SUBJECT))
        seen += groups(answer)
        offset = answer.attribute(".//m:RootFolder", "IndexedPagingOffset")
    assert seen == [("0", HIGH), ("1", ["C"]), ("1", ["E"]), ("2", LOW)]
    # Three heads and six items.
    assert offset == "9"
    assert answer.attribute(".//m:RootFolder", "IncludesLastItemInRange") == "true"


def test_pages_from_the_end(letters: Ews) -> None:
    answer = letters(request(with_subject(), PAGE.format(3, 0, "End") + grouped() + BY_SUBJECT))
    assert groups(answer) == [("1", ["E"]), ("2", LOW)]
    assert answer.attribute(".//m:RootFolder", "IncludesLastItemInRange") == "false"


def test_an_empty_folder_has_no_groups(ews: Ews) -> None:
    answer = ews(request(with_subject(), grouped()))
    assert groups(answer) == []
    assert answer.attribute(".//m:RootFolder", "TotalItemsInView") == "0"


def test_conversations_are_grouped_by_their_topics(ews: Ews) -> None:
    for subject in ("Lunch", "Paper", "RE: Lunch"):
        ews.mailbox.deliver(subject=subject)
    assert groups(ews(request(with_subject(), BY_TOPIC + BY_SUBJECT))) == [
        ("0", ["Paper"]),
        ("1", ["Lunch", "RE: Lunch"]),
    ]


@pytest.mark.parametrize("group_by", [grouped("item:Body"), grouped(on="item:Body"), grouped("message:IsRead")])
def test_what_cannot_be_grouped_by(letters: Ews, group_by: str) -> None:
    answer = letters(request(with_subject(), group_by))
    assert "ErrorUnsupportedPathForSortGroup" in answer.text


def test_five_orders_are_too_many_for_groups(letters: Ews) -> None:
    order = '<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder>'
    four, five = (letters(request(extra=f"{grouped()}<m:SortOrder>{order * many}</m:SortOrder>")) for many in (4, 5))
    assert four.codes == ["NoError"]
    assert "4 sort columns for a grouped query" in five.text


@pytest.mark.parametrize(
    "group_by",
    [
        grouped(order="Up"),
        grouped(aggregate="Mean"),
        '<m:GroupBy Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></m:GroupBy>',
        BY_TOPIC.replace("ConversationTopic", "From"),
    ],
)
def test_what_the_schema_does_not_have(letters: Ews, group_by: str) -> None:
    assert letters(request(with_subject(), group_by)).status == 500
