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
from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.automatic_replies import ReplyState
from fakeserver.tenant.exchange.mailbox import RECEIVE_LIMIT, Mailbox

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

    Assumption: one may ask as anybody, since nothing is sent; where no tips are named, all of them are meant.
    """
    sender = read_mailbox(call.part(m("SendingAs")))
    recipients = [(read_mailbox(node), content(node.find(t("Name")))) for node in children(call.part(m("Recipients")))]
    wanted = _read_tips(call.parts.get(m("MailTipsRequested")))
    messages = [
        element(
            "m:MailTipsResponseMessageType",
            OK,
            element("m:MailTips", _recipient(call, address, name), *_tips(call, sender, address, wanted)),
            ResponseClass="Success",
        )
        for address, name in recipients
    ]
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


def _recipient(call: Call, address: str, name: str) -> Xml:
    found = _find(call, address)
    shown = name or (found.display_name if isinstance(found, User | DistributionGroup) else "")
    parts = text("t:Name", shown) + text("t:EmailAddress", address) + text("t:RoutingType", "SMTP")
    # Nothing takes so long that it would be left out.
    return Xml(element("t:RecipientAddress", Xml(parts)) + element("t:PendingMailTips"))


def _tips(call: Call, sender: str, address: str, wanted: set[str]) -> list[Xml]:
    found = _find(call, address)
    mailbox = call.tenant.mailboxes.recipient(address) if not isinstance(found, DistributionGroup) else None
    is_inside = call.tenant.organization.is_inside(address)
    limit = RECEIVE_LIMIT if mailbox is None else mailbox.receive_limit
    total, external = _counts(found, is_inside)
    tips = {
        "OutOfOfficeMessage": _out_of_office(call, mailbox, sender) if mailbox is not None else NOTHING,
        "MailboxFullStatus": boolean("t:MailboxFull", False) if mailbox is not None else NOTHING,
        "TotalMemberCount": number("t:TotalMemberCount", total),
        "ExternalMemberCount": number("t:ExternalMemberCount", external),
        "MaxMessageSize": number("t:MaxMessageSize", limit) if is_inside else NOTHING,
        "DeliveryRestriction": boolean("t:DeliveryRestricted", _is_restricted(call, found, sender)),
        "ModerationStatus": boolean("t:IsModerated", False),
        "InvalidRecipient": boolean("t:InvalidRecipient", is_inside and found is None and mailbox is None),
    }
    return [tip for kind, tip in tips.items() if kind in wanted]


def _find(call: Call, address: str) -> User | DistributionGroup | None:
    directory = call.tenant.directory
    return directory.distribution_group(address) or directory.user_by_address(address)


def _counts(found: User | DistributionGroup | None, is_inside: bool) -> tuple[int, int]:
    """Return how many a message reaches, and how many of them are outside: a group's members, and one otherwise."""
    if not isinstance(found, DistributionGroup):
        return 1, 0 if is_inside else 1
    reached: list[Member] = []
    waiting = [found]
    # It grows while it is gone through; each group is in it once.
    for group in waiting:
        for member in group.present_members():
            if isinstance(member, DistributionGroup):
                waiting += [] if member in waiting else [member]
            elif member not in reached:
                reached.append(member)
    return len(reached), sum(isinstance(member, str) for member in reached)


def _is_restricted(call: Call, found: User | DistributionGroup | None, sender: str) -> bool:
    is_inside = call.tenant.organization.is_inside(sender)
    return isinstance(found, DistributionGroup) and not found.accepts(sender, is_inside=is_inside)


def _out_of_office(call: Call, mailbox: Mailbox, sender: str) -> Xml:
    """Write t:OutOfOffice: what the sender would be told; without a text where nobody is away."""
    settings = mailbox.automatic_replies.settings
    is_inside = call.tenant.organization.is_inside(sender)
    reply = settings.internal if is_inside else settings.external
    if not settings.are_on(call.tenant.clock.now()) or reply is None:
        return element("t:OutOfOffice", element("t:ReplyBody", element("t:Message")))
    period = NOTHING
    if settings.state is ReplyState.SCHEDULED and settings.start is not None and settings.end is not None:
        period = write_period(settings.start, settings.end)
    return element("t:OutOfOffice", write_reply("t:ReplyBody", reply), period)
