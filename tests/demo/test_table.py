"""The demo's table: one line for each step, as its answer comes."""

import io

import pytest

from fakeserver.demo.table import Step, taken


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def step(ask: object, expected: str = "yes") -> Step:
    return Step("IMAP", "imaplib", "a question", expected, lambda: str(ask))


def test_right_and_wrong_are_told_apart() -> None:
    out = io.StringIO()
    right, wrong = taken("Heading", [step("yes, indeed"), step("no")], out)
    assert (right.right, wrong.right) == (True, False)
    first, second = out.getvalue().splitlines()[2:4]
    assert first.startswith("  ok IMAP         imaplib     a question")
    assert first.endswith("ms  yes, indeed")
    assert second.startswith("  NO IMAP")


def test_an_exception_is_an_answer_and_a_wrong_one() -> None:
    def ask() -> str:
        raise OSError("hung up")

    (outcome,) = taken("Heading", [Step("POP3", "poplib", "a question", "yes", ask)], io.StringIO())
    assert not outcome.right
    assert outcome.answered == "OSError: hung up"


@pytest.mark.parametrize("columns", [60, 80, 100, 130, 200])
def test_a_terminal_gets_colours_and_no_line_is_longer_than_it(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = Terminal()
    taken("Heading", [step("yes " * 100)], out)
    assert "\x1b[32mok\x1b[0m" in out.getvalue()
    shown = out.getvalue().replace("\x1b[32m", "").replace("\x1b[0m", "").splitlines()
    assert max(map(len, shown)) <= columns
    assert "yes yes" in shown[-2]


def test_a_file_gets_lines_of_one_width() -> None:
    out = io.StringIO()
    taken("Heading", [step("yes " * 100)], out)
    assert max(map(len, out.getvalue().splitlines())) == 160
