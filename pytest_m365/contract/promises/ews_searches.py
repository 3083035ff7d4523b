"""EWS: what FindItem finds, by restrictions and query strings, and what changes do to ids and flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.asking.soap import Soap
from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.ews_asks import (
    ITEM,
    MESSAGE,
    ask_all,
    contains,
    create,
    find,
    get_item,
    make_folder,
    set_field,
    update,
    values,
    where,
)

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("EWS")


def _counted(answer: Soap) -> list[str]:
    """Return how many items FindItem found."""
    roots = answer.named("RootFolder")
    return [f"{roots[0].get('TotalItemsInView')} found"] if roots else answer.lines()


_TWO = (create(), create("<t:Message><t:Subject>Another</t:Subject><t:Importance>High</t:Importance></t:Message>"))
for _name, _says, _more, _expected in (
    (
        "contains",
        "Contains finds a part of a subject, whatever its case",
        where(contains("item:Subject", "PROMISE")),
        "1 found",
    ),
    (
        "equal",
        "IsEqualTo finds a value",
        where(
            '<t:IsEqualTo><t:FieldURI FieldURI="item:Importance"/><t:FieldURIOrConstant><t:Constant Value="High"/></t:FieldURIOrConstant></t:IsEqualTo>'
        ),
        "1 found",
    ),
    ("not", "Not finds the others", where(f"<t:Not>{contains('item:Subject', 'promise')}</t:Not>"), "1 found"),
    (
        "or",
        "Or finds either",
        where(f"<t:Or>{contains('item:Subject', 'promise')}{contains('item:Subject', 'another')}</t:Or>"),
        "2 found",
    ),
    (
        "exists",
        "Exists finds what has a property",
        where('<t:Exists><t:FieldURI FieldURI="item:InReplyTo"/></t:Exists>'),
        "0 found",
    ),
):
    TABLE.add(
        f"find-{_name}",
        _says,
        ("D", "EWSOPS"),
        values(*_TWO, find(_more), read=_counted, text=f"among two messages: {_more}"),
        _expected,
    )

for _name, _query, _expected in (
    ("subject", "subject:promise", "1 found"),
    ("or", "subject:promise OR subject:another", "2 found"),
    ("not", "NOT subject:promise", "1 found"),
    ("kind", "kind:email", "2 found"),
    ("importance", "importance:high", "1 found"),
    ("received", "received:&gt;=2020-01-01", "2 found"),
):
    TABLE.add(
        f"query-{_name}",
        f"the query string {_query} finds what it says, once it is indexed",
        ("I", "cases"),
        values(
            *_TWO,
            find().replace("</m:ParentFolderIds>", f"</m:ParentFolderIds><m:QueryString>{_query}</m:QueryString>"),
            read=_counted,
            text=f"among two messages, just made: {_query}",
        ),
        _expected,
        "0 found",
    )


@TABLE.asked("move-id", ("T", "exchange-online-wire"), "MoveItem: the id before and after", "the id changes")
def _moved(asker: Asker) -> Sequence[str]:
    """An item that is moved has another id."""
    before = ask_all(asker, [create()]).id("ItemId")
    below = ask_all(asker, [make_folder()]).id("FolderId")
    move = f'<m:MoveItem><m:ToFolderId><t:FolderId Id="{below}"/></m:ToFolderId><m:ItemIds><t:ItemId Id="{before}"/></m:ItemIds></m:MoveItem>'
    after = ask_all(asker, [move]).id("ItemId")
    return ["the id " + ("stays" if after == before else "changes")]


@TABLE.asked("read-flag", ("D", "EWSOPS"), "UpdateItem of IsRead; GetItem", "true")
def _read(asker: Asker) -> Sequence[str]:
    """IsRead is what UpdateItem has set."""
    change = set_field("message:IsRead", "<t:IsRead>true</t:IsRead>")
    return [
        ask_all(asker, [create(MESSAGE), update(change), get_item(ITEM, "IdOnly", "message:IsRead")]).text("IsRead")
    ]
