"""The table that says how a word is refused that an enumeration does not have."""

import sys

import pytest

from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.enumerations import REFUSED, Enumeration, of_words


def test_an_enumeration_needs_a_row() -> None:
    with pytest.raises(TypeError, match="NoSuchType has no row"):
        of_words("NoSuchType", "One Two")


def test_each_row_is_used() -> None:
    performed()
    modules = [module for name, module in sys.modules.items() if name.startswith("fakeserver.protocols.ews")]
    used = {value.name for module in modules for value in vars(module).values() if isinstance(value, Enumeration)}
    assert used == set(REFUSED)


def test_each_row_has_a_source() -> None:
    assert all(row.source for row in REFUSED.values())
