"""What FindItem does not do, and where it says so."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.finding import comparison, contains, request, restricted, shape_of


@pytest.mark.parametrize(
    ("term", "code"),
    [
        (contains("item:EffectiveRights", "x"), "ErrorUnsupportedPathForQuery"),
        (comparison("IsEqualTo", "item:Size", "big"), "ErrorInvalidValueForProperty"),
        (comparison("IsEqualTo", "message:IsRead", "maybe"), "ErrorInvalidValueForProperty"),
        (comparison("IsEqualTo", "item:PolicyTag", "x"), "ErrorInvalidValueForProperty"),
        (comparison("IsEqualTo", "item:PolicyTag", "00062002-0000-0000-c000-000000000046"), "NoError"),
        (comparison("IsEqualTo", "item:Nonsense", "x"), "ErrorSchemaValidation"),
        (comparison("IsEqualTo", "nonsense:Subject", "x"), "ErrorSchemaValidation"),
        ("<t:And/>", "ErrorSchemaValidation"),
        ("<t:Nonsense/>", "ErrorSchemaValidation"),
        ("", "ErrorSchemaValidation"),
    ],
)
def test_a_restriction_that_makes_no_sense(filled: Any, term: str, code: str) -> None:
    answer = filled(restricted(term))
    assert (answer.element.findtext(".//faultcode") or answer.codes[0]).removeprefix("a:") == code


@pytest.mark.parametrize(
    "uri",
    ["item:Attachments", "item:Body", "message:ToRecipients", "folder:DisplayName", "message:IsRead", "item:IsDraft"],
)
def test_an_order_by_what_cannot_be_sorted(filled: Any, uri: str) -> None:
    order = f'<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="{uri}"/></t:FieldOrder>'
    answer = filled(request(extra=f"<m:SortOrder>{order}</m:SortOrder>"))
    assert (answer.status, answer.codes) == (200, ["ErrorUnsupportedPathForSortGroup"])


def test_an_order_by_more_than_six(filled: Any) -> None:
    order = '<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder>'
    six, seven = (filled(request(extra=f"<m:SortOrder>{order * count}</m:SortOrder>")) for count in (6, 7))
    assert six.codes == ["NoError"]
    assert (seven.status, seven.codes) == (200, ["ErrorInternalServerError"])
    assert "does not support more than 6 columns" in seven.text


def test_an_error_of_the_search_is_told_for_each_folder(filled: Any) -> None:
    parents = '<t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="drafts"/>'
    page = '<m:IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>'
    answer = filled(request(extra=page, parents=parents))
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidPagingMaxRows"] * 2)


@pytest.mark.parametrize(
    ("shape", "uri"),
    [
        (shape_of("item:TextBody"), "item:TextBody"),
        (shape_of("item:Subject", "calendar:RequiredAttendees"), "calendar:RequiredAttendees"),
        (
            "<t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent>",
            "item:MimeContent",
        ),
    ],
)
def test_what_a_search_cannot_return_is_refused(filled: Any, shape: str, uri: str) -> None:
    answer = filled(request(shape))
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidPropertyForOperation"])
    assert answer.attributes(".//m:MessageXml/t:FieldURI", "FieldURI") == [uri]


@pytest.mark.parametrize(
    "nothing",
    [
        {"extra": "<m:SortOrder/>"},
        {"shape": "<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties/>"},
    ],
)
def test_lists_of_nothing(filled: Any, nothing: dict[str, str]) -> None:
    answer = filled(request(**nothing))
    assert (answer.status, "has incomplete content" in answer.text) == (500, True)


def test_a_search_leaves_bodies_out(filled: Any) -> None:
    answer = filled(request(shape_of("item:Subject", "item:Body")))
    assert answer.codes == ["NoError"]
    assert answer.all(".//t:Subject")
    assert answer.all(".//t:Body") == []


def test_a_search_returns_what_is_no_property_of_the_items_that_are_there(filled: Any) -> None:
    assert filled(request(shape_of("calendar:Start"))).codes == ["NoError"]


def test_two_views_are_one_too_many(filled: Any) -> None:
    page = '<m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/>'
    other = '<m:FractionalPageItemView MaxEntriesReturned="1" Numerator="0" Denominator="1"/>'
    assert filled(request(extra=page + other)).element.findtext(".//faultcode") == "a:ErrorSchemaValidation"


BY_SIZE = '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Size"/></t:FieldOrder></m:SortOrder>'
SEARCHED = f"<m:Restriction>{contains('item:Subject', 'x')}</m:Restriction>"


@pytest.mark.parametrize("extra", [SEARCHED * 2, BY_SIZE * 2])
def test_what_is_there_twice_is_not_passed_over(filled: Any, extra: str) -> None:
    assert filled(request(extra=extra)).element.findtext(".//faultcode") == "a:ErrorSchemaValidation"


def test_a_shape_of_changes_asks_for_properties_of_items(ews: Ews) -> None:
    shape = shape_of("folder:DisplayName")
    answer = ews(
        f"<m:SyncFolderItems><m:ItemShape>{shape}</m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id='inbox'/>"
        "</m:SyncFolderId><m:MaxChangesReturned>1</m:MaxChangesReturned></m:SyncFolderItems>"
    )
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidPropertyRequest"])


BAD_PAGE = '<m:IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>'
BAD_TERM = f"<m:Restriction>{comparison('IsEqualTo', 'item:Size', 'big')}</m:Restriction>"
BAD_ORDER = (
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Body"/></t:FieldOrder></m:SortOrder>'
)


@pytest.mark.parametrize(
    "parts",
    [
        BAD_PAGE + BAD_TERM.replace("item:Size", "item:Nonsense") + BAD_ORDER,
        BAD_PAGE + BAD_TERM + BAD_ORDER.replace("item:Body", "item:Nonsense"),
        BAD_PAGE.replace("Beginning", "Middle").replace('Offset="0"', 'Offset="-1"') + BAD_TERM + BAD_ORDER,
        BAD_PAGE.replace('Returned="0"', 'Returned="x"').replace('"0" Base', '"-1" Base'),
    ],
)
def test_what_the_schema_does_not_allow_comes_before_other_errors(filled: Any, parts: str) -> None:
    answer = filled(request(extra=parts))
    assert (answer.status, answer.element.findtext(".//faultcode")) == (500, "a:ErrorSchemaValidation")


def test_the_first_of_several_errors_is_told(filled: Any) -> None:
    assert filled(request(extra=BAD_PAGE + BAD_TERM + BAD_ORDER)).codes == ["ErrorInvalidPagingMaxRows"]
    assert filled(request(extra=BAD_TERM + BAD_ORDER)).codes == ["ErrorInvalidValueForProperty"]
