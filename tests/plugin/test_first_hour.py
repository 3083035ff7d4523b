"""The first hour, as README.md shows it: a program with fixed host names, and its tests, which tests/docs runs."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL))


def test_it_is_one_program_and_its_tests() -> None:
    assert FILES.keys() == {"reader.py", "test_reader.py"}


def test_it_knows_the_real_names_alone() -> None:
    assert set(re.findall(r"[\w.]+\.com", FILES["reader.py"])) == {"login.microsoftonline.com", "outlook.office365.com"}
