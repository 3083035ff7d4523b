"""Public folders: the organization's folders, which belong to nobody and which everybody sees by their rights.

Sources: learn.microsoft.com/exchange/collaboration-exo/public-folders/public-folders (the hierarchy, permissions) and
.../enable-or-disable-mail-for-public-folder.
"""

import threading
from collections.abc import Iterable, Mapping

from fakeserver.suggestion import did_you_mean
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mail_folders import MailFolder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.permissions.folder_permissions import (
    ANONYMOUS_TRUSTEE,
    DEFAULT_TRUSTEE,
    FolderPermissions,
)

#: What stands before the @ of the address of their mailbox, which no address list shows.
_ALIAS = "PublicFolders"
#: What the root of the hierarchy allows at first, and so every folder that is made below it.
_AT_FIRST = {DEFAULT_TRUSTEE: "Author", ANONYMOUS_TRUSTEE: "None"}
_EVERYBODY = (DEFAULT_TRUSTEE, ANONYMOUS_TRUSTEE)


class PublicFolders:
    """What `tenant.public_folders` is: the hierarchy, who may do what in it, and which folders have an address."""

    def __init__(
        self,
        people: People,
        directory: Directory,
        mailboxes: Mailboxes,
        permissions: FolderPermissions,
        lock: threading.RLock,
    ) -> None:
        self._people = people
        self._directory = directory
        self._mailboxes = mailboxes
        self._permissions = permissions
        self._lock = lock

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox that has them (New-Mailbox -PublicFolder); it is made when it is first asked for.

        A tenant without one answers as one without public folders.
        """
        with self._lock:
            found = self._mailboxes.public_folders
            if found is None:
                account = self._people.add_user(
                    _ALIAS, display_name="Public Folders", kind="public_folders", enabled=False
                )
                found = account.mailbox
                root = found.folders.distinguished("publicfoldersroot").number
                for trustee, level in _AT_FIRST.items():
                    self._permissions.set(account.object_id, root, trustee, level)
            return found

    @property
    def root(self) -> Folder:
        """The folder that all of them are below; its permissions are copied to what is made there."""
        with self._lock:
            return self.mailbox.folders.distinguished("publicfoldersroot")

    @property
    def all(self) -> list[Folder]:
        """Every public folder, those above before those below."""
        with self._lock:
            return self.mailbox.folders.below()

    def add(
        self,
        path: str,
        *,
        address: str | None = None,
        folder_class: str = "IPF.Note",
        permissions: Mapping[str, str | Iterable[str]] | None = None,
    ) -> Folder:
        """Add a public folder (New-PublicFolder), and those above it that are not there.

        Args:
            path: "Projects/2026", below the root.
            address: what it gets mail at, short or whole (Enable-MailPublicFolder); None: no mail.
            folder_class: "IPF.Appointment", "IPF.Contact", "IPF.Task" for folders of these.
            permissions: user, "Default" or "Anonymous" -> a level, or single rights, as in `add_permission`; who is not
                named has what they have in the folder above: at first Default is Author, and Anonymous may do nothing.

        Raises:
            ValueError: the address is taken, or in a domain that is not the tenant's; there is no such user or level.
            FolderExists: it is there already.
            FolderNameInvalid, FolderTooDeep: as `Mailbox.add_folder`.
        """
        with self._lock:
            folders = self.mailbox.folders
            whole = None if address is None else self._free_address(address)
            given = [(self._trustee(who), level) for who, level in (permissions or {}).items()]
            folder, missing = self.root, path.split("/")
            while len(missing) > 1 and (child := folder.child(missing[0])) is not None:
                folder, missing = child, missing[1:]
            made = folders.create(folder, missing[-1], folder_class, above=missing[:-1])
            for each in reversed([*made.lineage()][: len(missing)]):
                assert each.parent is not None
                self._permissions.inherit(self._owner_id, each.parent.number, each.number)
            for trustee, level in given:
                self._permissions.set(self._owner_id, made.number, trustee, level)
            if whole is not None:
                self.accept_mail(made, whole)
            return made

    def folder(self, folder: Folder | str) -> Folder:
        """Return a public folder by its path; ``""`` is the root.

        Raises:
            ValueError: there is none; the text lists those that there are.
        """
        if isinstance(folder, Folder):
            return folder
        found = self.mailbox.folders.by_path(folder) if folder else self.root
        if found is None:
            paths = [each.path for each in self.all]
            raise ValueError(
                f"no public folder {folder!r}; there are: {', '.join(paths) or 'none'}{did_you_mean(folder, paths)}"
            )
        return found

    # --- rights ------------------------------------------------------------------------------------------------

    def add_permission(
        self, folder: Folder | str, trustee: User | str, level: str | Iterable[str] = "Reviewer"
    ) -> None:
        """Say what somebody may do in a public folder (Add-PublicFolderClientPermission); it replaces what they had.

        Args:
            folder: the folder or its path; ``""`` is the root. Folders that are below it already keep what they have.
            trustee: a user, ``"Default"`` for everybody else inside, or ``"Anonymous"`` for everybody outside.
            level: as `Rights.add_folder_permission` takes it.

        Raises:
            ValueError: no such folder, user or level.
        """
        with self._lock:
            found = self.folder(folder)
            self._permissions.set(self._owner_id, found.number, self._trustee(trustee), level)

    def remove_permission(self, folder: Folder | str, trustee: User | str) -> None:
        """Take an entry away (Remove-PublicFolderClientPermission): what Default may do counts then.

        Raises:
            ValueError: no such folder or user.
        """
        with self._lock:
            found = self.folder(folder)
            self._permissions.remove(self._owner_id, found.number, self._trustee(trustee))

    # --- mail --------------------------------------------------------------------------------------------------

    def enable_mail(self, folder: Folder | str, address: str) -> None:
        """Let mail to an address come into a public folder (Enable-MailPublicFolder).

        Who sends needs the right to create items there; for mail from outside, Anonymous does.

        Args:
            address: short or whole.

        Raises:
            ValueError: no such folder; the address is taken, is none, or is in a domain that is not the tenant's.
        """
        with self._lock:
            found = self.folder(folder)
            self.accept_mail(found, self._free_address(address))

    def disable_mail(self, folder: Folder | str) -> None:
        """Take a public folder's address away (Disable-MailPublicFolder): mail to it is undeliverable from then on."""
        with self._lock:
            found, addresses = self.folder(folder), self._directory.mail_folders
            for address in [address for address, each in addresses.items() if each.folder is found]:
                del addresses[address]

    def accept_mail(self, folder: Folder, address: str) -> None:
        """Let mail to an address, whole and free, come into a public folder; the caller holds the tenant's lock."""

        def accepts(sender: str, is_inside: bool) -> bool:
            user = self._directory.user_by_address(sender)
            if user is None and not is_inside:
                entry = self._permissions.entries(self._owner_id, folder.number).get(ANONYMOUS_TRUSTEE)
                return entry is not None and "CreateItems" in entry.rights
            who = DEFAULT_TRUSTEE if user is None else user.object_id
            return "CreateItems" in self._permissions.rights(self._owner_id, folder.number, who)

        self._directory.mail_folders[address.lower()] = MailFolder(address, folder, accepts)

    # --- inside ------------------------------------------------------------------------------------------------

    @property
    def _owner_id(self) -> str:
        return self._people.user(self.mailbox.address).object_id

    def _trustee(self, trustee: User | str) -> str:
        known = isinstance(trustee, str) and trustee in _EVERYBODY
        return str(trustee) if known else self._people.user(trustee).object_id

    def _free_address(self, address: str) -> str:
        whole = self._people.own_address(address)
        self._directory.check_free(whole)
        return whole
