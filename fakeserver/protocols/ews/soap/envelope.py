"""The SOAP envelope: what a request's header asks for, and the header that every answer but a fault has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.soap.faults import SoapFault, invalid_request
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES, XSD, XSI, s, t
from fakeserver.protocols.ews.soap.reading import Element, children, content, parse, tag
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps
from fakeserver.tenant.access.opening import NamedBy

#: What Exchange Online reports; MinorVersion 20 is what makes clients take it for Exchange Online. Builds move weekly.
MAJOR_VERSION: Final = 15
MINOR_VERSION: Final = 20
MAJOR_BUILD: Final = 7270
MINOR_BUILD: Final = 33
VERSION: Final = "V2018_01_08"

#: What RequestServerVersion may ask for: ExchangeVersionType of types.xsd, what Exchange Online itself reports, and
#: Exchange2015_SP1, which the schema lacks and clients send.
VERSIONS: Final = frozenset(
    "Exchange2007 Exchange2007_SP1 Exchange2009 Exchange2010 Exchange2010_SP1 Exchange2010_SP2 Exchange2012 "
    "Exchange2013 Exchange2013_SP1 Exchange2015 Exchange2015_SP1 Exchange2016 V2015_10_05 V2016_01_06 V2016_04_13 "
    "V2016_07_13 V2016_10_10 V2017_01_07 V2017_04_14 V2017_07_11 V2018_01_08".split()
)
#: What a request without the header gets.
OLDEST: Final = "Exchange2007_SP1"

#: The elements of ConnectingSID, each another way to name who is acted for.
IMPERSONATION_KINDS: Final[Mapping[str, NamedBy]] = {
    "PrincipalName": "upn",
    "SID": "sid",
    "PrimarySmtpAddress": "primary_address",
    "SmtpAddress": "address",
}

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<s:Envelope xmlns:s="{SOAP}"><s:Header><h:ServerVersionInfo '
    f'MajorVersion="{MAJOR_VERSION}" MinorVersion="{MINOR_VERSION}" MajorBuildNumber="{MAJOR_BUILD}" '
    f'MinorBuildNumber="{MINOR_BUILD}" Version="{VERSION}" '
    f'xmlns:h="{TYPES}" xmlns:xsd="{XSD}" xmlns:xsi="{XSI}"/></s:Header><s:Body>'
)
_TAIL = "</s:Body></s:Envelope>"


@dataclass(frozen=True)
class Impersonation:
    """Whom the request wants to act for."""

    named_by: NamedBy
    #: empty where the header is there and names nobody
    value: str


@dataclass(frozen=True)
class Envelope:
    """A request, taken apart."""

    #: EWS name, e.g. ``GetItem``
    operation: str
    #: the operation's element
    body: Element
    version: str
    impersonation: Impersonation | None
    #: id of t:TimeZoneDefinition in t:TimeZoneContext, empty without one
    time_zone: str


def read(request: bytes) -> Steps[Envelope]:
    """Take a request apart, in steps.

    Raises:
        SoapFault: it is no SOAP envelope with one element in its body, or asks for an unknown version.
    """
    root = yield from parse(request)
    body = root.find(s("Body"))
    if root.tag != s("Envelope") or body is None:
        raise invalid_request()
    asked = next(children(body), None)
    if asked is None:
        raise invalid_request()
    header = root.find(s("Header"))
    name = tag(asked)
    # The availability operations alone have an element that is not named like the operation.
    if name.endswith("Request"):
        name = name.removesuffix("Request")
    if not asked.tag.startswith(f"{{{MESSAGES}}}"):
        raise invalid_request()
    return Envelope(name, asked, _version(header), _impersonation(header), _time_zone(header))


def write(answer: Xml) -> bytes:
    """Return an answer as a whole SOAP document, UTF-8."""
    return f"{_HEAD}{answer}{_TAIL}".encode()


def _version(header: Element | None) -> str:
    asked = None if header is None else header.find(t("RequestServerVersion"))
    if asked is None:
        return OLDEST
    version = asked.get("Version", "Exchange2007_SP1")
    if version not in VERSIONS:
        raise SoapFault("ErrorInvalidServerVersion", "The specified server version is invalid.")
    return str(version)


def _impersonation(header: Element | None) -> Impersonation | None:
    asked = None if header is None else header.find(t("ExchangeImpersonation"))
    if asked is None:
        return None
    connecting = asked.find(t("ConnectingSID"))
    for kind, named_by in IMPERSONATION_KINDS.items():
        value = None if connecting is None else connecting.find(t(kind))
        if value is not None and content(value).strip():
            return Impersonation(named_by, content(value).strip())
    return Impersonation("primary_address", "")


def _time_zone(header: Element | None) -> str:
    definition = None if header is None else header.find(f"{t('TimeZoneContext')}/{t('TimeZoneDefinition')}")
    return "" if definition is None else str(definition.get("Id", ""))
