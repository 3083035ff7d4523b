"""A mailbox of a remote tenant: put mail in, look at what is there, wait."""

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, overload

from fakeserver.client.differences import Remote, not_over_the_wire
from fakeserver.client.link import Link
from fakeserver.client.messages import RemoteFolder, RemoteLoaded, RemoteMessage
from fakeserver.client.waiting import waited
from fakeserver.tenant.exchange.wanted import Mark

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.wanted import Which

#: messages of a folder that are asked for at once
_PAGE = 500


class RemoteMailbox(Remote):
    """One mailbox."""

    local = "Mailbox"

    def __init__(self, link: Link, address: str, display_name: str = "") -> None:
        self._link = link
        self._address = address
        self._display_name = display_name

    @property
    def address(self) -> str:
        """Primary SMTP address."""
        return self._address

    @property
    def user(self) -> str:
        """What its user signs in to it with: its address."""
        return self._address

    @property
    def display_name(self) -> str:
        """The name that others see."""
        return self._display_name

    @property
    def is_room(self) -> bool:
        """Whether it is a room's, which answers meeting requests by itself."""
        return str(self._link.get("users", self._address)["kind"]) == "room"

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
        attachments: Iterable[PathLike[str] | tuple[str, bytes]] = (),
        folder: str = "inbox",
        is_read: bool = False,
        received_at: datetime | None = None,
    ) -> RemoteMessage:
        """Let a message arrive; arguments and errors are those of `Mailbox.deliver`.

        The message is made here and goes over as its octets.
        """
        # The command line, which has a command that delivers, waits for it only there.
        from fakeserver.durations import in_utc
        from fakeserver.tenant.exchange.arrival import composed

        octets = composed(
            message,
            subject=subject,
            body=body,
            html=html,
            sender=sender,
            to=self._address if to is None else to,
            cc=cc,
            attachments=attachments,
        )
        at = None if received_at is None else in_utc(received_at, "received_at").isoformat()
        options = {"folder": folder, "is_read": is_read, "received_at": at}
        path = ("mailboxes", self._address, "messages")
        return self._message(self._link.send(*path, octets=octets, content_type="message/rfc822", **options))

    def load(self, path: str | PathLike[str], folder: str | None = None) -> RemoteLoaded:
        """Fill the mailbox from a file; arguments and errors are those of `Mailbox.load`.

        Raises:
            TypeError: it is a folder of files.
        """
        file = Path(path)
        if file.is_dir():
            raise not_over_the_wire(f"{file}: a folder of files", "load its files one by one")
        where = ("mailboxes", self._address, "load")
        answer = self._link.send(
            *where, octets=file.read_bytes(), content_type="application/octet-stream", name=file.name, folder=folder
        )
        return RemoteLoaded([self._message(facts) for facts in answer["items"]], answer["remarks"])

    def add_folder(self, path: str) -> RemoteFolder:
        """Return the folder at a path; it, and those above it, are made where they are not there.

        Raises:
            FolderNameInvalid, FolderTooDeep: as `Mailbox.add_folder`.
        """
        return RemoteFolder(self._link.post("mailboxes", self._address, "folders", body={"path": path}))

    @property
    def folder_list(self) -> list[RemoteFolder]:
        """Every folder that people see, parents before children."""
        return [RemoteFolder(facts) for facts in self._link.get("mailboxes", self._address, "folders")["folders"]]

    def messages(self, folder: str = "inbox") -> list[RemoteMessage]:
        """Return the messages of a folder (distinguished id or path), the newest last.

        Raises:
            FolderNotFound: there is no such folder.
        """
        found, before = list[dict[str, Any]](), None
        while True:
            path = ("mailboxes", self._address, "messages")
            page = self._link.get(*path, folder=folder, limit=_PAGE, before=before)["messages"]
            found += page
            if len(page) < _PAGE:
                return [self._message(facts) for facts in reversed(found)]
            before = page[-1]["id"]

    def message(self, id: str) -> RemoteMessage:
        """Return the message with an id of the API.

        Raises:
            LookupError: there is none.
        """
        return self._message(self._link.get("mailboxes", self._address, "messages", id))

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        **which: "Unpack[Which[RemoteMessage]]",
    ) -> RemoteMessage: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int,
        **which: "Unpack[Which[RemoteMessage]]",
    ) -> list[RemoteMessage]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        *,
        none_within: float,
        **which: "Unpack[Which[RemoteMessage]]",
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int | None = None,
        none_within: float | None = None,
        **which: "Unpack[Which[RemoteMessage]]",
    ) -> RemoteMessage | list[RemoteMessage] | None:
        """Return the first new message that fits; arguments and errors are those of `Mailbox.wait_for`.

        Raises:
            TypeError: a predicate, which is a function and does not go over the wire.
        """
        path = ("mailboxes", self._address, "wait")
        found = waited(
            self._link,
            path,
            owner="Mailbox",
            place=self._address,
            subject=subject,
            timeout=timeout,
            count=count,
            none_within=none_within,
            which=which,
            folder=folder,
        )
        if none_within is not None:
            return None
        messages = [self._message(facts) for facts in found]
        return messages if count is not None else messages[0]

    def mark(self) -> Mark:
        """Return this moment, for ``wait_for(since=...)``."""
        return Mark(self._address, self._link.get("mailboxes", self._address, "mark")["mark"])

    def _message(self, facts: dict[str, Any]) -> RemoteMessage:
        return RemoteMessage(self._link, self._address, facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemoteMailbox) and (other._link, other._address) == (self._link, self._address)

    def __hash__(self) -> int:
        return hash(self._address)

    def __repr__(self) -> str:
        return f"<Mailbox {self._address}>"
