"""GetDelegate: who may act for the owner of a mailbox.

Source: web-service-reference/getdelegate-operation.
"""

from fakeserver.protocols.ews.answers.forms import Flat, XmlSteps
from fakeserver.protocols.ews.operations.delegates.delegate_users import (
    USER_IDS,
    answer,
    delegate_user,
    delegates_of,
    delivery_of,
    find_delegate,
    visit_of,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import MAILBOX
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import at_least_one, boolean_attribute
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.directory.users import User


@operation(
    "GetDelegate",
    answer=Flat(),
    since="Exchange2007_SP1",
    request=complex_type("IncludePermissions", {"m:Mailbox": MAILBOX, "m:UserIds": USER_IDS}),
)
def get_delegate(call: Call) -> XmlSteps:
    """Return the delegates asked for, or all."""
    with_permissions = boolean_attribute(call.body, "IncludePermissions")
    named = call.parts.get(m("UserIds"))
    nodes = None if named is None else at_least_one(named)
    visit = visit_of(call)

    def get(user: User) -> Xml:
        return delegate_user(visit, user, with_permissions=with_permissions)

    if nodes is None:
        return answer(call, delegates_of(visit), get, delivery_of(visit))
    return answer(call, nodes, lambda node: get(find_delegate(visit, node)), delivery_of(visit))
