"""The folder of the lock files is the user's alone, or nothing is written there."""

import errno
import os
from pathlib import Path

import pytest

from pytest_m365.live.locks import LocksNotOurs, locks_folder

on_posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows has neither modes nor a common folder")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's folder for temporary files is this test's."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@on_posix
def test_it_is_made_once_for_the_user_alone(tmp_path: Path) -> None:
    made = locks_folder()
    assert made == tmp_path / f"pytest-m365-locks-{os.getuid()}"
    assert made.stat().st_mode & 0o777 == 0o700
    assert locks_folder() == made


@on_posix
@pytest.mark.parametrize("mode", [0o755, 0o770, 0o1777])
def test_one_that_is_open_to_others_is_refused(mode: int) -> None:
    locks_folder().chmod(mode)
    with pytest.raises(LocksNotOurs, match=f"is open to others .mode {mode:04o}, .*: remove it. Or name .* in TMPDIR"):
        locks_folder()


@on_posix
def test_another_users_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    folder, us = locks_folder(), os.getuid()
    monkeypatch.setattr("os.getuid", lambda: us + 1)
    with pytest.raises(LocksNotOurs, match=f"belongs to the user {us}, and not to {us + 1}: remove it"):
        locks_folder(folder)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(LocksNotOurs, match="is no folder, but a link or a file"):
        locks_folder(link)


def test_a_file_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(LocksNotOurs, match="cannot be made"):
        locks_folder(file)


def test_no_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container with a file system that is read-only."""

    def nowhere() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    with pytest.raises(LocksNotOurs, match=r"No usable temporary directory found.*in TMPDIR"):
        locks_folder()


@on_posix
def test_one_that_nothing_can_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there of an earlier run, and the file system is read-only now."""
    folder = locks_folder()
    # Not by its mode: whoever is root may write all the same.
    monkeypatch.setattr("os.access", lambda path, mode: not (path == folder and mode & os.W_OK))
    with pytest.raises(LocksNotOurs, match="cannot be written to"):
        locks_folder()
