"""The table that says how a word is refused that an enumeration does not have."""

import pytest

import fakeserver.protocols.ews
from fakeserver.protocols.ews.soap.enumerations import REFUSED, Enumeration, of_words
from tests.modules import modules_of


def test_an_enumeration_needs_a_row() -> None:
    with pytest.raises(TypeError, match="NoSuchType has no row"):
        of_words("NoSuchType", "One Two")


def test_each_row_is_used() -> None:
    values = (value for module in modules_of(fakeserver.protocols.ews) for value in vars(module).values())
    used = {value.name for value in values if isinstance(value, Enumeration)}
    assert used == set(REFUSED)


def test_each_row_has_a_source() -> None:
    assert all(row.source for row in REFUSED.values())
