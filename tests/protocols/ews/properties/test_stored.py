"""What is written of a property that an item has, has not, or has empty."""

from typing import Any

import pytest

from fakeserver.protocols.ews.properties.computed import View
from fakeserver.protocols.ews.properties.stored import Calculated, Stored
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean
from fakeserver.protocols.ews.values.simple import INTEGER, STRING
from tests.world import World


@pytest.mark.parametrize(
    ("row", "value", "written"),
    [
        (Stored("t:A", "a", "", None, False, STRING.write), "x", "<t:A>x</t:A>"),
        (Stored("t:A", "a", "", None, False, STRING.write), None, ""),
        (Stored("t:A", "a", "", None, False, STRING.write), "", ""),
        (Stored("t:A", "a", "", None, True, STRING.write), "", "<t:A/>"),
        (Stored("t:A", "a", "", 5, False, INTEGER.write), None, "<t:A>5</t:A>"),
        (Stored("t:A", "a", "", 5, False, INTEGER.write), 0, "<t:A>0</t:A>"),
        (Stored("t:A", "a", "", None, False, boolean), None, ""),
        (Stored("t:A", "a", "", None, False, boolean), False, "<t:A>false</t:A>"),
        (Stored("t:A", "a", "", False, False, boolean), None, "<t:A>false</t:A>"),
        (Stored("t:A", "", "item_class", None, False, STRING.write), None, "<t:A>IPM.Note</t:A>"),
    ],
)
def test_a_stored_property(row: Stored, value: Any, written: str) -> None:
    item = World.of("alice").mailbox().deliver(subject="x")
    item.properties["a"] = value
    assert row(item) == written


def test_what_is_worked_out_may_be_nothing() -> None:
    item = World.of("alice").mailbox().deliver(subject="x")
    assert Calculated(lambda _, view: Xml(f"<t:{view.body_type}/>"), View())(item) == "<t:Best/>"
    assert Calculated(lambda _, view: None, View())(item) == NOTHING
