"""SOAP faults: the answer when the request as a whole cannot be served.

Always with HTTP 500 and, unlike other answers, without a SOAP header.
Source: a captured fault, shared by clients' test suites; web-service-reference/soap-faults.
"""

from dataclasses import dataclass

from fakeserver.protocols.ews.soap.names import ERRORS, SOAP, TYPES
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, escape


@dataclass(eq=False)
class SoapFault(Exception):
    """The whole request is answered by a fault."""

    code: str
    #: the faultstring, and the message in the detail unless ``message`` is given
    text: str
    message: str | None = None
    #: content of t:MessageXml
    message_xml: Xml = NOTHING
    #: of the code; a fault of SOAP itself has no detail
    namespace: str = TYPES
    #: for the developer: what would let it pass on the fake, and where Microsoft documents it
    fix: str = ""
    page: str = "learn.microsoft.com/exchange/client-developer/web-service-reference/soap-faults"

    @property
    def name(self) -> str:
        """What it is known by."""
        return self.code

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


def invalid_request(fix: str = "") -> SoapFault:
    """Return the fault for a request that names no operation of the service."""
    return SoapFault("ErrorInvalidRequest", "The request is invalid.", fix=fix)


def render(fault: SoapFault) -> bytes:
    """Return the fault as a whole SOAP document, UTF-8."""
    if fault.namespace == SOAP:
        return _document(f"<faultcode>s:{escape(fault.code)}</faultcode>", fault.text)
    detail = f'<t:MessageXml xmlns:t="{TYPES}">{fault.message_xml}</t:MessageXml>' if fault.message_xml else ""
    message = fault.text if fault.message is None else fault.message
    return _document(
        f'<faultcode xmlns:a="{TYPES}">a:{escape(fault.code)}</faultcode>',
        fault.text,
        f'<detail><e:ResponseCode xmlns:e="{ERRORS}">{escape(fault.code)}</e:ResponseCode>'
        f'<e:Message xmlns:e="{ERRORS}">{escape(message)}</e:Message>{detail}</detail>',
    )


def _document(code: str, text: str, detail: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>{code}'
        f'<faultstring xml:lang="en-US">{escape(text)}</faultstring>{detail}</s:Fault></s:Body></s:Envelope>'
    ).encode()
