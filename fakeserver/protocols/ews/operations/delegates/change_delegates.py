"""AddDelegate, UpdateDelegate and RemoveDelegate.

Sources: web-service-reference/adddelegate-operation, updatedelegate-operation, removedelegate-operation.
"""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.delegates.delegate_users import (
    ALREADY_DELEGATE,
    CANNOT_ADD_OWNER,
    FOLDERS,
    answer,
    apply,
    choose_delivery,
    delegate_user,
    delegates_of,
    failed,
    find_delegate,
    find_user,
    visit_of,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, children, required
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.tenant.refusals import MailboxRefused


@operation("AddDelegate")
def add_delegate(call: Call) -> Xml:
    """Make people delegates: they send on behalf of the owner, and see the folders that they are given."""
    try:
        visit = visit_of(call)
    except MailboxRefused as refusal:
        return failed(call, refusal)
    choose_delivery(visit, call.body)

    def add(wish: Element) -> Xml:
        user = find_user(visit, required(wish, t("UserId")))
        if user is visit.owner:
            raise EwsError(CANNOT_ADD_OWNER)
        if user in delegates_of(visit):
            raise EwsError(ALREADY_DELEGATE)
        apply(visit, user, wish)
        return delegate_user(visit, user, with_permissions=True)

    return answer(call, children(required(call.body, m("DelegateUsers"))), add)


@operation("UpdateDelegate")
def update_delegate(call: Call) -> Xml:
    """Change what delegates have; what the request leaves out stays."""
    try:
        visit = visit_of(call)
    except MailboxRefused as refusal:
        return failed(call, refusal)
    choose_delivery(visit, call.body)

    def update(wish: Element) -> Xml:
        user = find_delegate(visit, required(wish, t("UserId")))
        apply(visit, user, wish)
        return delegate_user(visit, user, with_permissions=True)

    return answer(call, children(call.body.find(m("DelegateUsers"))), update)


@operation("RemoveDelegate")
def remove_delegate(call: Call) -> Xml:
    """Take everything from delegates that they had as such."""
    try:
        visit = visit_of(call)
    except MailboxRefused as refusal:
        return failed(call, refusal)
    permissions, owner = visit.tenant.permissions, visit.owner.object_id

    def remove(wish: Element) -> Xml:
        user = find_delegate(visit, wish)
        permissions.remove(owner, user.object_id, "SendOnBehalf")
        permissions.delegates.forget(owner, user.object_id)
        for name in FOLDERS:
            permissions.folders.remove(owner, visit.mailbox.folders.distinguished(name).number, user.object_id)
        return NOTHING

    return answer(call, children(required(call.body, m("UserIds"))), remove)
