"""What a test sees of a mailbox, on the fake and on the live service alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Protocol, Unpack, overload

if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike

    from fakeserver.tenant.exchange.wanted import Mark, Which


class Attachment(Protocol):
    """What is attached to a message."""

    @property
    def name(self) -> str:
        """The file's name; empty where it has none."""

    @property
    def content_type(self) -> str:
        """``type/subtype``, in small letters."""

    @property
    def content(self) -> bytes:
        """A file's octets; of an attached message its MIME."""


class Message(Protocol):
    """A message in a mailbox."""

    @property
    def subject(self) -> str:
        """The subject, decoded."""

    @property
    def sender(self) -> str:
        """The address in From; empty where there is none."""

    @property
    def recipients(self) -> Sequence[str]:
        """The addresses in To and Cc."""

    @property
    def body(self) -> str:
        """The body as text, also where it is HTML."""

    @property
    def html(self) -> str:
        """The HTML body; empty where there is none."""

    @property
    def attachments(self) -> Sequence[Attachment]:
        """What is attached to it, inline ones included, in order."""

    @property
    def is_read(self) -> bool:
        """Somebody has read it."""

    def mime(self) -> bytes:
        """Return the message as it lies in the mailbox: RFC 5322 octets with CRLF line ends."""


class Loaded(Protocol):
    """What ``load`` returns: the items, in order, and what of the files has no place in a mailbox."""

    @property
    def items(self) -> Sequence[Message]:
        """The items."""

    @property
    def remarks(self) -> Sequence[str]:
        """A sentence for each thing that was read and not taken."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Message]: ...


class Mailbox(Protocol):
    """A person's mailbox: put mail in, look at what is there."""

    @property
    def address(self) -> str:
        """Where mail to it is sent; on live an address of this test's own, which tells its mail from others'."""

    @property
    def user(self) -> str:
        """What its user signs in with, and protocols are told to open: on live the mailbox's plain address."""

    def deliver(
        self,
        message: EmailMessage | bytes | str | None = None,
        *,
        subject: str = ...,
        body: str = ...,
        sender: str = ...,
        attachments: Sequence[PathLike[str] | tuple[str, bytes]] = ...,
        folder: str = ...,
        is_read: bool = ...,
        received_at: datetime | None = ...,
    ) -> Message:
        """Put a message into the mailbox: a whole one, or one made of these parts.

        Args:
            message: an EmailMessage, or the octets or the text of one.
            subject, body, sender: the parts, where there is no message.
            attachments: each a file's path, or a file name and its content.
            folder: the inbox, or another one, named as for ``messages``.
            is_read: somebody has read it.
            received_at: when it came, with a time zone; now by default.
        """

    def load(self, path: str | PathLike[str], folder: str | None = None) -> Loaded:
        """Fill the mailbox from a file, or a folder of files: .eml, mbox, Maildir, .ics and .vcf.

        Args:
            folder: for everything, named as for ``messages``; None: each kind goes where it usually is.

        Returns:
            The items, with a remark for each thing in the files that has no place in a mailbox.

        Raises:
            ValueError: a file is of a form that is not taken, or broken; says which, and what to do.
        """

    def add_folder(self, path: str) -> object:
        """Make the folder at a path ("Inbox/Invoices"), with those above it, where they are not there."""

    def messages(self, folder: str = "inbox") -> Sequence[Message]:
        """Return the messages of a folder, newest last.

        Args:
            folder: a name of EWS ("inbox", "sentitems", "drafts", "deleteditems", "junkemail", ...) or a path
                as people see it ("Sent Items", "Inbox/Invoices"); case doesn't matter.
        """

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        **which: Unpack[Which[Message]],
    ) -> Message: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int,
        **which: Unpack[Which[Message]],
    ) -> Sequence[Message]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        *,
        none_within: float,
        **which: Unpack[Which[Message]],
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int | None = None,
        none_within: float | None = None,
        **which: Unpack[Which[Message]],
    ) -> Message | Sequence[Message] | None:
        """Return the first new message of a folder that fits all that is given, as soon as it is there.

        New is what no earlier ``wait_for`` has returned: a program that runs twice must send its message twice.
        What is moved into a folder is new there. Blocks: ``await asyncio.to_thread(mailbox.wait_for, "subject")``.

        Args:
            subject: the whole subject.
            folder: as for ``messages``.
            timeout: seconds of real time, whatever the tenant's clock says.
            sender: the address in From, or what stands before its @.
            recipient: the same of one of the addresses in To and Cc.
            predicate: takes a message and says whether it fits.
            since: a mark that ``mark`` gave: then what has come after it is new, returned before or not.
            count: wait for so many messages, and return them as a list.
            none_within: wait for so many seconds, and return None if nothing that fits came.

        Raises:
            TimeoutError: they didn't come; says what is there instead, and what nearly fits.
            AssertionError: a message came, where none was to come.
        """

    def mark(self) -> Mark:
        """Return this moment, for ``wait_for(since=...)``."""
