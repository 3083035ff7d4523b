"""Lines of 80 columns, behind a head and below it."""

from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.diagnosis.columns import WIDTH, hanging


def test_what_does_not_fit_stands_below() -> None:
    first, *others = hanging("  fix: ", "word " * 30, 4)
    assert first.startswith("  fix: word word")
    assert others
    assert all(line.startswith("    word") and len(line) <= WIDTH for line in others)


def test_ids_and_addresses_stay_whole() -> None:
    address = f"https://contoso.example/{'a-long-path/' * 10}"
    assert address in [line.strip() for line in hanging("page  ", f"at {address}", 6)]


def test_nothing_to_say_leaves_the_head() -> None:
    assert hanging("verdict   ", "", 10) == ["verdict"]


@given(st.text(), st.integers(0, 30))
def test_every_word_is_there_in_its_order(text: str, indent: int) -> None:
    assert " ".join(hanging("", text, indent)).split() == text.split()
