"""GetServiceConfiguration: how the organization has set parts of the service.

Source: web-service-reference/getserviceconfiguration-operation, /mailtipsconfiguration and the pages of its elements;
the defaults: learn.microsoft.com/powershell/module/exchange/set-organizationconfig.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat, noted
from fakeserver.protocols.ews.answers.responses import OK, row_content
from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import MAILBOX, read_mailbox
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, content
from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, number
from fakeserver.tenant.exchange.mailbox import RECEIVE_LIMIT

_NAME: Final = of_words(
    "ServiceConfigurationType",
    "MailTips UnifiedMessagingConfiguration ProtectionRules PolicyNudges SharePointURLs OfficeIntegrationConfiguration",
)
#: Assumption: recipients of one GetMailTips.
_MAX_RECIPIENTS: Final = 50
#: -MailTipsLargeAudienceThreshold
_LARGE_AUDIENCE: Final = 25
#: Assumption: up to where the members of groups are counted.
_AUDIENCE_CAP: Final = 1000
#: Unified messaging has gone from Exchange Online (learn.microsoft.com, "Unified Messaging service retirement").
_NO_UM: Final = Xml(
    "<m:UnifiedMessagingConfiguration><t:UmEnabled>false</t:UmEnabled><t:PlayOnPhoneDialString/>"
    "<t:PlayOnPhoneEnabled>false</t:PlayOnPhoneEnabled></m:UnifiedMessagingConfiguration>"
)


@operation(
    "GetServiceConfiguration",
    answer=Flat(),
    since="Exchange2010",
    request=complex_type(
        elements={"m:ActingAs": MAILBOX, "m:RequestedConfiguration": list_type({"m:ConfigurationName": TEXT})},
        not_performed="m:ConfigurationRequestDetails",
    ),
)
def get_service_configuration(call: Call) -> Xml:
    """Return each configuration asked for, in order.

    Assumption: each has a message of its own, and so has one that is not performed.
    """
    acting = call.parts.get(m("ActingAs"))
    if acting is not None:
        call.visit_to(read_mailbox(acting))
    names = [_read_name(node) for node in at_least_one(call.part(m("RequestedConfiguration")))]
    return element("m:ResponseMessages", *(_message(call, name) for listed in names for name in listed))


def _read_name(node: Element) -> list[str]:
    """Return what one m:ConfigurationName says: the schema's type is a list."""
    names = content(node).split()
    if not names or not set(names) <= set(_NAME.words):
        raise schema.not_of(node, _NAME)
    return names


def _message(call: Call, name: str) -> Xml:
    if name == "MailTips":
        found = _mail_tips(call)
    elif name == "UnifiedMessagingConfiguration":
        found = _NO_UM
    elif name == "ProtectionRules":
        found = element(
            "m:ProtectionRulesConfiguration", element("t:Rules"), _internal_domains(call), RefreshInterval="24"
        )
    else:
        row, message_xml = noted(call, not_performed_here(name))
        content_of_error = row_content(row, message_xml)
        return element("m:ServiceConfigurationResponseMessageType", content_of_error, ResponseClass="Error")
    return element("m:ServiceConfigurationResponseMessageType", OK, found, ResponseClass="Success")


def _mail_tips(call: Call) -> Xml:
    return element(
        "m:MailTipsConfiguration",
        boolean("t:MailTipsEnabled", True),
        number("t:MaxRecipientsPerGetMailTipsRequest", _MAX_RECIPIENTS),
        number("t:MaxMessageSize", RECEIVE_LIMIT),
        number("t:LargeAudienceThreshold", _LARGE_AUDIENCE),
        boolean("t:ShowExternalRecipientCount", False),
        _internal_domains(call),
        boolean("t:PolicyTipsEnabled", False),
        number("t:LargeAudienceCap", _AUDIENCE_CAP),
    )


def _internal_domains(call: Call) -> Xml:
    domains = call.tenant.organization.domains
    return element(
        "t:InternalDomains", *(element("t:Domain", Name=domain, IncludeSubdomains="false") for domain in domains)
    )
