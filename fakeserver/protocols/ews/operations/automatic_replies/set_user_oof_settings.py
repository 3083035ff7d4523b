"""SetUserOofSettings: switches automatic replies on and off.

Source: web-service-reference/setuseroofsettings-operation.
"""

from fakeserver.protocols.ews.answers.forms import Headed, XmlSteps
from fakeserver.protocols.ews.operations.automatic_replies.absence import Declined, read_declined
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
from fakeserver.tenant.exchange.automatic_replies import AbsenceSettings, AutomaticReplySettings
from fakeserver.tenant.exchange.mailbox import Mailbox


@operation(
    "SetUserOofSettings",
    answer=Headed(),
    since="Exchange2007",
    request=complex_type(elements={"t:Mailbox": OWNER_TYPE, "t:UserOofSettings": SETTINGS_TYPE}),
)
def set_user_oof_settings(call: Call) -> Xml | XmlSteps:
    """Take the settings; who was told before is told again where they say something else."""
    given = call.part(t("UserOofSettings"))
    mailbox = owned_mailbox(call)
    replies = mailbox.automatic_replies
    settings = read_settings(given, replies.settings, call.tenant.clock.now())
    if settings.absence == AbsenceSettings():
        replies.change(settings)
        return NOTHING
    return _arranged(call, mailbox, settings, read_declined(given))


def _arranged(call: Call, mailbox: Mailbox, settings: AutomaticReplySettings, declined: Declined) -> XmlSteps:
    """Take the settings, with what they do to the calendar."""
    named, absence = declined.items(mailbox), call.tenant.scheduling.absence
    yield from absence.arrange(mailbox, settings, declined=named, all_events=declined.all_events)
    return NOTHING
