"""The first hour, as README.md shows it: a program with fixed host names, and its tests."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL))


def test_the_program_of_the_first_hour_is_under_test(pytester: pytest.Pytester) -> None:
    pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")
    for name, text in FILES.items():
        (pytester.path / name).write_text(text, encoding="utf-8")
    assert FILES.keys() == {"reader.py", "test_reader.py"}
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=3)


def test_it_knows_the_real_names_alone() -> None:
    assert set(re.findall(r"[\w.]+\.com", FILES["reader.py"])) == {"login.microsoftonline.com", "outlook.office365.com"}
