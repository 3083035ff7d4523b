"""AddDelegate, UpdateDelegate and RemoveDelegate.

Sources: web-service-reference/adddelegate-operation, updatedelegate-operation, removedelegate-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.delegates.delegate_users import (
    DELIVERY,
    FOLDERS,
    USER_ID,
    USER_IDS,
    Entry,
    answer,
    apply,
    choose_delivery,
    delegate_user,
    delegates_of,
    find_delegate,
    find_user,
    visit_of,
)
from fakeserver.protocols.ews.operations.delegates.errors import ALREADY_DELEGATE, CANNOT_ADD_OWNER
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import MAILBOX
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, word
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.tenant.access.door import Visit

_CHANGES: Final = complex_type(
    elements={
        "m:Mailbox": MAILBOX,
        "m:DelegateUsers": list_type(
            {
                "t:DelegateUser": complex_type(
                    elements={
                        "t:UserId": USER_ID,
                        "t:DelegatePermissions": complex_type(
                            elements=each(" ".join(f"t:{name}" for name in FOLDERS.values()), TEXT)
                        ),
                        **each("t:ReceiveCopiesOfMeetingMessages t:ViewPrivateItems", TEXT),
                    }
                )
            }
        ),
        "m:DeliverMeetingRequests": TEXT,
    }
)


@operation(
    "AddDelegate",
    answer=Flat(),
    since="Exchange2007_SP1",
    request=_CHANGES,
)
def add_delegate(call: Call) -> XmlSteps:
    """Make people delegates: they send on behalf of the owner, and see the folders that they are given."""
    entries = _entries(call.part(m("DelegateUsers")))
    visit = _opened(call)

    def add(entry: Entry) -> Xml:
        user = find_user(visit, entry.user_id)
        if user is visit.owner:
            raise EwsError(CANNOT_ADD_OWNER)
        if user in delegates_of(visit):
            raise EwsError(ALREADY_DELEGATE)
        apply(visit, user, entry)
        return delegate_user(visit, user, with_permissions=True)

    return answer(call, entries, add)


@operation(
    "UpdateDelegate",
    answer=Flat(),
    since="Exchange2007_SP1",
    request=_CHANGES,
)
def update_delegate(call: Call) -> XmlSteps:
    """Change what delegates have; what the request leaves out stays."""
    given = call.parts.get(m("DelegateUsers"))
    entries = [] if given is None else _entries(given)
    visit = _opened(call)

    def update(entry: Entry) -> Xml:
        user = find_delegate(visit, entry.user_id)
        apply(visit, user, entry)
        return delegate_user(visit, user, with_permissions=True)

    return answer(call, entries, update)


@operation(
    "RemoveDelegate",
    answer=Flat(),
    since="Exchange2007_SP1",
    request=complex_type(elements={"m:Mailbox": MAILBOX, "m:UserIds": USER_IDS}),
)
def remove_delegate(call: Call) -> XmlSteps:
    """Remove delegates, with all permissions that they had as such."""
    nodes = at_least_one(call.part(m("UserIds")))
    visit = visit_of(call)
    permissions, owner = visit.tenant.permissions, visit.owner.object_id

    def remove(node: Element) -> Xml:
        user = find_delegate(visit, node)
        permissions.remove(owner, user.object_id, "SendOnBehalf")
        permissions.delegates.forget(owner, user.object_id)
        for name in FOLDERS:
            permissions.folders.remove(owner, visit.mailbox.folders.distinguished(name).number, user.object_id)
        return NOTHING

    return answer(call, nodes, remove)


def _entries(delegate_users: Element) -> list[Entry]:
    """Read all of m:DelegateUsers, before anything is changed."""
    return [Entry.read(node) for node in at_least_one(delegate_users)]


def _opened(call: Call) -> Visit:
    """Open the mailbox, and set who gets its meeting messages."""
    delivery = word(call.parts.get(m("DeliverMeetingRequests")), DELIVERY)
    visit = visit_of(call)
    choose_delivery(visit, delivery)
    return visit
