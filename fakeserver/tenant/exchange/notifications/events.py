"""What a change in a mailbox's log means to somebody who watches folders: one event or several.

Sources: exchange-web-services/notification-subscriptions-mailbox-events-and-ews-in-exchange (what happens to an item
happens to its folder as well), pull-notifications-for-ews-deletion-related-mailbox-events-in-exchange (deletions),
web-service-reference/modifiedevent (the folder's number of unread items).
Assumption: associated items, which people don't see, cause no events.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from fakeserver.tenant.exchange.changes import Change, ChangeKind
from fakeserver.tenant.exchange.entities import Folder


class EventType(StrEnum):
    """What one can ask to be told of."""

    COPIED = "Copied"
    CREATED = "Created"
    DELETED = "Deleted"
    MODIFIED = "Modified"
    MOVED = "Moved"
    NEW_MAIL = "NewMail"
    FREE_BUSY_CHANGED = "FreeBusyChanged"


class Subject(NamedTuple):
    """An item, or a folder where ``number`` is 0, and where it lay at that time."""

    parent: Folder
    number: int = 0
    #: the folder that it is about; None for an item
    folder: Folder | None = None
    #: the search folder that shows the item
    seen_in: Folder | None = None


class Event(NamedTuple):
    """One thing that somebody is told."""

    type: EventType
    at: datetime
    subject: Subject
    #: MOVED, COPIED: what it was before, or what it is a copy of
    former: Subject | None = None
    #: MODIFIED of a folder: how many unread items it had then
    unread_count: int | None = None
    #: an item went from where people see it to the recoverable items
    is_lost_to_view: bool = False

    @property
    def folders(self) -> set[Folder]:
        """The folders that it concerns: whoever watches one of them is told."""
        subjects = (self.subject, self.former) if self.former is not None else (self.subject,)
        found = {subject.parent for subject in subjects}
        return found | {subject.folder for subject in subjects if subject.folder is not None}


def events_of(change: Change) -> list[Event]:
    """Return the events of one change, in order; none where nobody is told of it."""
    if change.associated:
        return []
    return list(_MEANINGS[change.kind](change))


# --- items -----------------------------------------------------------------------------------------------------------


def _created(change: Change) -> Iterator[Event]:
    yield Event(EventType.CREATED, change.at, _item(change))
    if change.delivered:
        yield Event(EventType.NEW_MAIL, change.at, _item(change))
    yield from _around(change, free_busy=True)


def _changed(change: Change) -> Iterator[Event]:
    yield Event(EventType.MODIFIED, change.at, _item(change))
    yield from _around(change, free_busy=change.free_busy)


def _deleted(change: Change) -> Iterator[Event]:
    yield Event(EventType.DELETED, change.at, _item(change))
    yield from _around(change, free_busy=True)


def _moved_away(change: Change) -> Iterator[Event]:
    """The first half of a move tells of the item, and each half of its own folder."""
    assert change.other_folder is not None
    new = Subject(change.other_folder, change.other_number)
    is_lost = is_recoverable(change.other_folder) and not is_recoverable(change.folder)
    yield Event(EventType.MOVED, change.at, new, _item(change), is_lost_to_view=is_lost)
    yield from _around(change, free_busy=True)


def _copied(change: Change) -> Iterator[Event]:
    assert change.other_folder is not None
    yield Event(EventType.COPIED, change.at, _item(change), Subject(change.other_folder, change.other_number))
    yield from _around(change, free_busy=True)


def _around(change: Change, *, free_busy: bool) -> Iterator[Event]:
    """Tell what a change to an item means for its folder, and for when its owner is free.

    Assumption: what others see of that is made of the calendar that every mailbox has, and of no further one.
    """
    if free_busy and change.folder.distinguished_id == "calendar":
        yield Event(EventType.FREE_BUSY_CHANGED, change.at, _item(change))
    yield _touched(change, change.folder, unread_count=change.unread_count)


def _arrived(change: Change) -> Iterator[Event]:
    yield from _around(change, free_busy=True)


def _item(change: Change) -> Subject:
    return Subject(change.folder, change.number)


# --- folders ---------------------------------------------------------------------------------------------------------


def _folder_created(change: Change) -> Iterator[Event]:
    yield Event(EventType.CREATED, change.at, _folder(change))
    yield _touched(change, _parent(change))


def _folder_changed(change: Change) -> Iterator[Event]:
    yield Event(EventType.MODIFIED, change.at, _folder(change), unread_count=change.unread_count)


def _folder_deleted(change: Change) -> Iterator[Event]:
    yield Event(EventType.DELETED, change.at, _folder(change))
    yield _touched(change, _parent(change))


def _folder_moved(change: Change) -> Iterator[Event]:
    former = change.other_folder or _parent(change)
    yield Event(EventType.MOVED, change.at, _folder(change), Subject(former, folder=change.folder))
    yield _touched(change, former)
    yield _touched(change, _parent(change))


def _folder_copied(change: Change) -> Iterator[Event]:
    origin = change.other_folder
    assert origin is not None
    yield Event(EventType.COPIED, change.at, _folder(change), Subject(origin.parent or origin, folder=origin))
    yield _touched(change, _parent(change))


def _touched(change: Change, folder: Folder, unread_count: int | None = None) -> Event:
    """Return the event of a folder in which something has changed."""
    subject = Subject(folder.parent or folder, folder=folder)
    return Event(EventType.MODIFIED, change.at, subject, unread_count=unread_count)


def _folder(change: Change) -> Subject:
    return Subject(_parent(change), folder=change.folder)


def _parent(change: Change) -> Folder:
    """Return where a folder lay; the root lies nowhere, and is named itself."""
    return change.parent or change.folder


_MEANINGS: Final[Mapping[ChangeKind, Callable[[Change], Iterator[Event]]]] = {
    ChangeKind.CREATED: _created,
    ChangeKind.MOVED: _arrived,
    ChangeKind.COPIED: _copied,
    ChangeKind.CHANGED: _changed,
    ChangeKind.READ_FLAG: _changed,
    ChangeKind.DELETED: _deleted,
    ChangeKind.MOVED_AWAY: _moved_away,
    ChangeKind.FOLDER_CREATED: _folder_created,
    ChangeKind.FOLDER_CHANGED: _folder_changed,
    ChangeKind.FOLDER_MOVED: _folder_moved,
    ChangeKind.FOLDER_COPIED: _folder_copied,
    ChangeKind.FOLDER_DELETED: _folder_deleted,
}


# --- search folders --------------------------------------------------------------------------------------------------


def in_search(change: Change, folder: Folder) -> list[Event]:
    """Return what is told of a change to an item to somebody who watches a search folder; none in another folder.

    Source: exchange-web-services/mailbox-synchronization-and-ews-in-exchange: a subscription says when what a search
    folder shows has changed. Assumption: by which events. What it shows is looked up when somebody asks, so that of
    what it does not show any more the folder alone is told.
    """
    search = folder.search
    if search is None or not change.number or change.associated or change.folder not in search.searched():
        return []
    item = None if change.departs else change.folder.items.get(change.uid)
    if item is not None and search.shows(item):
        kind = EventType.CREATED if change.arrives else EventType.MODIFIED
        return [
            Event(kind, change.at, Subject(change.folder, change.number, seen_in=folder)),
            _touched(change, folder),
        ]
    return [] if change.arrives else [_touched(change, folder)]


# --- public folders --------------------------------------------------------------------------------------------------


def as_seen_by(event: Event, sees: Callable[[Folder], bool]) -> Event | None:
    """Return what one is told of an event who sees some folders only; None: nothing.

    What comes from a folder that they do not see is new to them, and what goes there is gone. Assumption: the service
    tells it so, as it shows no such folder in any other way.
    """
    is_seen = sees(event.subject.folder or event.subject.parent)
    if event.former is None or is_seen is (was_seen := sees(event.former.folder or event.former.parent)):
        return event if is_seen else None
    if is_seen:
        return Event(EventType.CREATED, event.at, event.subject)
    assert was_seen
    return Event(EventType.DELETED, event.at, event.former) if event.type is EventType.MOVED else None


# --- the whole mailbox -----------------------------------------------------------------------------------------------


def as_seen_everywhere(event: Event) -> list[Event]:
    """Return what one is told of an event who watches all folders: of recoverable items only that they are deleted.

    A deletion is told twice: in the item's folder, and in the search folder that has all items.
    """
    if event.is_lost_to_view and event.former is not None:
        event = Event(EventType.DELETED, event.at, event.former)
    if any(map(is_recoverable, event.folders)):
        return []
    if event.type is EventType.DELETED and event.subject.number:
        everything = _all_items(event.subject.parent)
        if everything is not None:
            return [event, event._replace(subject=Subject(everything, event.subject.number))]
    return [event]


def is_recoverable(folder: Folder) -> bool:
    """Say whether a folder is the one of recoverable items, or below it."""
    return any(each.distinguished_id == "recoverableitemsroot" for each in folder.lineage())


def _all_items(folder: Folder) -> Folder | None:
    *_, root = folder.lineage()
    return next((child for child in root.children if child.distinguished_id == "allitems"), None)
