"""UpdateItem."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import INVALID_DELETE, INVALID_SET, EwsError
from fakeserver.protocols.ews.operations.destination import saved_item_folder
from fakeserver.protocols.ews.operations.items import meeting_messages, sending
from fakeserver.protocols.ews.operations.items.dispositions import (
    DISPOSITION,
    MEETING_UPDATES,
    SAVE_ONLY,
    SEND_ONLY,
)
from fakeserver.protocols.ews.operations.items.errors import (
    CHANGE_KEY_REQUIRED,
    DISPOSITION_REQUIRED,
    INVITATIONS_OR_CANCELLATIONS_REQUIRED,
)
from fakeserver.protocols.ews.operations.items.private_lists import settled_lists
from fakeserver.protocols.ews.operations.items.task_occurrences import update_task
from fakeserver.protocols.ews.operations.items.tasks import settled
from fakeserver.protocols.ews.operations.items.zones import check_zones
from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.properties.table import FIELDS
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import (
    ITEM_ID_TYPES,
    ITEM_IDS,
    TARGET_FOLDER,
    Id,
    key_is_stale,
    named_item,
    read_item_id,
)
from fakeserver.protocols.ews.request.updates import UPDATES, Update, changes_by, read_updates
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import (
    Element,
    boolean_attribute,
    required,
    required_one,
    word_attribute,
)
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.id_maker import change_key_of_type
from fakeserver.tenant.exchange.ids import decode_change_key, object_type
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.kinds.reminder_times import with_next_time
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.planning.checks import check_recurrence
from fakeserver.tenant.exchange.planning.planning import replanned
from fakeserver.tenant.exchange.receipt_requests import receipt_is_due
from fakeserver.tenant.refusals import ChangeKeyStale

RESOLUTION: Final = of_words("ConflictResolutionType", "NeverOverwrite AutoResolve AlwaysOverwrite")
_NO_CONFLICTS = Xml("<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>")


@dataclass(frozen=True)
class ItemChange:
    """A t:ItemChange as it was read."""

    item_id: Id[Item]
    updates: list[Update]


def _read(node: Element) -> ItemChange:
    item_id = read_item_id(required_one(node, *ITEM_IDS.elements))
    return ItemChange(item_id, read_updates(required(node, t("Updates"))))


@operation(
    "UpdateItem",
    answer=PerItem("ItemChanges", _read, "<m:Items/>"),
    since="Exchange2007",
    request=complex_type(
        "ConflictResolution MessageDisposition SendMeetingInvitationsOrCancellations SuppressReadReceipts",
        {
            "m:SavedItemFolderId": TARGET_FOLDER,
            "m:ItemChanges": list_type(
                {
                    "t:ItemChange": complex_type(
                        elements={**ITEM_ID_TYPES, "t:Updates": UPDATES}, not_performed="t:CalendarActivityData"
                    )
                }
            ),
        },
    ),
)
def update_item(call: Call) -> Perform[ItemChange]:
    """Change properties of items.

    Source: web-service-reference/updateitem-operation
    """
    body = call.body
    resolution = word_attribute(body, "ConflictResolution", RESOLUTION)
    disposition = word_attribute(body, "MessageDisposition", DISPOSITION, "")
    invitations = word_attribute(body, "SendMeetingInvitationsOrCancellations", MEETING_UPDATES, "")
    without_receipts = boolean_attribute(body, "SuppressReadReceipts", False)
    named_folder = saved_item_folder(call)

    def update_one(change: ItemChange) -> Xml:
        item = named_item(call, change.item_id, "edit")
        _check(item, disposition, invitations)
        _check_conflict(change.item_id, item, resolution)
        meeting_messages.check_request_is_kept(item, change.updates)
        changes = changes_by(change.updates, item)
        _check_overlap(change.item_id, item, resolution, changes)
        if is_of(item.item_class, APPOINTMENT):
            _check_of_one(item, changes)
            check_zones(changes)
            changes = replanned(item, changes, call.tenant.random)
        else:
            check_recurrence(changes.get("recurrence"))
        if isinstance(item, OccurrenceItem):
            meeting_messages.update(call, item, changes, invitations)
            return _answer(item)
        changes = with_next_time(changes)
        if element_for_class(item.item_class) == "Task":
            return _answer(update_task(call, item, settled(changes, item.get, call.tenant.clock.now())))
        mailbox = call.visit_in(item.folder).mailbox
        stays = disposition in ("", SAVE_ONLY) or element_for_class(item.item_class) != "Message"
        lasting = settled_lists(call, _lasting(changes), item)
        if without_receipts and changes.get("is_read") and receipt_is_due(item):
            mailbox.items.settle_receipt(item)
        if is_of(item.item_class, APPOINTMENT):
            # Those who were invited hear of it, and those who are now.
            meeting_messages.update(call, item, lasting, invitations)
            return _answer(item)
        if stays:
            mailbox.items.update(item, lasting)
            return _answer(item, marked=changes.keys() == {"is_read"})
        call.check_item(item, "delete")
        folder = mailbox.folders.distinguished("sentitems") if named_folder is None else named_folder()
        keep = None if disposition == SEND_ONLY else folder
        # Assumption: what cannot be sent is not changed either.
        sending.check(call, mailbox.items.proposed(item, lasting), keep)
        mailbox.items.update(item, lasting)
        sending.send(call, item, keep)
        return Xml(f"<m:Items/>{_NO_CONFLICTS}")

    return update_one


def _check(item: Item, disposition: str, invitations: str) -> None:
    if element_for_class(item.item_class) == "Message" and not disposition:
        raise EwsError(DISPOSITION_REQUIRED)
    if is_of(item.item_class, APPOINTMENT) and not invitations:
        raise EwsError(INVITATIONS_OR_CANCELLATIONS_REQUIRED)


def _check_conflict(item_id: Id[Item], item: Item, resolution: str) -> None:
    """Refuse to overwrite changes that the client has not seen, if it asks for that.

    Raises:
        EwsError, ChangeKeyStale.
    """
    if resolution == "AlwaysOverwrite":
        return
    if not item_id.change_key:
        raise EwsError(CHANGE_KEY_REQUIRED)
    if resolution == "NeverOverwrite" and key_is_stale(item_id, item):
        raise ChangeKeyStale(item.item_id)


def _check_overlap(item_id: Id[Item], item: Item, resolution: str, changes: Mapping[Any, Any]) -> None:
    """Refuse what AutoResolve cannot merge: a property that somebody has set to something else in between.

    Assumption: what was marked (read, flagged) and appointments of a series never overlap.

    Raises:
        ChangeKeyStale.
    """
    if resolution != "AutoResolve" or not item_id.change_key or not item.written or not key_is_stale(item_id, item):
        return
    seen = decode_change_key(item_id.change_key)
    if any(item.written.get(name, 0) > seen and item.get(name) != value for name, value in changes.items()):
        raise ChangeKeyStale(item.item_id)


def _check_of_one(item: Item, changes: Mapping[Any, Any]) -> None:
    """Refuse to let one of a series recur by itself.

    Raises:
        EwsError.
    """
    if isinstance(item, OccurrenceItem) and "recurrence" in changes:
        row = INVALID_DELETE if changes["recurrence"] is None else INVALID_SET
        raise EwsError(row, FIELDS["calendar:Recurrence"].path)


def _lasting(changes: dict[Any, Any]) -> dict[Any, Any]:
    """Return the changes without one that is accepted only on creation: whether a message is a draft."""
    return {name: value for name, value in changes.items() if name != "is_draft"}


def _answer(item: Item, *, marked: bool = False) -> Xml:
    """Return the answer. One that was only marked as read or unread has no number of a change, as recorded."""
    only_type = element("t:ItemId", Id=item.item_id, ChangeKey=change_key_of_type(object_type(item.item_class)))
    shown = element(f"t:{element_for_class(item.item_class)}", only_type if marked else item_id(item))
    return Xml(f"{element('m:Items', shown)}{_NO_CONFLICTS}")
