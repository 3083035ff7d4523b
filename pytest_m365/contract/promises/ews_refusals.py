"""EWS: what FindItem does not search and sort, and what the schema refuses, the one of an older version too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.answers import SCHEMA
from pytest_m365.contract.promises.ews_asks import (
    FOLDER,
    ITEM,
    ask_all,
    contains,
    create,
    delete_folder,
    ews,
    find,
    make_folder,
    set_field,
    update,
    where,
)
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("EWS")
_CASES: Known = ("I", "cases")


def _is(path: str, value: str) -> str:
    return where(
        f'<t:IsEqualTo><t:FieldURI FieldURI="{path}"/><t:FieldURIOrConstant><t:Constant Value="{value}"/>'
        "</t:FieldURIOrConstant></t:IsEqualTo>"
    )


def _by(path: str) -> str:
    return f'<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="{path}"/></t:FieldOrder></m:SortOrder>'


for _name, _says, _request, _expected in (
    (
        "by-id",
        "items are not searched by their ids",
        find(_is("item:ItemId", "x")),
        "200 ErrorUnsupportedPathForQuery: The property can not be used with this type of restriction.",
    ),
    (
        "by-no-date",
        "a date is not compared with what is none",
        find(_is("item:DateTimeCreated", "true")),
        "200 ErrorInvalidValueForProperty: The specified value is invalid for property.",
    ),
    (
        "sort-by-content",
        "items are not sorted by their content",
        find(order=_by("item:MimeContent")),
        "200 ErrorUnsupportedPathForSortGroup: The property can not be used for sorting or grouping results.",
    ),
    (
        "contains-on-date",
        "Contains does not search dates",
        find(where(contains("item:DateTimeReceived", "a"))),
        "200 ErrorContainsFilterWrongType: The Contains filter can only be used for string properties.",
    ),
    (
        "by-unknown",
        "nothing is searched by a property that does not exist",
        find(_is("item:Frobnicated", "x")),
        SCHEMA,
    ),
    (
        "sort-by-unknown",
        "nothing is sorted by a property that does not exist",
        find(order=_by("item:Frobnicated")),
        SCHEMA,
    ),
    (
        "restriction-elsewhere",
        "a Restriction of the wrong namespace is against the schema",
        find(where(contains("item:Subject", "a")).replace("m:Restriction", "t:Restriction")),
        SCHEMA,
    ),
):
    TABLE.add(f"find-{_name}", _says, _CASES, ews(_request), _expected)

_SENT = (
    '<t:Message><t:Subject>A promise</t:Subject><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" '
    'PropertyType="Integer"/><t:Value>1</t:Value></t:ExtendedProperty></t:Message>'
)
for _name, _property in (("read", "IsReadReceiptRequested"), ("delivery", "IsDeliveryReceiptRequested")):
    TABLE.add(
        f"receipt-{_name}-sent",
        f"{_property} of a message that is no draft does not change",
        ("I", "cases, EWSRC"),
        ews(create(_SENT), update(set_field(f"message:{_property}", f"<t:{_property}>true</t:{_property}>"))),
        "200 ErrorInvalidPropertyUpdateSentMessage: Update operation is invalid for property of a sent message.",
    )
TABLE.add(
    "version-older-attribute",
    "an attribute newer than RequestServerVersion is against the schema",
    ("I", "cases"),
    ews(
        create(),
        update(set_field("message:IsRead", "<t:IsRead>true</t:IsRead>")).replace(
            "<m:UpdateItem ", '<m:UpdateItem SuppressReadReceipts="true" '
        ),
        version="Exchange2010_SP2",
    ),
    SCHEMA,
)
TABLE.add(
    "version-older-element",
    "an element newer than RequestServerVersion is against the schema",
    ("I", "cases"),
    ews(
        create(),
        f"<m:CopyItem><m:ToFolderId>{FOLDER}</m:ToFolderId><m:ItemIds>{ITEM}</m:ItemIds><m:ReturnNewItemIds>true"
        "</m:ReturnNewItemIds></m:CopyItem>",
        version="Exchange2007_SP1",
    ),
    SCHEMA,
)


@TABLE.asked(
    "move-item-to-gone",
    ("T", "EWS-Scripts-5, ManagedAPI"),
    "MoveItem to a folder that was deleted",
    "200 ErrorToFolderNotFound: The specified target folder could not be found.",
)
def _moved(asker: Asker) -> Sequence[str]:
    """No item is moved to a folder that was deleted."""
    item = ask_all(asker, [create()]).id("ItemId")
    folder = ask_all(asker, [make_folder()]).id("FolderId")
    ask_all(asker, [delete_folder(f'<t:FolderId Id="{folder}"/>')])
    move = (
        f'<m:MoveItem><m:ToFolderId><t:FolderId Id="{folder}"/></m:ToFolderId><m:ItemIds><t:ItemId Id="{item}"/>'
        "</m:ItemIds></m:MoveItem>"
    )
    return ask_all(asker, [move]).lines()


for _file in ("messages.xsd", "types.xsd"):

    def _schema(asker: Asker, file: str = _file) -> Sequence[str]:
        url = f"{asker.target.ews_url.rpartition('/')[0]}/{file}"
        answer = asker.web.ask("GET", url, fields={"Authorization": f"Bearer {asker.token('EWS.AccessAsUser.All')}"})
        return [f"{answer.status} {answer.field('Content-Type').partition(';')[0]}".strip()]

    _schema.__doc__ = f"The schema {_file} is there for whoever is signed in."
    TABLE.asked(f"schema-{_file.partition('.')[0]}", ("I", "cases"), f"GET {_file}", "200 text/xml", kind="http")(
        _schema
    )
