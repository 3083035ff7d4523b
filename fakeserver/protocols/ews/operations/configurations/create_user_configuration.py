"""CreateUserConfiguration."""

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.configurations.content import USER_CONFIGURATION, read_configuration
from fakeserver.protocols.ews.operations.configurations.errors import EXISTS
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml


@operation(
    "CreateUserConfiguration",
    answer=Single(),
    since="Exchange2010",
    request=complex_type(elements={"m:UserConfiguration": USER_CONFIGURATION}),
)
def create_user_configuration(call: Call) -> Xml:
    """Keep a named configuration in a folder, which must not have one of that name.

    Source: web-service-reference/createuserconfiguration-operation
    """
    given = read_configuration(call.part(m("UserConfiguration")))
    folder = given.name.folder_for(call, "create")
    if given.name.found_in(folder) is not None:
        raise EwsError(EXISTS)
    item = call.visit_in(folder).mailbox.items.add(
        folder, given.name.item_class, {"is_associated": True, **given.parts}
    )
    call.sign(item)
    return NOTHING
