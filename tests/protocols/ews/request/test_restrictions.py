"""Restrictions as predicates; what they find in folders is tested with FindItem."""

from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.restrictions import read_restriction
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES


def restriction(term: str) -> Any:
    return etree.fromstring(f'<m:Restriction xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">{term}</m:Restriction>')


def test_none_is_none() -> None:
    assert read_restriction(None) is None


def test_folders_compare_by_their_own_properties(ews: Any) -> None:
    term = (
        '<t:IsGreaterThan><t:FieldURI FieldURI="folder:TotalCount"/><t:FieldURIOrConstant><t:Constant Value="0"/>'
        "</t:FieldURIOrConstant></t:IsGreaterThan>"
    )
    test = read_restriction(restriction(term), of_folders=True)
    assert test is not None
    inbox = ews.mailbox.folders.distinguished("inbox")
    assert not test(inbox)
    ews.mailbox.deliver(subject="x")
    assert test(inbox)


def test_values_of_different_types_fit_nothing(ews: Any) -> None:
    item = ews.mailbox.deliver(subject="x")
    ews.mailbox.items.update(item, {"in_reply_to": 5})
    term = (
        '<t:IsGreaterThan><t:FieldURI FieldURI="item:InReplyTo"/><t:FieldURIOrConstant><t:Constant Value="a"/>'
        "</t:FieldURIOrConstant></t:IsGreaterThan>"
    )
    test = read_restriction(restriction(term))
    assert test is not None
    assert not test(item)


def test_there_is_an_end_to_complexity() -> None:
    exists = '<t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>'
    with pytest.raises(EwsError) as caught:
        read_restriction(restriction(f"<t:Or>{exists * 2000}</t:Or>"))
    assert caught.value.row.code == "ErrorRestrictionTooComplex"
