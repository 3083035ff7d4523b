"""Where a message of ours arrives, by IMAP; it touches no message but that one, its copy and its report."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes

from fakeserver.digits import number_in
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer
from pytest_m365.doctor.steps.imap import examined, signed_in

#: seconds between looks; the last one is repeated
PAUSES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 15.0)
#: seconds between looks for the copy in Sent Items
COPY_PAUSES = (1.0, 2.0, 3.0)
#: how each folder is known by its flag in LIST, and by its English name where no flag is sent
_FLAGGED = {"junkemail": (r"\junk", "Junk Email"), "sentitems": (r"\sent", "Sent Items")}
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) "?.+?"? (?P<name>"(?:[^"\\]|\\.)*"|\S+)$')
_UID = re.compile(rb"UID (\d{1,10})\b")
_STATUS = re.compile(r"(?m)^Diagnostic-Code:\s*(.+(?:\n[ \t].+)*)|\b(5\d\d \d\.\d{1,3}\.\d{1,3}[^\r\n]*)")
_FIELDS = "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES X-FOREFRONT-ANTISPAM-REPORT)])"


@dataclass(frozen=True)
class Found:
    """Where the message is."""

    #: "inbox", "junkemail"; empty: nowhere
    folder: str = ""
    seconds: float = 0
    #: what the service says of it as junk
    verdict: str = ""
    #: of a report that it was not delivered: what that says
    report: str = ""


class Arrival:
    """One message that is waited for."""

    def __init__(self, context: Context, mailbox: str, message_id: str, token: Callable[[], str]) -> None:
        self._context = context
        self._mailbox = mailbox
        self._message_id = message_id
        self._token = token
        #: folder -> its name in IMAP
        self._names = {"inbox": "INBOX"}
        #: folder -> the UID from which on messages are new
        self._from: dict[str, int] = {}

    def begin(self) -> None:
        """Remember how far the folders are filled, before anything is sent.

        Raises:
            Answer, OSError
        """
        with signed_in(self._context, self._mailbox, self._token()) as imap:
            self._names |= self._named(imap)
            for folder, name in self._names.items():
                examined(imap, _quoted(name))
                self._from[folder] = number_in((imap.response("UIDNEXT")[1][0] or b"").decode("ascii", "replace")) or 1

    def wait(self, limit: float) -> Found:
        """Wait until it is in Inbox or Junk Email, or came back; a limit of seconds ends that.

        Raises:
            Answer, OSError
        """
        began, tries = self._context.time.now(), 0
        while True:
            waited = (self._context.time.now() - began).total_seconds()
            with signed_in(self._context, self._mailbox, self._token()) as imap:
                for folder in ("inbox", "junkemail"):
                    if found := self._look(imap, folder, waited):
                        return found
            pause = PAUSES[min(tries, len(PAUSES) - 1)]
            if waited + pause > limit:
                return Found()
            tries += 1
            self._context.time.sleep(pause)

    def remove(self) -> None:
        """Remove the message, its copy in Sent Items and its report, for good; nothing else is expunged.

        The copy comes seconds later, and in some tenants never: it is waited for a little.

        Raises:
            Answer, OSError
        """
        with signed_in(self._context, self._mailbox, self._token()) as imap:
            for pause in (*COPY_PAUSES, None):
                folders = [folder for folder in self._names if self._removed(imap, folder)]
                if pause is None or "sentitems" in folders or "sentitems" not in self._names:
                    return
                self._context.time.sleep(pause)

    def _removed(self, imap: imaplib.IMAP4_SSL, folder: str) -> bool:
        """Remove what is ours from a folder; say whether there was anything."""
        imap.select(_quoted(self._names[folder]))
        ours = [uid for uid, fields in self._new(imap, folder) if self._message_id.encode() in fields]
        for uid in ours:
            imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
            # Never a plain EXPUNGE, nor CLOSE, which take what others have marked.
            imap.uid("EXPUNGE", uid)
        with suppress(imaplib.IMAP4.error):
            imap.unselect()
        return bool(ours)

    def _look(self, imap: imaplib.IMAP4_SSL, folder: str, waited: float) -> Found | None:
        if folder not in self._names:
            return None
        examined(imap, _quoted(self._names[folder]))
        for uid, fields in self._new(imap, folder):
            named = message_from_bytes(fields)
            if self._message_id in str(named.get("Message-ID", "")):
                return Found(folder, waited, str(named.get("X-Forefront-Antispam-Report", "")).strip())
            if self._message_id.encode() in fields:
                return Found(seconds=waited, report=self._report(imap, uid))
        return None

    def _new(self, imap: imaplib.IMAP4_SSL, folder: str) -> list[tuple[str, bytes]]:
        """Return UID and some header fields of each message that came since; no flag is set."""
        first = self._from[folder]
        # * is the last message also where none is new.
        status, answer = imap.uid("FETCH", f"{first}:*", _FIELDS)
        if status != "OK":
            raise Answer(f"{status} FETCH in {folder}: {answer!r}")
        found = []
        for part in answer:
            if isinstance(part, tuple) and (uid := _UID.search(part[0])) and int(uid[1]) >= first:
                found.append((uid[1].decode(), bytes(part[1])))
        return found

    def _report(self, imap: imaplib.IMAP4_SSL, uid: str) -> str:
        _, answer = imap.uid("FETCH", uid, "(BODY.PEEK[]<0.30000>)")
        text = next((bytes(part[1]).decode("utf-8", "replace") for part in answer if isinstance(part, tuple)), "")
        said = _STATUS.search(text)
        return " ".join((said[1] or said[2]).split()) if said else "a report without a code"

    def _named(self, imap: imaplib.IMAP4_SSL) -> dict[str, str]:
        """Return the names in IMAP of Junk Email and Sent Items."""
        _, lines = imap.list()
        listed = [_LISTED.match(line) for line in lines if isinstance(line, bytes)]
        known = {
            match["name"].strip(b'"').decode("ascii", "replace"): match["flags"].lower().decode("ascii", "replace")
            for match in listed
            if match
        }
        named = {}
        for folder, (flag, english) in _FLAGGED.items():
            by_flag = next((name for name, flags in known.items() if flag in flags.split()), None)
            name = self._context.settings.folder_names.get(folder) or by_flag or english
            if name in known:
                named[folder] = name
        return named


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))
