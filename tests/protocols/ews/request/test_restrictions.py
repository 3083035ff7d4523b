"""Restrictions as criteria; what they find in folders is tested with FindItem."""

from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.restrictions import read_restriction
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.criteria import Cost
from tests.protocols.ews.client import Ews


def restriction(term: str) -> Any:
    return etree.fromstring(f'<m:Restriction xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">{term}</m:Restriction>')


def test_none_is_none() -> None:
    assert read_restriction(None) is None


def test_folders_compare_by_their_own_properties(ews: Ews) -> None:
    term = (
        '<t:IsGreaterThan><t:FieldURI FieldURI="folder:TotalCount"/><t:FieldURIOrConstant><t:Constant Value="0"/>'
        "</t:FieldURIOrConstant></t:IsGreaterThan>"
    )
    criterion = read_restriction(restriction(term), of_folders=True)
    assert criterion is not None
    inbox = ews.mailbox.folders.distinguished("inbox")
    assert not criterion.met_by(inbox)
    ews.mailbox.deliver(subject="x")
    assert criterion.met_by(inbox)


def test_values_of_different_types_fit_nothing(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    ews.mailbox.items.update(item, {"in_reply_to": 5})
    term = (
        '<t:IsGreaterThan><t:FieldURI FieldURI="item:InReplyTo"/><t:FieldURIOrConstant><t:Constant Value="a"/>'
        "</t:FieldURIOrConstant></t:IsGreaterThan>"
    )
    criterion = read_restriction(restriction(term))
    assert criterion is not None
    assert not criterion.met_by(item)


def test_a_restriction_has_255_expressions_at_most() -> None:
    exists = '<t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>'
    assert read_restriction(restriction(f"<t:Or>{exists * 254}</t:Or>")) is not None
    for term in (f"<t:Or>{exists * 255}</t:Or>", f"<t:Or>{exists * 253}<t:Not>{exists}</t:Not></t:Or>"):
        with pytest.raises(EwsError, match="ErrorRestrictionTooLong"):
            read_restriction(restriction(term))


EXCLUDES = '<t:Excludes><t:FieldURI FieldURI="item:Size"/><t:Bitmask Value="{}"/></t:Excludes>'


@pytest.mark.parametrize("mask", ["0", "0x0", "4294967295", "0XffffFFFF", "00000000000000001", "0x000000000001"])
def test_a_mask_has_32_bits(mask: str) -> None:
    assert read_restriction(restriction(EXCLUDES.format(mask))) is not None


@pytest.mark.parametrize("mask", ["", "0x", "4294967296", "0x100000000", "9" * 5000, "0x" + "f" * 5000])
def test_a_mask_that_is_no_number_of_32_bits(mask: str) -> None:
    with pytest.raises(EwsError, match="ErrorInvalidExcludesRestriction"):
        read_restriction(restriction(EXCLUDES.format(mask)))


@pytest.mark.parametrize("mask", ["-1", "1 ", "0xg", "ff", "0b1", "\u0661"])
def test_a_mask_that_the_schema_does_not_have(mask: str) -> None:
    with pytest.raises(Violation, match="ExcludesAttributeType"):
        read_restriction(restriction(EXCLUDES.format(mask)))


EXISTS = '<t:Exists><t:FieldURI FieldURI="{}"/></t:Exists>'
CONTAINS = (
    '<t:Contains ContainmentMode="Substring" ContainmentComparison="{comparison}"><t:FieldURI FieldURI="{path}"/>'
    '<t:Constant Value="x"/></t:Contains>'
)
EQUAL = (
    '<t:IsEqualTo><t:FieldURI FieldURI="{}"/><t:FieldURIOrConstant><t:FieldURI FieldURI="{}"/></t:FieldURIOrConstant>'
    "</t:IsEqualTo>"
)


@pytest.mark.parametrize(
    ("term", "cost"),
    [
        (CONTAINS.format(path="item:Subject", comparison="IgnoreCase"), Cost.SUBJECT),
        (CONTAINS.format(path="item:Subject", comparison="Exact"), Cost.HEADER),
        (CONTAINS.format(path="item:Subject", comparison="Loose"), Cost.HEADER),
        (CONTAINS.format(path="item:Body", comparison="IgnoreCase"), Cost.BODY),
        (CONTAINS.format(path="item:Body", comparison="Loose"), Cost.BODY),
        (EXISTS.format("item:InReplyTo"), Cost.HEADER),
        (EXISTS.format("item:Body"), Cost.BODY),
        (EQUAL.format("item:Subject", "item:InReplyTo"), Cost.HEADER),
        (EQUAL.format("item:Subject", "item:Body"), Cost.BODY),
        (f"<t:Not>{EXISTS.format('item:Body')}</t:Not>", Cost.BODY),
    ],
)
def test_a_restriction_costs_what_it_reads(term: str, cost: Cost) -> None:
    criterion = read_restriction(restriction(term))
    assert criterion is not None
    assert criterion.cost is cost
