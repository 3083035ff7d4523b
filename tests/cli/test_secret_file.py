import os
from pathlib import Path

import pytest

from fakeserver.cli import secret_file


def test_it_takes_the_place_of_the_file_before(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text("before")
    secret_file.write(file, "after", 0o600)
    assert file.read_text() == "after"
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_on_a_full_disk_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "endpoints.json"
    opened = os.open

    def full(path: Path, *args: int) -> int:
        os.close(opened(path, *args))
        return opened("/dev/full", os.O_WRONLY)

    monkeypatch.setattr("fakeserver.cli.secret_file.os.open", full)
    with pytest.raises(OSError, match="No space left"):
        secret_file.write(file, "x" * 100, 0o600)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        secret_file.write(tmp_path / "none" / "file", "x", 0o600)


def test_a_draft_of_a_process_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f".file.{os.getpid()}").write_text("half")
    secret_file.write(tmp_path / "file", "whole", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
