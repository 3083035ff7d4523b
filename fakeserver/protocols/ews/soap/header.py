"""The blocks of a request's SOAP header: those that are read, each with what it may contain.

Blocks that nobody knows are passed over, as SOAP has it, unless the client insists (mustUnderstand).
"""

from typing import Final

from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, ComplexType, check, complex_type, each, text_type
from fakeserver.protocols.ews.soap.faults import SoapFault, invalid_request
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import SOAP, s, t
from fakeserver.protocols.ews.soap.reading import Element, Find, by_name, children, content, has_text, tag
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.time_zones import TIME_ZONE
from fakeserver.protocols.http.soap_headers import not_understood
from fakeserver.steps import Steps

#: The schema allows attributes of SOAP's own in every block; Office add-ins write mustUnderstand="0".
_OF_SOAP: Final = " ".join(map(s, ("mustUnderstand", "actor", "encodingStyle")))
#: A block that names one user; what names none or several is refused for that, whatever else is in it.
IMPERSONATION: Final = complex_type(
    _OF_SOAP,
    {"t:ConnectingSID": complex_type(elements=each("t:PrincipalName t:SID t:PrimarySmtpAddress t:SmtpAddress", TEXT))},
)
_BLOCKS: Final[dict[str, ComplexType]] = {
    t("RequestServerVersion"): complex_type(f"Version {_OF_SOAP}"),
    t("ExchangeImpersonation"): ANY,
    t("MailboxCulture"): text_type(_OF_SOAP),
    # Its definition is read as that of an item is.
    t("TimeZoneContext"): complex_type(_OF_SOAP, {"t:TimeZoneDefinition": ANY}),
    t("DateTimePrecision"): text_type(_OF_SOAP),
}
#: Blocks by which a caller would act as somebody else.
_NOT_PERFORMED: Final = frozenset(
    map(
        t,
        "ManagementRole OpenAsAdminOrSystemService ProxySecurityContext SerializedSecurityContext SharingSecurity "
        "ProxySuggesterSid ProxyPartnerToken".split(),
    )
)


def read_header(header: Element | None) -> Steps[Find]:
    """Check a SOAP header, in steps; return the way to its blocks.

    Raises:
        SoapFault: a block stands twice, or has to be understood and is not known; there is text between blocks.
        Violation: a block is not as the schema has it.
        EwsError: there are too many blocks, or one is not performed.
    """
    if header is None:
        return lambda _: None
    check_number(header)
    blocks = list(children(header))
    _check_names(header, blocks)
    for block in blocks:
        kind = _BLOCKS.get(str(block.tag))
        if kind is not None and kind is not ANY:
            yield from check(block, kind)
    find = by_name(header).get
    _check_culture(find(t("MailboxCulture")))
    context = find(t("TimeZoneContext"))
    for definition in children(context):
        TIME_ZONE.read(definition)
    return find


def _check_names(header: Element, blocks: list[Element]) -> None:
    seen = set()
    for one in blocks:
        if one.tag in _NOT_PERFORMED:
            raise not_performed_here(tag(one))
        if one.tag in seen:
            # The text is the EWS Managed API's (ServiceError).
            raise SoapFault("ErrorDuplicateSOAPHeader", "A duplicate SOAP header was received.")
        seen.add(one.tag)
    refused = not_understood(blocks, _BLOCKS)
    if refused is not None:
        raise SoapFault("MustUnderstand", refused, namespace=SOAP)
    if has_text(header):
        raise invalid_request()


def _check_culture(culture: Element | None) -> None:
    """Refuse a MailboxCulture that is no language.

    Assumption: any language is one that the service has; all answers are in English.
    """
    if culture is not None:
        try:
            spelling.LANGUAGE.parse(content(culture))
        except ValueError as error:
            raise schema.not_spelled(culture, spelling.LANGUAGE.datatype, str(error)) from error
