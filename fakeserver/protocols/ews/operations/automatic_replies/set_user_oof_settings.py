"""SetUserOofSettings: switches automatic replies on and off.

Source: web-service-reference/setuseroofsettings-operation.
"""

from fakeserver.protocols.ews.answers.forms import Headed
from fakeserver.protocols.ews.operations.automatic_replies.settings import (
    OWNER_TYPE,
    SETTINGS_TYPE,
    owned_mailbox,
    read_settings,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml


@operation(
    "SetUserOofSettings",
    answer=Headed(),
    since="Exchange2007",
    request=complex_type(elements={"t:Mailbox": OWNER_TYPE, "t:UserOofSettings": SETTINGS_TYPE}),
)
def set_user_oof_settings(call: Call) -> Xml:
    """Take the settings; who was told before is told again where they say something else."""
    given = call.part(t("UserOofSettings"))
    replies = owned_mailbox(call).automatic_replies
    replies.change(read_settings(given, replies.settings, call.tenant.clock.now()))
    return NOTHING
