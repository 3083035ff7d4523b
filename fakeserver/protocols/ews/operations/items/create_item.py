"""CreateItem."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fakeserver.protocols.ews.answers.forms import Content, Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.destination import saved_item_folder
from fakeserver.protocols.ews.operations.items import meeting_messages
from fakeserver.protocols.ews.operations.items.creating import create_mail, created
from fakeserver.protocols.ews.operations.items.dispositions import (
    DISPOSITION,
    MEETING_MESSAGES,
    SAVE_ONLY,
)
from fakeserver.protocols.ews.operations.items.errors import (
    DISPOSITION_REQUIRED,
    INVITATIONS_REQUIRED,
    NOT_CREATABLE,
)
from fakeserver.protocols.ews.operations.items.folder_kinds import check_folder_kind
from fakeserver.protocols.ews.operations.items.posting import posted
from fakeserver.protocols.ews.operations.items.private_lists import settled_in_steps, settled_lists
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.operations.items.responses.table import RESPONSES
from fakeserver.protocols.ews.operations.items.tasks import settled
from fakeserver.protocols.ews.operations.items.zones import check_zones
from fakeserver.protocols.ews.properties.item_classes import MEETING_ELEMENTS
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import TARGET_FOLDER
from fakeserver.protocols.ews.request.item_types import NEW_ITEM_TYPES
from fakeserver.protocols.ews.request.new_attachments import attach
from fakeserver.protocols.ews.request.new_items import NewItem, read_new_item
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.reading import Element, tag, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.planning.checks import check_recurrence
from fakeserver.tenant.exchange.planning.planning import planned
from fakeserver.tenant.exchange.values import EmailAddress

_MAIL = frozenset(("Item", "Message"))
#: Element -> the distinguished folder that a new item goes to where none is named.
_DEFAULT_FOLDERS = {"CalendarItem": "calendar", "Contact": "contacts", "DistributionList": "contacts", "Task": "tasks"}


@dataclass(frozen=True)
class _Response:
    """A response object as it was read."""

    object: ResponseObject[Any]
    request: Any


def _read(node: Element) -> NewItem | _Response:
    if (response := RESPONSES.get(tag(node))) is not None:
        return _Response(response, response.read(node))
    if tag(node) in MEETING_ELEMENTS:
        raise EwsError(NOT_CREATABLE)
    return read_new_item(node)


@operation(
    "CreateItem",
    answer=PerItem("Items", _read, "<m:Items/>"),
    since="Exchange2007",
    request=complex_type(
        "MessageDisposition SendMeetingInvitations",
        {
            "m:SavedItemFolderId": TARGET_FOLDER,
            "m:Items": list_type(
                NEW_ITEM_TYPES | {f"t:{name}": response.type for name, response in RESPONSES.items()},
                not_performed="t:SharingMessage t:RoleMember t:Network t:Person",
            ),
        },
    ),
)
def create_item(call: Call) -> Perform[NewItem | _Response]:
    """Create items: saved, sent, or both.

    Source: web-service-reference/createitem-operation
    """
    body = call.body
    disposition = word_attribute(body, "MessageDisposition", DISPOSITION, "")
    invitations = word_attribute(body, "SendMeetingInvitations", MEETING_MESSAGES, "")
    named_folder = saved_item_folder(call)

    def create_list(new: NewItem) -> XmlSteps:
        check_folder_kind(new.element, _folder(call, named_folder, new))
        # A list may have thousands of members.
        given = yield from settled_in_steps(call, new.properties)
        return created(_add(call, _folder(call, named_folder, new), new, given))

    def create_one(new: NewItem | _Response) -> Content:
        if isinstance(new, _Response):
            return new.object.perform(call, new.request, Ways(disposition, named_folder))
        if new.element == "DistributionList":
            return create_list(new)
        if new.element in _MAIL:
            if not disposition:
                raise EwsError(DISPOSITION_REQUIRED)
            return _create_mail(call, new, disposition, named_folder and named_folder())
        if new.element == "CalendarItem":
            if not invitations:
                raise EwsError(INVITATIONS_REQUIRED)
            check_zones(new.properties)
            new.properties = planned(new.properties, call.tenant.clock.now(), call.tenant.random)
        else:
            check_recurrence(new.properties.get("recurrence"))
        if new.element == "Task":
            new.properties = settled(new.properties, lambda name: None, call.tenant.clock.now())
        folder = _folder(call, named_folder, new)
        if new.element == "PostItem":
            new.properties = posted(call, folder) | new.properties
        item = _add(call, folder, new)
        if new.element == "CalendarItem":
            meeting_messages.invite(call, item, invitations)
        return created(item)

    return create_one


def _create_mail(call: Call, new: NewItem, disposition: str, folder: Folder | None) -> Xml:
    if disposition == SAVE_ONLY:
        # MAPI's defaults for a new message: read, and not sent.
        new.properties = {"is_read": True, "is_draft": True, **new.properties}
    return create_mail(call, disposition, folder, lambda where: _add(call, where, new))


def _folder(call: Call, named: Callable[[], Folder] | None, new: NewItem) -> Folder:
    if named is not None:
        return named()
    return call.mailbox.folders.distinguished(_DEFAULT_FOLDERS.get(new.element, "drafts"))


def _add(call: Call, folder: Folder, new: NewItem, given: dict[Any, Any] | None = None) -> Item:
    """Add a new item.

    Args:
        given: its properties, members and recipients complete; None: those are still to be completed.
    """
    check_folder_kind(new.element, folder)
    mailbox = call.visit_in(folder).mailbox
    if given is None:
        given = settled_lists(call, new.properties)
    item = mailbox.items.add(folder, new.item_class, {**_whose(new.element, call.named_in(mailbox)), **given})
    call.sign(item)
    try:
        for attachment in new.attachments:
            attach(mailbox, item, attachment)
    except Exception:
        mailbox.items.delete([item])
        raise
    return item


def _whose(element: str, mailbox: Mailbox) -> dict[str, Any]:
    """Return what a new item says of its owner, and goes on to say in another mailbox."""
    if element == "CalendarItem":
        return {"organizer": EmailAddress(mailbox.display_name, mailbox.address)}
    return {"owner": mailbox.display_name} if element == "Task" else {}
