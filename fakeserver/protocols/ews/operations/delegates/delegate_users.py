"""What the four operations share: the mailbox, the user whom a t:UserId names, and the answers.

A delegate has SendOnBehalf on the mailbox, and permissions on folders: the same that the door checks.

Source: web-service-reference/getdelegate-operation, delegatepermissions; response codes as exchangelib's tests find
them (unknown SID, unknown address, somebody who is no delegate).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from fakeserver import steps
from fakeserver.protocols.ews.answers.forms import XmlSteps
from fakeserver.protocols.ews.answers.responses import OK, row_content
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.delegates.errors import (
    INVALID_LEVEL,
    INVALID_SID,
    NO_USER,
    NOT_A_PERSON,
    NOT_DELEGATE,
)
from fakeserver.protocols.ews.properties.permission_set import NOT_NAMED, named_user, user_id
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import read_mailbox
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration, of_words
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, content, required, word
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element, text
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.delegates import DelegateOptions, MeetingDelivery
from fakeserver.tenant.exchange.permissions.folder_permissions import LEVELS
from fakeserver.tenant.refusals import MailboxAccessDenied

#: Distinguished folder -> its element in t:DelegatePermissions, in the schema's order.
FOLDERS: Final = {
    "calendar": "CalendarFolderPermissionLevel",
    "tasks": "TasksFolderPermissionLevel",
    "inbox": "InboxFolderPermissionLevel",
    "contacts": "ContactsFolderPermissionLevel",
    "notes": "NotesFolderPermissionLevel",
    "journal": "JournalFolderPermissionLevel",
}
#: The levels that a delegate can get; any other permission is shown as Custom.
_LEVELS: Final = ("None", "Reviewer", "Author", "Editor")
_LEVEL: Final = of_words("DelegateFolderPermissionLevelType", "None Editor Reviewer Author Custom")
#: t:UserId in requests, and m:UserIds.
USER_ID: Final = complex_type(
    elements=each("t:SID t:PrimarySmtpAddress t:DisplayName t:DistinguishedUser", TEXT),
    not_performed="t:ExternalUserIdentity",
)
USER_IDS: Final = list_type({"t:UserId": USER_ID})
_DELIVERIES: Final = {
    "DelegatesOnly": MeetingDelivery.DELEGATES_ONLY,
    "DelegatesAndMe": MeetingDelivery.DELEGATES_AND_OWNER,
    "DelegatesAndSendInformationToMe": MeetingDelivery.DELEGATES_AND_INFORM_OWNER,
    "NoForward": MeetingDelivery.OWNER_ONLY,
}
DELIVERY: Final = Enumeration("DeliverMeetingRequestsType", _DELIVERIES)
_MESSAGE: Final = "m:DelegateUserResponseMessageType"
#: What an operation does something with: a t:UserId, an `Entry`, or a delegate.
Wanted = TypeVar("Wanted")


@dataclass(frozen=True)
class Entry:
    """A t:DelegateUser of a request; what it leaves out is not in the levels, or None."""

    user_id: Element
    #: distinguished folder -> level
    levels: dict[str, str]
    receives_meeting_messages: bool | None
    sees_private_items: bool | None

    @classmethod
    def read(cls, node: Element) -> Self:
        """Read a t:DelegateUser.

        Raises:
            Violation: it is not as the schema has it.
        """
        given = node.find(t("DelegatePermissions"))
        found = {} if given is None else {name: given.find(t(tag)) for name, tag in FOLDERS.items()}
        return cls(
            required(node, t("UserId")),
            {name: word(level, _LEVEL) for name, level in found.items() if level is not None},
            _given(node.find(t("ReceiveCopiesOfMeetingMessages"))),
            _given(node.find(t("ViewPrivateItems"))),
        )


def _given(element: Element | None) -> bool | None:
    return None if element is None else boolean_of(element)


def visit_of(call: Call) -> Visit:
    """Open the mailbox that the request names, for its owner and those with FullAccess.

    Raises:
        MailboxRefused: it cannot be opened, or not as a whole.
    """
    address = read_mailbox(call.part(m("Mailbox")))
    visit = call.visit_to(address)
    if "FullAccess" not in visit.rights:
        raise MailboxAccessDenied(address, principal=visit.acting_name)
    return visit


def find_user(visit: Visit, wanted: Element) -> User:
    """Return the user whom a t:UserId names.

    Raises:
        EwsError: nobody in the directory, or nobody at all.
    """
    if wanted.find(t("DistinguishedUser")) is not None:
        raise EwsError(NOT_A_PERSON)
    address, sid = content(wanted.find(t("PrimarySmtpAddress"))).strip(), content(wanted.find(t("SID"))).strip()
    if not address and not sid:
        raise EwsError(NOT_NAMED)
    found = named_user(visit.tenant.directory, address, sid)
    if found is None:
        raise EwsError(INVALID_SID if sid and not address else NO_USER)
    return found


def find_delegate(visit: Visit, wanted: Element) -> User:
    """Return the delegate whom a t:UserId names.

    Raises:
        EwsError: nobody in the directory, or somebody who is no delegate.
    """
    user = find_user(visit, wanted)
    if user not in delegates_of(visit):
        raise EwsError(NOT_DELEGATE)
    return user


def delegates_of(visit: Visit) -> list[User]:
    """Return the delegates of the visited mailbox."""
    users = visit.tenant.directory.users
    trustees = visit.tenant.permissions.trustees(visit.owner.object_id, "SendOnBehalf")
    return [users[trustee] for trustee in trustees if trustee in users]


def apply(visit: Visit, user: User, entry: Entry) -> None:
    """Apply an entry to a delegate; what it leaves out stays unchanged.

    Raises:
        EwsError: it has a level that delegates cannot have; nothing is changed then.
    """
    permissions, owner = visit.tenant.permissions, visit.owner.object_id
    if not set(_LEVELS).issuperset(entry.levels.values()):
        raise EwsError(INVALID_LEVEL)
    permissions.add(owner, user.object_id, "SendOnBehalf")
    for name, level in entry.levels.items():
        number = visit.mailbox.folders.distinguished(name).number
        if level == "None":
            permissions.folders.remove(owner, number, user.object_id)
        else:
            permissions.folders.set(owner, number, user.object_id, level)
    before = permissions.delegates.options(owner, user.object_id)
    receives, sees = entry.receives_meeting_messages, entry.sees_private_items
    after = DelegateOptions(
        before.receives_meeting_messages if receives is None else receives,
        before.sees_private_items if sees is None else sees,
    )
    permissions.delegates.set_options(owner, user.object_id, after)


def choose_delivery(visit: Visit, chosen: str) -> None:
    """Set who gets meeting messages, if the request has it."""
    if chosen:
        visit.tenant.permissions.delegates.set_delivery(visit.owner.object_id, _DELIVERIES[chosen])


def delivery_of(visit: Visit) -> Xml:
    """Write m:DeliverMeetingRequests."""
    chosen = visit.tenant.permissions.delegates.delivery(visit.owner.object_id)
    return text("m:DeliverMeetingRequests", next(word for word, value in _DELIVERIES.items() if value is chosen))


def delegate_user(visit: Visit, user: User, *, with_permissions: bool) -> Xml:
    """Write m:DelegateUser."""
    permissions, owner = visit.tenant.permissions, visit.owner.object_id
    options = permissions.delegates.options(owner, user.object_id)
    levels = NOTHING
    if with_permissions:
        shown = (text(f"t:{tag}", _level(visit, name, user)) for name, tag in FOLDERS.items())
        levels = element("t:DelegatePermissions", *shown)
    return element(
        "m:DelegateUser",
        user_id(user),
        levels,
        boolean("t:ReceiveCopiesOfMeetingMessages", options.receives_meeting_messages),
        boolean("t:ViewPrivateItems", options.sees_private_items),
    )


def _level(visit: Visit, folder: str, user: User) -> str:
    number = visit.mailbox.folders.distinguished(folder).number
    entries = visit.tenant.permissions.folders.entries(visit.owner.object_id, number)
    level = entries.get(user.object_id, LEVELS["None"]).level
    return level if level in _LEVELS else "Custom"


def answer(call: Call, wanted: Iterable[Wanted], do: Callable[[Wanted], Xml], rest: Xml = NOTHING) -> XmlSteps:
    """Return the content of an answer of these operations: one message of the common type for each delegate."""
    messages = yield from steps.each(wanted, lambda one: _message(call, one, do))
    listed = element("m:ResponseMessages", *messages) if messages else NOTHING
    return Xml(f"{listed}{rest}")


def _message(call: Call, one: Wanted, do: Callable[[Wanted], Xml]) -> Xml:
    try:
        return element(_MESSAGE, OK, do(one), ResponseClass="Success")
    except EwsError as error:
        call.note(error.row.code, error)
        return element(_MESSAGE, row_content(error.row), ResponseClass="Error")
