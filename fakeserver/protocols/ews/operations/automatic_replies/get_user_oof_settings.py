"""GetUserOofSettings: whether a mailbox sends automatic replies, and what they say.

Source: web-service-reference/getuseroofsettings-operation.
"""

from fakeserver.protocols.ews.answers.forms import Headed
from fakeserver.protocols.ews.operations.automatic_replies.settings import OWNER_TYPE, owned_mailbox, write_settings
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml, text


@operation(
    "GetUserOofSettings",
    answer=Headed(),
    since="Exchange2007",
    request=complex_type(elements={"t:Mailbox": OWNER_TYPE}),
)
def get_user_oof_settings(call: Call) -> Xml:
    """Return them, and whom the organization lets reply to: everybody."""
    mailbox = owned_mailbox(call)
    settings = write_settings(mailbox.automatic_replies.settings, call.tenant.clock.now())
    return Xml(settings + text("m:AllowExternalOof", "All"))
