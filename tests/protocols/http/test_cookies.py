import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.http.cookies import LIMIT, value_of
from tests.work import line_growth_of


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("buid=abc", "abc"),
        ("a=1; buid=abc; b=2", "abc"),
        ("a=1;buid=abc", "abc"),
        ('buid="abc"', "abc"),
        ("buid = abc ", "abc"),
        ("buid=a=b", "a=b"),
        ("buid=first; buid=second", "first"),
        ("xbuid=abc; buidx=abc", ""),
        ("buid", ""),
        ("BUID=abc", ""),
        ("", ""),
        # A cookie of the client's own that no reader of RFC 6265 takes does not hide the others.
        ("a{=1; buid=abc", "abc"),
    ],
)
def test_a_cookie_is_found_by_its_name(field: str, value: str) -> None:
    assert value_of("buid", field) == value


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    assert value_of("buid", "a=" + "x" * LIMIT + "; buid=abc") == ""


@pytest.mark.parametrize("unit", ["\\a", ";", "=", '"', " ", "a=1; "])
def test_a_long_field_costs_little(unit: str) -> None:
    assert line_growth_of(lambda times: value_of("buid", 'a="' + unit * times), 100) < 10


@given(st.text())
def test_any_field_is_read(field: str) -> None:
    value_of("buid", field)
