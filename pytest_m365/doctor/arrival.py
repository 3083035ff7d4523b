"""Where a message of ours arrives, by whichever way leads to the mailbox; nothing else there is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.who import Who
from pytest_m365.live.by_ews import ByEws
from pytest_m365.live.by_imap import ByImap
from pytest_m365.live.message import LiveMessage
from pytest_m365.live.patient_way import PatientWay
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.tags import Tag
from pytest_m365.live.view import View
from pytest_m365.live.way import Way

#: seconds between looks for the copy in Sent Items
_COPY_PAUSES = (1.0, 2.0, 3.0)
_STATUS = re.compile(r"(?m)^Diagnostic-Code:\s*(.+(?:\n[ \t].+)*)|\b(5\d\d \d\.\d{1,3}\.\d{1,3}[^\r\n]*)")


def way_to(context: Context, who: Who, mailbox: str, protocol: str) -> Way:
    """Return a way to a mailbox: by "imap", or by "ews"."""
    settings = context.settings
    if protocol == "ews":
        return ByEws(settings.ews_url, mailbox, lambda: context.token(who, protocol), impersonate=who.is_app_only)
    return ByImap(settings.imap, context.trust, mailbox, lambda: context.token(who, protocol), settings.folder_names)


@dataclass(frozen=True)
class Arrived:
    """Where the message is."""

    #: "inbox", "junkemail"; empty: nowhere
    folder: str = ""
    seconds: float = 0
    #: its folder for people, with what the service thinks of it as junk: "Junk Email, SCL 5"
    verdict: str = ""
    #: of a report that it was not delivered: what that says
    report: str = ""


class Arrival:
    """One message that is waited for, from before it is sent; raises the errors of `pytest_m365.live.errors`."""

    def __init__(self, context: Context, way: Way, tag: Tag, message_id: str) -> None:
        """Take notice of how far the mailbox is filled.

        Args:
            way: to the mailbox; whoever has made it closes it.
            tag: of the message, and of no other.
        """
        self._time = context.time
        self._rhythm = Rhythm(
            context.wish.arrival_limit, clock=lambda: context.time.now().timestamp(), sleep=context.time.sleep
        )
        self._way = PatientWay(way, self._rhythm)
        self._view = View(self._way, tag)
        self._message_id = message_id

    @property
    def sees_junk(self) -> bool:
        """Whether it is known which folder Junk Email is."""
        return "junkemail" in self._view.folders

    def wait(self) -> Arrived:
        """Wait until it is in Inbox or Junk Email, or came back, as long as was wished for."""
        began = self._rhythm.clock()
        for _ in self._rhythm.looks(self._rhythm.timeout):
            for message in self._come():
                waited = self._rhythm.clock() - began
                if message.found.message_id == self._message_id:
                    return Arrived(message.found.folder, waited, message.verdict)
                if not message.found.is_answer:
                    return Arrived(seconds=waited, report=_said_in(message.mime()))
        return Arrived()

    def remove(self) -> None:
        """Remove the message, its copy in Sent Items and its report, for good.

        The copy comes seconds later, and in some tenants never: it is waited for a little.
        """
        for pause in (*_COPY_PAUSES, None):
            own = {folder: self._view.own(folder) for folder in self._view.folders}
            self._way.remove([message.found for messages in own.values() for message in messages])
            if pause is None or own.get("sentitems", True):
                return
            self._time.sleep(pause)

    def _come(self) -> Iterator[LiveMessage]:
        yield from self._view.own("inbox")
        if self.sees_junk:
            yield from self._view.own("junkemail")


def _said_in(report: bytes) -> str:
    """Return why a message was not delivered."""
    said = _STATUS.search(report.decode("utf-8", "replace").replace("\r\n", "\n"))
    return " ".join((said[1] or said[2]).split()) if said else "a report without a code"
