"""SELECT to STATUS: the commands about folders (RFC 3501 section 6.3; NAMESPACE 2342, UNSELECT 3691)."""

from fakeserver.protocols.imap.commands import Command, List, MailboxName, Rename, Status
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.names import (
    SEPARATOR,
    imap_path,
    list_attributes,
    normal_pattern,
    path_matches,
    wire_name,
)
from fakeserver.protocols.imap.selected import FLAG_NAMES, Selected
from fakeserver.protocols.imap.states import State
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderExists, FolderNameInvalid, FolderNotFound, FolderProtected


def find_folder(talk: Conversation, path: str) -> Folder:
    """Return the folder at a path.

    Raises:
        FolderNotFound: there is none that IMAP shows.
    """
    folder = talk.mailbox.folders.by_path(path)
    if folder is None or folder.hidden or not path:
        raise FolderNotFound(path)
    return folder


def leave_folder(talk: Conversation) -> None:
    """Forget the selected folder."""
    talk.selected = None
    talk.state = State.AUTHENTICATED


def select(talk: Conversation, command: Command) -> None:
    """SELECT and EXAMINE. Source for the lines: logs in mailcore2#780, imapclient#385."""
    arguments = command.arguments
    assert isinstance(arguments, MailboxName)
    read_only = command.name == "EXAMINE"
    # RFC 3501 section 6.3.1: the folder selected before is left even when this one cannot be opened.
    leave_folder(talk)
    folder = find_folder(talk, arguments.path)
    talk.selected = Selected(folder, talk.mailbox.changes, read_only=read_only)
    talk.state = State.SELECTED
    talk.untagged(b"%d EXISTS" % folder.total_count)
    talk.untagged(b"0 RECENT")
    talk.untagged(b"FLAGS (%b)" % FLAG_NAMES)
    # Assumption: nothing is permanent in a folder opened by EXAMINE.
    talk.untagged(b"OK [PERMANENTFLAGS (%b)] Permanent flags" % (b"" if read_only else FLAG_NAMES))
    unseen = _first_unseen(folder)
    if unseen:
        talk.untagged(b"OK [UNSEEN %d] Is the first unseen message" % unseen)
    talk.untagged(b"OK [UIDVALIDITY %d] UIDVALIDITY value" % folder.uid_validity)
    talk.untagged(b"OK [UIDNEXT %d] The next unique identifier value" % folder.next_uid)
    talk.complete(command, b"[READ-ONLY]" if read_only else b"[READ-WRITE]")


def _first_unseen(folder: Folder) -> int:
    if not folder.unread_count:
        return 0
    return next((number for number, item in enumerate(folder.items.values(), 1) if not item.is_read), 0)


def create(talk: Conversation, command: Command) -> None:
    """CREATE, with the folders above where they are missing; a final separator is dropped."""
    arguments = command.arguments
    assert isinstance(arguments, MailboxName)
    parent, name = _make_parents(talk, arguments.path.removesuffix(SEPARATOR))
    _create_child(talk, parent, name)
    talk.complete(command)


def _make_parents(talk: Conversation, path: str) -> tuple[Folder, str]:
    """Return the folder that is to hold a path's last name, and that name; missing folders are made."""
    *above, name = path.split(SEPARATOR)
    folder = talk.mailbox.folders.distinguished("msgfolderroot")
    for step in above:
        folder = folder.child(step) or _create_child(talk, folder, step)
    return folder, name


def _create_child(talk: Conversation, parent: Folder, name: str) -> Folder:
    taken = parent.child(name)
    if taken is not None:
        # "Files" and its like are there, but not shown.
        raise FolderNameInvalid(name) if taken.hidden else FolderExists(name)
    return talk.mailbox.folders.create(parent, name)


def delete(talk: Conversation, command: Command) -> None:
    """DELETE a folder with all below it; distinguished folders stay."""
    arguments = command.arguments
    assert isinstance(arguments, MailboxName)
    folder = find_folder(talk, arguments.path)
    talk.mailbox.folders.delete(folder, DeleteMode.SOFT)
    if talk.selected is not None and not talk.selected.folder.exists:
        leave_folder(talk)
    talk.complete(command)


def rename(talk: Conversation, command: Command) -> None:
    """RENAME, which may also move the folder below another; the inbox stays."""
    arguments = command.arguments
    assert isinstance(arguments, Rename)
    folder = find_folder(talk, arguments.old)
    if folder.built_in:
        # Told before the folders above the new name are made.
        raise FolderProtected(folder.display_name)
    parent, name = _make_parents(talk, arguments.new.removesuffix(SEPARATOR))
    taken = parent.child(name)
    if taken is not None and taken is not folder:
        raise FolderExists(name)
    if folder.parent is not parent:
        talk.mailbox.folders.move(folder, parent)
    if folder.display_name != name:
        talk.mailbox.folders.rename(folder, name)
    talk.complete(command)


def subscribe(talk: Conversation, command: Command) -> None:
    """SUBSCRIBE and UNSUBSCRIBE."""
    arguments = command.arguments
    assert isinstance(arguments, MailboxName)
    find_folder(talk, arguments.path).subscribed = command.name == "SUBSCRIBE"
    talk.complete(command)


def list_folders(talk: Conversation, command: Command) -> None:
    """LIST and LSUB; an empty pattern asks for the separator only."""
    arguments = command.arguments
    assert isinstance(arguments, List)
    name = command.name.encode("ascii")
    if not arguments.pattern:
        talk.untagged(rb'%b (\Noselect) "/" ""' % name)
        talk.complete(command)
        return
    pattern = normal_pattern(arguments.reference + arguments.pattern)
    for folder in talk.mailbox.folders.below(talk.mailbox.folders.distinguished("msgfolderroot")):
        path = imap_path(folder)
        if folder.hidden or not path_matches(pattern, path) or (command.name == "LSUB" and not folder.subscribed):
            continue
        attributes = list_attributes(folder, special_use=talk.style.special_use)
        talk.untagged(b'%b (%b) "/" %b' % (name, attributes, wire_name(path)))
    talk.complete(command)


def namespace(talk: Conversation, command: Command) -> None:
    """NAMESPACE: one personal one, nobody else's."""
    talk.untagged(b'NAMESPACE (("" "/")) NIL NIL')
    talk.complete(command)


def status(talk: Conversation, command: Command) -> None:
    """STATUS, with the service's blank at the line's end (log in imapfilter#224)."""
    arguments = command.arguments
    assert isinstance(arguments, Status)
    folder = find_folder(talk, arguments.path)
    values = {
        "MESSAGES": folder.total_count,
        "RECENT": 0,
        "UIDNEXT": folder.next_uid,
        "UIDVALIDITY": folder.uid_validity,
        "UNSEEN": folder.unread_count,
    }
    pairs = b" ".join(b"%b %d" % (item.encode("ascii"), values[item]) for item in arguments.items)
    talk.untagged(b"STATUS %b (%b) " % (wire_name(imap_path(folder)), pairs))
    talk.complete(command)


def check(talk: Conversation, command: Command) -> None:
    """CHECK: there is nothing to write down."""
    talk.complete(command)


def close(talk: Conversation, command: Command) -> None:
    """CLOSE and UNSELECT; CLOSE expunges without saying so, unless the folder is open read-only."""
    view = talk.folder_view
    if command.name == "CLOSE" and not view.read_only:
        doomed = [item for item in view.folder.items.values() if item.flags.deleted]
        talk.mailbox.items.delete(doomed, DeleteMode.SOFT)
    leave_folder(talk)
    talk.complete(command)
