"""What t:Contains finds by its mode and its comparison."""

import pytest

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.containment import CONTAINMENT_COMPARISON, CONTAINMENT_MODE, containing
from fakeserver.protocols.ews.request.errors import RESTRICTION_TOO_COMPLEX

CAFE, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"


@pytest.mark.parametrize(
    ("mode", "sought", "text", "found"),
    [
        ("FullString", "one two", "one two", True),
        ("FullString", "one", "one two", False),
        ("Prefixed", "one t", "one two", True),
        ("Prefixed", "two", "one two", False),
        ("Substring", "e t", "one two", True),
        ("PrefixOnWords", "tw", "one two", True),
        ("PrefixOnWords", "wo", "one two", False),
        ("PrefixOnWords", "two thr", "one two three", True),
        ("PrefixOnWords", "two", "one-two (three)", True),
        ("PrefixOnWords", "(th", "one-two (three)", True),
        ("PrefixOnWords", ".", "one two", False),
        ("ExactPhrase", "two three", "one two three.", True),
        ("ExactPhrase", "two thr", "one two three", False),
        ("ExactPhrase", "two", "(two)", True),
        ("ExactPhrase", "two three", "one two\r\n three", True),
        ("ExactPhrase", "two three", "one two, three", False),
        ("ExactPhrase", "\u00fcber", "wor\u00fcber", False),
        ("ExactPhrase", "a", "aa a", True),
        ("PrefixOnWords", "aa", "baa\naa", True),
        ("PrefixOnWords", "aa", "baa", False),
        ("PrefixOnWords", "!", "a! b", False),
        ("ExactPhrase", "", "", True),
        ("ExactPhrase", "one two", "", False),
    ],
)
def test_a_mode_says_where(mode: str, sought: str, text: str, found: bool) -> None:
    assert containing(sought, mode, "Exact")(text) is found


@pytest.mark.parametrize(
    ("comparison", "text", "found"),
    [
        ("Exact", CAFE, False),
        ("IgnoreCase", CAFE, False),
        ("IgnoreCase", "CAFE", True),
        ("IgnoreNonSpacingCharacters", CAFE, False),
        ("IgnoreNonSpacingCharacters", CAFE.lower(), True),
        ("IgnoreNonSpacingCharacters", DECOMPOSED.lower(), True),
        ("IgnoreCaseAndNonSpacingCharacters", CAFE, True),
        ("IgnoreCaseAndNonSpacingCharacters", DECOMPOSED, True),
        ("Loose", CAFE, True),
        ("LooseAndIgnoreCase", CAFE, True),
        ("LooseAndIgnoreNonSpace", CAFE, True),
        ("LooseAndIgnoreCaseAndIgnoreNonSpace", CAFE, True),
    ],
)
def test_a_comparison_says_what_makes_no_difference(comparison: str, text: str, found: bool) -> None:
    assert containing("cafe", "FullString", comparison)(text) is found


def test_accents_of_what_is_sought_make_no_difference_either() -> None:
    assert containing("CAF\u00c9", "Substring", "Loose")("at the cafe")


@pytest.mark.parametrize("mode", CONTAINMENT_MODE.words)
@pytest.mark.parametrize("comparison", CONTAINMENT_COMPARISON.words)
def test_a_text_contains_itself(mode: str, comparison: str) -> None:
    assert containing("a\u00e4 (B)", mode, comparison)("a\u00e4 (B)")


@pytest.mark.parametrize("mode", ["PrefixOnWords", "ExactPhrase"])
def test_words_may_have_a_thousand_characters(mode: str) -> None:
    assert containing("a" * 1000, mode, "Exact")("a" * 1000)
    with pytest.raises(EwsError) as refused:
        containing("a" * 1001, mode, "Exact")
    assert refused.value.row is RESTRICTION_TOO_COMPLEX
