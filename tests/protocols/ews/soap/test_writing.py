"""Writing XML as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.soap import writing
from fakeserver.steps import Steps, finish


@given(st.text(), st.text())
def test_any_text_makes_well_formed_xml(content: str, attribute: str) -> None:
    written = writing.text("a", content, b=attribute)
    root = etree.fromstring(written.encode())
    kept = "".join(c for c in content if c in "\t\n\r" or c >= " ").replace("\ufffe", "").replace("\uffff", "")
    if kept == content:
        assert (root.text or "") == content
    assert root.get("b") is not None


def test_a_carriage_return_survives() -> None:
    assert writing.text("a", "x\r\ny") == "<a>x&#xD;\ny</a>"


def test_control_characters_are_written_as_references_where_that_is_asked_for() -> None:
    def steps() -> Steps[str]:
        first = writing.escape("\x11\r")
        yield
        return first + writing.escape_attribute("\x00\ud800")

    answer = writing.with_control_characters(steps())
    next(answer)
    assert writing.escape("\x11") == "\ufffd"  # another request's
    assert finish(answer) == "&#x11;&#xD;&#x0;\ufffd"


def test_a_character_that_xml_lacks_is_replaced() -> None:
    assert writing.text("a", "x\x00y\ud800") == "<a>x\ufffdy\ufffd</a>"


def test_an_attribute_that_is_none_is_left_out() -> None:
    assert writing.element("a", b=None, c="<") == '<a c="&lt;"/>'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 999999, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 2, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2026-01-01T23:30:00Z"),
        (datetime(99, 1, 1, tzinfo=UTC), "0099-01-01T00:00:00Z"),
    ],
)
def test_moments_are_utc_without_fractions(value: datetime, written: str) -> None:
    assert writing.moment(value) == written


def test_booleans_are_words() -> None:
    assert writing.boolean("a", True) + writing.boolean("a", 0) == "<a>true</a><a>false</a>"
