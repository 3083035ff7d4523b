"""Autodiscover over SOAP: GetUserSettings.

Unlike EWS, the answer's ServerVersionInfo has child elements, and every namespace is ``http://`` (the documentation
shows ``https://``, a rewrite of its links). Elements stand in the order of the service's data contracts, alphabetical
within a type. Sources: web-service-reference/getusersettings-operation-soap;
exchange-web-services/how-to-get-user-settings-from-exchange-by-using-autodiscover.
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from fakeserver.protocols.autodiscover import settings
from fakeserver.protocols.autodiscover.accounts import Account, Redirect
from fakeserver.protocols.http import request_xml
from fakeserver.protocols.http.soap_headers import not_understood
from fakeserver.steps import finish

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
AUTODISCOVER = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

ACTION_BASE = f"{AUTODISCOVER}/Autodiscover"
#: What WS-Addressing says of a request.
ACTION = f"{ACTION_BASE}/GetUserSettings"
#: Addresses of one request. Assumption: the real limit is not known; the error is that of an empty request.
MAX_ADDRESSES = 100
#: Settings of one request: not more than there are, or some of them are none.
MAX_SETTINGS = len(settings.VALUES) + len(settings.NOT_AVAILABLE)
#: What RequestedServerVersion may be: others than EWS has. Sources: web-service-reference/requestedserverversion-soap;
#: exchangelib, which sends the last three to Exchange Online; OfficeDev/ews-managed-api#140, where V2015_10_05 is none.
REQUESTED_VERSIONS = frozenset(
    "Exchange2007_SP1 Exchange2010 Exchange2010_SP1 Exchange2010_SP2 Exchange2013 Exchange2013_SP1 Exchange2015 "
    "Exchange2015_SP1 Exchange2016".split()
)
#: Headers that are read, or say what holds here anyway.
_UNDERSTOOD = frozenset(
    {
        f"{{{ADDRESSING}}}Action",
        f"{{{ADDRESSING}}}To",
        f"{{{ADDRESSING}}}MessageID",
        f"{{{ADDRESSING}}}ReplyTo",
        f"{{{AUTODISCOVER}}}RequestedServerVersion",
    }
)
VERSION = (
    ("MajorVersion", "15"),
    ("MinorVersion", "20"),
    ("MajorBuildNumber", "7270"),
    ("MinorBuildNumber", "33"),
    ("Version", "Exchange2015"),
)


class SoapRequestError(Exception):
    """The body is no SOAP request; the real service's framework answers it with a bare 400."""


class FaultError(Exception):
    """The request gets a SOAP fault, in the words of the real service's framework (WCF).

    Attributes:
        name: of the fault's code.
        namespace: of the fault's code.
    """

    def __init__(self, name: str, namespace: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.namespace = namespace


class ActionNotSupportedError(FaultError):
    """The body, or its action, asks for another operation than GetUserSettings."""

    def __init__(self, action: str) -> None:
        super().__init__(
            "ActionNotSupported",
            "http://schemas.microsoft.com/ws/2005/05/addressing/none",
            f"The message with Action '{action}' cannot be processed at the receiver, due to a ContractFilter mismatch "
            "at the EndpointDispatcher. This may be because of either a contract mismatch (mismatched Actions between "
            "sender and receiver) or a binding/security mismatch between the sender and the receiver.  Check that "
            "sender and receiver have the same contract and the same binding (including security requirements, e.g. "
            "Message, Transport, None).",
        )


class NotUnderstoodError(FaultError):
    """A header that must be understood (SOAP 1.1 section 4.2.3) is none of the service's."""

    def __init__(self, text: str) -> None:
        super().__init__("MustUnderstand", SOAP, text)


@dataclass(frozen=True)
class UserSettingsRequest:
    """Addresses and setting names, both in request order."""

    addresses: list[str]
    #: each once
    settings: list[str]
    #: the header RequestedServerVersion, empty where it is missing
    version: str

    @property
    def problem(self) -> str:
        """Why it is invalid, empty where it is not: it asks for nothing, for too much, or for no version there is."""
        if self.version not in REQUESTED_VERSIONS:
            # OfficeDev/ews-managed-api#140 has the sentence, with both blanks.
            return "The RequestedServerVersion  header is missing or invalid."
        if 0 < len(self.addresses) <= MAX_ADDRESSES and 0 < len(self.settings) <= MAX_SETTINGS:
            return ""
        # Assumption: the sentence; the code is documented.
        return "The request is invalid."


def read(body: bytes) -> UserSettingsRequest:
    """Read a GetUserSettings request.

    Raises:
        SoapRequestError: not XML, or not an envelope with a body.
        NotUnderstoodError: a header that is not known must be understood.
        ActionNotSupportedError: another operation.
    """
    try:
        envelope = finish(request_xml.parse(body))
    except request_xml.NotXmlError as problem:
        raise SoapRequestError(str(problem)) from problem
    content = envelope.find(f"{{{SOAP}}}Body/*")
    if envelope.tag != f"{{{SOAP}}}Envelope" or content is None:
        raise SoapRequestError("no SOAP envelope with a body")
    refused = not_understood(envelope.iterfind(f"{{{SOAP}}}Header/*"), _UNDERSTOOD)
    if refused is not None:
        raise NotUnderstoodError(refused)
    action = envelope.findtext(f"{{{SOAP}}}Header/{{{ADDRESSING}}}Action", "").strip()
    # Assumption: without an action the body's element says what is asked for.
    if content.tag != f"{{{AUTODISCOVER}}}GetUserSettingsRequestMessage" or action not in ("", ACTION):
        raise ActionNotSupportedError(action or str(content.tag))
    addresses, names = (
        [(element.text or "").strip() for element in content.iter(f"{{{AUTODISCOVER}}}{name}")]
        for name in ("Mailbox", "Setting")
    )
    version = envelope.findtext(f"{{{SOAP}}}Header/{{{AUTODISCOVER}}}RequestedServerVersion", "").strip()
    return UserSettingsRequest(addresses, list(dict.fromkeys(names)), version)


def user_settings(request: UserSettingsRequest, found: list[Account | Redirect | None], base_url: str) -> bytes:
    """Return the answer: one UserResponse per address, in request order.

    Args:
        request: as read.
        found: whom each address stands for.
        base_url: scheme and authority that the client used.
    """
    envelope, response = _envelope("GetUserSettingsResponse", "GetUserSettingsResponseMessage")
    if request.problem:
        _add(response, "ErrorCode", "InvalidRequest")
        _add(response, "ErrorMessage", request.problem)
        _add(response, "UserResponses")
        return _document(envelope)
    _add(response, "ErrorCode", "NoError")
    _add(response, "ErrorMessage")
    responses = _add(response, "UserResponses")
    for address, account in zip(request.addresses, found, strict=True):
        _add_user_response(_add(responses, "UserResponse"), address, account, request.settings, base_url)
    return _document(envelope)


def fault(problem: FaultError) -> bytes:
    """Return the fault of a request."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"s": SOAP})
    element = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{SOAP}}}Fault")
    prefix = "s" if problem.namespace == SOAP else "a"
    etree.SubElement(element, "faultcode", nsmap={prefix: problem.namespace}).text = f"{prefix}:{problem.name}"
    text = etree.SubElement(element, "faultstring")
    text.set("{http://www.w3.org/XML/1998/namespace}lang", "en-US")
    text.text = str(problem)
    return _document(envelope)


def _add_user_response(
    element: etree._Element, address: str, found: Account | Redirect | None, names: list[str], base_url: str
) -> None:
    if found is None:
        _add(element, "ErrorCode", "InvalidUser")
        # The sentence is what a client's test suite finds in Exchange Online.
        _add(element, "ErrorMessage", f"Invalid user '{address}'")
        _add_nil(element, "RedirectTarget")
        _add(element, "UserSettingErrors")
        _add(element, "UserSettings")
    elif isinstance(found, Redirect):
        _add(element, "ErrorCode", "RedirectAddress")
        _add(element, "ErrorMessage", "Redirection address.")
        _add(element, "RedirectTarget", found.address)
        _add(element, "UserSettingErrors")
        _add(element, "UserSettings")
    else:
        _add(element, "ErrorCode", "NoError")
        _add(element, "ErrorMessage", "No error.")
        _add_nil(element, "RedirectTarget")
        errors = _add(element, "UserSettingErrors")
        values = _add(element, "UserSettings")
        for name in names:
            _add_setting(errors, values, name, found, base_url)


def _add_setting(errors: etree._Element, values: etree._Element, name: str, account: Account, base_url: str) -> None:
    value = settings.VALUES.get(name)
    if value is not None and (said := value(account, base_url)):
        setting = _add(values, "UserSetting")
        setting.set(f"{{{INSTANCE}}}type", "StringSetting")
        _add(setting, "Name", name)
        _add(setting, "Value", said)
        return
    error = _add(errors, "UserSettingError")
    # Assumption: the sentences; the codes are documented.
    if name in settings.NOT_AVAILABLE or value is not None:
        _add(error, "ErrorCode", "SettingIsNotAvailable")
        _add(error, "ErrorMessage", f"The setting '{name}' is not available.")
    else:
        _add(error, "ErrorCode", "InvalidSetting")
        _add(error, "ErrorMessage", f"The setting '{name}' is not valid.")
    _add(error, "SettingName", name)


def _envelope(action: str, message: str) -> tuple[etree._Element, etree._Element]:
    """Return the envelope and its empty Response element."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"s": SOAP, "a": ADDRESSING})
    header = etree.SubElement(envelope, f"{{{SOAP}}}Header")
    action_element = etree.SubElement(header, f"{{{ADDRESSING}}}Action")
    action_element.set(f"{{{SOAP}}}mustUnderstand", "1")
    action_element.text = f"{ACTION_BASE}/{action}"
    version = etree.SubElement(header, f"{{{AUTODISCOVER}}}ServerVersionInfo", nsmap={"h": AUTODISCOVER, "i": INSTANCE})
    for name, text in VERSION:
        etree.SubElement(version, f"{{{AUTODISCOVER}}}{name}").text = text
    body = etree.SubElement(envelope, f"{{{SOAP}}}Body")
    # lxml's stubs do not know that None stands for the default namespace.
    namespaces: Any = {None: AUTODISCOVER}
    content = etree.SubElement(body, f"{{{AUTODISCOVER}}}{message}", nsmap=namespaces)
    return envelope, etree.SubElement(content, f"{{{AUTODISCOVER}}}Response", nsmap={"i": INSTANCE})


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{AUTODISCOVER}}}{name}")
    element.text = text
    return element


def _add_nil(parent: etree._Element, name: str) -> None:
    _add(parent, name).set(f"{{{INSTANCE}}}nil", "true")


def _document(envelope: etree._Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>' + etree.tostring(envelope, encoding="utf-8")
