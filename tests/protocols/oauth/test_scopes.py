"""What a request asks for."""

from typing import Any

import pytest

from fakeserver.protocols.oauth.browsers import Browsers
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import claims_request, requested_scopes
from fakeserver.tenant.refusals import ResourceUnknown
from fakeserver.wire import HttpRequest
from tests.protocols.oauth.client import Entra


def read(entra: Entra, version: int = 2, **parameters: str) -> Any:
    call = Call(entra.cloud, Browsers(), HttpRequest("POST", "/"), "common", version)
    return requested_scopes(call, entra.tenant, parameters, entra.tenant.public_app)


def test_nothing_is_nothing(entra: Entra) -> None:
    assert read(entra) is None
    assert read(entra, scope="  ") is None
    assert read(entra, 1) is None


def test_version_1_means_everything_of_a_resource(entra: Entra) -> None:
    scopes = read(entra, 1, resource="https://outlook.office365.com/", scope="openid nonsense")
    assert (scopes.audience, scopes.default, scopes.openid) == ("https://outlook.office365.com/", True, {"openid"})


def test_version_1_of_an_unknown_resource(entra: Entra) -> None:
    with pytest.raises(ResourceUnknown):
        read(entra, 1, resource="https://a.example")


def test_an_applications_own_api(entra: Entra) -> None:
    api = entra.tenant.register_app("api")
    address = entra.tenant.applications.expose_api(api, scopes=["read"])
    assert read(entra, scope=f"{address}/read").values == {"read"}
    assert read(entra, scope=f"{api.client_id}/.default").resource.app_id == api.client_id


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ("", ()),
        ("{}", ()),
        ('{"access_token":{"xms_cc":{"values":["cp1","protapp"]}}}', ("cp1", "protapp")),
        ('{"access_token":{"nbf":{"essential":true,"value":"1"}}}', ()),
        ('{"access_token":{"xms_cc":{"values":[1,"cp1"]}}}', ("cp1",)),
    ],
)
def test_capabilities(claims: str, expected: tuple[str, ...]) -> None:
    assert claims_request({"claims": claims})[0] == expected


@pytest.mark.parametrize(
    "claims", ["nonsense", "[]", '{"access_token":[]}', "[" * 5000, '{"access_token":{"xms_cc":7}}']
)
def test_claims_that_are_no_claims_request(claims: str) -> None:
    with pytest.raises(EntraError) as raised:
        claims_request({"claims": claims})
    assert raised.value.code == 9002313
