"""SELECT to STATUS: the commands about one folder (RFC 3501 section 6.3, UNSELECT 3691)."""

from fakeserver.protocols.imap.arguments import Command, MailboxName, Rename, Status
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import HAS_INFERIORS, phrase, row_for
from fakeserver.protocols.imap.expunging import expunge_in_steps, marked
from fakeserver.protocols.imap.names import SEPARATOR, child_of, imap_path, is_shown, wire_name
from fakeserver.protocols.imap.selected import FLAG_NAMES, Selected
from fakeserver.protocols.imap.states import State
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import (
    ExpungeFailed,
    FolderExists,
    FolderNameInvalid,
    FolderNotFound,
    RecoverableItemsFull,
)


def find_folder(conversation: Conversation, path: str) -> Folder:
    """Return the folder at a path.

    Raises:
        FolderNotFound: there is none that IMAP shows.
    """
    folder = conversation.mailbox.folders.distinguished("msgfolderroot")
    for name in path.split(SEPARATOR):
        child = child_of(folder, name)
        if child is None or not is_shown(child):
            raise FolderNotFound(path)
        folder = child
    return folder


def find_target(conversation: Conversation, command: Command[object], path: str) -> Folder | None:
    """Return the folder to put messages in; where there is none, say so with TRYCREATE."""
    try:
        return find_folder(conversation, path)
    except FolderNotFound as refusal:
        offer_to_create(conversation, command, path, refusal)
        return None


def offer_to_create(conversation: Conversation, command: Command[object], path: str, refusal: FolderNotFound) -> None:
    """Refuse a command because its target is not there."""
    # Assumption: RFC 3501 demands the code (sections 6.3.11, 6.4.7); the service's own text is not known.
    answer = b"NO [TRYCREATE] " + phrase(row_for(refusal), command.name, path).partition(b" ")[2]
    conversation.answer(command.tag, command.name, answer, refusal)


def leave_folder(conversation: Conversation) -> None:
    """Forget the selected folder."""
    conversation.selected = None
    conversation.state = State.AUTHENTICATED


def select(conversation: Conversation, command: Command[MailboxName]) -> None:
    """SELECT and EXAMINE. Source for the lines: logs in mailcore2#780, imapclient#385."""
    read_only = command.name == "EXAMINE"
    # RFC 3501 section 6.3.1: the folder selected before is left even when this one cannot be opened.
    leave_folder(conversation)
    folder = find_folder(conversation, command.arguments.path)
    conversation.selected = Selected(
        folder, conversation.mailbox.changes, read_only=read_only, presentation=conversation.presentation
    )
    conversation.state = State.SELECTED
    conversation.untagged(b"%d EXISTS" % folder.visible_count)
    conversation.untagged(b"0 RECENT")
    conversation.untagged(b"FLAGS (%b)" % FLAG_NAMES)
    # Assumption: nothing is permanent in a folder opened by EXAMINE.
    conversation.untagged(b"OK [PERMANENTFLAGS (%b)] Permanent flags" % (b"" if read_only else FLAG_NAMES))
    unseen = _first_unseen(folder)
    if unseen:
        conversation.untagged(b"OK [UNSEEN %d] Is the first unseen message" % unseen)
    conversation.untagged(b"OK [UIDVALIDITY %d] UIDVALIDITY value" % folder.uid_validity)
    conversation.untagged(b"OK [UIDNEXT %d] The next unique identifier value" % folder.next_uid)
    conversation.complete(command, b"[READ-ONLY]" if read_only else b"[READ-WRITE]")


def _first_unseen(folder: Folder) -> int:
    if not folder.unread_count:
        return 0
    return next((number for number, item in enumerate(folder.visible(), 1) if not item.is_read), 0)


def create(conversation: Conversation, command: Command[MailboxName]) -> None:
    """CREATE, with the folders above where they are missing; a final separator is dropped."""
    parent, above, name = _place_of(conversation, command.arguments.path.removesuffix(SEPARATOR))
    conversation.mailbox.folders.create(parent, name, above=above)
    conversation.complete(command)


def _place_of(conversation: Conversation, path: str) -> tuple[Folder, list[str], str]:
    """Return the last folder on a path that is there, the names that are missing below it, and the path's last name.

    Raises:
        FolderNameInvalid: a name on the path is that of a folder which is there, but not shown, like "Files".
        FolderExists: the path is the inbox's.
    """
    *above, name = path.split(SEPARATOR)
    folder = conversation.mailbox.folders.distinguished("msgfolderroot")
    while above and (child := child_of(folder, above[0])) is not None:
        if child.hidden:
            raise FolderNameInvalid(above[0])
        folder = child
        del above[0]
    taken = None if above else child_of(folder, name)
    if taken is not None and taken.hidden:
        raise FolderNameInvalid(name)
    if taken is not None and taken.distinguished_id == "inbox":
        # It may have another name, under which it would not be found.
        raise FolderExists(name)
    return folder, above, name


def delete(conversation: Conversation, command: Command[MailboxName]) -> None:
    """DELETE a folder that has none below it; distinguished folders stay.

    Assumption: RFC 3501 section 6.3.4 forbids to take away what lies below it; the service's own answer is not known.
    """
    folder = find_folder(conversation, command.arguments.path)
    if folder.child_names and not folder.built_in:
        conversation.refuse(command.tag, command.name, HAS_INFERIORS)
        return
    conversation.unfinished = _delete(conversation, command, folder)


def _delete(conversation: Conversation, command: Command[MailboxName], folder: Folder) -> Steps[None]:
    yield from conversation.mailbox.folders.delete_in_steps(folder, DeleteMode.SOFT)
    if conversation.selected is not None and not conversation.selected.folder.exists:
        leave_folder(conversation)
    conversation.complete(command)


def rename(conversation: Conversation, command: Command[Rename]) -> None:
    """RENAME, which may also move the folder below another."""
    arguments = command.arguments
    folder = find_folder(conversation, arguments.old)
    parent, above, name = _place_of(conversation, arguments.new)
    if folder.distinguished_id == "inbox":
        target = conversation.mailbox.folders.create(parent, name, above=above)
        conversation.unfinished = _move_out(conversation, command, folder, target)
        return
    if folder.parent is parent and not above:
        conversation.mailbox.folders.rename(folder, name)
    else:
        conversation.mailbox.folders.move(folder, parent, name, above=above)
    conversation.complete(command)


def _move_out(conversation: Conversation, command: Command[Rename], inbox: Folder, target: Folder) -> Steps[None]:
    """Move the messages of the inbox to a new folder in steps; the inbox itself and those below it stay.

    Source: RFC 3501 section 6.3.5. Assumption: the service does it as well.
    """
    assert conversation.visit is not None
    items = list(inbox.visible())
    yield from conversation.visit.tenant.mailboxes.transfer_in_steps(items, target, keep=False)
    conversation.complete(command)


def status(conversation: Conversation, command: Command[Status]) -> None:
    """STATUS, with the service's blank at the line's end (log in imapfilter#224)."""
    arguments = command.arguments
    folder = find_folder(conversation, arguments.path)
    values = {
        "MESSAGES": folder.visible_count,
        "RECENT": 0,
        "UIDNEXT": folder.next_uid,
        "UIDVALIDITY": folder.uid_validity,
        "UNSEEN": folder.unread_count,
    }
    pairs = b" ".join(b"%b %d" % (item.encode("ascii"), values[item]) for item in arguments.items)
    conversation.untagged(b"STATUS %b (%b) " % (wire_name(imap_path(folder)), pairs))
    conversation.complete(command)


def check(conversation: Conversation, command: Command[None]) -> None:
    """CHECK: there is nothing to save."""
    conversation.complete(command)


def close(conversation: Conversation, command: Command[None]) -> None:
    """CLOSE and UNSELECT; CLOSE expunges without saying so, unless the folder is open read-only."""
    expunges = command.name == "CLOSE" and not conversation.folder_view.read_only
    if expunges and conversation.policies.imap_expunge:
        conversation.unfinished = _close(conversation, command)
        return
    leave_folder(conversation)
    # Assumption: that it fails is not said; CLOSE has no NO (RFC 3501 section 6.4.2).
    conversation.complete(command, refusal=ExpungeFailed() if expunges else None)


def _close(conversation: Conversation, command: Command[None]) -> Steps[None]:
    refusal: RecoverableItemsFull | None = None
    try:
        yield from expunge_in_steps(conversation, marked(conversation.folder_view.folder.items.values()))
    except RecoverableItemsFull as full:
        refusal = full
    leave_folder(conversation)
    conversation.complete(command, refusal=refusal)
