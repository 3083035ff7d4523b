"""JSON that all readers read alike."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeserver import strict_json


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (b"{", "not JSON: "),
        (b"\xff", "not JSON: "),
        (b"", "not JSON: "),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":1,"b":{"c":2,"c":2}}', "the member 'c' stands twice"),
        (rb'"\ud800"', "half of a surrogate pair"),
        (rb'{"\udfff":1}', "half of a surrogate pair"),
        (b"[NaN]", "NaN is no number"),
        (b"-Infinity", "-Infinity is no number"),
        (b"1e309", "no double holds the number 1e309"),
        (b"-1" + b"0" * 309, "no double holds the number -100"),
        (b"9" * 10_000, "no double holds the number 999"),
    ],
)
def test_what_readers_could_read_differently(octets: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        strict_json.loads(octets)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 200


def test_what_is_just_good_enough() -> None:
    assert strict_json.loads(b"1" + b"0" * 308) == 10**308
    assert strict_json.loads(b"1.7976931348623157e308") == 1.7976931348623157e308
    assert strict_json.loads(rb'{"name":"\u00e9\ud83d\ude00"}') == {"name": "é😀"}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(_VALUES)
def test_what_is_written_is_read(value: object) -> None:
    for is_ascii in (True, False):
        assert strict_json.loads(json.dumps(value, ensure_ascii=is_ascii).encode()) == value


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,1e.9\\ud8 ', max_size=60).map(str.encode))
def test_any_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        value = strict_json.loads(octets)
    except ValueError:
        return
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
