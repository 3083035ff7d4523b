"""Which operators every property of the catalogue takes, and by which a result can be sorted."""

from collections.abc import Iterable
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.folder import FOLDER_FIELDS
from fakeserver.protocols.ews.properties.table import FIELDS
from fakeserver.protocols.ews.request.operands import Kind, item_operand, read_folder_operand, read_item_operand
from fakeserver.protocols.ews.request.restrictions import read_restriction
from fakeserver.protocols.ews.request.sorting import read_sort_order
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES

_NAMES = f'xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"'
_CONTAINS = (
    '<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase">{}<t:Constant Value="1"/></t:Contains>'
)
_EXISTS = "<t:Exists>{}</t:Exists>"
_EXCLUDES = '<t:Excludes>{}<t:Bitmask Value="1"/></t:Excludes>'


def refused(term: str, path: str, *, of_folders: bool = False) -> str:
    """Return the code that refuses a search expression with a property; empty where it is taken."""
    node: Any = etree.fromstring(f"<m:Restriction {_NAMES}>{term.format(path)}</m:Restriction>")
    try:
        read_restriction(node, of_folders=of_folders)
    except EwsError as error:
        return error.row.code
    return ""


def uri(name: str) -> str:
    return f'<t:FieldURI FieldURI="{name}"/>'


def searchable() -> Iterable[str]:
    return [name for name, row in FIELDS.items() if row.searchable and row.type.constant is not None]


@pytest.mark.parametrize("name", sorted(set(FIELDS) - set(searchable())))
@pytest.mark.parametrize("term", [_CONTAINS, _EXISTS, _EXCLUDES])
def test_what_is_calculated_is_in_no_search(name: str, term: str) -> None:
    assert refused(term, uri(name)) == "ErrorUnsupportedPathForQuery"


@pytest.mark.parametrize(
    ("name", "constant", "code"),
    [
        ("item:IconIndex", "MailReplied", ""),
        ("item:IconIndex", "mailreplied", "ErrorInvalidValueForProperty"),
        ("item:MentionedMe", "true", ""),
        ("item:MentionedMe", "perhaps", "ErrorInvalidValueForProperty"),
        ("item:AtAllMention", "", "ErrorInvalidValueForProperty"),
        ("item:InferenceClassification", "Focused", ""),
        ("item:InferenceClassification", "focused", "ErrorInvalidValueForProperty"),
        ("item:PolicyTag", "00062002-0000-0000-c000-000000000046", ""),
        ("item:PolicyTag", "x", "ErrorInvalidValueForProperty"),
        ("item:Hashtags", "x", ""),
        ("message:PublishedCalendarItemName", "x", ""),
        ("item:Likes", "x", "ErrorUnsupportedPathForQuery"),
        ("item:Mentions", "x", "ErrorUnsupportedPathForQuery"),
        ("item:EntityExtractionResult", "x", "ErrorUnsupportedPathForQuery"),
        ("message:MessageSafety", "x", "ErrorUnsupportedPathForQuery"),
    ],
)
def test_a_constant_is_of_its_propertys_type(name: str, constant: str, code: str) -> None:
    term = (
        f'<t:IsEqualTo>{{}}<t:FieldURIOrConstant><t:Constant Value="{constant}"/></t:FieldURIOrConstant></t:IsEqualTo>'
    )
    assert refused(term, uri(name)) == code


_FLAGS = {"message:IsRead"} | {f"item:{bit}" for bit in "IsDraft IsSubmitted IsUnmodified IsResend IsFromMe".split()}


def test_flags_are_not_asked_for_by_exists() -> None:
    found = {name for name in searchable() if refused(_EXISTS, uri(name))}
    assert found == _FLAGS
    assert {refused(_EXISTS, uri(name)) for name in found} == {"ErrorInvalidPropertyForExists"}


def test_contains_is_for_texts() -> None:
    found = {name for name in searchable() if refused(_CONTAINS, uri(name))}
    assert {refused(_CONTAINS, uri(name)) for name in found} == {"ErrorContainsFilterWrongType"}
    assert {"message:IsRead", "item:Size", "item:DateTimeReceived", "item:Importance", "task:PercentComplete"} <= found
    assert "item:IconIndex" in found
    texts = {"item:Subject", "item:Body", "item:Categories", "message:From", "message:ToRecipients", "item:ItemClass"}
    assert not texts & found


@pytest.mark.parametrize(
    ("kind", "code"),
    [("String", ""), ("Integer", "ErrorContainsFilterWrongType"), ("SystemTime", "ErrorContainsFilterWrongType")],
)
def test_contains_minds_the_type_of_an_extended_property(kind: str, code: str) -> None:
    path = f'<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyName="x" PropertyType="{kind}"/>'
    assert refused(_CONTAINS, path) == refused(_CONTAINS, path, of_folders=True) == code


@pytest.mark.parametrize("kind", ["Short", "Long", "IntegerArray", "Double", "Boolean", "String"])
def test_bits_are_those_of_one_integer(kind: str) -> None:
    path = '<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyName="x" PropertyType="{}"/>'
    assert refused(_EXCLUDES, path.format(kind)) == "ErrorUnsupportedPathForQuery"
    assert refused(_EXCLUDES, path.format("Integer")) == ""


def test_bits_are_those_of_numbers() -> None:
    taken = {name for name in searchable() if not refused(_EXCLUDES, uri(name))}
    assert {"item:Size", "item:ReminderMinutesBeforeStart", "calendar:AppointmentState"} <= taken
    assert not taken & {"item:Subject", "message:IsRead", "item:DateTimeReceived", "item:Importance"}


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("item:Subject", "message:InternetMessageId", ""),
        ("item:DateTimeSent", "item:DateTimeReceived", ""),
        ("item:Subject", "item:Size", "ErrorUnsupportedPathForQuery"),
        ("item:DateTimeSent", "item:Subject", "ErrorUnsupportedPathForQuery"),
    ],
)
def test_a_text_compares_with_texts_only(left: str, right: str, code: str) -> None:
    term = f"<t:IsEqualTo>{{}}<t:FieldURIOrConstant>{uri(right)}</t:FieldURIOrConstant></t:IsEqualTo>"
    assert refused(term, uri(left)) == code


def test_folders_have_no_flags_of_messages() -> None:
    found = {name: refused(_EXISTS, uri(name), of_folders=True) for name in FOLDER_FIELDS}
    assert {name for name, code in found.items() if not code} == {
        f"folder:{name}"
        for name in "FolderClass DisplayName TotalCount ChildFolderCount DistinguishedFolderId UnreadCount".split()
    }
    assert refused(_CONTAINS, uri("folder:TotalCount"), of_folders=True) == "ErrorContainsFilterWrongType"


@pytest.mark.parametrize(
    ("name", "of_folders"),
    [
        ("folder:DisplayName", False),
        ("conversation:ConversationId", False),
        ("contacts:Culture", False),
        ("item:Subject", True),
        ("folder:PolicyTag", True),
    ],
)
def test_a_property_of_something_else_is_in_no_search(name: str, of_folders: bool) -> None:
    assert refused(_EXISTS, uri(name), of_folders=of_folders) == "ErrorUnsupportedPathForQuery"
    read = read_folder_operand if of_folders else read_item_operand
    with pytest.raises(EwsError):
        read(etree.fromstring(f'<t:FieldURI {_NAMES} FieldURI="{name}"/>'))


def sorts(path: str) -> str:
    order: Any = etree.fromstring(
        f'<m:SortOrder {_NAMES}><t:FieldOrder Order="Ascending">{path}</t:FieldOrder></m:SortOrder>'
    )
    try:
        read_sort_order(order)
    except EwsError as error:
        return error.row.code
    return ""


def test_what_has_one_short_value_sorts_and_what_has_several_texts() -> None:
    several = {"item:Body", "message:ToRecipients", "message:CcRecipients", "message:BccRecipients", "message:ReplyTo"}
    found = {name for name in searchable() if sorts(uri(name))}
    assert several | _FLAGS <= found
    of_contacts = {"contacts:DirectReports", "contacts:PhoneNumbers"}
    assert found - several - _FLAGS - of_contacts == {name for name in found if name.endswith("Addresses")}
    sortable = set(searchable()) - found
    assert {"item:Categories", "task:Companies", "task:Contacts", "contacts:Companies", "contacts:Children"} <= sortable
    assert {sorts(uri(name)) for name in set(FIELDS) - sortable} == {"ErrorUnsupportedPathForSortGroup"}


@pytest.mark.parametrize(
    ("kind", "code"), [("StringArray", ""), ("Integer", ""), ("IntegerArray", "ErrorUnsupportedPathForSortGroup")]
)
def test_sorting_minds_the_type_of_an_extended_property(kind: str, code: str) -> None:
    path = f'<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyName="x" PropertyType="{kind}"/>'
    assert sorts(path) == code


def test_an_extended_property_that_makes_no_sense_is_told_as_such() -> None:
    assert sorts('<t:ExtendedFieldURI PropertyType="Integer"/>') == "ErrorInvalidExtendedProperty"


@pytest.mark.parametrize(
    "name", ["item:Importance", "item:Sensitivity", "task:Status", "calendar:LegacyFreeBusyStatus"]
)
def test_choices_compare_by_their_order(name: str) -> None:
    operand = item_operand(FIELDS[name])
    assert operand.kind is Kind.OTHER
    words = {"item:Importance": "Low Normal High", "item:Sensitivity": "Normal Personal Private Confidential"}
    words |= {
        "task:Status": "NotStarted InProgress Completed",
        "calendar:LegacyFreeBusyStatus": "Free Tentative Busy OOF",
    }
    ranks = [operand.constant(word) for word in words[name].split()]
    assert ranks == sorted(set(ranks))
