"""DeleteUserConfiguration."""

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.operations.configurations.named import CONFIGURATION_NAME, read_name
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml


@operation(
    "DeleteUserConfiguration",
    answer=Single(),
    since="Exchange2010",
    request=complex_type(elements={"m:UserConfigurationName": CONFIGURATION_NAME}),
)
def delete_user_configuration(call: Call) -> Xml:
    """Take a configuration out of a folder, for good.

    Source: web-service-reference/deleteuserconfiguration-operation
    """
    item = read_name(call.part(m("UserConfigurationName"))).item(call, "delete")
    call.visit_in(item.folder).mailbox.items.delete([item])
    return NOTHING
