"""A file can be read in one sitting."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("fakeserver", "pytest_m365", "tests", "benchmarks", "examples", ".ci")
#: lines
MOST = 330


def test_no_file_is_longer() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 500
    assert [str(path.relative_to(ROOT)) for path in files if path.read_text("utf-8").count("\n") > MOST] == []
