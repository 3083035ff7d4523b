"""The appointments of a series as items, made when somebody asks, out of the series and of what differs from it.

Such an item lies in no folder's list. What is changed of it is kept in the series: it becomes an exception.

Assumption: the item class of an exception, which is that of the others here; flags of a message (IsRead) and facts such
as the day of creation are those of the series.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType
from fakeserver.tenant.exchange.kinds.reminder_times import NEXT_TIME
from fakeserver.tenant.exchange.kinds.series import OF_THE_SERIES, ChangedOccurrence, Exceptions, Series, series_of
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.values import DeleteMode, FileReference
from fakeserver.tenant.refusals import ItemNotFound

#: Recorded for plain ones.
_ITEM_CLASS: Final = "IPM.Appointment.Occurrence"
#: Its series' alone: also the time of the one reminder that a series has.
_NOT_OF_ONE: Final = frozenset((*OF_THE_SERIES, NEXT_TIME))
#: What `Items.update` takes beside properties.
_NOT_ITS_OWN: Final = frozenset(
    "is_read is_draft answered flagged item_class date_time_received date_time_created".split()
)


def occurrence_of(master: Item, series: Series, day: date) -> OccurrenceItem:
    """Return the appointment that the pattern of a series has on a day, whether it is there or not."""
    start, end = series.planned(day)
    properties = {name: value for name, value in master.properties.items() if name not in _NOT_OF_ONE}
    exception = series.exceptions.get(day)
    properties |= {
        "start": start,
        "end": end,
        "original_start": start,
        "recurrence_id": start,
        "is_recurring": True,
        "appointment_type": AppointmentType.OCCURRENCE if exception is None else AppointmentType.EXCEPTION,
    }
    if exception is not None:
        properties.update(exception.changes)
    made = OccurrenceItem(
        master.mailbox,
        master.folder,
        master.number,
        _ITEM_CLASS,
        master.created_at,
        master.modified_at,
        master.received_at,
        master.change_number,
        flags=master.flags,
        properties=properties,
        raw=master.raw,
        master=master,
        day=day,
    )
    if exception is None or exception.attachments is None:
        made.read_attachments = list(master.attachments)
    else:
        made.read_attachments = [each.attached_to(made) for each in exception.attachments]
    made.last_attachment = max([master.last_attachment, *(each.number for each in made.read_attachments)])
    return made


def present_occurrence(master: Item, day: date) -> OccurrenceItem:
    """Return the appointment that the pattern of a series has on a day.

    Raises:
        ItemNotFound: the item is no series (any more), has none on that day, or had one that was deleted.
    """
    series = series_of(master)
    if series is None or not series.has(day):
        raise ItemNotFound(master.mailbox.ids.occurrence_id(master.folder.number, master.number, day))
    return occurrence_of(master, series, day)


def change_occurrence(items: Items, occurrence: OccurrenceItem, changes: Mapping[Any, Any]) -> None:
    """Change properties of an appointment as `Items.update` does; the series keeps what differs from its own.

    An appointment that was changed stays an exception when the change is undone.
    """
    series = _series(occurrence)
    former = series.exceptions.get(occurrence.day, ChangedOccurrence())
    others = {day: exception for day, exception in series.exceptions.items() if day != occurrence.day}
    plain = occurrence_of(occurrence.master, replace(series, exceptions=others), occurrence.day)
    wanted = {**former.changes, **{name: value for name, value in changes.items() if name not in _NOT_ITS_OWN}}
    different = {name: value for name, value in wanted.items() if value != plain.get(name)}
    changed = ChangedOccurrence(MappingProxyType(different), former.attachments)
    of_series = {name: value for name, value in changes.items() if name in _NOT_ITS_OWN and name != "item_class"}
    _keep(items, occurrence, {**others, occurrence.day: changed}, of_series)


def keep_attachments(items: Items, occurrence: OccurrenceItem) -> None:
    """Let the series keep what is attached to one of its appointments, which has become another than the series'."""
    series = _series(occurrence)
    former = series.exceptions.get(occurrence.day, ChangedOccurrence())
    kept = tuple(map(_KeptAttachment.of, occurrence.attachments))
    changed = ChangedOccurrence(former.changes, kept)
    _keep(items, occurrence, {**series.exceptions, occurrence.day: changed})


def delete_occurrence(items: Items, occurrence: OccurrenceItem, mode: DeleteMode) -> None:
    """Take an appointment out of its series.

    It leaves no item behind, in whichever mode. Assumption: with the last one the series is deleted, in that mode.
    """
    series = _series(occurrence)
    deleted = series.deleted | {occurrence.day}
    if replace(series, deleted=deleted).first is None:
        items.delete([occurrence.master], mode)
        return
    exceptions = {day: exception for day, exception in series.exceptions.items() if day != occurrence.day}
    _keep(items, occurrence, exceptions, {"deleted_dates": tuple(sorted(deleted))})


def _series(occurrence: OccurrenceItem) -> Series:
    """Return the series as it is now."""
    series = series_of(occurrence.master)
    if series is None or not series.has(occurrence.day):
        raise ItemNotFound(occurrence.item_id)
    return series


def _keep(
    items: Items, occurrence: OccurrenceItem, exceptions: Exceptions, more: Mapping[str, Any] = MappingProxyType({})
) -> None:
    master = occurrence.master
    items.update(master, {**more, "exceptions": MappingProxyType(dict(exceptions)) if exceptions else None})
    occurrence.change_number, occurrence.modified_at = master.change_number, master.modified_at


# --- what is attached to an exception --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _KeptAttachment:
    """An attachment as a value, which belongs to no item."""

    name: str
    source: bytes | Part | FileReference
    content_type: str
    content_id: str
    content_location: str
    is_inline: bool
    number: int
    last_modified: datetime | None
    item: "_KeptItem | None"

    @classmethod
    def of(cls, attachment: Attachment) -> "_KeptAttachment":
        """Return an attachment's value."""
        return cls(
            attachment.name,
            attachment.source,
            attachment.content_type,
            attachment.content_id,
            attachment.content_location,
            attachment.is_inline,
            attachment.number,
            attachment.last_modified,
            None if attachment.item is None else _KeptItem.of(attachment.item),
        )

    def attached_to(self, owner: Item) -> Attachment:
        """Return an attachment of an item."""
        return Attachment(
            self.name,
            self.source,
            self.content_type,
            self.content_id,
            self.content_location,
            self.is_inline,
            None if self.item is None else self.item.below(owner),
            owner,
            self.number,
            self.last_modified,
        )


@dataclass(frozen=True, slots=True)
class _KeptItem:
    """An attached item as a value."""

    number: int
    item_class: str
    moments: tuple[datetime, datetime, datetime]
    flags: MessageFlags
    properties: Mapping[Any, Any]
    raw: bytes | None
    attachments: tuple[_KeptAttachment, ...]

    @classmethod
    def of(cls, item: Item) -> "_KeptItem":
        """Return an attached item's value."""
        return cls(
            item.number,
            item.item_class,
            (item.created_at, item.modified_at, item.received_at),
            item.flags,
            MappingProxyType(dict(item.properties)),
            item.raw,
            () if item.raw is not None else tuple(map(_KeptAttachment.of, item.attachments)),
        )

    def below(self, owner: Item) -> Item:
        """Return an item that lies in no folder, to be attached to another or below it."""
        item = Item(owner.mailbox, owner.folder, self.number, self.item_class, *self.moments, flags=self.flags)
        item.properties, item.raw = dict(self.properties), self.raw
        if self.raw is None:
            item.read_attachments = [each.attached_to(item) for each in self.attachments]
            item.last_attachment = max((each.number for each in self.attachments), default=0)
        return item
