"""Content lines: escaped, quoted and folded, so that what was put in comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.icalendar.lines import Lines, escaped


def written(name: str, value: str, **parameters: str | None) -> str:
    lines = Lines()
    lines.add(name, value, **parameters)
    return lines.octets().decode()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("a\\n", "a\\\\n"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("\0\x0bbell\x07", "bell"),
        ("\ttab", "\ttab"),
    ],
)
def test_text_is_escaped(text: str, value: str) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Att One", "Att One"),
        ("One, Att", '"One, Att"'),
        ('"Nick"', "'Nick'"),
        ("a\r\nX:y", '"a X:y"'),
        ("a\\", '"a\\"'),
    ],
)
def test_parameters_are_quoted_where_they_must(value: str, shown: str) -> None:
    assert written("ATTENDEE", "x", CN=value, ROLE=None) == f"ATTENDEE;CN={shown}:x\r\n"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_folded_between_characters(text: str) -> None:
    octets = written("X", text).encode()
    folded = octets.removesuffix(b"\r\n").split(b"\r\n ")
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    assert "".join(line.decode() for line in folded) == f"X:{text}"


def test_a_line_of_75_octets_is_whole() -> None:
    assert written("X", "y" * 73).count("\r\n") == 1
    assert written("X", "y" * 74).count("\r\n") == 2
