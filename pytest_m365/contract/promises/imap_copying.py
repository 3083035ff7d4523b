"""IMAP's messages once more: copied, moved, read-only, and seen by two connections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.asks import in_folder
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("IMAP")
_PATTERN: Known = ("I", "logs")
_NO_RECORD: Known = ("U", "no record")

TABLE.add(
    "copy",
    "COPY says where the copy is",
    _PATTERN,
    in_folder("COPY 1 {folder}"),
    "OK [COPYUID <uidvalidity> <uids> <uids>] COPY completed.",
)
TABLE.add(
    "move",
    "MOVE says where the message is, as an untagged OK or as a bare line, and then that it has gone",
    ("T", "MailKit"),
    in_folder("MOVE 1 {folder}", whole=True),
    "* OK [COPYUID <uidvalidity> <uids> <uids>]\n* 1 EXPUNGE\n* 1 EXISTS\n* 1 RECENT\nOK MOVE completed.",
    "* OK [COPYUID <uidvalidity> <uids> <uids>]\n* 1 EXPUNGE\n* 1 EXISTS\nOK MOVE completed.",
    "[COPYUID <uidvalidity> <uids> <uids>]\n* 1 EXPUNGE\n* 1 EXISTS\nOK MOVE completed.",
    "* OK [COPYUID <uidvalidity> <uids> <uids>]\n* 1 EXPUNGE\n* 0 EXISTS\nOK MOVE completed.",
)
TABLE.add(
    "move-nothing",
    "MOVE of what is not there says COPYUID with two blanks",
    ("T", "MailKit"),
    in_folder("UID MOVE 999999 {folder}", whole=True),
    "* OK [COPYUID <uidvalidity>  ]\nOK MOVE completed.",
)
TABLE.add(
    "copy-missing",
    "to a folder that is not there nothing is copied, and the client is told to make it",
    _NO_RECORD,
    in_folder("COPY 1 Elsewhere"),
    "NO [TRYCREATE] Elsewhere doesn't exist.",
)


@TABLE.asked(
    "examine-store",
    _NO_RECORD,
    r"EXAMINE; STORE 1 +FLAGS (\Seen)",
    "NO Command is not allowed: the folder is open read-only.",
)
def _examined(asker: Asker) -> Sequence[str]:
    """In a folder that was opened read-only nothing is stored."""
    client = asker.in_folder(asker.text())
    client.whole(f'EXAMINE "{asker.folder}"')
    return client.tagged(r"STORE 1 +FLAGS (\Seen)")


@TABLE.asked(
    "two-connections",
    ("I", "logs"),
    r"STORE on one connection; NOOP on another",
    r"* 1 FETCH (FLAGS (\Seen \Recent))",
    r"* 1 FETCH (FLAGS (\Seen))",
)
def _two(asker: Asker) -> Sequence[str]:
    """What one connection stores another learns with NOOP."""
    client = asker.in_folder(asker.text())
    other = asker.new_imap()
    other.sign_in(asker.user, asker.token("IMAP.AccessAsUser.All"))
    other.whole(f'SELECT "{asker.folder}"')
    client.whole(r"STORE 1 +FLAGS.SILENT (\Seen)")
    return [line for line in other.whole("NOOP") if "FETCH" in line] or ["(nothing)"]
