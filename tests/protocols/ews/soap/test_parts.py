"""Parts that are read to the last."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.soap.parts import read_all, read_each
from fakeserver.protocols.ews.soap.schema import Violation, missing_attribute


def _read(part: str) -> str:
    if part == "not in the schema":
        raise missing_attribute(etree.Element("a"), "B")
    if part.startswith("Error"):
        raise EwsError(Row(part, ""))
    return part.upper()


def test_parts_are_read_in_their_order() -> None:
    assert read_each(["a", "b"], _read) == ["A", "B"]


def test_the_first_error_is_raised() -> None:
    with pytest.raises(EwsError, match="ErrorA"):
        read_each(["a", "ErrorA", "ErrorB"], _read)


def test_what_the_schema_does_not_allow_comes_before_an_error_of_an_earlier_part() -> None:
    with pytest.raises(Violation):
        read_each(["ErrorA", "not in the schema"], _read)


def test_parts_of_different_kinds_are_read_likewise() -> None:
    assert read_all(lambda: 1, lambda: "a") == (1, "a")
    with pytest.raises(Violation):
        read_all(lambda: _read("ErrorA"), lambda: 1, lambda: _read("not in the schema"))
