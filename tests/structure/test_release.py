"""What a release is tried by."""

import subprocess
from pathlib import Path

import pytest

from tests.docs.first_hour import write

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_hour_is_a_program_and_its_tests(tmp_path: Path) -> None:
    assert write(tmp_path) == ["reader.py", "test_reader.py"]
    assert "import reader" in (tmp_path / "test_reader.py").read_text("utf-8")


@pytest.mark.parametrize("folders", [[], ["full"]])
def test_a_release_goes_into_a_folder_of_its_own(tmp_path: Path, folders: list[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "older.whl").touch()
    script = [ROOT / ".ci" / "release", *(tmp_path / name for name in folders)]
    refused = subprocess.run(script, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 2
    assert "is not empty" in refused.stderr if folders else "usage: " in refused.stderr
