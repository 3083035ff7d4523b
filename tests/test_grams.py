"""Parts of known texts are found, whoever has shortened or broken them."""

import pprint
import string
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.grams import LARGE, LONG, SMALL, Grams

SECRET = "Zr8Q~Kd0aGVtcGVyYW1lbnQtb2YtYS1zZWNyZXQ"
SHORT = "Winter-2026"


def knowing(*texts: str) -> Grams:
    grams = Grams()
    for text in texts:
        grams.add(text)
    return grams


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"it is {SECRET}.", "it is <redacted>."),
        (f"it is {SECRET[:15]}...{SECRET[-12:]}", "it is <redacted>...<redacted>"),
        (f"it is {SECRET[5:16]}", f"it is {SECRET[5:16]}"),
        (f"{SECRET}{SECRET} {SHORT}", "<redacted> <redacted>"),
        (f"{SHORT[:8]} {SHORT[2:]} {SHORT[:7]}", "<redacted> <redacted> Winter-"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_parts_are_gone_where_they_are_long_enough(said: str, shown: str) -> None:
    assert knowing(SECRET, SHORT).without(said) == shown


def test_short_texts_are_found_whole_and_shorter_ones_not_at_all() -> None:
    known = knowing("hunter2", "abcdef", "abcde")
    assert known.without("hunter2hunter2 hunter abcdef abcde") == "<redacted> hunter <redacted> abcde"
    assert not knowing("abcde")
    assert known


def test_what_is_not_ascii_is_found_as_well() -> None:
    assert knowing("Bär-ödön-\ud800-x").without("x Bär-ödön-\ud800-x y") == "x <redacted> y"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"x = '{SECRET[:9]}'\n     '{SECRET[9:]}'\ny", "x = '<redacted>'\ny"),
        (f"E   (b'{SECRET[:9]}'\nE    b'{SECRET[9:]}')", "E   (b'<redacted>')"),
        (f"E     - {SECRET[:9]}\nE     - {SECRET[9:]}\nE     + x", "E     - <redacted>\nE     + x"),
        (f"{SECRET[:9]}\r\n\r\n    {SECRET[9:]}", "<redacted>"),
        (f"x\n'{SECRET}'\n\n    'y'", "x\n'<redacted>'\n\n    'y'"),
        (f"E{SECRET}\nE{SECRET}", "E<redacted>\nE<redacted>"),
    ],
)
def test_a_run_goes_over_the_ends_of_lines(said: str, shown: str) -> None:
    assert knowing(SECRET).without(said) == shown


def test_a_text_of_several_lines_is_found_with_other_ends_of_lines() -> None:
    lines = [letter * 3 + SECRET for letter in "abc"]
    known = knowing("\n".join(lines))
    for between in ("\n", "\r\n", "\n    ", ""):
        assert known.without(between.join(lines)) == "<redacted>"


@pytest.mark.parametrize("width", [1, 2, 5, 20, 60])
def test_what_pprint_and_textwrap_break_is_gone(width: int) -> None:
    octets = (SECRET * 3).encode()
    assert ngrams(SECRET) & ngrams(pprint.pformat(octets))
    for text in (pprint.pformat([octets], width=width), textwrap.fill(SECRET * 3, width)):
        shown = knowing(SECRET).without(text)
        assert sum(letter in SECRET for letter in shown.replace("<redacted>", "")) < 2 * LARGE.run


def ngrams(text: str, n: int = 3) -> set[str]:
    return {text[i : i + n] for i in range(len(text) - n + 1)}


TEXTS = st.text(string.ascii_letters + "'\n E-b", max_size=40)


@given(st.lists(st.text("ab'\nE -", max_size=30)), st.lists(TEXTS | st.text("ab'\nE -", max_size=60)))
def test_runs_are_in_order_and_lie_in_the_text(known: list[str], parts: list[str]) -> None:
    text = "".join(parts)
    runs = knowing(*known).runs(text)
    assert all(0 <= begin < end <= len(text) for begin, end in runs)
    assert all(one[1] < other[0] for one, other in pairwise(runs))


@given(TEXTS, st.text(string.ascii_letters, min_size=SMALL.run, max_size=60), TEXTS, st.data())
def test_no_gram_is_left(before: str, secret: str, behind: str, data: st.DataObject) -> None:
    n = (LARGE if len(secret) >= LONG else SMALL).run
    begin = data.draw(st.integers(0, len(secret) - n))
    end = data.draw(st.integers(begin + n, len(secret)))
    known = knowing(secret)
    shown = known.without(f"{before}{secret[begin:end]}{behind}", "")
    assert secret[begin:end] not in shown.replace(before, "").replace(behind, "") or known.without(before + behind)
    assert known.without(secret[begin:end]) == "<redacted>"


@pytest.mark.parametrize("part", ["a", SECRET, "'\n", "\n", " ", "'\n    b'", "E  \n", "\r\n- "])
def test_a_long_text_takes_no_longer_than_its_length(part: str) -> None:
    """A megabyte; its square would take hours."""
    known = knowing("a" * 50, SECRET, "\n".join([SHORT] * 9))
    assert known.without(part * (1_000_000 // len(part)) + "end").endswith("end")
