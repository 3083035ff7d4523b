"""An item's flags as properties of it, and what its folder counts by them."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import MessageFlags, without_deleted

#: Property of an item -> its flag.
FLAG_PROPERTIES: Final = {"is_read": "seen", "is_draft": "draft", "answered": "answered", "flagged": "flagged"}


def with_flags(item: Item, changes: Mapping[Any, Any]) -> MessageFlags:
    """Return the flags of an item as they will be after changes of such properties."""
    state = item.mailbox.read_state
    flags = item.flags if state is None or not state.is_personal else item.flags._replace(seen=item.is_read)
    return flags._replace(**{FLAG_PROPERTIES[name]: bool(value) for name, value in changes.items()})


def give_flags(item: Item, flags: MessageFlags) -> None:
    """Give an item other flags; a flag for follow-up that comes or goes takes the dates of the former one away.

    Only what is flagged has a start and is due ([MS-OXWSCORE] 2.2.4.23). Assumption: clearing deletes them, as Outlook
    does ([MS-OXOFLAG] 3.1.4.2), whichever protocol it comes by.
    """
    if flags.flagged != item.flags.flagged:
        item.properties.pop("follow_up", None)
    if flags.seen != item.flags.seen:
        forget_readers(item)
    item.flags = flags


def forget_readers(item: Item) -> None:
    """Forget how single readers see an item of a public folder, before it is read or unread for everybody, or goes."""
    state = item.mailbox.read_state
    if state is not None:
        state.forget(item.folder.number, item.number, item.flags.seen)


def shared_flags(item: Item, flags: MessageFlags) -> MessageFlags:
    """Return what of new flags is for everybody; in a public folder, that an item was read is for its reader alone.

    What people do not see, and no folder counts, is the same to all.
    """
    state = item.mailbox.read_state
    if state is None or not state.is_personal or not item.number or item.is_associated:
        return flags
    state.mark(item.folder.number, item.number, item.flags.seen, flags.seen)
    return flags._replace(seen=item.flags.seen)


def flags_of_copy(source: Item, copy: Item) -> MessageFlags:
    """Return the flags of a copy, which whoever makes it has read where they have read the original.

    In a public folder that is for them alone: for others it is as unread as what comes there.
    """
    flags, state = without_deleted(source.flags), copy.mailbox.read_state
    if source.mailbox.read_state is None and state is None:
        return flags
    if state is None or not state.is_personal or not copy.number or source.is_associated:
        return flags._replace(seen=source.is_read)
    shared = flags.seen and source.mailbox is copy.mailbox
    state.mark(copy.folder.number, copy.number, shared, source.is_read)
    return flags._replace(seen=shared)


def unread_in(folder: Folder) -> int:
    """Return how many of a folder's items are unread for whoever reads."""
    state = folder.mailbox.read_state
    return folder.unread_count if state is None else folder.unread_count + state.more_unread(folder.number)


def is_unread(item: Item) -> bool:
    """Say whether an item counts among a folder's unread ones."""
    return not (item.flags.seen or item.is_associated)


class Counted(NamedTuple):
    """How its folder counts an item."""

    unread: bool
    associated: bool


def counted(item: Item) -> Counted:
    """Return how an item counts now, for `recount` once it has changed."""
    return Counted(is_unread(item), item.is_associated)


def recount(item: Item, former: Counted) -> None:
    """Let its folder count an item as what it is now; one that is attached lies in none."""
    if item.uid:
        now = counted(item)
        item.folder.unread_count += now.unread - former.unread
        item.folder.associated_count += now.associated - former.associated
