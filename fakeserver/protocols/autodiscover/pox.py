"""Autodiscover in plain old XML: one address in, the account's settings, a redirect or an error out.

Every answer is a 200; what went wrong stands in ``Error``. Element order and texts follow an answer recorded from
Exchange Online (2020). Source: web-service-reference/pox-autodiscover-response-for-exchange.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lxml import etree

from fakeserver.protocols.autodiscover import urls
from fakeserver.protocols.autodiscover.accounts import Account, Redirect
from fakeserver.protocols.http import request_xml
from fakeserver.steps import finish

REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

#: ``Error/@Id`` of the real service is a checksum of the machine; ours is one machine.
MACHINE = "4130155072"

INVALID_REQUEST = ("600", "Invalid Request")
PROVIDER_NOT_AVAILABLE = ("601", "Provider is not available")
ADDRESS_NOT_FOUND = ("500", "The email address can't be found.")

#: What a request may hold. LegacyDN stands for the address where there is none, or beside it, which then decides.
_OF_REQUEST = {"EMailAddress", "LegacyDN", "AcceptableResponseSchema"}


class PoxError(Exception):
    """The request cannot be answered; holds ErrorCode and Message."""

    def __init__(self, row: tuple[str, str]) -> None:
        super().__init__(f"{row[0]} {row[1]}")
        self.row = row


def requested_address(body: bytes) -> str:
    """Return the address that a request asks for.

    Raises:
        PoxError: 600 for what is no request; 601 for a response schema other than Outlook's 2006a.
    """
    try:
        root = finish(request_xml.parse(body))
    except request_xml.NotXmlError as problem:
        raise PoxError(INVALID_REQUEST) from problem
    if root.tag != f"{{{REQUEST}}}Autodiscover":
        raise PoxError(INVALID_REQUEST)
    request = _only(root, "Request")
    _check_known(root, {"Request"})
    _check_known(request, _OF_REQUEST)
    address, schema = (
        (_only(request, name).text or "").strip() for name in ("EMailAddress", "AcceptableResponseSchema")
    )
    if not address or not schema:
        raise PoxError(INVALID_REQUEST)
    if schema != OUTLOOK:
        raise PoxError(PROVIDER_NOT_AVAILABLE)
    return address


def _check_known(parent: etree._Element, names: set[str]) -> None:
    """Refuse other children: clients that were looked at (Thunderbird, EWS Managed API) send none.

    Assumption: the service refuses them as it does what it cannot read.

    Raises:
        PoxError: 600.
    """
    known = {f"{{{REQUEST}}}{name}" for name in names}
    if any(child.tag not in known for child in parent.iterchildren("*")):
        raise PoxError(INVALID_REQUEST)


def _only(parent: etree._Element, name: str) -> etree._Element:
    """Return the child that stands once. Assumption: two of them are refused, as one that is missing is."""
    found = parent.findall(f"{{{REQUEST}}}{name}")
    if len(found) != 1:
        raise PoxError(INVALID_REQUEST)
    return found[0]


def settings(account: Account, base_url: str, others: Iterable[Account] = ()) -> bytes:
    """Return the settings of an account, its URLs on the host that was asked.

    Args:
        others: mailboxes that Outlook shall show beside it.
    """
    root, response = _answer(OUTLOOK)
    user = _add(response, "User")
    _add(user, "DisplayName", account.display_name)
    _add(user, "LegacyDN", account.legacy_dn)
    _add(user, "AutoDiscoverSMTPAddress", account.address)
    _add(user, "DeploymentId", account.tenant_id)
    account_element = _add(response, "Account")
    _add(account_element, "AccountType", "email")
    _add(account_element, "Action", "settings")
    _add(account_element, "MicrosoftOnline", "True")
    _add_exch(account_element, account, base_url)
    _add_expr(account_element, account, base_url)
    _add_web(account_element, account, base_url)
    for other in others:
        alternative = _add(account_element, "AlternativeMailbox")
        _add(alternative, "Type", "Delegate")
        _add(alternative, "DisplayName", other.display_name)
        _add(alternative, "SmtpAddress", other.address)
        _add(alternative, "OwnerSmtpAddress", other.address)
    if account.public_folders:
        _add(_add(account_element, "PublicFolderInformation"), "SmtpAddress", account.public_folders)
    return _document(root)


def redirect(target: Redirect) -> bytes:
    """Return the answer that sends the client to another address."""
    root, response = _answer(OUTLOOK)
    account = _add(response, "Account")
    _add(account, "Action", "redirectAddr")
    _add(account, "RedirectAddr", target.address)
    return _document(root)


def error(row: tuple[str, str], now: datetime) -> bytes:
    """Return an error; one that a provider found (500) stands in Outlook's namespace, a general one does not."""
    namespace = OUTLOOK if row is ADDRESS_NOT_FOUND else RESPONSE
    root, response = _answer(namespace)
    # Seven digits of a second, as .NET prints its ticks.
    element = etree.SubElement(response, f"{{{namespace}}}Error", Time=now.strftime("%H:%M:%S.%f") + "0", Id=MACHINE)
    for name, text in (("ErrorCode", row[0]), ("Message", row[1]), ("DebugData", None)):
        etree.SubElement(element, f"{{{namespace}}}{name}").text = text
    return _document(root)


def _answer(namespace: str) -> tuple[etree._Element, etree._Element]:
    """Return the root and its empty Response, which is in a namespace of its own."""
    # lxml's stubs do not know that None stands for the default namespace.
    root_namespace: Any = {None: RESPONSE}
    response_namespace: Any = {None: namespace}
    root = etree.Element(f"{{{RESPONSE}}}Autodiscover", nsmap=root_namespace)
    return root, etree.SubElement(root, f"{{{namespace}}}Response", nsmap=response_namespace)


def _add_exch(parent: etree._Element, account: Account, base_url: str) -> None:
    protocol = _add(parent, "Protocol")
    _add(protocol, "Type", "EXCH")
    _add(protocol, "Server", account.server)
    _add(protocol, "ServerDN", account.server_dn)
    _add(protocol, "ServerVersion", "73D48D2A")
    _add(protocol, "MdbDN", f"{account.server_dn}/cn=Microsoft Private MDB")
    _add(protocol, "PublicFolderServer", urls.host(base_url))
    _add(protocol, "AuthPackage", "Anonymous")
    _add_service_urls(protocol, account, base_url)
    _add(protocol, "ServerExclusiveConnect", "off")


def _add_expr(parent: etree._Element, account: Account, base_url: str) -> None:
    protocol = _add(parent, "Protocol")
    _add(protocol, "Type", "EXPR")
    _add(protocol, "Server", urls.host(base_url))
    _add(protocol, "SSL", "On")
    _add(protocol, "AuthPackage", "Basic")
    _add_service_urls(protocol, account, base_url)
    _add(protocol, "ServerExclusiveConnect", "on")
    _add(protocol, "CertPrincipalName", "msstd:outlook.com")
    _add(protocol, "EwsPartnerUrl", urls.ews_url(base_url))
    _add(protocol, "GroupingInformation", "AM6PR08")


def _add_web(parent: etree._Element, account: Account, base_url: str) -> None:
    protocol = _add(parent, "Protocol")
    _add(protocol, "Type", "WEB")
    origin = urls.origin(base_url)
    internal = _add(protocol, "Internal")
    _add(internal, "OWAUrl", f"{origin}/owa/").set("AuthenticationMethod", "LiveIdFba, OAuth")
    _add_as_url(internal, "EXCH", base_url)
    external = _add(protocol, "External")
    _add(external, "OWAUrl", f"{origin}/owa/{account.domain}/").set("AuthenticationMethod", "Fba")
    _add_as_url(external, "EXPR", base_url)


def _add_as_url(parent: etree._Element, kind: str, base_url: str) -> None:
    protocol = _add(parent, "Protocol")
    _add(protocol, "Type", kind)
    _add(protocol, "ASUrl", urls.ews_url(base_url))


def _add_service_urls(protocol: etree._Element, account: Account, base_url: str) -> None:
    for name in ("ASUrl", "EwsUrl", "EmwsUrl", "SharingUrl"):
        _add(protocol, name, urls.ews_url(base_url))
    _add(protocol, "EcpUrl", f"{urls.origin(base_url)}/owa/")
    for name, (_, fragment) in urls.OF_SETTINGS.items():
        _add(protocol, f"EcpUrl-{name}", fragment.format(domain=account.domain))
    _add(protocol, "OOFUrl", urls.ews_url(base_url))
    _add(protocol, "UMUrl", f"{urls.origin(base_url)}/EWS/UM2007Legacy.asmx")
    _add(protocol, "OABUrl", f"{urls.origin(base_url)}/OAB/{account.tenant_id}/")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{OUTLOOK}}}{name}")
    element.text = text
    return element


def _document(root: etree._Element) -> bytes:
    # Indented, one element a line, as the real service does: DavMail reads it line by line.
    body = etree.tostring(root, pretty_print=True, encoding="unicode").rstrip("\n")
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + body).replace("\n", "\r\n").encode()
