import pytest

from fakeserver.digits import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), (b"42", 42), ("9" * 20, 10**20 - 1), ("", None), ("-1", None), (" 1", None), ("1_0", None)],
)
def test_digits_are_a_number(text: str | bytes, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["9" * 21, "1" * 5000, b"1" * 5000, "٣", "²", b"\xb2"])
def test_what_is_too_long_or_no_ascii_is_no_number(text: str | bytes) -> None:
    assert number_in(text) is None


def test_a_caller_may_know_how_many_digits_there_are() -> None:
    assert (number_in("99999", 5), number_in("100000", 5)) == (99999, None)
