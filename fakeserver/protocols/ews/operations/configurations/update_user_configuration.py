"""UpdateUserConfiguration."""

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.operations.configurations.content import USER_CONFIGURATION, read_configuration
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml


@operation(
    "UpdateUserConfiguration",
    answer=Single(),
    since="Exchange2010",
    request=complex_type(elements={"m:UserConfiguration": USER_CONFIGURATION}),
)
def update_user_configuration(call: Call) -> Xml:
    """Replace the parts of a configuration that the request has; the others stay.

    Source: web-service-reference/updateuserconfiguration-operation
    """
    given = read_configuration(call.part(m("UserConfiguration")))
    item = given.name.item(call, "edit")
    call.visit_in(item.folder).mailbox.items.update(item, given.parts)
    return NOTHING
