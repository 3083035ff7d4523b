"""The XML dialect: what is read, and what is written."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from fakeserver.protocols.autodiscover import pox
from fakeserver.protocols.autodiscover.accounts import Account, Redirect

ACCOUNT = Account("alice@contoso.com", "Alice & <Co>", "9e19abe1-8917-428e-b47e-36596ca98043", "t-1")
OUTLOOK = f"{{{pox.OUTLOOK}}}"


def request(address: str = "alice@contoso.com", schema: str = pox.OUTLOOK) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="{pox.REQUEST}"><Request>'
        f"<EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>{schema}</AcceptableResponseSchema>"
        "</Request></Autodiscover>"
    ).encode()


def test_the_address_is_read() -> None:
    assert pox.requested_address(request(" alice@contoso.com ")) == "alice@contoso.com"


@pytest.mark.parametrize("body", [b"", b"<a/>", b"<!DOCTYPE a><a/>", request(""), request(schema="")])
def test_no_request_is_error_600(body: bytes) -> None:
    with pytest.raises(pox.PoxError) as caught:
        pox.requested_address(body)
    assert caught.value.row == pox.INVALID_REQUEST


@pytest.mark.parametrize("name", [b"Request", b"EMailAddress", b"AcceptableResponseSchema"])
def test_what_stands_twice_is_error_600(name: bytes) -> None:
    body = request()
    start, end = body.index(b"<" + name), body.index(b"</" + name + b">") + len(name) + 3
    with pytest.raises(pox.PoxError) as caught:
        pox.requested_address(body[:end] + body[start:end] + body[end:])
    assert caught.value.row == pox.INVALID_REQUEST


@pytest.mark.parametrize(
    "unknown", [b"<EmailAddress>a@b.c</EmailAddress>", b"<Password/>", b'<LegacyDN xmlns="urn:x"/>', b"<Request/>"]
)
@pytest.mark.parametrize("end", [b"</Request>", b"</Autodiscover>"])
def test_an_element_that_is_unknown_there_is_error_600(unknown: bytes, end: bytes) -> None:
    with pytest.raises(pox.PoxError) as caught:
        pox.requested_address(request().replace(end, unknown + end))
    assert caught.value.row == pox.INVALID_REQUEST


def test_what_clients_send_beside_the_address_is_taken() -> None:
    beside = b"<!-- Outlook --><LegacyDN>/o=First/cn=alice</LegacyDN>\r\n"
    assert pox.requested_address(request().replace(b"</Request>", beside + b"</Request>")) == "alice@contoso.com"


def test_another_schema_is_error_601() -> None:
    mobile = "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"
    with pytest.raises(pox.PoxError) as caught:
        pox.requested_address(request(schema=mobile))
    assert caught.value.row == pox.PROVIDER_NOT_AVAILABLE


def test_settings_have_the_recorded_shape() -> None:
    root = etree.fromstring(pox.settings(ACCOUNT, "https://localhost:8443"))
    assert root.tag == f"{{{pox.RESPONSE}}}Autodiscover"
    assert root.findtext(f"{OUTLOOK}Response/{OUTLOOK}User/{OUTLOOK}DisplayName") == "Alice & <Co>"
    assert root.findtext(f"{OUTLOOK}Response/{OUTLOOK}User/{OUTLOOK}AutoDiscoverSMTPAddress") == "alice@contoso.com"
    account = root.find(f"{OUTLOOK}Response/{OUTLOOK}Account")
    assert account is not None
    assert [account.findtext(OUTLOOK + name) for name in ("AccountType", "Action", "MicrosoftOnline")] == [
        "email",
        "settings",
        "True",
    ]
    assert [element.findtext(f"{OUTLOOK}Type") for element in account.findall(f"{OUTLOOK}Protocol")] == [
        "EXCH",
        "EXPR",
        "WEB",
    ]
    urls = {element.text for name in ("ASUrl", "EwsUrl") for element in account.iter(OUTLOOK + name)}
    assert urls == {"https://localhost:8443/EWS/Exchange.asmx"}


def test_every_url_stands_on_one_line() -> None:
    lines = pox.settings(ACCOUNT, "https://localhost:1").split(b"\r\n")
    assert lines[0] == b'<?xml version="1.0" encoding="utf-8"?>'
    assert any(line.strip() == b"<EwsUrl>https://localhost:1/EWS/Exchange.asmx</EwsUrl>" for line in lines)


def test_a_redirect_names_the_other_address() -> None:
    root = etree.fromstring(pox.redirect(Redirect("bob@fabrikam.com")))
    assert root.findtext(f".//{OUTLOOK}Action") == "redirectAddr"
    assert root.findtext(f".//{OUTLOOK}RedirectAddr") == "bob@fabrikam.com"


def test_an_error_has_time_code_and_message() -> None:
    now = datetime(2026, 11, 23, 21, 25, 4, 889708, UTC)
    text = pox.error(pox.INVALID_REQUEST, now).decode()
    assert pox.OUTLOOK not in text
    assert 'Time="21:25:04.8897080"' in text
    assert "<ErrorCode>600</ErrorCode>" in text
    assert "<Message>Invalid Request</Message>" in text
    assert "<DebugData/>" in text
    assert pox.OUTLOOK in pox.error(pox.ADDRESS_NOT_FOUND, now).decode()


def test_the_mailbox_of_public_folders_is_told() -> None:
    path = f".//{OUTLOOK}Account/{OUTLOOK}PublicFolderInformation/{OUTLOOK}SmtpAddress"
    assert etree.fromstring(pox.settings(ACCOUNT, "https://localhost:1")).find(path) is None
    with_folders = replace(ACCOUNT, public_folders="public@contoso.com")
    assert etree.fromstring(pox.settings(with_folders, "https://localhost:1")).findtext(path) == "public@contoso.com"
