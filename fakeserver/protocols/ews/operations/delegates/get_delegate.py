"""GetDelegate: who may act for the owner of a mailbox.

Source: web-service-reference/getdelegate-operation.
"""

from fakeserver.protocols.ews.answers.forms import Content, Flat
from fakeserver.protocols.ews.operations.delegates.delegate_users import (
    USER_IDS,
    answer,
    answer_of_all,
    delegate_user,
    delivery_of,
    find_delegate,
    visit_of,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import MAILBOX
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, boolean_attribute
from fakeserver.protocols.ews.soap.writing import Xml


@operation(
    "GetDelegate",
    answer=Flat(),
    since="Exchange2007_SP1",
    request=complex_type("IncludePermissions", {"m:Mailbox": MAILBOX, "m:UserIds": USER_IDS}),
)
def get_delegate(call: Call) -> Content:
    """Return the delegates asked for, or all."""
    with_permissions = boolean_attribute(call.body, "IncludePermissions")
    named = call.parts.get(m("UserIds"))
    nodes = None if named is None else at_least_one(named)
    visit = visit_of(call)
    rest = delivery_of(visit)
    if nodes is None:
        return answer_of_all(visit, with_permissions=with_permissions, rest=rest)

    def get(node: Element) -> Xml:
        return delegate_user(visit, find_delegate(visit, node), with_permissions=with_permissions)

    return answer(call, nodes, get, rest)
