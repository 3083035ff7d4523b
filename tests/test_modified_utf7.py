import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.modified_utf7 import decoded, encoded


@pytest.mark.parametrize(
    ("name", "text"),
    [("Inbox", "Inbox"), ("Entwürfe", "Entw&APw-rfe"), ("A&B", "A&-B"), ("台北", "&U,BTFw-"), ("😀", "&2D3eAA-")],
)
def test_a_name_and_the_text_that_spells_it(name: str, text: str) -> None:
    assert encoded(name) == text
    assert decoded(text) == name


@given(st.text())
def test_every_name_comes_back(name: str) -> None:
    assert decoded(encoded(name)) == name


@pytest.mark.parametrize("text", ["R&D", "&AOk-&", "a & b-", "Entwürfe", "\udcff&"])
def test_a_text_that_spells_no_name_stays_as_it_is(text: str) -> None:
    assert decoded(text) == text
