"""Tables as TOML: what is written is what tomllib reads."""

import tomllib
from datetime import date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.config.well_known import WELL_KNOWN
from fakeserver.config.writing import toml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    TEXTS
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dates(min_value=date(1, 1, 1))
    | st.times()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


@given(table=st.dictionaries(TEXTS, VALUES, max_size=4))
def test_what_is_written_is_read_back(table: dict[str, Any]) -> None:
    assert tomllib.loads(toml(table)) == table


def test_it_looks_as_people_write_it() -> None:
    assert toml(tomllib.loads(WELL_KNOWN)) == WELL_KNOWN
    assert toml({"a.b": {"c": [{"d": {}}, {"e": 1}], "f": [datetime(2026, 3, 1, 9, 30), time(9)]}}) == (
        '["a.b"]\nf = [2026-03-01T09:30:00, 09:00:00]\n\n[["a.b".c]]\n\n["a.b".c.d]\n\n[["a.b".c]]\ne = 1\n'
    )
