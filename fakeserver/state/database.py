"""The file: SQLite, with a row for each thing, and octets once each. One process has it at a time.

What is written is one transaction: whoever reads after a crash, at whatever moment, finds the last whole one.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from fakeserver.state.errors import StateError
from fakeserver.state.rows import Key

#: "M365", in the header of the file, where SQLite has room for whose it is.
_APPLICATION: Final = 0x4D333635
#: Grows with each change of what stands in the rows that an older program could not read. Files of older formats are
#: read: tests/state/formats has one of each.
FORMAT: Final = 1
_TABLES: Final = """
    CREATE TABLE rows (
        tenant TEXT, room TEXT, holder TEXT, number INTEGER, form TEXT, PRIMARY KEY (tenant, room, holder, number)
    ) WITHOUT ROWID;
    CREATE TABLE octets (number INTEGER PRIMARY KEY, octets BLOB);
"""
_PUT: Final = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?)"
_DROP: Final = "DELETE FROM rows WHERE tenant = ? AND room = ? AND holder = ? AND number = ?"


class Row(NamedTuple):
    """One row, as it is read."""

    tenant: str
    room: str
    holder: str
    number: int
    form: str


class Database:
    """The open file of a state.

    Raises:
        StateError: it is another program's, broken, of a newer version, in use, or cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _make(path)
        self._file = _identity(path)
        #: what stands in the file; 0: nothing was written yet
        self._format = 0
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            with self._explained():
                self._open()
        except BaseException:
            self.close()
            raise

    @property
    def is_new(self) -> bool:
        """Whether nothing was written yet."""
        return self._is_new

    def _open(self) -> None:
        run = self._connection.execute
        # Kept until the file is closed: a second server is refused, and nobody reads half of what is written.
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA synchronous = FULL")
        run("BEGIN EXCLUSIVE")
        (application,), (version,) = (run(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version"))
        self._is_new = not run("SELECT count(*) FROM sqlite_master").fetchone()[0] and not application
        if self._is_new:
            # Nothing of it is written before there is something to keep.
            run("ROLLBACK")
            return
        self._format = version
        if application != _APPLICATION:
            raise StateError(f"{self.path} is a database of something else; it is left as it is")
        if version > FORMAT:
            raise StateError(
                f"{self.path} was written by a newer version of this program (its format is {version}, and {FORMAT} "
                "is known here); it is left as it is"
            )
        # Tried now, and not when there is something to lose: the file, or its folder, may be one to read alone.
        run(f"PRAGMA user_version = {FORMAT}")
        run("ROLLBACK")

    def rows(self) -> Iterator[Row]:
        """Yield all rows, a tenant's rooms one after the other."""
        with self._explained(), closing(self._connection.cursor()) as cursor:
            yield from (Row(*row) for row in cursor.execute("SELECT * FROM rows ORDER BY tenant, room, holder, number"))

    def octets(self) -> Iterator[tuple[int, bytes]]:
        """Yield all octets, by number."""
        with self._explained(), closing(self._connection.cursor()) as cursor:
            yield from cursor.execute("SELECT number, octets FROM octets")

    def write(
        self,
        gone_tenants: Iterable[str],
        pending: Mapping[str, Mapping[Key, str | None]],
        new: Iterable[tuple[int, bytes]],
        gone: Iterable[int],
    ) -> None:
        """Write rows and octets, all of them or nothing.

        Args:
            gone_tenants: whose rows are deleted first.
            pending: by tenant, each row's text; None deletes it.

        Raises:
            StateError: the disk is full, or the file cannot be written any more, or is another one.
        """
        if _identity(self.path) != self._file:
            # SQLite would go on with a file that nobody finds.
            raise StateError(f"{self.path} was removed, or replaced, while this server has it open")
        with self._explained():
            run, many = self._connection.execute, self._connection.executemany
            run("BEGIN IMMEDIATE")
            try:
                if self._is_new:
                    for statement in filter(str.strip, _TABLES.split(";")):
                        run(statement)
                    run(f"PRAGMA application_id = {_APPLICATION}")
                if self._format != FORMAT:
                    # Older programs cannot read it any more.
                    run(f"PRAGMA user_version = {FORMAT}")
                many("INSERT OR REPLACE INTO octets VALUES (?, ?)", new)
                many("DELETE FROM rows WHERE tenant = ?", ((tenant,) for tenant in gone_tenants))
                for tenant, rows in pending.items():
                    many(_PUT, ((tenant, *key, text) for key, text in rows.items() if text is not None))
                    many(_DROP, ((tenant, *key) for key, text in rows.items() if text is None))
                many("DELETE FROM octets WHERE number = ?", ((number,) for number in gone))
                run("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    run("ROLLBACK")
                raise
            self._is_new, self._format = False, FORMAT

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if _identity(self.path) == self._file and not self.path.stat().st_size:
            self.path.unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in one line what SQLite refuses.

        Raises:
            StateError.
        """
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorname", "").partition("_")[2].partition("_")[0]
            said = _WORDS.get(code, str(error))
            raise StateError(f"{self.path}{said if said[0] == ' ' else f': {said}'}") from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file lies at a path; None where none does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make(path: Path) -> None:
    """Make a file where there is none.

    Raises:
        StateError: it cannot be made, or what is there is no file that may be read and written.
    """
    try:
        # It holds passwords. Where this process has the file already, opening and closing it would end its lock.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        why = "is a directory" if path.is_dir() else "" if os.access(path, os.R_OK | os.W_OK) else "permission denied"
        if why:
            raise StateError(f"cannot open {path}: {why}") from None
    except OSError as error:
        raise StateError(f"cannot open {path}: {(error.strerror or str(error)).lower()}") from error


#: What SQLite's errors mean here.
_WORDS: Final = {
    "BUSY": " is in use by another server; each needs a file of its own",
    "CANTOPEN": ": files cannot be made in its folder, which SQLite needs while it writes",
    "CORRUPT": " is broken; it is left as it is",
    "FULL": ": there is no space left on the disk",
    "NOTADB": " is no state of a fake server; it is left as it is",
    "READONLY": " cannot be written",
}
