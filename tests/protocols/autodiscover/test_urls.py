"""Which host an answer names."""

import pytest

from fakeserver import service_names
from fakeserver.protocols.autodiscover import urls


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("https://localhost:8443", "https://localhost:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://fake-m365:443", "https://fake-m365:443"),
        ("https://outlook.office365.com", "https://outlook.office365.com"),
        ("https://autodiscover-s.outlook.com", "https://outlook.office365.com"),
        ("https://autodiscover.contoso.com", "https://outlook.office365.com"),
        ("https://autodiscover-s.partner.outlook.cn", "https://partner.outlook.cn"),
    ],
)
def test_real_names_get_the_clouds_own_and_others_their_own_origin(asked: str, named: str) -> None:
    assert urls.origin(asked) == named
    assert urls.ews_url(asked) == f"{named}/EWS/Exchange.asmx"


@pytest.mark.parametrize("name", service_names.AUTODISCOVER)
def test_an_autodiscover_host_names_the_mail_host_of_its_own_cloud(name: str) -> None:
    named = urls.host(f"https://{name}")
    assert named in service_names.MAIL
    cloud = {"webmail.apps.mil": "us"}.get(named, named.rpartition(".")[2])
    assert name.rpartition(".")[2] == cloud


def test_plain_http_is_redirected_on_autodiscover_hosts_only() -> None:
    path = "/autodiscover/autodiscover.xml"
    moved = urls.redirect_of_plain_http("http://autodiscover.contoso.com", path)
    assert moved == "https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml"
    assert urls.redirect_of_plain_http("http://localhost:8080", path) is None
    assert urls.redirect_of_plain_http("https://autodiscover.contoso.com", path) is None
