"""One request: authority, ids, parameters."""

import pytest

from fakeserver.protocols.oauth.browsers import Browsers
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.wire import Headers, HttpRequest
from tests.protocols.oauth.client import Entra


def call(entra: Entra, authority: str, request: HttpRequest | None = None) -> Call:
    return Call(entra.cloud, Browsers(), request or HttpRequest("GET", "/"), authority)


@pytest.mark.parametrize("authority", ["common", "Organizations", "CONSUMERS"])
def test_open_authorities_name_no_tenant(entra: Entra, authority: str) -> None:
    asked = call(entra, authority)
    assert asked.is_open
    assert asked.tenant is None


def test_a_tenant_goes_by_guid_and_by_domain_without_case(entra: Entra) -> None:
    for name in (entra.tenant.tenant_id.upper(), entra.tenant.domain.upper()):
        assert call(entra, name).tenant is entra.tenant


@pytest.mark.parametrize(
    "name", ["contoso", "a b.example", "-a.example", "a..example", "x" * 300 + ".example", "é.example"]
)
def test_what_cannot_be_a_tenants_name(entra: Entra, name: str) -> None:
    with pytest.raises(EntraError) as raised:
        _ = call(entra, name).tenant
    assert raised.value.code == 900023
    assert call(entra, name).known_tenant is None


def test_the_clients_id_is_taken_from_the_header_or_a_parameter(entra: Entra) -> None:
    guid = "8F0B0000-0000-4000-8000-00000000000B"
    by_header = call(entra, "common", HttpRequest("GET", "/", "", Headers([("Client-Request-Id", guid)])))
    by_query = call(entra, "common", HttpRequest("GET", "/", f"client-request-id={guid}"))
    assert by_header.correlation_id == by_query.correlation_id == guid.lower()


def test_parameters_are_the_bodys_for_post_and_the_querys_else(entra: Entra) -> None:
    assert call(entra, "common", HttpRequest("POST", "/", "a=1", body=b"a=2")).parameters == {"a": "2"}
    assert call(entra, "common", HttpRequest("GET", "/", "a=1", body=b"a=2")).parameters == {"a": "1"}


def test_only_microsofts_own_hosts_are_real(entra: Entra) -> None:
    real = HttpRequest("GET", "/", base_url="https://login.microsoftonline.com")
    assert call(entra, "common", real).at_real_host
    assert not call(entra, "common").at_real_host
