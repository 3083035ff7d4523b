"""A real mailbox as a test's own: it sees what is addressed to the test, and nothing else of what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Unpack, overload

from fakeserver.durations import in_utc
from fakeserver.suggestion import no_new_names
from fakeserver.tenant.exchange.arrival import composed
from fakeserver.tenant.exchange.folder_names import check_name
from fakeserver.tenant.exchange.wanted import Mark, Wanted, number_of
from pytest_m365.live import of_the_fake
from pytest_m365.live.errors import Unavailable
from pytest_m365.live.folder_names import canonical
from pytest_m365.live.ledger import Ledger
from pytest_m365.live.marking import marked
from pytest_m365.live.message import LiveMessage
from pytest_m365.live.patient_way import PatientWay
from pytest_m365.live.removal import Removed
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.tags import Tag
from pytest_m365.live.view import View
from pytest_m365.live.waiting import Circumstances, LiveWait
from pytest_m365.live.way import Position, Way

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.wanted import Which
    from pytest_m365.live.loading import LiveLoaded


@dataclass(frozen=True)
class LiveFolder:
    """A folder of a live mailbox."""

    #: as ``messages`` and the others take it
    path: str

    @property
    def display_name(self) -> str:
        """Its own name."""
        return self.path.rpartition("/")[2]


def _now() -> datetime:
    return datetime.now(UTC)


@no_new_names
class LiveMailbox:
    """A test's part of a mailbox; from the moment that it is made until `remove`. Calls may come from any thread."""

    def __init__(
        self,
        way: Way,
        user: str,
        tag: Tag,
        *,
        rhythm: Rhythm | None = None,
        known: dict[str, Position] | None = None,
        send: Callable[[bytes], bool] | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """Take notice of how far the mailbox is filled.

        Args:
            way: to the mailbox; where it isn't patient itself, it is made so.
            user: the mailbox's address, which its user signs in with.
            rhythm: how long is waited, and how.
            known: positions of folders that earlier tests of the run have asked for, one mapping for all of them.
            send: sends a message by SMTP to the addresses in its To, and says whether that was possible;
                ``none_within`` is worth more with it.
            now: the time, aware.
        """
        self._rhythm = rhythm or Rhythm()
        self.way = way if isinstance(way, PatientWay) else PatientWay(way, self._rhythm)
        self.user = user
        self.tag = tag
        self.address = tag.address(user)
        #: sentences for the report: how absence was found out
        self.notes: list[str] = []
        self._now = now
        self._view = View(self.way, tag, known=known)
        #: what the test has made, and what removes it
        self.ledger = Ledger(self._view, user, now)
        self._at = Circumstances(self._view, self.way, user, self.address, self._rhythm, now, send, self.notes)

    def __getattr__(self, name: str) -> NoReturn:
        __tracebackhide__ = True
        of_the_fake.missing(self, name, of_the_fake.MAILBOX)

    def deliver(
        self,
        message: EmailMessage | bytes | str | None = None,
        *,
        subject: str = "",
        body: str = "",
        html: str | None = None,
        sender: str = "sender@example.com",
        to: str | Iterable[str] | None = None,
        cc: str | Iterable[str] = (),
        attachments: Sequence[PathLike[str] | tuple[str, bytes]] = (),
        folder: str = "inbox",
        is_read: bool = False,
        received_at: datetime | None = None,
    ) -> LiveMessage:
        """Put a message into the mailbox; arguments are those of the fake's ``deliver``.

        It is not sent: no rule and no filter sees it, and it has no Received field. What it gets is our field, and a
        Date and a Message-ID where it has none; a message made of parts is to the test's own address.

        Raises:
            LookupError: there is no such folder.
            ValueError: ``received_at`` names no time zone.
            TypeError: a part that is a text is none.
            Unavailable: the service has taken it, and does not show it.
        """
        mime = composed(
            message,
            subject=subject,
            body=body,
            html=html,
            sender=sender,
            to=self.address if to is None else to,
            cc=cc,
            attachments=attachments,
        )
        return self._put(mime, folder, is_read=is_read, received_at=received_at)

    def load(self, path: str | PathLike[str], folder: str | None = None) -> LiveLoaded:
        """Put the messages of files into the mailbox: .eml, mbox, Maildir, and folders of these.

        Raises:
            NotLoaded: a file is of a form that is not taken, or broken; nothing is loaded then.
            NotImplementedError: it is an .ics or .vcf: only the fake takes appointments and contacts.
        """
        from pytest_m365.live.loading import load

        return load(Path(path), folder, self._put, self.add_folder)

    def add_folder(self, path: str) -> LiveFolder:
        """Return the folder at a path; it, and those above it, are made where they are not there, and removed later.

        Raises:
            FolderNameInvalid: a name in the path is empty, longer than 255 characters, or has a NUL in it.
        """
        names = path.strip("/").split("/")
        for name in names:
            check_name(name)
        made = ""
        for number in range(1, len(names) + 1):
            made = canonical("/".join(names[:number]))
            try:
                made = self.way.named(made)
            except LookupError:
                self.ledger.add_folder(made)
        return LiveFolder(made)

    def own_folder(self) -> str:
        """Return the path of a folder of the test alone, at the top; it is made when it is first asked for."""
        return self.add_folder(str(self.tag)).path

    @property
    def report(self) -> list[str]:
        """What a report says of it: how it was reached, what was tried again, how absence was found out."""
        retries = ", ".join(f"{why} {number} times" for why, number in self.way.retries.items())
        lines = [f"the mailbox was reached by {self.way.name}" + (f"; tried again: {retries}" if retries else "")]
        return lines + self.notes

    def messages(self, folder: str = "inbox") -> Sequence[LiveMessage]:
        """Return the test's messages in a folder, newest last: to, from or about its address, or made by it.

        Raises:
            LookupError: there is no such folder.
        """
        return self._view.own(folder)

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        **which: Unpack[Which[LiveMessage]],
    ) -> LiveMessage: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int,
        **which: Unpack[Which[LiveMessage]],
    ) -> list[LiveMessage]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        *,
        none_within: float,
        **which: Unpack[Which[LiveMessage]],
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int | None = None,
        none_within: float | None = None,
        **which: Unpack[Which[LiveMessage]],
    ) -> LiveMessage | list[LiveMessage] | None:
        """Return the first new message of the test that fits; arguments and errors are those of the fake's.

        Times are longer than on the fake: `Rhythm.scaled` says how a test's own ``timeout=`` is. With ``none_within=``
        a message of ours is sent, and only when that has come, and a while after it, nothing is there.

        Raises:
            Unavailable: the service asks for more patience than there is time.
        """
        __tracebackhide__ = True
        wanted, since = Wanted[LiveMessage].of("Mailbox", subject, which)
        wait = LiveWait(self._at, folder, wanted, number_of(since, self.address))
        return wait.answer(count, timeout, none_within)

    def mark(self) -> Mark:
        """Return this moment, for ``wait_for(since=...)``."""
        return Mark(self.address, self._view.mark())

    def remove(self) -> Removed:
        """Remove all that the test has made, and what came to it; raises nothing, and may be called again."""
        return self.ledger.remove()

    def close(self) -> None:
        """End the connection."""
        self.way.close()

    def __repr__(self) -> str:
        return f"<Mailbox {self.address} by {self.way.name}>"

    # --- inside ------------------------------------------------------------------------------------------------

    def _put(
        self, mime: bytes, folder: str, *, is_read: bool = False, received_at: datetime | None = None
    ) -> LiveMessage:
        at = None if received_at is None else in_utc(received_at, "received_at")
        before = {each.number for each in self._view.own(folder)}
        self.way.put(folder, marked(mime, self.tag, self._now(), sent_at=at), is_read=is_read, received_at=at)
        # The service may show it only some seconds later.
        for _ in self._rhythm.looks(self._rhythm.timeout):
            for each in self._view.own(folder):
                if each.number not in before:
                    return each
        raise Unavailable(self.way.name, f"putting a message into {folder}", "it was taken, and is not there")
