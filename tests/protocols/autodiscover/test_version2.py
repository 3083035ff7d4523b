"""Version 2: JSON, without a token."""

import json

import pytest

from fakeserver.protocols.autodiscover import version2
from fakeserver.wire import HttpRequest, HttpResponse

PATH = "/autodiscover/autodiscover.json"


def ask(query: str, path: str = PATH, base_url: str = "https://localhost:8443") -> HttpResponse:
    return version2.answer(HttpRequest("GET", path, query, base_url=base_url))


@pytest.mark.parametrize(
    ("protocol", "name", "url"),
    [
        ("EWS", "EWS", "https://localhost:8443/EWS/Exchange.asmx"),
        ("ews", "EWS", "https://localhost:8443/EWS/Exchange.asmx"),
        ("AutodiscoverV1", "AutodiscoverV1", "https://localhost:8443/autodiscover/autodiscover.xml"),
        ("activesync", "ActiveSync", "https://localhost:8443/Microsoft-Server-ActiveSync"),
    ],
)
def test_a_protocol_has_its_url(protocol: str, name: str, url: str) -> None:
    response = ask(f"Email=alice@contoso.com&Protocol={protocol}&RedirectCount=1")
    assert response.status == 200
    assert json.loads(response.body) == {"Protocol": name, "Url": url}


def test_the_address_may_stand_in_the_path() -> None:
    response = ask("Protocol=EWS", f"{PATH}/v1.0/alice@contoso.com")
    assert json.loads(response.body)["Protocol"] == "EWS"


def test_the_real_names_are_answered_literally() -> None:
    response = ask("Email=a@contoso.com&Protocol=EWS", base_url="https://outlook.office365.com")
    assert response.body == b'{"Protocol":"EWS","Url":"https://outlook.office365.com/EWS/Exchange.asmx"}'
    rest = ask("Email=a@contoso.com&Protocol=Rest", base_url="https://outlook.office365.com")
    assert json.loads(rest.body)["Url"] == "https://outlook.office.com/api"


def test_an_unknown_protocol_is_an_error_that_lists_the_others() -> None:
    response = ask("Email=a@contoso.com&Protocol=XYZ")
    assert response.status == 400
    assert ("jsonerror", "true") in response.headers
    assert response.body.startswith(
        b'{"ErrorCode":"ProtocolNotSupported","ErrorMessage":"The given protocol value \\u0027XYZ\\u0027 is not '
        b"supported. Supported values are \\u0027Rest,ActiveSync,Ews,"
    )


@pytest.mark.parametrize("query", ["", "Protocol=EWS", "Email=a@contoso.com", "Email=nobody&Protocol=EWS"])
def test_without_address_or_protocol_it_is_an_error(query: str) -> None:
    response = ask(query)
    assert response.status == 400
    assert "ErrorCode" in json.loads(response.body)
