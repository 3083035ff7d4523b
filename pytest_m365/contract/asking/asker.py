"""What asks the promises of one test, and what is the test's own: its mark, its messages and its folders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_m365.contract.asking.caller import Caller
from pytest_m365.contract.asking.lines import Imap
from pytest_m365.contract.terms import NotAsked
from pytest_m365.live.tags import FIELD, Tag, tags_in

if TYPE_CHECKING:
    from pytest_m365.contract.asking.pool import Pool
    from pytest_m365.contract.leaks import Private
    from pytest_m365.target import Target


class Asker(Caller):
    """Asks on one target, and leaves nothing behind."""

    def __init__(self, target: Target, pool: Pool, private: Private) -> None:
        super().__init__(target, pool, private)
        self._number = 0

    @cached_property
    def tag(self) -> Tag:
        """What marks this test's mail: that of its address, where it has one."""
        own = tags_in(addresses=self.mailbox.address)
        return next(iter(own), Tag("contract", 0))

    @cached_property
    def nobody(self) -> str:
        """An address of the user's domain that nobody has."""
        return self.know(f"nobody-{self.tag}@{self.user.rpartition('@')[2]}", "<address>")

    @cached_property
    def other(self) -> str:
        """Another mailbox that the run may touch.

        Raises:
            NotAsked: there is none.
        """
        if not self.is_live:
            return self.know(f"bob@{self.target.domain}", "<address>")
        others = vars(self.target)["access"].guard.mailboxes - {self.user.lower()}
        if not others:
            raise NotAsked("the run has no second mailbox")
        return self.know(min(others), "<address>")

    def at_end(self, undo: Callable[[], object]) -> None:
        """Have something undone at the end of the test; said before it is done."""
        self._cleaning.callback(undo)

    def text(self, subject: str = "A promise", body: str = "Hello.", *, to: str = "", more: str = "") -> str:
        """Return a message with this test's marks, its lines ended by CRLF.

        Args:
            to: the recipient; the test's own address by default.
            more: further header fields, each with its CRLF.
        """
        self._number += 1
        message_id = self.know(self.tag.message_id(self._number, datetime.now(UTC)), "<message-id>")
        return (
            f"From: {self.user}\r\nTo: {to or self.mailbox.address}\r\nSubject: {subject}\r\n"
            f"Message-ID: {message_id}\r\nDate: {datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000\r\n"
            f"{FIELD}: {self.tag.field(datetime.now(UTC))}\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n{more}\r\n{body}\r\n"
        )

    @property
    def last_message_id(self) -> str:
        """The Message-ID of the last `text`, in its angle brackets."""
        return [value for value, name in self.known.items() if name == "<message-id>"][-1]

    @cached_property
    def folder(self) -> str:
        """The name of a folder of this test's own, in IMAP and to people; it and all in it go at the end."""
        name = self.know(str(self.tag), "<folder>")
        self.imap()
        self.at_end(lambda: self._remove_folder(name))
        # By the target's own mailbox, which notes what it makes before it does: also for a run that crashes.
        self.mailbox.add_folder(name)
        return name

    def _remove_folder(self, name: str) -> None:
        try:
            imap = self.imap()
        except NotAsked:
            # Nobody is let in, so that there is nothing either.
            return
        # Each and every message in it is the test's own.
        if imap.tagged(f'SELECT "{name}"')[-1].startswith("OK"):
            imap.whole("STORE 1:* +FLAGS.SILENT (\\Deleted)")
            imap.whole("EXPUNGE")
            imap.whole("UNSELECT")
        elif self.is_live:
            # A promise has removed it, and the live mailbox wants to.
            imap.whole(f'CREATE "{name}"')
        if not self.is_live:
            imap.whole(f'DELETE "{name}"')

    def in_folder(self, *messages: str, how: str = "") -> Imap:
        """Return IMAP with the test's own folder selected, after these messages were appended there.

        Args:
            how: flags and date for APPEND, with a blank behind them.
        """
        imap, folder = self.imap(), self.folder
        for message in messages:
            said = imap.append(folder, message.encode(), how)
            if not said[-1].startswith("OK"):
                raise NotAsked(f"nothing could be appended: {said[-1]}")
        self.at_end(self.unselect)
        imap.whole(f'SELECT "{folder}"')
        return imap

    def unselect(self) -> None:
        """Leave the selected folder, without a word to what is in it."""
        imap = self.imap()
        # A connection that is new has selected nothing, and says so.
        imap.whole("UNSELECT")

    @cached_property
    def ews_folder(self) -> str:
        """The EWS id of another folder of this test's own; it and all in it go at the end."""
        name = self.know(f"{self.tag} by EWS", "<folder>")
        self.at_end(self._remove_ews_folder)
        self.mailbox.add_folder(name)
        found = self.ews(
            '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>'
            '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="folder:DisplayName"/><t:FieldURIOrConstant>'
            f'<t:Constant Value="{name}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds>'
            '<t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
        )
        if not (folder := found.id("FolderId")):
            raise NotAsked(f"EWS shows no folder: {found.lines()[0]}")
        return self.know(folder, "<folder-id>")

    def _remove_ews_folder(self) -> None:
        if "ews_folder" not in vars(self):
            return
        folder = f'<m:FolderIds><t:FolderId Id="{self.ews_folder}"/></m:FolderIds>'
        self.ews(f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="true">{folder}</m:EmptyFolder>')
        if not self.is_live:
            # A live mailbox removes the folders that it has made.
            self.ews(f'<m:DeleteFolder DeleteType="HardDelete">{folder}</m:DeleteFolder>')
