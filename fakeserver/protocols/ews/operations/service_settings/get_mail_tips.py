"""GetMailTips: what there is to know of recipients before a message goes to them.

Source: web-service-reference/getmailtips-operation, /mailtips and the pages of its elements.
"""

from dataclasses import replace
from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.answers.responses import OK
from fakeserver.protocols.ews.operations.automatic_replies.replies import write_reply
from fakeserver.protocols.ews.operations.automatic_replies.settings import write_period
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import MAILBOX, read_mailbox
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, children, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element, number, text
from fakeserver.tenant.access.mail_tips import MailTips, mail_tips

#: Of the last three nothing is said: what they mean is not documented.
_TIP: Final = of_words(
    "MailTipTypes",
    "All OutOfOfficeMessage MailboxFullStatus CustomMailTip ExternalMemberCount TotalMemberCount MaxMessageSize "
    "DeliveryRestriction ModerationStatus InvalidRecipient Scope RecipientSuggestions PreferAccessibleContent",
)


#: exchangelib's MailTipsRequested is a text among the other elements, which Exchange Online takes: exchangelib's tests.
_REQUEST: Final = replace(
    complex_type(
        elements={
            "m:SendingAs": MAILBOX,
            "m:Recipients": list_type({"t:Mailbox": MAILBOX}),
            "m:MailTipsRequested": TEXT,
        }
    ),
    text=True,
)


@operation("GetMailTips", answer=Flat(), since="Exchange2010", request=_REQUEST)
def get_mail_tips(call: Call) -> Xml:
    """Return the tips asked for of each recipient, in order.

    Assumption: where no tips are named, all of them are meant.
    """
    sender = read_mailbox(call.part(m("SendingAs")))
    recipients = [(read_mailbox(node), content(node.find(t("Name")))) for node in children(call.part(m("Recipients")))]
    wanted = _read_tips(call.parts.get(m("MailTipsRequested")))
    messages: list[Xml] = []
    for address, name in recipients:
        found = mail_tips(call.tenant, sender, address)
        tips = element("m:MailTips", _recipient(address, name, found), *_tips(found, wanted))
        messages.append(element("m:MailTipsResponseMessageType", OK, tips, ResponseClass="Success"))
    return element("m:ResponseMessages", *messages) if messages else NOTHING


def _read_tips(node: Element | None) -> set[str]:
    """Return the kinds that are asked for; All stands for each of them.

    Raises:
        Violation: there is another.
    """
    given = ["All"] if node is None else content(node).split()
    if node is not None and not set(given) <= set(_TIP.words):
        raise schema.not_of(node, _TIP)
    return set(_TIP.words) if "All" in given else set(given)


def _recipient(address: str, name: str, tips: MailTips) -> Xml:
    shown = text("t:Name", name or tips.display_name)
    parts = shown + text("t:EmailAddress", address) + text("t:RoutingType", "SMTP")
    # Nothing takes so long that it would be left out.
    return Xml(element("t:RecipientAddress", Xml(parts)) + element("t:PendingMailTips"))


def _tips(found: MailTips, wanted: set[str]) -> list[Xml]:
    tips = {
        "OutOfOfficeMessage": _out_of_office(found) if found.has_mailbox else NOTHING,
        "MailboxFullStatus": boolean("t:MailboxFull", False) if found.has_mailbox else NOTHING,
        "TotalMemberCount": number("t:TotalMemberCount", found.total),
        "ExternalMemberCount": number("t:ExternalMemberCount", found.external),
        "MaxMessageSize": NOTHING if found.max_size is None else number("t:MaxMessageSize", found.max_size),
        "DeliveryRestriction": boolean("t:DeliveryRestricted", found.is_restricted),
        "ModerationStatus": boolean("t:IsModerated", False),
        "InvalidRecipient": boolean("t:InvalidRecipient", found.is_invalid),
    }
    return [tip for kind, tip in tips.items() if kind in wanted]


def _out_of_office(found: MailTips) -> Xml:
    """Write t:OutOfOffice: what the sender would be told; without a text where nobody is away."""
    if found.reply is None:
        return element("t:OutOfOffice", element("t:ReplyBody", element("t:Message")))
    period = write_period(found.start, found.end) if found.start is not None and found.end is not None else NOTHING
    return element("t:OutOfOffice", write_reply("t:ReplyBody", found.reply), period)
