import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fakeserver.state.database import Database, Row
from fakeserver.state.errors import StateError
from fakeserver.state.rows import Key

USER = Key("user", "a")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fake.state"


def filled(path: Path) -> None:
    database = Database(path)
    database.write([], {"t": {USER: '{"upn":"alice"}', Key("item", "m", 1): "[1]"}}, [(1, b"message")], [])
    database.close()


def test_what_is_written_is_there_the_next_time(path: Path) -> None:
    filled(path)
    assert path.stat().st_mode & 0o777 == 0o600
    database = Database(path)
    assert not database.is_new
    database.write([], {"t": {USER: None, Key("item", "m", 2): "[2]"}, "u": {USER: "{}"}}, [(2, b"other")], [1])
    database.write(["u"], {}, [], [])
    database.close()
    database = Database(path)
    assert list(database.rows()) == [Row("t", "item", "m", 1, "[1]"), Row("t", "item", "m", 2, "[2]")]
    assert list(database.octets()) == [(2, b"other")]
    database.close()


def test_a_new_file_in_which_nothing_was_written_is_no_file(path: Path) -> None:
    database = Database(path)
    assert database.is_new
    database.close()
    assert not path.exists()


def test_an_empty_file_is_taken_as_new(path: Path) -> None:
    path.touch()
    filled(path)
    with contextlib.closing(Database(path)) as again:
        assert not again.is_new


def refused(path: Path) -> str:
    with pytest.raises(StateError) as refusal:
        Database(path)
    return str(refusal.value)


def test_two_have_not_one_file(path: Path) -> None:
    filled(path)
    first = Database(path)
    assert refused(path) == f"{path} is in use by another server; each needs a file of its own"
    program = f"from fakeserver.state.database import Database; from pathlib import Path; Database(Path({str(path)!r}))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert "is in use by another server" in other.stderr
    first.close()
    Database(path).close()


def test_files_of_others_are_left_as_they_are(path: Path) -> None:
    for content in (b"domain = 'contoso.onmicrosoft.com'\n" * 50, b"SQLite format 3\0" + b"\xff" * 4080):
        path.write_bytes(content)
        assert "it is left as it is" in refused(path)
        assert path.read_bytes() == content
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    content = path.read_bytes()
    assert refused(path) == f"{path} is a database of something else; it is left as it is"
    assert path.read_bytes() == content


def test_a_file_of_a_newer_version_is_left_as_it_is(path: Path) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    content = path.read_bytes()
    assert "was written by a newer version of this program (its format is 99" in refused(path)
    assert path.read_bytes() == content


def test_a_broken_file_is_found_when_it_is_read(path: Path) -> None:
    filled(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 3)
    database = Database(path)
    with pytest.raises(StateError, match="is broken; it is left as it is"):
        list(database.rows())
    database.close()


def test_a_full_disk_leaves_what_was_there_and_takes_more_later(path: Path) -> None:
    filled(path)
    database = Database(path)
    connection: sqlite3.Connection = vars(database)["_connection"]
    connection.execute("PRAGMA max_page_count = 5")
    with pytest.raises(StateError, match="there is no space left on the disk"):
        database.write([], {"t": {USER: None}}, [(2, b"x" * 100_000)], [])
    assert len(list(database.rows())) == 2
    connection.execute("PRAGMA max_page_count = 1000")
    database.write([], {"t": {USER: None}}, [(2, b"x" * 100_000)], [])
    assert len(list(database.rows())) == 1
    database.close()


def test_a_file_that_was_taken_away_is_not_written(path: Path) -> None:
    filled(path)
    database = Database(path)
    path.unlink()
    with pytest.raises(StateError, match="was removed, or replaced, while this server has it open"):
        database.write([], {"t": {USER: None}}, [], [])
    path.write_text("another's")
    with pytest.raises(StateError, match="was removed, or replaced"):
        database.write([], {"t": {USER: None}}, [], [])
    database.close()
    assert path.read_text() == "another's"


def test_what_is_no_place_for_a_file(tmp_path: Path) -> None:
    assert "no such file or directory" in refused(tmp_path / "missing" / "fake.state")
    assert "is a directory" in refused(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_in_which_nothing_can_be_made(tmp_path: Path) -> None:
    path = tmp_path / "fake.state"
    filled(path)
    tmp_path.chmod(0o500)
    try:
        assert str(path) in refused(path)
    finally:
        tmp_path.chmod(0o700)
