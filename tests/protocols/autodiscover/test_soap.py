"""The SOAP dialect: what is read, and what is written."""

import pytest
from lxml import etree

from fakeserver.protocols.autodiscover import soap
from fakeserver.protocols.autodiscover.accounts import Account, Redirect
from fakeserver.protocols.autodiscover.soap import UserSettingsRequest

ACCOUNT = Account("alice@contoso.com", "Alice", "9e19abe1-8917-428e-b47e-36596ca98043", "t-1")
AUTO = f"{{{soap.AUTODISCOVER}}}"


def envelope(content: str) -> bytes:
    return (
        f'<s:Envelope xmlns:s="{soap.SOAP}" xmlns:a="{soap.AUTODISCOVER}" xmlns:w="{soap.ADDRESSING}"><s:Header>'
        f"<a:RequestedServerVersion>Exchange2016</a:RequestedServerVersion>"
        f"<w:Action>{soap.ACTION_BASE}/GetUserSettings</w:Action></s:Header><s:Body>{content}</s:Body></s:Envelope>"
    ).encode()


def test_addresses_and_settings_are_read_in_order() -> None:
    request = soap.read(
        envelope(
            "<a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User><a:Mailbox>b@c.d</a:Mailbox></a:User>"
            "<a:User><a:Mailbox>a@c.d</a:Mailbox></a:User></a:Users><a:RequestedSettings><a:Setting>ExternalEwsUrl"
            "</a:Setting><a:Setting>UserDN</a:Setting><a:Setting>ExternalEwsUrl</a:Setting></a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage>"
        )
    )
    assert request == UserSettingsRequest(["b@c.d", "a@c.d"], ["ExternalEwsUrl", "UserDN"], "Exchange2016")


@pytest.mark.parametrize("body", [b"", b"<a/>", envelope("")])
def test_no_envelope_is_no_request(body: bytes) -> None:
    with pytest.raises(soap.SoapRequestError):
        soap.read(body)


@pytest.mark.parametrize(
    "action", [f"{soap.ACTION_BASE}/GetDomainSettings", f"{soap.ACTION_BASE}/getusersettings", "x"]
)
def test_an_action_that_is_not_the_bodys_is_not_supported(action: str) -> None:
    """By the action the real service's framework chooses the operation."""
    request = envelope("<a:GetUserSettingsRequestMessage/>").replace(soap.ACTION.encode(), action.encode())
    with pytest.raises(soap.ActionNotSupportedError, match=action):
        soap.read(request)


def test_another_operation_is_not_supported() -> None:
    with pytest.raises(soap.ActionNotSupportedError):
        soap.read(envelope("<a:GetDomainSettingsRequestMessage/>"))
    written = soap.fault(soap.ActionNotSupportedError("x"))
    assert b">a:ActionNotSupported<" in written
    assert b"Action 'x' cannot be processed" in written


@pytest.mark.parametrize("value", ["1", "true"])
def test_a_header_that_must_be_understood_is(value: str) -> None:
    header = f'<x:Security xmlns:x="urn:x" s:mustUnderstand="{value}"/></s:Header>'.encode()
    request = envelope("<a:GetUserSettingsRequestMessage/>").replace(b"</s:Header>", header)
    with pytest.raises(soap.NotUnderstoodError, match="The header 'Security' from the namespace 'urn:x'") as caught:
        soap.read(request)
    assert etree.fromstring(soap.fault(caught.value)).findtext(".//faultcode") == "s:MustUnderstand"


def test_other_headers_are_passed_over_and_those_of_addressing_are_understood() -> None:
    headers = b'<x:Security xmlns:x="urn:x" s:mustUnderstand="0"/><w:To s:mustUnderstand="1">x</w:To></s:Header>'
    request = envelope("<a:GetUserSettingsRequestMessage/>").replace(b"</s:Header>", headers)
    assert soap.read(request).version == "Exchange2016"


@pytest.mark.parametrize(
    ("addresses", "names"),
    [(0, 0), (0, 1), (1, 0), (soap.MAX_ADDRESSES + 1, 1), (1, soap.MAX_SETTINGS + 1)],
)
def test_a_request_for_nothing_or_for_too_much_is_invalid(addresses: int, names: int) -> None:
    request = UserSettingsRequest(
        ["alice@contoso.com"] * addresses, [f"Setting{number}" for number in range(names)], "Exchange2016"
    )
    root = etree.fromstring(soap.user_settings(request, [ACCOUNT] * addresses, "https://localhost"))
    assert root.findtext(f".//{AUTO}Response/{AUTO}ErrorCode") == "InvalidRequest"
    assert root.find(f".//{AUTO}UserResponse") is None


def test_as_many_as_are_allowed_are_answered() -> None:
    request = UserSettingsRequest(["alice@contoso.com"] * soap.MAX_ADDRESSES, ["CasVersion"], "Exchange2016")
    root = etree.fromstring(soap.user_settings(request, [ACCOUNT] * soap.MAX_ADDRESSES, "https://localhost"))
    assert len(root.findall(f".//{AUTO}UserResponse")) == soap.MAX_ADDRESSES


def answer(found: Account | Redirect | None, *settings: str) -> etree._Element:
    request = UserSettingsRequest(["alice@contoso.com"], list(settings), "Exchange2016")
    root = etree.fromstring(soap.user_settings(request, [found], "https://localhost:8443"))
    response = root.find(f".//{AUTO}UserResponse")
    assert response is not None
    return response


def test_the_header_has_version_and_action() -> None:
    request = UserSettingsRequest(["alice@contoso.com"], ["CasVersion"], "Exchange2016")
    root = etree.fromstring(soap.user_settings(request, [ACCOUNT], "https://localhost"))
    info = root.find(f"{{{soap.SOAP}}}Header/{AUTO}ServerVersionInfo")
    assert info is not None
    assert not info.attrib
    assert [(child.tag.removeprefix(AUTO), child.text) for child in info][:2] == [
        ("MajorVersion", "15"),
        ("MinorVersion", "20"),
    ]
    assert root.findtext(f".//{{{soap.ADDRESSING}}}Action", "").endswith("/GetUserSettingsResponse")
    assert root.findtext(f".//{AUTO}Response/{AUTO}ErrorCode") == "NoError"


def test_only_what_was_asked_for_is_answered() -> None:
    response = answer(ACCOUNT, "ExternalEwsUrl", "ShowGalAsDefaultView", "Nonsense")
    assert response.findtext(f"{AUTO}ErrorCode") == "NoError"
    assert response.findtext(f"{AUTO}ErrorMessage") == "No error."
    settings = response.findall(f"{AUTO}UserSettings/{AUTO}UserSetting")
    assert [setting.get(f"{{{soap.INSTANCE}}}type") for setting in settings] == ["StringSetting"]
    assert settings[0].findtext(f"{AUTO}Value") == "https://localhost:8443/EWS/Exchange.asmx"
    errors = response.findall(f"{AUTO}UserSettingErrors/{AUTO}UserSettingError")
    assert [(error.findtext(f"{AUTO}ErrorCode"), error.findtext(f"{AUTO}SettingName")) for error in errors] == [
        ("SettingIsNotAvailable", "ShowGalAsDefaultView"),
        ("InvalidSetting", "Nonsense"),
    ]


def test_nobody_is_an_invalid_user() -> None:
    response = answer(None, "ExternalEwsUrl")
    assert response.findtext(f"{AUTO}ErrorCode") == "InvalidUser"
    assert response.find(f"{AUTO}UserSettings/*") is None


def test_a_guest_is_redirected() -> None:
    response = answer(Redirect("bob@fabrikam.com"), "ExternalEwsUrl")
    assert response.findtext(f"{AUTO}ErrorCode") == "RedirectAddress"
    assert response.findtext(f"{AUTO}ErrorMessage") == "Redirection address."
    assert response.findtext(f"{AUTO}RedirectTarget") == "bob@fabrikam.com"


@pytest.mark.parametrize("version", ["", "V2015_10_05", "Exchange2099", "exchange2016"])
def test_a_version_that_is_missing_or_none_is_said_to_be(version: str) -> None:
    header = f"<a:RequestedServerVersion>{version}</a:RequestedServerVersion>" if version else ""
    asked = envelope(
        "<a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User><a:Mailbox>a@c.d</a:Mailbox></a:User></a:Users>"
        "<a:RequestedSettings><a:Setting>UserDN</a:Setting></a:RequestedSettings></a:Request>"
        "</a:GetUserSettingsRequestMessage>"
    ).replace(b"<a:RequestedServerVersion>Exchange2016</a:RequestedServerVersion>", header.encode())
    request = soap.read(asked)
    assert request.version == version
    root = etree.fromstring(soap.user_settings(request, [], "https://localhost"))
    assert root.findtext(f".//{AUTO}Response/{AUTO}ErrorCode") == "InvalidRequest"
    assert root.findtext(f".//{AUTO}Response/{AUTO}ErrorMessage") == (
        "The RequestedServerVersion  header is missing or invalid."
    )
