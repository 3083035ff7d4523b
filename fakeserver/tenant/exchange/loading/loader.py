"""Puts what files hold into the folders of a mailbox."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import RLock

from fakeserver.tenant.exchange.attachments import Attachments
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.folder_names import check_name
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.icalendar.component import Entry
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.loading.icalendar_files import read_icalendar
from fakeserver.tenant.exchange.loading.loaded import Loaded, NotLoaded
from fakeserver.tenant.exchange.loading.maildir import read_maildir
from fakeserver.tenant.exchange.loading.mbox import read_mbox
from fakeserver.tenant.exchange.loading.messages import LoadedMessage, read_message
from fakeserver.tenant.exchange.loading.sources import Form, Source, sources
from fakeserver.tenant.exchange.loading.vcard_files import read_vcards
from fakeserver.tenant.refusals import FolderNameInvalid, FolderNotFound, MessageTooLarge

_MESSAGES: dict[Form, Callable[[Path, list[str]], Iterator[LoadedMessage]]] = {
    Form.MESSAGE: read_message,
    Form.MBOX: read_mbox,
    Form.MAILDIR: read_maildir,
}
_ENTRIES: dict[Form, Callable[[Path, list[str]], Iterator[Entry]]] = {
    Form.ICALENDAR: read_icalendar,
    Form.VCARD: read_vcards,
}
#: Item class -> the folder that usually has it, and the class of folders that may.
_PLACES = {
    "IPM.Note": ("inbox", "IPF.Note"),
    "IPM.Appointment": ("calendar", "IPF.Appointment"),
    "IPM.Task": ("tasks", "IPF.Task"),
    "IPM.Contact": ("contacts", "IPF.Contact"),
}
#: What programs call the file of a contact's picture. Source: OfficeDev/ews-managed-api, Contact.SetContactPicture.
PICTURE_NAME = "ContactPicture.jpg"


class Loader:
    """Fills one mailbox."""

    def __init__(self, folders: Folders, items: Items, attachments: Attachments, lock: RLock) -> None:
        self._folders = folders
        self._items = items
        self._attachments = attachments
        self._lock = lock

    def load(self, path: Path, folder: str | None) -> Loaded:
        """Load a file, or a folder of files; arguments and errors are those of `Mailbox.load`."""
        loaded = Loaded()
        base = None if folder is None else self._named(folder)
        # All of them, and what can be wrong in a file, before the first item is made.
        found = list(sources(path, loaded.remarks))
        entries = {
            source: list(_ENTRIES[source.kind](source.path, loaded.remarks))
            for source in found
            if source.kind in _ENTRIES
        }
        planned: dict[tuple[str, ...], str] = {}
        for source in found:
            self._check_names(source)
            kinds = ["IPM.Note"] if source.kind in _MESSAGES else [entry.item_class for entry in entries[source]]
            for item_class in kinds:
                self._check_kind(source, base, item_class, planned)
        for source in found:
            for entry in entries.get(source, ()):
                with self._lock:
                    where = self._made(source, base, entry.item_class)
                    item = self._items.add(where, entry.item_class, entry.properties)
                    if entry.picture is not None:
                        self._attachments.add(item, Attachment(PICTURE_NAME, entry.picture, is_contact_photo=True))
                    loaded.items.append(item)
            if source.kind in _MESSAGES:
                self._load_messages(source, base, loaded)
        return loaded

    # --- inside ------------------------------------------------------------------------------------------------

    def _load_messages(self, source: Source, base: Folder | None, loaded: Loaded) -> None:
        with self._lock:
            where = self._made(source, base, "IPM.Note")
        for message in _MESSAGES[source.kind](source.path, loaded.remarks):
            # Once for each, so that others get the lock in between.
            with self._lock:
                loaded.items.append(self._added(where, message, source))

    def _added(self, where: Folder, message: LoadedMessage, source: Source) -> Item:
        try:
            return self._items.add_mime(where, message.mime, received_at=message.received_at, flags=message.flags)
        except MessageTooLarge as refusal:
            refusal.add_note(f"in {source.path}; mailbox.receive_limit says how large a message may be")
            raise

    def _named(self, folder: str) -> Folder:
        with self._lock:
            return self._folders.named(folder)

    def _check_names(self, source: Source) -> None:
        for name in source.folder:
            try:
                check_name(name)
            except FolderNameInvalid as refusal:
                raise NotLoaded(f"{source.path}: no folder can have the name {name!r}") from refusal

    def _check_kind(
        self, source: Source, base: Folder | None, item_class: str, planned: dict[tuple[str, ...], str]
    ) -> None:
        """Refuse a folder that has items of another kind, or is about to have."""
        usual, wanted = _PLACES[item_class]
        if not source.folder and base is None:
            return
        with self._lock:
            there = self._place(source, base, None)
        has = planned.setdefault(source.folder, wanted) if there is None else there.folder_class
        if not has.startswith(wanted):
            name = "/".join(source.folder) if there is None else there.path
            raise NotLoaded(
                f"{source.path} holds items of class {item_class}, which the folder {name!r} cannot have ({has}); "
                f"without a folder they go to {usual}"
            )

    def _made(self, source: Source, base: Folder | None, item_class: str) -> Folder:
        found = self._place(source, base, item_class)
        assert found is not None
        return found

    def _place(self, source: Source, base: Folder | None, item_class: str | None) -> Folder | None:
        """Return where something goes; folders that are not there are made for its kind, or are None without one."""
        if base is None and not source.folder and item_class is not None:
            return self._folders.distinguished(_PLACES[item_class][0])
        folder = base or self._folders.distinguished("msgfolderroot")
        for number, name in enumerate(source.folder):
            below = self._child(folder, name, is_top=base is None and number == 0)
            if below is None:
                if item_class is None:
                    return None
                below = self._folders.create(folder, name, _PLACES[item_class][1])
            folder = below
        return folder

    def _child(self, parent: Folder, name: str, *, is_top: bool) -> Folder | None:
        """Return the folder of a name in another; at the top a distinguished id is a name as well."""
        found = parent.child(name)
        if found is None and is_top:
            try:
                return self._folders.distinguished(name)
            except FolderNotFound:
                return None
        return found
