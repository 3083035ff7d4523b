"""Paging: offsets, ends, and the numbers that answers carry."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.request.errors import INVALID_FRACTION, INVALID_OFFSET, INVALID_PAGING
from fakeserver.protocols.ews.request.paging import Page, part_of, read_page
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.names import MESSAGES


def page(view: str) -> Page:
    asked = etree.fromstring(f'<m:FindItem xmlns:m="{MESSAGES}">{view}</m:FindItem>')
    return read_page(Envelope("FindItem", asked, "Exchange2016", None, False))


def indexed(most: int, offset: int, base: str = "Beginning") -> str:
    return f'<m:IndexedPageItemView MaxEntriesReturned="{most}" Offset="{offset}" BasePoint="{base}"/>'


@pytest.mark.parametrize(
    ("view", "found", "next_offset", "is_last"),
    [
        (indexed(3, 0), [0, 1, 2], "3", "false"),
        (indexed(3, 8), [8, 9], "10", "true"),
        (indexed(3, 99), [], "10", "true"),
        (indexed(3, 0, "End"), [7, 8, 9], "3", "false"),
        (indexed(3, 8, "End"), [0, 1], "10", "true"),
        ("", list(range(10)), None, "true"),
    ],
)
def test_a_page_of_ten(view: str, found: list[int], next_offset: str | None, is_last: str) -> None:
    part = part_of(10, page(view))
    assert list(part.of(range(10))) == found
    attributes = part.attributes()
    assert attributes.get("IndexedPagingOffset") == next_offset
    assert (attributes["TotalItemsInView"], attributes["IncludesLastItemInRange"]) == ("10", is_last)


def test_a_fraction_of_the_whole() -> None:
    part = part_of(10, page('<m:FractionalPageItemView MaxEntriesReturned="2" Numerator="1" Denominator="2"/>'))
    assert list(part.of(range(10))) == [5, 6]
    assert part.attributes() == {
        "NumeratorOffset": "7",
        "AbsoluteDenominator": "10",
        "TotalItemsInView": "10",
        "IncludesLastItemInRange": "false",
    }


def test_no_answer_holds_more_than_a_thousand() -> None:
    assert part_of(5000, page("")).stop == 1000
    assert part_of(5000, page(indexed(2_000_000_000, 0))).stop == 1000


@pytest.mark.parametrize(
    ("view", "row"),
    [
        (indexed(0, 0), INVALID_PAGING),
        (indexed(-5, 0), INVALID_PAGING),
        (indexed(5, -1), INVALID_OFFSET),
        (
            '<m:FractionalPageItemView MaxEntriesReturned="2" Numerator="3" Denominator="2"/>',
            INVALID_FRACTION,
        ),
    ],
)
def test_numbers_that_make_no_page(view: str, row: Row) -> None:
    with pytest.raises(EwsError) as caught:
        page(view)
    assert caught.value.row is row
