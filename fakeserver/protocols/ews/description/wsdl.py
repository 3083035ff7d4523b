"""Writes Services.wsdl (WSDL 1.1, SOAP 1.1 over HTTP, document/literal)."""

from functools import cache
from typing import Final

from lxml import etree

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.envelope import request_element
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES, XSD

_WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_SOAP: Final = "http://schemas.xmlsoap.org/wsdl/soap/"
_HTTP: Final = "http://schemas.xmlsoap.org/soap/http"
_NAMESPACES: Final = {"wsdl": _WSDL, "soap": _SOAP, "xs": XSD, "tns": MESSAGES, "t": TYPES}

_PORT_TYPE: Final = "ExchangeServicePortType"
_BINDING: Final = "ExchangeServiceBinding"
#: Name of a message's part -> the element of the SOAP header that it is.
_HEADERS: Final = {
    "Impersonation": "ExchangeImpersonation",
    "MailboxCulture": "MailboxCulture",
    "RequestVersion": "RequestServerVersion",
    "TimeZoneContext": "TimeZoneContext",
}
#: Operations whose requests or answers have times in the zone of the header.
_IN_A_ZONE: Final = frozenset(
    "CreateAttachment CreateFolder CreateFolderPath CreateItem FindFolder FindItem GetAttachment GetFolder "
    "GetInboxRules GetItem GetUserAvailability UpdateFolder UpdateInboxRules UpdateItem".split()
)
_WITHOUT_CULTURE: Final = frozenset(
    "ApplyConversationAction ConvertId FindConversation FindPeople GetAppManifests GetAppMarketplaceUrl "
    "GetConversationItems GetPersona "
    "GetSearchableMailboxes GetUserAvailability GetUserOofSettings GetUserRetentionPolicyTags "
    "SetUserOofSettings".split()
)
_WITHOUT_IMPERSONATION: Final = frozenset(
    "GetAppManifests GetAppMarketplaceUrl GetMailTips GetPasswordExpirationDate GetSearchableMailboxes "
    "GetServerTimeZones GetUserRetentionPolicyTags".split()
)
#: Operations whose message has its request in a part of this name, and not of the usual one.
_REQUEST_PARTS: Final = {
    name: f"{name}Request"
    for name in "GetRoomLists GetRooms GetUserAvailability GetUserOofSettings SetUserOofSettings".split()
}
#: Operations that messages.xsd has and the published services.wsdl has not.
UNLISTED: Final = frozenset(("GetReminders", "PerformReminderAction"))


@cache
def services_wsdl(url: str) -> bytes:
    """Return Services.wsdl, UTF-8, of the service at a URL; it wants messages.xsd and types.xsd beside it."""
    root = etree.Element(_wsdl("definitions"), nsmap=_NAMESPACES, targetNamespace=MESSAGES)
    schema = etree.SubElement(etree.SubElement(root, _wsdl("types")), f"{{{XSD}}}schema")
    etree.SubElement(schema, f"{{{XSD}}}import", namespace=MESSAGES, schemaLocation="messages.xsd")
    listed = {name: one for name, one in performed().items() if name not in UNLISTED}
    for name, one in listed.items():
        answer = f"{name}{one.answer.suffix}" if isinstance(one.answer, Flat) else f"{name}Response"
        request = {_REQUEST_PARTS.get(name, "request"): f"tns:{request_element(name)}"}
        _message(root, f"{name}SoapIn", request | {part: f"t:{of}" for part, of in _headers(name)})
        _message(root, f"{name}SoapOut", {f"{name}Result": f"tns:{answer}", "ServerVersion": "t:ServerVersionInfo"})
    port_type = etree.SubElement(root, _wsdl("portType"), name=_PORT_TYPE)
    for name in listed:
        operation = etree.SubElement(port_type, _wsdl("operation"), name=name)
        etree.SubElement(operation, _wsdl("input"), message=f"tns:{name}SoapIn")
        etree.SubElement(operation, _wsdl("output"), message=f"tns:{name}SoapOut")
    binding = etree.SubElement(root, _wsdl("binding"), name=_BINDING, type=f"tns:{_PORT_TYPE}")
    etree.SubElement(binding, _soap("binding"), style="document", transport=_HTTP)
    for name in listed:
        _bound(binding, name)
    port = etree.SubElement(
        etree.SubElement(root, _wsdl("service"), name="ExchangeServices"),
        _wsdl("port"),
        name="ExchangeServicePort",
        binding=f"tns:{_BINDING}",
    )
    # Assumption: the service's own address; the file that Exchange ships has an empty one.
    etree.SubElement(port, _soap("address"), location=url)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _headers(operation: str) -> list[tuple[str, str]]:
    left_out = {"MailboxCulture"} if operation in _WITHOUT_CULTURE else set()
    if operation in _WITHOUT_IMPERSONATION:
        left_out.add("Impersonation")
    if operation not in _IN_A_ZONE:
        left_out.add("TimeZoneContext")
    return [(part, element) for part, element in _HEADERS.items() if part not in left_out]


def _message(root: etree._Element, name: str, parts: dict[str, str]) -> None:
    message = etree.SubElement(root, _wsdl("message"), name=name)
    for part, element in parts.items():
        etree.SubElement(message, _wsdl("part"), name=part, element=element)


def _bound(binding: etree._Element, name: str) -> None:
    operation = etree.SubElement(binding, _wsdl("operation"), name=name)
    etree.SubElement(operation, _soap("operation"), soapAction=f"{MESSAGES}/{name}")
    request = etree.SubElement(operation, _wsdl("input"))
    for part, _ in _headers(name):
        etree.SubElement(request, _soap("header"), message=f"tns:{name}SoapIn", part=part, use="literal")
    etree.SubElement(request, _soap("body"), parts=_REQUEST_PARTS.get(name, "request"), use="literal")
    answer = etree.SubElement(operation, _wsdl("output"))
    etree.SubElement(answer, _soap("body"), parts=f"{name}Result", use="literal")
    etree.SubElement(answer, _soap("header"), message=f"tns:{name}SoapOut", part="ServerVersion", use="literal")


def _wsdl(name: str) -> str:
    return f"{{{_WSDL}}}{name}"


def _soap(name: str) -> str:
    return f"{{{_SOAP}}}{name}"
